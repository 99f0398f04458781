//! A server that keeps documents in a map and decides access by the real policy.

use std::collections::BTreeMap;

use automerge::{Automerge, Change, ChangeHash};
use documents::{Document, DocumentId, DocumentKey, genesis, write_catalog};
use domain::{
    Access, Catalog, Kind, OrgId, Period, PersonId, Role, Rollup, Roster, Standing, allowed,
};
use protocol::http::{
    DocumentDto, JoinRequest, JoinResponse, Me, Problem, ProblemCode, PutDocument, RollupsDto,
    RosterDto, roles_to_texts,
};
use protocol::session::{Mode, ServerIdentity, ServerSession, ServerStep, sift};
use protocol::wire::encode;
use protocol::{EndCode, Limits, Refusal, RefusalCode};

use super::Trust;

pub(crate) struct Server {
    pub(crate) org: OrgId,
    pub(crate) roster: Roster,
    /// What it tells supervisors of their people.
    pub(crate) rollups: Vec<Rollup>,
    pub(crate) is_up: bool,
    /// Takes no new connection.
    pub(crate) is_full: bool,
    /// Commits fail: nothing is acknowledged.
    pub(crate) disk_is_full: bool,
    /// Takes no change, and does not say which: as servers did that named none.
    pub(crate) refuses: bool,
    /// Longer changes are refused.
    pub(crate) longest: usize,
    /// What was refused, and what rests on it.
    pub(crate) quarantine: Vec<Vec<u8>>,
    pub(crate) revoked: Vec<String>,
    documents: BTreeMap<DocumentId, (DocumentKey, Document)>,
    sockets: BTreeMap<String, (PersonId, ServerSession)>,
    pub(crate) now_ms: i64,
    pub(crate) trust: Trust,
    /// Of each socket.
    devices: BTreeMap<String, String>,
}

impl Server {
    pub(crate) fn new(roster: Roster, catalog: &Catalog) -> Self {
        let org = OrgId::new("workshop").unwrap();
        let mut server = Self {
            org: org.clone(),
            roster,
            rollups: Vec::new(),
            is_up: true,
            is_full: false,
            disk_is_full: false,
            refuses: false,
            longest: usize::MAX,
            quarantine: Vec::new(),
            revoked: Vec::new(),
            documents: BTreeMap::new(),
            sockets: BTreeMap::new(),
            now_ms: super::MORNING.utc_ms,
            trust: Trust::new(&org),
            devices: BTreeMap::new(),
        };
        let key = DocumentKey::catalog(org, documents::CATALOG_WORK);
        let mut document = Document::new(Kind::Catalog, [200; 16]);
        write_catalog(&mut document, catalog, super::MORNING).unwrap();
        server.documents.insert(key.id(), (key, document));
        server
    }

    pub(crate) fn put_catalog(&mut self, catalog: &Catalog) {
        let id = DocumentKey::catalog(self.org.clone(), documents::CATALOG_WORK).id();
        if let Some((_, document)) = self.documents.get_mut(&id) {
            write_catalog(document, catalog, super::MORNING).unwrap();
        }
        for (_, session) in self.sockets.values_mut() {
            session.mark_dirty(&id.to_string());
        }
    }

    /// The process dies and comes back: sockets are gone, the disk stays.
    pub(crate) fn restart(&mut self) {
        self.sockets.clear();
        self.is_up = true;
    }

    pub(crate) fn document(&self, kind: Kind, person: &str, year: u16) -> Option<&Document> {
        self.document_about(kind, person, person, year)
    }

    pub(crate) fn document_about(
        &self,
        kind: Kind,
        author: &str,
        subject: &str,
        year: u16,
    ) -> Option<&Document> {
        let author = Some(PersonId::new(author).unwrap());
        let (org, subject) = (self.org.clone(), subject.to_owned());
        let key = DocumentKey { org, kind, author, subject, period: Some(Period(year)) };
        self.documents.get(&key.id()).map(|(_, document)| document)
    }

    /// Whoever could write to the server's disk: another's document, whatever the rules say.
    pub(crate) fn tamper(
        &mut self,
        (kind, author, subject): (Kind, &str, &str),
        tamper: impl FnOnce(&mut Document),
    ) {
        let author = Some(PersonId::new(author).unwrap());
        let (org, subject, period) = (self.org.clone(), subject.to_owned(), Some(Period(2026)));
        let id = DocumentKey { org, kind, author, subject, period }.id();
        let (_, document) = self.documents.get_mut(&id).unwrap();
        tamper(document);
        for (_, session) in self.sockets.values_mut() {
            session.mark_dirty(&id.to_string());
        }
    }

    fn roles(&self, person: &PersonId) -> Vec<Role> {
        self.roster.person(person).map(|person| person.roles.clone()).unwrap_or_default()
    }

    fn access(&self, person: &PersonId, key: &DocumentKey) -> Access {
        let subject = PersonId::new(key.subject.as_str());
        let today = domain::Moment::new(self.now_ms, 60).day();
        let mine = |b: &&domain::Buddy| &b.buddy == person && b.learner.as_str() == key.subject;
        let pairs = || self.roster.buddies.iter().filter(mine);
        let standing = Standing {
            is_buddy: pairs().any(|pair| pair.holds_on(today)),
            was_buddy: pairs().any(|pair| pair.ended_lately(today, domain::GRACE_DAYS)),
            is_author: key.author.as_ref() == Some(person),
            is_subject: key.subject == person.as_str(),
            supervises: subject.is_ok_and(|subject| self.roster.supervises(person, &subject)),
            ..Standing::default()
        };
        allowed(&self.roles(person), standing, key.kind)
    }

    // ---- HTTP --------------------------------------------------------------------------------

    /// `cookie` is the device id of the session, set by joining. The join code is the person.
    pub(crate) fn http(
        &mut self,
        cookie: &mut Option<(PersonId, String)>,
        path: &str,
        body: &[u8],
    ) -> (u16, Vec<u8>) {
        if path == "/api/join" {
            return self.join(cookie, body);
        }
        let Some((person, device)) = cookie.clone() else { return problem(ProblemCode::SignedOut) };
        if self.revoked.contains(&device) {
            return problem(ProblemCode::Revoked);
        }
        match path {
            "/api/me" => ok(&Me {
                org: self.org.to_string(),
                org_name: "Workshop".into(),
                person: person.to_string(),
                name: self.roster.person(&person).unwrap().name.clone(),
                roles: roles_to_texts(&self.roles(&person)),
                device,
                devices: vec![],
            }),
            "/api/roster" => ok(&RosterDto::from(&self.roster)),
            "/api/team" => ok(&RollupsDto::from(self.told(&person).as_slice())),
            "/api/documents" if body.is_empty() => ok(&self.list(&person)),
            "/api/documents" => self.put(&person, body),
            "/api/certificate" => self.trust.certify(&person, &device, body, self.now_ms),
            "/api/trust" => self.trust.answer(),
            path if path.starts_with("/api/receipts") => {
                let document = path.split(['=', '&']).nth(1).unwrap().parse().unwrap();
                match self.documents.get(&document) {
                    Some((key, _)) if self.access(&person, key) > Access::None => {
                        self.trust.receipts(&document.to_string())
                    }
                    Some(_) | None => problem(ProblemCode::NotFound),
                }
            }
            "/api/sign-out" => {
                *cookie = None;
                (204, vec![])
            }
            "/sync" if self.is_full => {
                let code = ProblemCode::Other(EndCode::ServerFull.as_str().into());
                (503, serde_json::to_vec(&Problem::new(code)).unwrap())
            }
            _ => problem(ProblemCode::NotFound),
        }
    }

    fn told(&self, person: &PersonId) -> Vec<Rollup> {
        let mut told = self.rollups.clone();
        told.retain(|rollup| self.roster.supervises(person, &rollup.person));
        told
    }

    fn join(&mut self, cookie: &mut Option<(PersonId, String)>, body: &[u8]) -> (u16, Vec<u8>) {
        let JoinRequest { code, .. } = serde_json::from_slice(body).unwrap();
        let known = PersonId::new(code).ok().filter(|p| self.roster.person(p).is_some());
        let Some(person) = known else { return problem(ProblemCode::CodeUnknown) };
        let device = format!("{person}-{}", self.sockets.len());
        *cookie = Some((person.clone(), device.clone()));
        ok(&JoinResponse {
            org: self.org.to_string(),
            org_name: "Workshop".into(),
            person: person.to_string(),
            name: self.roster.person(&person).unwrap().name.clone(),
            peer_id: device.clone(),
            device,
            server_time: self.now_ms,
            roles: roles_to_texts(&self.roles(&person)),
            token: None,
        })
    }

    fn list(&self, person: &PersonId) -> Vec<DocumentDto> {
        let readable = self.documents.iter().filter_map(|(id, (key, _))| {
            let access = match self.access(person, key) {
                Access::None => return None,
                Access::Read => "read",
                Access::Write => "write",
            };
            Some(DocumentDto {
                document_id: id.to_string(),
                kind: key.kind.as_str().into(),
                author: key.author.as_ref().map(PersonId::to_string),
                subject: key.subject.clone(),
                period: key.period.map(|period| period.0),
                access: access.into(),
            })
        });
        readable.collect()
    }

    fn put(&mut self, person: &PersonId, body: &[u8]) -> (u16, Vec<u8>) {
        let put: PutDocument = serde_json::from_slice(body).unwrap();
        let key = DocumentKey {
            org: self.org.clone(),
            kind: Kind::parse(&put.kind).unwrap(),
            author: Some(person.clone()),
            subject: put.subject,
            period: put.period.map(Period),
        };
        if self.access(person, &key) != Access::Write {
            return problem(ProblemCode::Forbidden);
        }
        let id = key.id();
        let fresh = || Document::load(&[genesis(key.kind)], [201; 16]).document;
        self.documents.entry(id).or_insert_with(|| (key.clone(), fresh()));
        ok(&serde_json::json!({ "document_id": id.to_string() }))
    }

    // ---- the socket --------------------------------------------------------------------------

    pub(crate) fn connect(&mut self, name: &str, person: &PersonId, device: &str) {
        self.devices.insert(name.to_owned(), device.to_owned());
        let me = ServerIdentity { peer_id: "server".into(), storage_id: "disk".into() };
        let session = ServerSession::new(me, Limits::SERVER);
        self.sockets.insert(name.to_owned(), (person.clone(), session));
    }

    pub(crate) fn disconnect(&mut self, name: &str) {
        self.sockets.remove(name);
    }

    /// Takes a frame; false when the connection is over.
    pub(crate) fn receive(&mut self, name: &str, bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
        let (person, session) = self.sockets.get_mut(name)?;
        match session.on_binary(bytes) {
            ServerStep::Joined { reply, .. } => Some(vec![encode(&reply)]),
            ServerStep::Incoming { document, data } => {
                let person = person.clone();
                self.incoming(name, &person, &document, &data)
            }
            ServerStep::Ignored(_) | ServerStep::Left => Some(vec![]),
            ServerStep::Close { .. } => None,
        }
    }

    fn incoming(
        &mut self,
        name: &str,
        person: &PersonId,
        id: &str,
        data: &[u8],
    ) -> Option<Vec<Vec<u8>>> {
        let known = self.documents.get(&id.parse().unwrap());
        let access = known.map_or(Access::None, |(key, _)| self.access(person, key));
        let (_, session) = self.sockets.get_mut(name)?;
        let is_author = known.is_some_and(|(key, _)| key.author.as_ref() == Some(person));
        let mode = match access {
            Access::None => {
                let frame = session.unavailable_frame(id);
                return Some(frame.iter().map(encode).collect());
            }
            Access::Read if !is_author => Mode::Read,
            Access::Read | Access::Write => Mode::Write,
        };
        if !session.is_open(id) {
            session.open(id, mode);
        }
        let (_, document) = self.documents.get_mut(&id.parse().unwrap())?;
        let mut copy: Automerge = document.automerge().clone();
        let received = session.receive(id, data, &mut copy).ok()?;
        let new: Vec<ChangeHash> =
            copy.get_changes(&received.before).iter().map(|change| change.hash()).collect();
        if self.refuses && !new.is_empty() {
            session.reject(id);
            let refusal = Refusal::new(RefusalCode::NotAccepted, "not today");
            let frame = session.refusal_frame(id, &refusal);
            session.mark_dirty(id);
            return Some(frame.iter().map(encode).collect());
        }
        if self.disk_is_full && !new.is_empty() {
            self.sockets.remove(name);
            return None;
        }
        let (longest, is_closed) = (self.longest, access == Access::Read && is_author);
        let judge = |change: &Change| match change.raw_bytes().len() {
            _ if is_closed => Err(Refusal::new(RefusalCode::Forbidden, "not yours any more")),
            bytes if bytes > longest => Err(Refusal::new(RefusalCode::TooLarge, "too long")),
            _ => Ok(()),
        };
        let mut frames = Vec::new();
        if copy.get_changes(&received.before).iter().any(|change| judge(change).is_err()) {
            copy = document.automerge().clone();
            let sifted = sift([data], &mut copy, &Limits::SERVER, judge).unwrap();
            self.quarantine.push(sifted.left);
            session.reject(id);
            let said = sifted.refusals.iter().filter_map(|one| session.refusal_frame(id, one));
            frames.extend(said.map(|frame| encode(&frame)));
        }
        *document.automerge_mut() = copy;
        let device = &self.devices[name];
        self.trust.note(&id.parse().unwrap(), document, person, device, self.now_ms);
        for (_, session) in self.sockets.values_mut() {
            session.mark_dirty(id);
        }
        Some(frames)
    }

    /// What the server has to say on this connection.
    pub(crate) fn pending(&mut self, name: &str) -> Vec<Vec<u8>> {
        let mut frames = Vec::new();
        let Some((_, session)) = self.sockets.get_mut(name) else { return frames };
        while let Some(id) = session.next_dirty() {
            let (_, document) = &self.documents[&id.parse().unwrap()];
            frames.extend(session.generate(&id, document.automerge()).iter().map(encode));
        }
        frames
    }

    pub(crate) fn is_connected(&self, name: &str) -> bool {
        self.sockets.contains_key(name)
    }
}

pub(super) fn ok(value: &impl serde::Serialize) -> (u16, Vec<u8>) {
    (200, serde_json::to_vec(value).unwrap())
}

pub(super) fn problem(code: ProblemCode) -> (u16, Vec<u8>) {
    (code.status(), serde_json::to_vec(&Problem::new(code)).unwrap())
}
