//! What somebody saw another do. Kept in the observer's own document about that person.

use crate::{ChecklistId, CompetencyId, EntryId, Map, Moment, Rated, ScaleId, StepId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// With the version that was followed.
    pub checklist: Option<(ChecklistId, u32)>,
    /// The task in the worker's log.
    pub task: Option<EntryId>,
    /// What was watched, in free words.
    pub what: Option<String>,
    /// The request it answers.
    pub request: Option<EntryId>,
    /// By step; a step without an answer is not here.
    pub steps: Map<StepId, StepSeen>,
    pub ratings: Map<CompetencyId, LevelSeen>,
    pub praise: Option<String>,
    /// One line: what to do next time.
    pub next_time: String,
    pub comment: Option<String>,
    pub when: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepSeen {
    pub did: Did,
    /// Of the step's list, as [`crate::Step::reason`] finds it.
    pub reason: Option<String>,
    pub note: Option<String>,
    /// When it was answered.
    pub at: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Done,
    NeededHelp,
    NotDone,
    NotSeen,
}

impl Did {
    pub const ALL: [Self; 4] = [Self::Done, Self::NeededHelp, Self::NotDone, Self::NotSeen];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NeededHelp => "help",
            Self::NotDone => "not",
            Self::NotSeen => "unseen",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|did| did.as_str() == text)
    }
}

/// A level as the observer saw it; [`Rated::CannotSay`] is "not observed".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelSeen {
    pub competency_version: u32,
    pub scale: ScaleId,
    pub scale_version: u32,
    /// How many levels the scale had: 2 to 6.
    pub levels: u8,
    pub rated: Rated,
}
