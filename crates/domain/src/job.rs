//! Jobs people hold ("mechanic"), and the level each competency should reach there.

use crate::Map;

use crate::{CompetencyId, JobRoleId, Text};

/// A job. Not a [`crate::Role`], which is about permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRole {
    pub id: JobRoleId,
    pub version: u32,
    pub name: Text,
    /// Target level by competency, counted from 1.
    pub targets: Map<CompetencyId, u8>,
    pub retired: bool,
}
