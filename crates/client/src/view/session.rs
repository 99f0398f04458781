//! Two people at one task, on one page.

use domain::{EntryId, Moment, PersonId, Shadowing, Side, TaskTypeId};

/// A session in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionRow {
    pub session: EntryId,
    /// The task; empty where none was named.
    pub name: String,
    /// The other person's name; of two others, the buddy's. Empty where it is not known here.
    pub with: String,
    pub stage: Stage,
    pub when: Moment,
}

/// How far it is for the person who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Planned, or begun by the other person alone.
    Planned,
    Running,
    Ended,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SessionPage {
    pub page: Shadowing,
    /// The task; empty where none was named.
    pub name: String,
    /// Names; empty where they are not known here.
    pub buddy: String,
    pub learner: String,
    /// What the person who looks is in it; `None`: neither.
    pub mine: Option<Side>,
    pub stage: Stage,
    /// The own half, which can be taken back.
    pub half: Option<EntryId>,
    /// Words not saved yet: for which place, and what.
    pub typed: Option<(String, String)>,
    pub not_saved: Option<crate::Fault>,
}

/// The form before a session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionForm {
    pub name: String,
    /// What oneself would be.
    pub side: Side,
    /// Task types to choose from, those done lately first: (id, name).
    pub tasks: Vec<(TaskTypeId, String)>,
}

/// The plan of a newcomer's first weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstWeeks {
    /// With whom the reader goes along.
    pub with: PersonId,
    /// In which week they are, counted from 1.
    pub week: u32,
    /// By week, then by name.
    pub tasks: Vec<WeekTask>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WeekTask {
    pub task_type: TaskTypeId,
    pub name: String,
    pub week: u8,
    /// How often they went along at it, and with whom, earlier buddies too.
    pub sessions: usize,
    pub with: Vec<String>,
    /// How often they logged it, as far as the reader may know.
    pub logged: usize,
}

/// The sessions of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Sessions {
    /// With whom there may be more: whom, name, and what oneself would be. Of somebody else, only
    /// oneself with them.
    pub partners: Vec<(PersonId, String, Side)>,
    /// The latest first.
    pub rows: Vec<SessionRow>,
    /// Given as a buddy, as far as this phone knows.
    pub given: usize,
    pub thanks: usize,
    /// Of a learner, for them and their buddy.
    pub first_weeks: Option<FirstWeeks>,
}
