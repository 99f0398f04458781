//! How a worker rates themself. Append-only: a new rating is a new entry.

use crate::{CompetencyId, EntryId, Moment, ScaleId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfRating {
    pub competency: CompetencyId,
    pub competency_version: u32,
    pub scale: ScaleId,
    pub scale_version: u32,
    /// How many levels the scale had: 2 to 6.
    pub levels: u8,
    pub rated: Rated,
    pub when: Moment,
    /// The task it was rated with.
    pub task: Option<EntryId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rated {
    /// Counted from 1.
    Level(u8),
    /// No level, and not a zero: "can't say yet" of oneself, "not observed" of another.
    CannotSay,
}
