//! Watching somebody work, asking for it, and saying no.
//!
//! The draft is the observation itself, changed one tap at a time, and kept like the task's draft. It
//! becomes an entry in the observer's own document about the person.

use domain::{
    Answer, Ask, Body, Checklist, ChecklistId, CompetencyId, Did, Entry, EntryId, Kind, LevelSeen,
    Map, Moment, Observation, Period, PersonId, REQUEST_MS, Rated, Request, Role, StepId, StepSeen,
};

use crate::client::Client;
use crate::effect::{Effect, Place};
use crate::saving::{After, Save};
use crate::view::ObserveDraft;

/// What a person does while watching, and around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Observe {
    /// The form for watching this person: at a task of theirs, because they asked, or just so.
    Open {
        person: PersonId,
        task: Option<EntryId>,
        request: Option<EntryId>,
    },
    /// Follow this checklist; `None`: none.
    List(Option<ChecklistId>),
    /// The answer to a step; the same answer again takes it back.
    Step(StepId, Did),
    /// What went wrong, of the step's list; the same again takes it back.
    Reason(StepId, String),
    Note(StepId, String),
    /// The level that was seen.
    Level(CompetencyId, Rated),
    Words(Line, String),
    Save,
    Drop,
    /// Asks somebody to watch a task.
    Ask {
        to: PersonId,
        task: EntryId,
    },
    /// No to a request.
    Decline {
        request: EntryId,
        reason: String,
    },
}

/// A line of the form that is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What was watched, where no task or checklist says it.
    What,
    Praise,
    NextTime,
    Comment,
}

impl Client {
    pub(crate) fn observe(&mut self, observe: Observe) {
        match observe {
            Observe::Open { person, task, request } => self.open_observation(person, task, request),
            Observe::Save => self.save_observation(),
            Observe::Drop => {
                self.drafts.observation = None;
                self.write_drafts();
            }
            Observe::Ask { to, task } => self.ask(to, task),
            Observe::Decline { request, reason } => self.decline(request, reason),
            Observe::List(list) => {
                let list = list.and_then(|id| self.catalog.checklists.get(&id));
                let list = list.map(|list| (list.id.clone(), list.version));
                self.change(|seen| {
                    if seen.checklist != list {
                        seen.steps = Map::new();
                        seen.checklist = list;
                    }
                });
            }
            Observe::Step(step, did) => {
                let at = self.now;
                self.change(|seen| answer(&mut seen.steps, step, did, at));
            }
            Observe::Reason(step, reason) => self.change(|seen| {
                if let Some(step) = seen.steps.get_mut(&step) {
                    step.reason = (step.reason.as_ref() != Some(&reason)).then_some(reason);
                }
            }),
            Observe::Note(step, note) => self.change(|seen| {
                if let Some(step) = seen.steps.get_mut(&step) {
                    step.note = Some(note);
                }
            }),
            Observe::Level(competency, rated) => {
                let Some(level) = self.level_seen(&competency, rated) else { return };
                self.change(|seen| {
                    seen.ratings.insert(competency, level);
                });
            }
            Observe::Words(line, words) => self.change(|seen| match line {
                Line::What => seen.what = Some(words),
                Line::Praise => seen.praise = Some(words),
                Line::NextTime => seen.next_time = words,
                Line::Comment => seen.comment = Some(words),
            }),
        }
    }

    /// A supervisor may watch who is in their teams.
    pub fn may_observe(&self, person: &PersonId) -> bool {
        self.roles().contains(&Role::Supervisor)
            && self.person().is_some_and(|me| me != person && self.roster.supervises(me, person))
    }

    /// A form that was not finished goes first: it comes back instead of the new one.
    pub(crate) fn open_observation(
        &mut self,
        about: PersonId,
        task: Option<EntryId>,
        request: Option<EntryId>,
    ) {
        if !self.may_observe(&about) {
            return;
        }
        self.not_saved = None;
        if !self.drafts.is_observing() {
            let list = self.list_about(task.as_ref());
            let request = request.or_else(|| self.asked_about(task.as_ref()?));
            self.drafts.observation = Some(ObserveDraft {
                entry: EntryId::from_random(self.random),
                about,
                seen: Observation {
                    checklist: list.map(|list| (list.id.clone(), list.version)),
                    task,
                    what: None,
                    request,
                    steps: Map::new(),
                    ratings: Map::new(),
                    praise: None,
                    next_time: String::new(),
                    comment: None,
                    when: self.now,
                },
            });
        }
        self.effect(Effect::Go(Place::ObserveForm));
    }

    /// The open request about a task, of whom to watch.
    fn asked_about(&self, task: &EntryId) -> Option<EntryId> {
        let owed = self.owed(self.now).by_me;
        owed.into_iter().find(|row| row.task.as_ref() == Some(task)).map(|row| row.request)
    }

    /// The one checklist about what was done; none where there are several to choose from.
    fn list_about(&self, task: Option<&EntryId>) -> Option<&Checklist> {
        let mut fitting = self.lists_about(task?).into_iter();
        fitting.next().filter(|_| fitting.next().is_none())
    }

    fn change(&mut self, change: impl FnOnce(&mut Observation)) {
        if let Some(draft) = &mut self.drafts.observation {
            change(&mut draft.seen);
            self.write_drafts();
        }
    }

    fn level_seen(&self, id: &CompetencyId, rated: Rated) -> Option<LevelSeen> {
        let competency = self.catalog.competencies.get(id)?;
        let scale = self.catalog.scale_of(competency)?;
        Some(LevelSeen {
            competency_version: competency.version,
            scale: scale.id.clone(),
            scale_version: scale.version,
            levels: scale.len(),
            rated,
        })
    }

    /// Not without a word about next time.
    fn save_observation(&mut self) {
        let Some(draft) = &self.drafts.observation else { return };
        if draft.seen.next_time.trim().is_empty() || self.is_on_its_way(&draft.entry) {
            return;
        }
        let (entry, about) = (self.observation_of(draft), draft.about.clone());
        self.save_about(Kind::Obs, about, entry, After::Observed);
    }

    /// The entry a draft becomes when it is saved now.
    pub(crate) fn observation_of(&self, draft: &ObserveDraft) -> Entry {
        let mut seen = draft.seen.clone();
        seen.next_time = seen.next_time.trim().to_owned();
        // A task that has not arrived here has no other name, should its card go first.
        seen.what = seen.what.or_else(|| self.said_of(seen.task.as_ref()?));
        for words in [&mut seen.what, &mut seen.praise, &mut seen.comment] {
            *words = words.take().and_then(said);
        }
        for step in seen.steps.values_mut() {
            step.note = step.note.take().and_then(said);
        }
        self.fresh(draft.entry.clone(), Body::Observation(seen))
    }

    /// Into the person's own document about another.
    fn save_about(&mut self, kind: Kind, about: PersonId, entry: Entry, after: After) {
        let period = Period::of(self.now);
        let Some(document) = self.document_about(kind, about, period) else { return };
        self.save(Save { document, entry, after });
    }

    /// One tap. Somebody who is asked already is not asked again.
    fn ask(&mut self, to: PersonId, task: EntryId) {
        let Some(body) = self.own_entry(&task).map(|(_, entry)| &entry.body) else { return };
        let competencies = body.task().map(|task| task.tags.clone()).unwrap_or_default();
        if !self.may_ask(&task).iter().any(|who| who.person == to) {
            return;
        }
        let request = Request {
            to,
            ask: Ask::Observe,
            task: Some(task),
            competencies,
            asked: self.now,
            expires: self.now.plus_ms(REQUEST_MS),
        };
        self.add(Kind::Log, Body::Request(request), After::Quiet);
    }

    fn decline(&mut self, request: EntryId, reason: String) {
        let Some(asker) = self.owner(&request) else { return };
        let answer = Answer { request, reason: reason.trim().to_owned(), when: self.now };
        let entry = self.fresh(EntryId::from_random(self.random), Body::Answer(answer));
        if self.may_observe(&asker) {
            self.save_about(Kind::Obs, asker, entry, After::Quiet);
        } else if self.answers_in_session(&asker) {
            self.save_about(Kind::Shadow, asker, entry, After::Quiet);
        }
    }
}

fn answer(steps: &mut Map<StepId, StepSeen>, step: StepId, did: Did, at: Moment) {
    match steps.get_mut(&step) {
        Some(seen) if seen.did == did => {
            steps.remove(&step);
        }
        Some(seen) => *seen = StepSeen { did, at, reason: None, note: seen.note.take() },
        None => {
            steps.insert(step, StepSeen { did, reason: None, note: None, at });
        }
    }
}

/// What was typed, where it says something.
fn said(words: String) -> Option<String> {
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}
