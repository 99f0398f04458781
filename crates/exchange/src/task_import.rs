//! What a task file holds.

use domain::TaskType;

/// All task types of an organisation: one that is missing here is retired by a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskImport {
    pub task_types: Vec<TaskType>,
}
