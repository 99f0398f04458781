//! Competency frameworks from CASE JSON and from CSV, both through one tree.

mod area;
mod case;
mod columns;
mod csv;
mod draft;
mod json;
mod lines;
mod natural;
mod onet;
mod parents;
mod rubric;
mod scales;
mod source;
mod targets;
mod tree;

use domain::{Competency, Framework, JobRole, Scale};

use crate::{Report, RowError, decode};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkImport {
    pub framework: Framework,
    /// The file did not say which framework it is, so its id was taken from the file's name.
    pub named_by_file: bool,
    pub scales: Vec<Scale>,
    /// Parents before children, `order` counted from 0, every version 1. One without a scale keeps
    /// the scale it has, else gets the house scale, when it is merged.
    pub competencies: Vec<Competency>,
    /// Whether the file says how long sign-offs hold; where it does not, that stays as it is.
    pub says_validity: bool,
    /// Jobs with target levels for this framework's competencies. Empty where the file names none.
    pub jobs: Vec<JobRole>,
}

/// Reads a framework, as CASE 1.0 or 1.1 JSON or as CSV, by what the bytes are. `file_name` names
/// the framework where the file does not.
pub fn read_framework(bytes: &[u8], file_name: &str) -> Report<FrameworkImport> {
    let text = match decode::text_of(bytes) {
        Ok(text) => text,
        Err(reason) => return Report::refused(RowError::file(reason)),
    };
    let read = if text.trim_start().starts_with(['{', '[']) { case::read } else { csv::read };
    read(&text, file_name).unwrap_or_else(Report::refused)
}
