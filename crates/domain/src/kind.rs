//! The kinds of document, and the period one covers.

use crate::Moment;

/// What a document is. Its number is part of the document id and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Frameworks, tasks, aids: written by the server alone.
    Catalog,
    /// A worker's tasks, self-ratings and shared reflections.
    Log,
    /// A worker's private reflections and own goals.
    Journal,
    /// A buddy's notes about a learner.
    Shadow,
    /// A supervisor's observations of a worker.
    Obs,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Catalog, Self::Log, Self::Journal, Self::Shadow, Self::Obs];

    /// The word used in documents, on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Log => "log",
            Self::Journal => "journal",
            Self::Shadow => "shadow",
            Self::Obs => "obs",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The number in the document id encoding.
    pub fn number(self) -> u8 {
        match self {
            Self::Catalog => 1,
            Self::Log => 2,
            Self::Journal => 3,
            Self::Shadow => 4,
            Self::Obs => 5,
        }
    }

    /// Whether the author writes about themself.
    pub fn is_own(self) -> bool {
        match self {
            Self::Log | Self::Journal => true,
            Self::Catalog | Self::Shadow | Self::Obs => false,
        }
    }
}

/// The UTC year a document covers: the year of saving, not of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(pub u16);

impl Period {
    /// The period of what is saved at `moment`. A clock before year 0 or after 9999 is clamped.
    pub fn of(moment: Moment) -> Self {
        Self(moment.utc_year().clamp(0, 9999) as u16)
    }
}
