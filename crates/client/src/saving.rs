//! One strict transaction per action.
//!
//! Saves go one at a time: a change builds on the one before it, so the next is made only when the
//! last is on disk. When a save fails, the document in memory is dropped and read anew, because it
//! holds a change that the store does not.

use documents::{DocumentId, Hash, Reading, pack_reading};
use domain::{
    Body, CompetencyId, Entry, EntryId, Goal, Kind, Rated, SelfRating, TaskTypeId, Typed, Void,
};

use crate::client::{Awaited, Client};
use crate::drafts::Drafts;
use crate::effect::{Durability, Effect, Place, Table, Timer, Write};
use crate::event::Fault;
use crate::held::{Held, Opening};
use crate::view::{JournalDraft, LogDraft, SavedBar};

const SAVED_SHOWN_MS: u32 = 4_000;
/// Bytes of an entry: some forty thousand words, and well below what a server takes as one change.
const LONGEST: usize = 256 << 10;

/// An entry on its way into a document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Save {
    pub(crate) document: DocumentId,
    pub(crate) entry: Entry,
    pub(crate) after: After,
}

/// What the person sees when it is saved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum After {
    Task {
        is_edit: bool,
    },
    Undone,
    Rated,
    Reflected,
    Observed,
    Signed,
    /// A session was begun: it is shown.
    Begun,
    /// Words of a session, typed before.
    Noted,
    Quiet,
}

#[derive(Debug)]
pub(crate) struct InFlight {
    save: Save,
    hash: Hash,
}

impl Client {
    pub(crate) fn save_task(&mut self, draft: LogDraft) {
        let entry = self.entry_of(&draft);
        let after = After::Task { is_edit: draft.is_edit };
        let home = self.document_of(&draft.entry);
        self.drafts.task = Some(draft);
        let Some(document) = home.or_else(|| self.own_document(Kind::Log)) else { return };
        self.save(Save { document, entry, after });
    }

    pub(crate) fn undo(&mut self, id: &EntryId) {
        self.take_back(id, String::new(), After::Undone);
    }

    pub(crate) fn void(&mut self, id: &EntryId, reason: String) {
        self.take_back(id, reason, After::Quiet);
    }

    fn take_back(&mut self, id: &EntryId, reason: String, after: After) {
        let Some((document, entry)) = self.own_entry(id) else { return };
        let void = Some(Void { at: self.now, reason });
        let entry = Entry { void, ..entry.clone() };
        self.save(Save { document, entry, after });
    }

    pub(crate) fn rate(&mut self, id: &CompetencyId, rated: Rated, task: Option<EntryId>) {
        let Some(competency) = self.catalog.competencies.get(id) else { return };
        let Some(scale) = self.catalog.scale_of(competency) else { return };
        let rating = SelfRating {
            competency: id.clone(),
            competency_version: competency.version,
            scale: scale.id.clone(),
            scale_version: scale.version,
            levels: scale.len(),
            rated,
            when: self.now,
            task,
        };
        self.add(Kind::Log, Body::Rating(rating), After::Rated);
    }

    pub(crate) fn save_reflection(&mut self, draft: JournalDraft) {
        if draft.text.trim().is_empty() {
            return;
        }
        let entry = self.reflection_of(&draft);
        self.drafts.journal = Some(draft);
        let Some(document) = self.own_document(Kind::Journal) else { return };
        self.save(Save { document, entry, after: After::Reflected });
    }

    /// A copy in the log, with an id that follows from the original's, so that sharing twice makes
    /// one copy.
    pub(crate) fn share(&mut self, id: &EntryId) {
        let Some((_, entry)) = self.own_entry(id) else { return };
        let Ok(copy) = EntryId::new(format!("{id}-shared")) else { return };
        let copied_from = Some(id.clone());
        let entry = Entry { id: copy, saved: self.now, copied_from, void: None, ..entry.clone() };
        // Over New Year too it stays one copy.
        let home = self.document_of(&entry.id);
        let Some(document) = home.or_else(|| self.own_document(Kind::Log)) else { return };
        self.save(Save { document, entry, after: After::Quiet });
    }

    pub(crate) fn add_goal(&mut self, text: String, competency: Option<CompetencyId>) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let goal = Goal { text, competency, when: self.now, reached: None };
        self.add(Kind::Journal, Body::Goal(goal), After::Quiet);
    }

    pub(crate) fn reach_goal(&mut self, id: &EntryId) {
        let Some((document, entry)) = self.own_entry(id) else { return };
        let mut entry = entry.clone();
        if let Body::Goal(goal) = &mut entry.body {
            goal.reached = Some(self.now);
            self.save(Save { document, entry, after: After::Quiet });
        }
    }

    pub(crate) fn add(&mut self, kind: Kind, body: Body, after: After) {
        let entry = self.fresh(EntryId::from_random(self.random), body);
        let Some(document) = self.own_document(kind) else { return };
        self.save(Save { document, entry, after });
    }

    /// An entry saved now.
    pub(crate) fn fresh(&self, id: EntryId, body: Body) -> Entry {
        Entry { id, saved: self.now, edited: None, body, void: None, copied_from: None }
    }

    /// It is being saved, or waits to be.
    pub(crate) fn is_on_its_way(&self, id: &EntryId) -> bool {
        let flying = self.in_flight.iter().map(|flying| &flying.save);
        flying.chain(&self.queue).any(|save| &save.entry.id == id)
    }

    pub(crate) fn save(&mut self, save: Save) {
        self.queue.push_back(save);
        self.save_next();
    }

    /// A change of this document is in memory and not yet on disk.
    pub(crate) fn is_saving(&self, id: DocumentId) -> bool {
        self.in_flight.as_ref().is_some_and(|flying| flying.save.document == id)
            || self.is_taking(id)
    }

    /// Makes the next change, if the last is on disk and the document is open.
    pub(crate) fn save_next(&mut self) {
        if self.in_flight.is_some() {
            return;
        }
        let Some(save) = self.queue.front() else { return };
        let document = save.document;
        let is_writing_anew = self.shelf.get(&document).is_some_and(|h| h.rewriting.is_some());
        // A change may rest only on what is on disk: what came from the server may yet be dropped.
        let is_merging = self.awaits(|awaited| *awaited == Awaited::Merged(document));
        if is_writing_anew || is_merging || self.is_taking(document) || !self.open(document) {
            return;
        }
        let Some(save) = self.queue.pop_front() else { return };
        self.make_change(save);
    }

    fn make_change(&mut self, save: Save) {
        let now = self.now;
        if pack_reading(&reading(&save.entry)).len() > LONGEST {
            return self.not_saved(&save, Fault::TooLong);
        }
        let Some(held) = self.shelf.get_mut(&save.document) else { return };
        let Some(document) = held.document_mut() else {
            return self.not_saved(&save, Fault::Other("the document cannot be read".into()));
        };
        let written = match document.put_entry(&save.entry, now) {
            Ok(Some(written)) => written,
            Ok(None) => return self.finish(save),
            Err(error) => return self.not_saved(&save, Fault::Other(error.to_string())),
        };
        held.pending.push((written.hash, save.entry.id.to_string()));
        let mut writes = vec![put_chunk(held, written.bytes)];
        writes.push(put_row(held, &reading(&save.entry)));
        held.is_rescued = false;
        writes.push(put_meta(held));
        match save.after {
            After::Task { .. } => writes.push(Drafts::without_task()),
            After::Reflected => writes.push(Drafts::without_journal()),
            After::Observed => writes.push(Drafts::without_observation()),
            After::Noted => writes.push(Drafts::without_note()),
            After::Undone | After::Rated | After::Signed | After::Begun | After::Quiet => {}
        }
        self.in_flight = Some(InFlight { save, hash: written.hash });
        self.store(writes, Durability::Strict, Awaited::Saved);
    }

    pub(crate) fn on_saved(&mut self, fault: Option<Fault>) {
        let Some(InFlight { save, hash }) = self.in_flight.take() else { return };
        match fault {
            None => self.finish(save),
            Some(fault) => {
                if let Some(held) = self.shelf.get_mut(&save.document) {
                    held.pending.retain(|(pending, _)| *pending != hash);
                    held.opening = Opening::Closed;
                    if held.wants_sync {
                        self.open(save.document);
                    }
                }
                self.not_saved(&save, fault);
            }
        }
        let refused: Vec<_> =
            self.shelf.values().filter(|h| !h.refusals.is_empty()).map(|h| h.id).collect();
        refused.into_iter().for_each(|id| self.rewrite_when_ready(id));
        self.save_next();
        self.make_card();
    }

    /// It is on disk: now it may be shown as saved.
    fn finish(&mut self, save: Save) {
        let Save { document, entry, after } = save;
        self.not_saved = None;
        let id = entry.id.clone();
        let bar = self.bar_of(&entry);
        if let Some(held) = self.shelf.get_mut(&document) {
            held.records.insert(id.to_string(), reading(&entry));
        }
        match after {
            After::Task { is_edit } => {
                self.drafts.task_saved(&id);
                self.saved_bar = bar.filter(|_| !is_edit);
                self.effect(Effect::Go(Place::Home));
            }
            After::Undone => {
                if let Some(bar) = &mut self.saved_bar {
                    bar.undone = true;
                }
            }
            After::Rated => {
                if let Body::Rating(rating) = entry.body {
                    self.just_rated = Some((rating.competency, rating.task, rating.rated));
                }
            }
            After::Reflected => {
                self.drafts.journal = None;
                self.just_reflected = true;
            }
            After::Observed => {
                self.drafts.observation = None;
                let place = self.after_observing(entry);
                self.effect(Effect::Go(place));
            }
            After::Signed => self.signed(id),
            After::Begun => {
                if let Body::Session(session) = entry.body {
                    self.effect(Effect::Go(Place::Session(session.session)));
                }
            }
            After::Noted => self.drafts.note = None,
            After::Quiet => {}
        }
        self.just_saved = true;
        self.effect(Effect::SetTimer { timer: Timer::SavedShown, after_ms: SAVED_SHOWN_MS });
        self.look_at_evidence(document);
        self.sync_document(document);
    }

    fn not_saved(&mut self, save: &Save, fault: Fault) {
        self.not_saved = Some(fault);
        if save.after == After::Signed {
            self.seals.signing = None;
        }
        self.queue.retain(|waiting| waiting.document != save.document);
    }

    fn bar_of(&self, entry: &Entry) -> Option<SavedBar> {
        let Body::Task(task) = &entry.body else { return None };
        let can_rate = !task.tags.is_empty();
        let name = self.task_name(&task.what);
        Some(SavedBar {
            entry: entry.id.clone(),
            name,
            minutes: task.minutes,
            undone: false,
            can_rate,
            ask: None,
        })
    }

    /// The name of what was done, in the person's language.
    pub(crate) fn task_name(&self, what: &Typed) -> String {
        match what {
            Typed::Own(title) => title.clone(),
            Typed::Type { id, .. } => match self.catalog.task_types.get(id) {
                Some(task_type) => task_type.name.pick(&self.language).to_owned(),
                None => id.to_string(),
            },
        }
    }

    /// Whether the person logged this before (and did not take it back).
    pub(crate) fn has_done(&self, id: &TaskTypeId) -> bool {
        let Some(person) = self.person() else { return false };
        let done = |reading: &Reading| match reading {
            Reading::Entry { entry: Entry { body: Body::Task(task), void: None, .. }, .. } => {
                matches!(&task.what, Typed::Type { id: done, .. } if done == id)
            }
            Reading::Entry { .. } | Reading::Unreadable { .. } => false,
        };
        self.held_of(Kind::Log, person).any(|held| held.records.values().any(done))
    }

    /// What is on its way to the store, the latest first.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = (DocumentId, &Entry)> {
        let flying = self.in_flight.iter().map(|flying| &flying.save);
        self.queue.iter().rev().chain(flying).map(|save| (save.document, &save.entry))
    }

    /// An own entry and the document it is in. The next change builds on what waits to be saved.
    pub(crate) fn own_entry(&self, id: &EntryId) -> Option<(DocumentId, &Entry)> {
        if let Some(waiting) = self.waiting().find(|(_, entry)| &entry.id == id) {
            return Some(waiting);
        }
        let own = |held: &&Held| self.is_own(held);
        self.shelf.values().filter(own).find_map(|held| match held.records.get(id.as_str()) {
            Some(Reading::Entry { entry, .. }) => Some((held.id, entry)),
            Some(Reading::Unreadable { .. }) | None => None,
        })
    }

    fn document_of(&self, id: &EntryId) -> Option<DocumentId> {
        self.own_entry(id).map(|(document, _)| document)
    }
}

fn reading(entry: &Entry) -> Reading {
    Reading::Entry { entry: entry.clone(), problems: Vec::new() }
}

/// Numbers the chunk; the document's record must be written in the same transaction.
pub(crate) fn put_chunk(held: &mut Held, value: Vec<u8>) -> Write {
    let key = held.chunk_key(held.next_chunk);
    held.next_chunk += 1;
    held.chunks += 1;
    Write::Put { table: Table::Chunks, key, value }
}

pub(crate) fn put_row(held: &Held, reading: &Reading) -> Write {
    let key = held.row_key(reading.id());
    Write::Put { table: Table::Rows, key, value: pack_reading(reading) }
}

/// Shows the readings, and keeps a row of each.
pub(crate) fn put_rows(held: &mut Held, readings: Vec<Reading>) -> Vec<Write> {
    let mut writes = Vec::new();
    for reading in readings {
        writes.push(put_row(held, &reading));
        held.records.insert(reading.id().to_owned(), reading);
    }
    writes
}

pub(crate) fn put_meta(held: &Held) -> Write {
    Write::Put { table: Table::Meta, key: held.meta_key(), value: held.to_bytes() }
}
