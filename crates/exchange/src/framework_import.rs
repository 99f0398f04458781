//! What a framework file holds, whichever format it came in.

use domain::{Competency, Framework, JobRole, Scale};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkImport {
    pub framework: Framework,
    /// The file did not say which framework it is, so its name was taken from the file's.
    pub named_by_file: bool,
    pub scales: Vec<Scale>,
    /// Parents before children, `order` counted from 0, every version 1. One without a scale keeps
    /// the scale it has, else gets the house scale, when it is merged.
    pub competencies: Vec<Competency>,
    /// Jobs with target levels for this framework's competencies. Empty where the file names none.
    pub jobs: Vec<JobRole>,
}
