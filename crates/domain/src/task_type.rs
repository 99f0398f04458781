//! Kinds of work that people log.

use crate::{AidId, Asking, CompetencyId, JobRoleId, TaskTypeId, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskType {
    pub id: TaskTypeId,
    pub version: u32,
    pub name: Text,
    /// Usual duration in minutes.
    pub minutes: Option<u32>,
    /// What is counted ("wheels"), where counting makes sense.
    pub unit: Option<Text>,
    /// Competencies an entry of this type starts with.
    pub tags: Vec<CompetencyId>,
    pub steps: Vec<Text>,
    pub aids: Vec<AidId>,
    /// Jobs that do this; empty means all.
    pub jobs: Vec<JobRoleId>,
    /// Who is asked to watch it; `None`: the usual.
    pub asking: Option<Asking>,
    /// In which of their first weeks a newcomer to its jobs goes along at it, counted from 1.
    pub first_week: Option<u8>,
    pub retired: bool,
}

impl TaskType {
    /// Later than that nobody is a newcomer.
    pub const LAST_WEEK: u8 = 52;
}
