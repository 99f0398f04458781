//! What is read out of one document: levels, days and sign-offs, and no words that anybody wrote.

use std::collections::{BTreeMap, BTreeSet};

use documents::{Document, Reading, entry_hash, read_catalog, read_entries, signed_in};
use domain::{
    Body, Competency, CompetencyId, Day, Entry, EntryId, Kind, Moment, Months, Newest, Observation,
    Rated, SelfRating, Side,
};
use exchange::attestation::{Digest, to_hex};
use serde::{Deserialize, Serialize};

use crate::store::{DocumentRecord, Receipt};

/// Another number reads every document anew.
const FORMAT: u32 = 2;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extract {
    format: u32,
    /// Not everything could be read.
    pub(super) is_partial: bool,
    /// How many by day.
    pub(super) tasks: BTreeMap<i32, u32>,
    /// By competency.
    pub(super) levels: BTreeMap<String, Level>,
    /// When the author last watched the subject, or began a session with them.
    pub(super) last: Option<i64>,
    pub(super) sign_offs: Vec<SignOff>,
    /// The hash of each entry that was asked for, as hex; none where there is no such entry.
    pub(super) entries: BTreeMap<String, Option<String>>,
    /// Of each competency of the catalogue.
    pub(super) rules: BTreeMap<String, Rule>,
}

/// What a competency asks of a sign-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rule {
    /// The newest.
    pub(super) version: u32,
    /// For how many months it holds.
    months: Option<u16>,
}

/// A [`Newest`] as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Level {
    level: Option<u8>,
    levels: u8,
    at: i64,
    count: u32,
}

/// As it stands in the document, with what the server noted when it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SignOff {
    /// Hex.
    pub(super) attestation: String,
    pub(super) signature: String,
    pub(super) certificate: u64,
    /// The change that brought it, as hex.
    pub(super) change: String,
    pub(super) person: Option<String>,
    pub(super) device: Option<String>,
    pub(super) received_at: i64,
}

impl From<&Competency> for Rule {
    fn from(one: &Competency) -> Self {
        Self { version: one.version, months: one.validity.map(Months::get) }
    }
}

impl Rule {
    /// The last day on which a sign-off of that day holds, where it ends.
    pub(super) fn holds_until(self, signed: Day) -> Option<Day> {
        self.months.and_then(Months::new).map(|months| months.after(signed))
    }
}

impl From<Newest> for Level {
    fn from(Newest { level, levels, at, count }: Newest) -> Self {
        Self { level, levels, at, count }
    }
}

impl From<Level> for Newest {
    fn from(Level { level, levels, at, count }: Level) -> Self {
        Self { level, levels, at, count }
    }
}

impl Extract {
    /// Nothing of the document could be read.
    pub(super) fn unreadable() -> Self {
        Self { format: FORMAT, is_partial: true, ..Self::default() }
    }

    pub(super) fn of(
        record: &DocumentRecord,
        document: &Document,
        receipts: &[Receipt],
        wanted: &BTreeSet<String>,
    ) -> Self {
        let mut extract = Self { format: FORMAT, ..Self::default() };
        match record.kind {
            Kind::Catalog => extract.catalog(document),
            Kind::Journal => {}
            Kind::Log | Kind::Shadow | Kind::Obs => {
                let newest = receipts.iter().map(|receipt| receipt.received_at).max();
                let entries = Entries { record, document, receipts, newest };
                entries.read_into(&mut extract);
            }
        }
        extract.entries = wanted.iter().map(|id| (id.clone(), hash_of(document, id))).collect();
        extract
    }

    /// `None`: it has to be read anew.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|extract: &Self| extract.format == FORMAT)
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    fn catalog(&mut self, document: &Document) {
        let all = read_catalog(document).competencies;
        self.rules = all.iter().map(|(id, one)| (id.to_string(), one.into())).collect();
    }

    fn level(&mut self, id: &CompetencyId, rated: Rated, levels: u8, at: i64) {
        let level = match rated {
            Rated::Level(level) => Some(level),
            Rated::CannotSay => None,
        };
        let mut kept = self.levels.get(id.as_str()).copied().map(Newest::from);
        Newest::add(&mut kept, Newest::once(level, levels, at));
        self.levels.extend(kept.map(|kept| (id.to_string(), kept.into())));
    }
}

fn hash_of(document: &Document, entry: &str) -> Option<String> {
    let hash: Option<Digest> = entry_hash(document, &EntryId::new(entry).ok()?);
    hash.map(|hash| to_hex(&hash))
}

/// A document that a person wrote.
struct Entries<'a> {
    record: &'a DocumentRecord,
    document: &'a Document,
    receipts: &'a [Receipt],
    /// When anything of it last arrived: no clock of a phone goes beyond.
    newest: Option<i64>,
}

impl Entries<'_> {
    /// What cannot be understood is passed over.
    fn read_into(&self, extract: &mut Extract) {
        for reading in read_entries(self.document) {
            let Reading::Entry { entry, .. } = reading else { continue };
            if self.record.kind == Kind::Obs {
                extract.sign_offs.extend(self.sign_off(&entry));
            }
            if entry.void.is_none() {
                self.take(&entry.body, extract);
            }
        }
    }

    /// Each kind of entry counts only in the kind of document it belongs in.
    fn take(&self, body: &Body, extract: &mut Extract) {
        match (self.record.kind, body) {
            (Kind::Log, Body::Task(task)) => {
                *extract.tasks.entry(task.when.day().0).or_default() += 1;
            }
            (Kind::Log, Body::Rating(rating)) => self.rating(rating, extract),
            (Kind::Obs, Body::Observation(seen)) => self.observation(seen, extract),
            (Kind::Shadow, Body::Session(session)) if session.side == Side::Buddy => {
                let began = session.began.map(|began| self.at(began));
                extract.last = extract.last.max(began);
            }
            (Kind::Log | Kind::Obs | Kind::Shadow | Kind::Journal | Kind::Catalog, _) => {}
        }
    }

    fn rating(&self, rating: &SelfRating, extract: &mut Extract) {
        extract.level(&rating.competency, rating.rated, rating.levels, self.at(rating.when));
    }

    /// "Not observed" is no level, and says nothing.
    fn observation(&self, seen: &Observation, extract: &mut Extract) {
        let at = self.at(seen.when);
        extract.last = extract.last.max(Some(at));
        for (id, level) in &seen.ratings {
            if level.rated != Rated::CannotSay {
                extract.level(id, level.rated, level.levels, at);
            }
        }
    }

    /// Nothing around the signed bytes plays a part, not even whether the entry was taken back.
    fn sign_off(&self, entry: &Entry) -> Option<SignOff> {
        let Body::SignOff(signed) = &entry.body else { return None };
        let change = signed_in(self.document, &entry.id)?;
        let noted = self.receipts.iter().find(|receipt| receipt.hash == change)?;
        Some(SignOff {
            attestation: to_hex(&signed.attestation),
            signature: to_hex(&signed.signature),
            certificate: signed.certificate,
            change: to_hex(&change),
            person: noted.person.as_ref().map(ToString::to_string),
            device: noted.device.as_ref().map(ToString::to_string),
            received_at: noted.received_at,
        })
    }

    fn at(&self, moment: Moment) -> i64 {
        self.newest.map_or(moment.utc_ms, |newest| moment.utc_ms.min(newest))
    }
}
