//! A demo person's phone: writes what they saved into documents and sends it.
//!
//! Three page loads a day, each with an actor of its own, as on real phones; what one page load
//! wrote arrives together, sometimes hours later.

use std::collections::BTreeMap;

use documents::{Document, DocumentKey, WriteError};
use domain::{DeviceId, Entry, Kind, Moment, OrgId, Period, PersonId};

use super::dice::Dice;
use super::pen::Pen;
use super::work::{MINUTE, Saved};
use crate::access::Wish;
use crate::store::{Append, Change};

pub(crate) struct Phone {
    pub(crate) org: OrgId,
    pub(crate) person: PersonId,
    pub(crate) device: DeviceId,
    /// Page loads on a day.
    pub(crate) pages: usize,
    documents: BTreeMap<Part, Document>,
    /// Of who signs what they saw.
    pen: Option<Pen>,
    /// When the server heard from it last.
    heard: i64,
}

/// Which of the person's documents: its kind, whom it is about, its year.
type Part = (Kind, PersonId, Period);

/// What reaches the server: documents to register and when, then appends in the order of arrival.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    pub(crate) wishes: Vec<(Wish, i64)>,
    pub(crate) appends: Vec<Append>,
}

impl Phone {
    pub(crate) fn new(org: OrgId, person: PersonId, device: DeviceId, pages: usize) -> Self {
        Self { org, person, device, pages, documents: BTreeMap::new(), pen: None, heard: 0 }
    }

    pub(crate) fn with(self, pen: Option<Pen>) -> Self {
        Self { pen, ..self }
    }

    /// Writes and sends everything, in order, arriving not later than `now` (milliseconds).
    pub(crate) fn send(mut self, saved: &[Saved], now: i64) -> Result<Sent, WriteError> {
        let mut sent = Sent::default();
        for day in saved.chunk_by(|a, b| a.at.day() == b.at.day()) {
            let pages = self.pages.clamp(1, day.len());
            for page in 0..pages {
                let on_page = &day[page * day.len() / pages..(page + 1) * day.len() / pages];
                self.page_load(page, on_page, now, &mut sent)?;
            }
        }
        Ok(sent)
    }

    fn page_load(
        &mut self,
        page: usize,
        saved: &[Saved],
        now: i64,
        sent: &mut Sent,
    ) -> Result<(), WriteError> {
        let Some(last) = saved.last() else { return Ok(()) };
        let day = last.at.day().0.to_string();
        let names = ["page", self.org.as_str(), self.person.as_str(), &day, &page.to_string()];
        let mut dice = Dice::of(&names);
        let actor = dice.bytes();
        let lag = if dice.happens(12) {
            dice.between(30, 500) * MINUTE
        } else {
            dice.between(400, 9_000)
        };
        self.heard = last.at.utc_ms.saturating_add(lag).max(self.heard).min(now);
        let mut written: BTreeMap<Part, Vec<Change>> = BTreeMap::new();
        for Saved { at, kind, about, entry } in saved {
            let part = (*kind, about.clone(), Period::of(entry.saved));
            let changes = written.entry(part.clone()).or_default();
            changes.extend(self.write(&part, actor, entry, *at, sent)?);
            for signed in self.signed(&part, entry, now) {
                changes.extend(self.write(&part, actor, &signed, signed.saved, sent)?);
            }
        }
        for (part, changes) in written.into_iter().filter(|(_, changes)| !changes.is_empty()) {
            sent.appends.push(self.append(&part, changes));
        }
        Ok(())
    }

    /// What its owner signs of it by now.
    fn signed(&self, part: &Part, entry: &Entry, now: i64) -> Vec<Entry> {
        let (Some(pen), Some(document)) = (&self.pen, self.documents.get(part)) else {
            return Vec::new();
        };
        let mut signed = pen.sign(entry, &part.1, (self.key(part).id(), document));
        signed.retain(|one| one.saved.utc_ms <= now);
        signed
    }

    fn write(
        &mut self,
        part: &Part,
        actor: [u8; 16],
        entry: &Entry,
        at: Moment,
        sent: &mut Sent,
    ) -> Result<Option<Change>, WriteError> {
        let document = self.documents.entry(part.clone()).or_insert_with(|| {
            let (kind, about, period) = part;
            let wish = Wish { kind: *kind, subject: about.to_string(), period: Some(*period) };
            sent.wishes.push((wish, self.heard));
            Document::new(*kind, actor)
        });
        document.continue_as(actor);
        let written = document.put_entry(entry, at)?;
        Ok(written.map(|w| Change { hash: w.hash, bytes: w.bytes, clock_wrong: false }))
    }

    fn key(&self, (kind, about, period): &Part) -> DocumentKey {
        let (org, author) = (self.org.clone(), Some(self.person.clone()));
        let subject = about.to_string();
        DocumentKey { org, kind: *kind, author, subject, period: Some(*period) }
    }

    fn append(&self, part: &Part, changes: Vec<Change>) -> Append {
        Append {
            document: self.key(part).id(),
            person: Some(self.person.clone()),
            device: Some(self.device.clone()),
            received_at: self.heard,
            changes,
            heads: self.documents.get(part).map(Document::heads).unwrap_or_default(),
        }
    }
}
