//! Asking somebody to watch or to rate, and saying no to that.

use crate::{CompetencyId, EntryId, Map, Moment, PersonId};

/// Kept in the asker's own log. An [`crate::Observation`] or an [`Answer`] that names it answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub to: PersonId,
    pub ask: Ask,
    /// The task it is about.
    pub task: Option<EntryId>,
    /// Competencies it is about, with the version of each.
    pub competencies: Map<CompetencyId, u32>,
    pub asked: Moment,
    pub expires: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To come and watch.
    Observe,
    /// To rate what was seen already.
    Rate,
}

impl Ask {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Observe => "observe",
            Self::Rate => "rate",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Observe, Self::Rate].into_iter().find(|ask| ask.as_str() == text)
    }
}

/// How long a request stands, where nobody says otherwise.
pub const REQUEST_MS: i64 = 72 * 3_600_000;

/// No, with the reason. Kept in the document of who was asked about who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub request: EntryId,
    pub reason: String,
    pub when: Moment,
}
