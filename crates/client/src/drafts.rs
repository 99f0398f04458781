//! Unfinished forms. Never in a document; kept in the store so that a crash loses nothing typed.

use documents::{Reading, pack_reading, unpack_reading};
use domain::{Body, Entry, EntryId, PersonId, Reflection, Task, TaskTypeId, Typed};

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, Place, Table, Write};
use crate::event::Fault;
use crate::view::{DraftTag, JournalDraft, LogDraft, ObserveDraft};

const TASK: &str = "task";
const JOURNAL: &str = "journal";
/// Its key names the person it is about as well.
const OBSERVATION: &str = "observation";
const NOTE: &str = "note/";

#[derive(Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) task: Option<LogDraft>,
    pub(crate) journal: Option<JournalDraft>,
    pub(crate) observation: Option<ObserveDraft>,
    /// Words typed in a session: for which place, and what.
    pub(crate) note: Option<(String, String)>,
    is_touched: bool,
    /// A write is under way; what changed since is written when it ends.
    is_writing: bool,
    is_stale: bool,
}

impl Drafts {
    pub(crate) fn is_dirty(&self) -> bool {
        let journal = self.journal.as_ref().is_some_and(|draft| !draft.text.trim().is_empty());
        journal
            || self.note.is_some()
            || (self.is_touched && self.task.is_some())
            || self.is_observing()
    }

    /// Somebody is being watched: something was answered, chosen or written.
    pub(crate) fn is_observing(&self) -> bool {
        self.observation.as_ref().is_some_and(|ObserveDraft { seen, .. }| {
            let words = [&seen.what, &seen.praise, &seen.comment].into_iter().flatten();
            let is_written = words.chain([&seen.next_time]).any(|words| !words.trim().is_empty());
            is_written || !seen.steps.is_empty() || !seen.ratings.is_empty()
        })
    }

    /// Something changed since what is being written.
    pub(crate) fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// The person changed something in the task form.
    pub(crate) fn is_touched(&self) -> bool {
        self.is_touched
    }

    /// The write that removes the task draft, for the transaction that saves it.
    pub(crate) fn without_task() -> Write {
        Write::DeletePrefix { table: Table::Drafts, prefix: TASK.into() }
    }

    pub(crate) fn without_journal() -> Write {
        Write::DeletePrefix { table: Table::Drafts, prefix: JOURNAL.into() }
    }

    pub(crate) fn without_observation() -> Write {
        Write::DeletePrefix { table: Table::Drafts, prefix: OBSERVATION.into() }
    }

    pub(crate) fn without_note() -> Write {
        Write::DeletePrefix { table: Table::Drafts, prefix: NOTE.into() }
    }

    pub(crate) fn task_saved(&mut self, entry: &EntryId) {
        if self.task.as_ref().is_some_and(|draft| &draft.entry == entry) {
            self.task = None;
            self.is_touched = false;
        }
    }
}

impl Client {
    pub(crate) fn on_drafts(&mut self, outcome: Result<Vec<(String, Vec<u8>)>, Fault>) {
        for (key, row) in outcome.unwrap_or_default() {
            if let Some(place) = key.strip_prefix(NOTE) {
                let text = String::from_utf8(row).unwrap_or_default();
                self.drafts.note = Some((place.to_owned(), text));
                continue;
            }
            let Some((name, id)) = key.rsplit_once('/') else { continue };
            let (name, about) = name.split_once('/').unwrap_or((name, ""));
            let Some(Reading::Entry { entry, .. }) = unpack_reading(id, &row) else { continue };
            match (name, &entry.body) {
                (TASK, Body::Task(task)) => {
                    self.drafts.task = Some(self.draft_of(&entry, task, entry.edited.is_some()));
                    self.drafts.is_touched = true;
                }
                (JOURNAL, Body::Reflection(reflection)) => {
                    self.drafts.journal = Some(JournalDraft {
                        entry: entry.id.clone(),
                        prompt: reflection.prompt.clone(),
                        text: reflection.text.clone(),
                        task: reflection.task.clone(),
                    });
                }
                (OBSERVATION, Body::Observation(seen)) => {
                    self.drafts.observation = PersonId::new(about).ok().map(|about| ObserveDraft {
                        entry: entry.id.clone(),
                        about,
                        seen: seen.clone(),
                    });
                }
                _ => {}
            }
        }
        self.ready_when_read();
    }

    pub(crate) fn open_task(&mut self, id: &TaskTypeId) {
        let Some(task_type) = self.catalog.task_types.get(id) else { return };
        let version =
            |c: &domain::CompetencyId| self.catalog.competencies.get(c).map(|c| c.version);
        let tags = task_type.tags.iter().map(|competency| DraftTag {
            competency: competency.clone(),
            version: version(competency).unwrap_or(1),
            is_on: true,
        });
        let draft = LogDraft {
            entry: EntryId::from_random(self.random),
            is_edit: false,
            what: Typed::Type { id: id.clone(), version: task_type.version },
            when: self.now,
            minutes: task_type.minutes,
            quantity: None,
            tags: tags.collect(),
            first_time: !self.has_done(id),
            learned_from: None,
            learned: String::new(),
        };
        self.begin(draft);
    }

    pub(crate) fn open_own_task(&mut self, title: String) {
        let draft = LogDraft {
            entry: EntryId::from_random(self.random),
            is_edit: false,
            what: Typed::Own(title),
            when: self.now,
            minutes: None,
            quantity: None,
            tags: Vec::new(),
            first_time: false,
            learned_from: None,
            learned: String::new(),
        };
        self.begin(draft);
    }

    pub(crate) fn open_edit(&mut self, id: &EntryId) {
        let Some((_, entry)) = self.own_entry(id) else { return };
        let Body::Task(task) = &entry.body else { return };
        let draft = self.draft_of(entry, task, true);
        self.begin(draft);
    }

    /// A form that was not finished goes first: it comes back instead of the new one.
    fn begin(&mut self, draft: LogDraft) {
        self.saved_bar = None;
        self.not_saved = None;
        if !(self.drafts.is_touched && self.drafts.task.is_some()) {
            self.drafts.task = Some(draft);
            self.drafts.is_touched = false;
        }
        self.effect(Effect::Go(Place::LogForm));
    }

    pub(crate) fn change_draft(&mut self, draft: LogDraft) {
        self.drafts.task = Some(draft);
        self.drafts.is_touched = true;
        self.write_drafts();
    }

    pub(crate) fn drop_draft(&mut self) {
        self.drafts.task = None;
        self.drafts.is_touched = false;
        self.not_saved = None;
        self.write_drafts();
    }

    pub(crate) fn change_journal(&mut self, draft: JournalDraft) {
        self.just_reflected = false;
        // Nothing written yet: the question may still change.
        self.drafts.journal = (!draft.text.is_empty()).then_some(draft);
        self.write_drafts();
    }

    pub(crate) fn change_note(&mut self, place: String, text: String) {
        self.drafts.note = (!text.is_empty()).then_some((place, text));
        self.write_drafts();
    }

    pub(crate) fn write_drafts(&mut self) {
        if self.drafts.is_writing {
            self.drafts.is_stale = true;
            return;
        }
        self.drafts.is_writing = true;
        let mut writes = vec![Write::DeletePrefix { table: Table::Drafts, prefix: String::new() }];
        if let Some(draft) = self.drafts.task.as_ref().filter(|_| self.drafts.is_touched) {
            writes.push(put(TASK, &self.entry_of(draft)));
        }
        if let Some(draft) = self.drafts.journal.as_ref().filter(|draft| !draft.text.is_empty()) {
            writes.push(put(JOURNAL, &self.reflection_of(draft)));
        }
        if let Some(draft) = self.drafts.observation.as_ref().filter(|_| self.drafts.is_observing())
        {
            let name = [OBSERVATION, "/", draft.about.as_str()].concat();
            writes.push(put(&name, &self.observation_of(draft)));
        }
        if let Some((place, text)) = &self.drafts.note {
            let (key, value) = ([NOTE, place].concat(), text.as_bytes().to_vec());
            writes.push(Write::Put { table: Table::Drafts, key, value });
        }
        self.store(writes, Durability::Relaxed, Awaited::Draft);
    }

    pub(crate) fn on_draft_written(&mut self) {
        self.drafts.is_writing = false;
        if std::mem::take(&mut self.drafts.is_stale) {
            self.write_drafts();
        }
    }

    /// The entry a draft becomes when it is saved now.
    pub(crate) fn entry_of(&self, draft: &LogDraft) -> Entry {
        let before = self.own_entry(&draft.entry).map(|(_, entry)| entry);
        let on = |tag: &&DraftTag| tag.is_on;
        let learned = draft.learned.trim();
        let task = Task {
            what: draft.what.clone(),
            when: draft.when,
            minutes: draft.minutes,
            quantity: draft.quantity,
            tags: draft.tags.iter().filter(on).map(|t| (t.competency.clone(), t.version)).collect(),
            first_time: draft.first_time,
            learned_from: draft.learned_from.clone(),
            learned: (!learned.is_empty()).then(|| learned.to_owned()),
        };
        Entry {
            id: draft.entry.clone(),
            saved: before.map_or(self.now, |entry| entry.saved),
            edited: draft.is_edit.then_some(self.now),
            body: Body::Task(task),
            void: before.and_then(|entry| entry.void.clone()),
            copied_from: None,
        }
    }

    pub(crate) fn reflection_of(&self, draft: &JournalDraft) -> Entry {
        let reflection = Reflection {
            prompt: draft.prompt.clone(),
            text: draft.text.trim().to_owned(),
            when: self.now,
            task: draft.task.clone(),
        };
        Entry {
            id: draft.entry.clone(),
            saved: self.now,
            edited: None,
            body: Body::Reflection(reflection),
            void: None,
            copied_from: None,
        }
    }

    fn draft_of(&self, entry: &Entry, task: &Task, is_edit: bool) -> LogDraft {
        let tag = |(competency, version): (&domain::CompetencyId, &u32)| DraftTag {
            competency: competency.clone(),
            version: *version,
            is_on: true,
        };
        LogDraft {
            entry: entry.id.clone(),
            is_edit,
            what: task.what.clone(),
            when: task.when,
            minutes: task.minutes,
            quantity: task.quantity,
            tags: task.tags.iter().map(tag).collect(),
            first_time: task.first_time,
            learned_from: task.learned_from.clone(),
            learned: task.learned.clone().unwrap_or_default(),
        }
    }
}

fn put(name: &str, entry: &Entry) -> Write {
    let reading = Reading::Entry { entry: entry.clone(), problems: Vec::new() };
    let key = format!("{name}/{}", entry.id);
    Write::Put { table: Table::Drafts, key, value: pack_reading(&reading) }
}
