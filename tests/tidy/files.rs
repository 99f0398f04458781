//! What every source file is like: it says what it is, it is one idea, and it does not go around a rule.

use anyhow::Result;
use tests::source;

use crate::none;

const LONGEST: usize = 400;
/// Files above the bound with the length they may not exceed. This list only shrinks.
const LONGER: [(&str, usize); 0] = [];

#[test]
fn every_file_opens_by_saying_what_it_is() -> Result<()> {
    let files = source::rust()?;
    let silent = files.iter().filter(|file| !file.text.starts_with("//! "));
    none("files without a //! line", silent.map(|file| file.path.clone()).collect());
    Ok(())
}

#[test]
fn no_file_is_longer_than_one_idea() -> Result<()> {
    let mut findings = Vec::new();
    for file in source::rust()? {
        let bound = LONGER.iter().find(|(path, _)| *path == file.path).map_or(LONGEST, |row| row.1);
        let lines = file.code_lines();
        if lines > bound {
            findings.push(format!("{} has {lines} code lines, allowed are {bound}", file.path));
        }
    }
    none("long files", findings);
    Ok(())
}

#[test]
fn files_are_named_by_meaning_and_not_by_kind() -> Result<()> {
    let kinds = ["util", "utils", "helper", "helpers", "common", "misc", "types"];
    let files = source::rust()?;
    let named = files.iter().filter(|file| {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        kinds.iter().any(|kind| name.strip_suffix(".rs") == Some(kind))
    });
    none("files named by kind", named.map(|file| file.path.clone()).collect());
    Ok(())
}

#[test]
fn no_test_sleeps_is_skipped_or_hopes_to_panic() -> Result<()> {
    let habits = ["thread::sleep", "time::sleep", "#[ignore", "#[should_panic"];
    let mut findings = Vec::new();
    for file in source::rust()? {
        let tests = file.test_code();
        let used = habits.iter().filter(|habit| tests.contains(*habit));
        findings.extend(used.map(|habit| format!("{}: {habit}", file.path)));
    }
    none("habits of tests", findings);
    Ok(())
}

#[test]
fn nothing_is_unfinished_and_no_lint_is_switched_off() -> Result<()> {
    let marks = ["todo!(", "unimplemented!(", "#[allow(", "#![allow(", "unsafe {", "unsafe fn"];
    let mut findings = Vec::new();
    for file in source::rust()? {
        let code = file.code();
        let used = marks.iter().filter(|mark| code.contains(*mark));
        findings.extend(used.map(|mark| format!("{}: {mark}", file.path)));
    }
    none("unfinished or switched off", findings);
    Ok(())
}
