//! A task that was done.

use crate::Map;

use crate::{CompetencyId, Moment, PersonId, TaskTypeId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub what: Typed,
    pub when: Moment,
    pub minutes: Option<u32>,
    /// How many, in the task type's unit.
    pub quantity: Option<u32>,
    /// Competencies it used, with the version of each.
    pub tags: Map<CompetencyId, u32>,
    pub first_time: bool,
    pub learned_from: Option<Source>,
    /// One line: what I learned.
    pub learned: Option<String>,
}

/// What was done: a type of the catalogue, or the worker's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    Type { id: TaskTypeId, version: u32 },
    Own(String),
}

/// Whom or what it was learned from, and so who helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Person(PersonId),
    Colleague,
    Customer,
    Material,
    /// No one: worked it out alone.
    Myself,
}
