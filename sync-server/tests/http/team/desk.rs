//! Documents as phones send them, and a catalogue with one skill.

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use documents::{CATALOG_WORK, Document, DocumentKey, Written, entry_hash, genesis, write_catalog};
use domain::{
    Body, Catalog, Competency, CompetencyId, DeviceId, Entry, EntryId, FrameworkId, Kind,
    LevelSeen, Map, Moment, Months, Observation, OrgId, Period, Rated, ScaleId, SelfRating,
    SignOff, Text,
};
use exchange::attestation::{
    Act, Attestation, Evidence, Record, SecretKey, Signed, Skill, from_hex, to_hex,
};
use serde_json::{Value, json};
use sync_server::access::register_catalog;
use sync_server::store::{Append, Change, DocumentId, Store};

use crate::server::{Browser, Server, id};

pub(crate) const DAY: i64 = 86_400_000;

pub(crate) fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

pub(crate) fn truing() -> CompetencyId {
    CompetencyId::new("truing").unwrap()
}

/// Version 3 of wheel truing is all that the organisation knows.
pub(crate) fn stock(server: &Server) {
    put(server, &competency());
}

/// From now on a sign-off of it holds for so many months.
pub(crate) fn renewed_every(server: &Server, months: u16) {
    put(server, &Competency { validity: Months::new(months), ..competency() });
}

fn competency() -> Competency {
    Competency {
        id: truing(),
        framework: FrameworkId::new("bikes").unwrap(),
        version: 3,
        code: None,
        statement: Text::of("en", "Wheel truing"),
        parent: None,
        order: 0,
        is_area: false,
        validity: None,
        scale: None,
        level_texts: Map::new(),
        retired: false,
    }
}

fn put(server: &Server, competency: &Competency) {
    let catalog =
        Catalog { competencies: [(truing(), competency.clone())].into(), ..Catalog::default() };
    let document_id = register_catalog(&*server.store, &org(), CATALOG_WORK, server.now()).unwrap();
    let chunks = server.store.chunks(document_id).unwrap().into_iter();
    let chunks: Vec<_> = chunks.map(|chunk| chunk.bytes).collect();
    let actor = [chunks.len() as u8; 16];
    let mut document = Document::load(&chunks, actor).document;
    let at = Moment::new(server.now(), 0);
    let written = write_catalog(&mut document, &catalog, at).unwrap().unwrap();
    let append = Append {
        document: document_id,
        person: None,
        device: None,
        received_at: server.now(),
        changes: vec![Change { hash: written.hash, bytes: written.bytes, clock_wrong: false }],
        heads: document.heads(),
    };
    server.store.append(&[append]).unwrap();
}

pub(crate) async fn device(browser: &Browser) -> DeviceId {
    DeviceId::new(browser.get("/api/me").await.body["device"].as_str().unwrap()).unwrap()
}

/// Somebody's document about somebody, and the phone that it is written on.
pub(crate) struct Sheet {
    pub(crate) id: DocumentId,
    pub(crate) device: DeviceId,
    author: &'static str,
    document: Document,
}

impl Sheet {
    pub(crate) async fn new(
        browser: &Browser,
        kind: Kind,
        author: &'static str,
        subject: &str,
    ) -> Self {
        let wish = json!({"kind": kind.as_str(), "subject": subject, "period": 2026});
        assert_eq!(browser.put("/api/documents", &wish).await.status, 200);
        let key = DocumentKey {
            org: org(),
            kind,
            author: Some(id(author)),
            subject: subject.to_owned(),
            period: Some(Period(2026)),
        };
        let document = Document::load(&[genesis(kind)], [7; 16]).document;
        Self { id: key.id(), device: device(browser).await, author, document }
    }

    /// Writes an entry, or turns the one of that name into this.
    pub(crate) fn write(&mut self, server: &Server, name: &str, body: Body) -> Entry {
        let saved = Moment::new(server.now(), 0);
        let name = EntryId::new(name).unwrap();
        let entry = Entry { id: name, saved, edited: None, body, void: None, copied_from: None };
        self.put(server, &entry);
        entry
    }

    pub(crate) fn put(&mut self, server: &Server, entry: &Entry) {
        let written = self.document.put_entry(entry, entry.saved).unwrap().unwrap();
        self.send(server, written);
    }

    fn send(&self, server: &Server, written: Written) {
        let append = Append {
            document: self.id,
            person: Some(id(self.author)),
            device: Some(self.device.clone()),
            received_at: server.now(),
            changes: vec![Change { hash: written.hash, bytes: written.bytes, clock_wrong: false }],
            heads: self.document.heads(),
        };
        server.store.append(&[append]).unwrap();
    }

    /// Sends all of it again, as a phone does to a server that has lost some.
    pub(crate) fn send_all(&self, server: &Server) {
        self.document.changes().into_iter().for_each(|written| self.send(server, written));
    }

    /// A record that nobody can understand.
    pub(crate) fn scribble(&mut self, server: &Server, name: &str) {
        let mut tx = self.document.automerge_mut().transaction();
        let (_, entries) = tx.get(ROOT, "entries").unwrap().unwrap();
        let record = tx.put_object(&entries, name, ObjType::Map).unwrap();
        tx.put(&record, "k", "rating").unwrap();
        tx.commit();
        let written = self.document.changes().pop().unwrap();
        self.send(server, written);
    }

    fn evidence(&self, entry: &str) -> Evidence {
        let entry = EntryId::new(entry).unwrap();
        let mut heads = self.document.heads();
        heads.sort_unstable();
        let hash = entry_hash(&self.document, &entry).unwrap();
        Evidence { document: self.id.to_string(), heads, entry, hash }
    }
}

pub(crate) fn rating(level: u8, at: i64) -> Body {
    Body::Rating(SelfRating {
        competency: truing(),
        competency_version: 3,
        scale: ScaleId::new("four").unwrap(),
        scale_version: 1,
        levels: 4,
        rated: Rated::Level(level),
        when: Moment::new(at, 0),
        task: None,
    })
}

pub(crate) fn watched(rated: Rated, at: i64) -> Body {
    let level = LevelSeen {
        competency_version: 3,
        scale: ScaleId::new("four").unwrap(),
        scale_version: 1,
        levels: 4,
        rated,
    };
    Body::Observation(Observation {
        checklist: None,
        task: None,
        what: Some("A wheel".into()),
        request: None,
        steps: Map::new(),
        ratings: [(truing(), level)].into(),
        praise: None,
        next_time: "Quarter turns.".into(),
        comment: None,
        when: Moment::new(at, 0),
    })
}

/// Sue's phone with its key, and what it signs about Sam.
pub(crate) struct Pen {
    key: SecretKey,
    device: DeviceId,
    serial: u64,
}

impl Pen {
    pub(crate) async fn new(browser: &Browser, seed: u8, is_guest: bool) -> Self {
        let key = SecretKey::from_seed([seed; 32]);
        let wish = json!({"public_key": to_hex(&key.public().0), "guest": is_guest});
        let answer = browser.post("/api/certificate", &wish).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        Self { key, device: device(browser).await, serial: serial(&answer.body) }
    }

    /// As the organisation never certified it.
    pub(crate) fn forged(self) -> Self {
        Self { key: SecretKey::from_seed([99; 32]), ..self }
    }

    pub(crate) fn sign(
        &self,
        act: Act,
        (sheet, entry): (&Sheet, &str),
        level: u8,
        at: i64,
    ) -> Signed<Attestation> {
        let skill = Skill {
            competency: truing(),
            competency_version: 3,
            scale: ScaleId::new("four").unwrap(),
            scale_version: 1,
            levels: 4,
            level,
        };
        let attestation = Attestation {
            act,
            org: org(),
            signer: id("sue"),
            device: self.device.clone(),
            subject: id("sam"),
            skill,
            followed: None,
            evidence: sheet.evidence(entry),
            observed: Moment::new(at, 60),
        };
        Signed::by(&self.key, attestation).unwrap()
    }

    pub(crate) fn entry(&self, signed: &Signed<Attestation>) -> Body {
        Body::SignOff(SignOff {
            attestation: signed.record.encode(),
            signature: signed.signature.to_vec(),
            certificate: self.serial,
        })
    }
}

fn serial(certificate: &Value) -> u64 {
    let bytes = from_hex(certificate["bytes"].as_str().unwrap()).unwrap();
    exchange::attestation::Certificate::decode(&bytes).unwrap().serial
}
