//! One entry as a row or a page.

use domain::{CompetencyId, EntryId, Moment, Rated, Side, Source, TaskTypeId};

#[derive(Clone, Debug, PartialEq)]
pub struct EntryView {
    pub id: EntryId,
    pub body: EntryBody,
    pub when: Moment,
    pub saved: Moment,
    pub edited: Option<Moment>,
    /// Taken back, with the reason.
    pub void: Option<String>,
    pub mark: Mark,
    /// The clock that saved it was more than a day off the server's.
    pub clock_wrong: bool,
    /// What was wrong but bearable, in the document's own words.
    pub problems: Vec<String>,
    /// Whether the person reading this may change it.
    pub is_own: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum EntryBody {
    Task {
        task_type: Option<TaskTypeId>,
        name: String,
        minutes: Option<u32>,
        quantity: Option<u32>,
        unit: Option<String>,
        tags: Vec<(CompetencyId, String)>,
        first_time: bool,
        learned_from: Option<Source>,
        /// The name of the person in `learned_from`, where it is one.
        helper: Option<String>,
        learned: Option<String>,
    },
    Rating {
        competency: CompetencyId,
        name: String,
        rated: Rated,
        levels: u8,
        /// The level's words ("I do it alone"); empty for "can't say yet".
        level_name: String,
    },
    Reflection {
        prompt: Option<String>,
        text: String,
    },
    Goal {
        text: String,
        competency: Option<String>,
        reached: Option<Moment>,
    },
    Observation(Box<super::ObservationView>),
    /// Somebody was asked to watch; by name.
    Request {
        to: String,
    },
    /// No to a request.
    Answer {
        reason: String,
    },
    /// One side of a shadowing session.
    Session {
        session: EntryId,
        /// The task, or the other person where none was named.
        name: String,
        /// The other person.
        with: String,
        side: Side,
    },
    /// A supervisor's signature. What it is worth is told where it may stand.
    SignOff(Option<Box<super::SignedView>>),
    /// Made by a newer version.
    Other {
        kind: String,
    },
    Unreadable {
        kind: Option<String>,
        problem: String,
    },
}

/// Where an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    OnPhone,
    OnServer,
    NotAccepted,
}
