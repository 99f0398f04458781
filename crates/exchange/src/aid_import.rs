//! What a file of job aids, good practice cards and reflection prompts holds.

use domain::{Aid, Prompt};

/// All aids, all prompts, or both: a merge retires what is missing among the sorts the file has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AidImport {
    pub aids: Vec<Aid>,
    pub prompts: Vec<Prompt>,
}
