//! Watching somebody work: the form, what came of it, and who owes whom a look.

use domain::{
    Ask, ChecklistId, CompetencyId, EntryId, Moment, Observation, PersonId, Rated, StepId, StepSeen,
};

use super::LevelWords;

/// What the form holds. Kept as a draft until it is saved or dropped.
#[derive(Clone, Debug, PartialEq)]
pub struct ObserveDraft {
    /// Chosen when the form opened, so that pressing Save twice saves once.
    pub entry: EntryId,
    /// Who is watched.
    pub about: PersonId,
    pub seen: Observation,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ObserveForm {
    pub draft: ObserveDraft,
    pub name: String,
    /// The checklist's, else the task's, else the person's own words.
    pub title: String,
    /// Checklists to choose from, those about the task first; none once a step is answered.
    pub lists: Vec<(ChecklistId, String)>,
    pub steps: Vec<StepView>,
    pub skills: Vec<SkillSeen>,
    /// Neither a checklist nor a task says what is watched.
    pub is_free: bool,
    /// Three levels or more, and all the same: worth a second look, and no more than that.
    pub are_alike: bool,
    pub is_saving: bool,
    pub not_saved: Option<crate::Fault>,
}

/// A step of the checklist, with what was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct StepView {
    pub id: StepId,
    /// Its task, where another one begins.
    pub task: String,
    pub text: String,
    /// Must be done.
    pub critical: bool,
    /// What commonly goes wrong: (as it is recorded, in the person's language).
    pub reasons: Vec<(String, String)>,
    pub seen: Option<StepSeen>,
}

/// A level that was seen, or can be.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillSeen {
    pub competency: CompetencyId,
    pub name: String,
    pub levels: Vec<LevelWords>,
    /// `None`: nothing chosen; or hidden, until the reader has rated themself.
    pub rated: Option<Rated>,
    /// What the worker said about the same task.
    pub own: Option<Rated>,
    /// Seen, and shown only after the reader's own rating.
    pub is_hidden: bool,
}

/// An observation, to read.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservationView {
    pub title: String,
    /// Who watched, by name.
    pub observer: String,
    /// Who was watched, by name; `None`: the reader.
    pub worker: Option<String>,
    pub task: Option<EntryId>,
    pub steps: Vec<StepView>,
    /// The checklist has changed since.
    pub is_older: bool,
    pub skills: Vec<SkillSeen>,
    pub praise: Option<String>,
    pub next_time: String,
    pub comment: Option<String>,
}

/// What there is to do and to see around an entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// Observations of this task.
    pub seen: Vec<super::EntryView>,
    /// Who can be asked to watch it: supervisors who are not asked already.
    pub may_ask: Vec<super::Helper>,
    /// Whom the reader may watch at it.
    pub may_observe: Option<PersonId>,
    /// Levels the reader saw can be signed.
    pub may_sign: bool,
}

/// Who waits for whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Owed {
    /// Still to be answered by the reader, the oldest first.
    pub by_me: Vec<OwedRow>,
    /// What the reader asked and nobody has watched yet, the newest first.
    pub to_me: Vec<OwedRow>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OwedRow {
    pub request: EntryId,
    /// The other one.
    pub person: PersonId,
    pub name: String,
    pub what: String,
    pub ask: Ask,
    pub task: Option<EntryId>,
    pub asked: Moment,
    pub expires: Moment,
    pub state: OwedState,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OwedState {
    Open,
    /// Nobody came in time. It can still be answered from the entry.
    Expired,
    Declined(String),
    Answered(EntryId),
}

/// The newest thing somebody said about the reader's work.
#[derive(Clone, Debug, PartialEq)]
pub struct Feedback {
    pub entry: EntryId,
    pub name: String,
    pub title: String,
    pub next_time: String,
    pub when: Moment,
}
