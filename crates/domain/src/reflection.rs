//! What a worker thought about it afterwards.

use crate::{EntryId, Moment, PromptId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reflection {
    /// The question it answers, with its version.
    pub prompt: Option<(PromptId, u32)>,
    pub text: String,
    pub when: Moment,
    /// The task it is about.
    pub task: Option<EntryId>,
}
