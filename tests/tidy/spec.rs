//! SPEC.md and the tests name each other: each rule has a test, and each cited rule exists.
//!
//! A rule is a line of SPEC.md that begins with its number in bold, as `**B1**` (a list mark before it
//! is fine). A test cites it in a comment as `SPEC B1`, or several as `SPEC B1, B2`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use tests::places;
use tests::source;

use crate::none;

#[test]
fn every_rule_has_a_test_and_every_cited_rule_exists() -> Result<()> {
    let spec = std::fs::read_to_string(places::root().join("SPEC.md")).context("SPEC.md")?;
    let rules = rules(&spec);
    let cited = citations()?;
    let mut findings = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        if rules[..at].contains(rule) {
            findings.push(format!("{rule} stands twice in SPEC.md"));
        }
        if !cited.contains_key(rule) {
            findings.push(format!("{rule} is cited by no test"));
        }
    }
    let unknown = cited.iter().filter(|(rule, _)| !rules.contains(rule));
    findings
        .extend(unknown.map(|(rule, file)| format!("{file} cites {rule}, which SPEC.md lacks")));
    none("rules and tests", findings);
    Ok(())
}

fn rules(spec: &str) -> Vec<String> {
    spec.lines()
        .filter_map(|line| line.trim_start_matches(['-', '*', ' ']).split_once("**"))
        .map(|(number, _)| number.trim_end_matches('.').to_owned())
        .filter(|number| is_number(number))
        .collect()
}

/// Each cited rule with one file that cites it.
fn citations() -> Result<BTreeMap<String, String>> {
    let mut cited = BTreeMap::new();
    for file in source::all()? {
        let is_test = file.path.ends_with(".rs") || file.path.ends_with(".mjs");
        if is_test && file.path != "tests/tidy/spec.rs" {
            for number in numbers(&file.text) {
                cited.entry(number).or_insert_with(|| file.path.clone());
            }
        }
    }
    Ok(cited)
}

/// The numbers after each `SPEC `, as far as they go on.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for after in text.split("SPEC ").skip(1) {
        for word in after.split_whitespace() {
            let number = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
            if is_number(number) {
                found.push(number.to_owned());
            } else if number != "and" {
                break;
            }
        }
    }
    found
}

/// Capital letters and then digits.
fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    digits.len() < word.len()
        && !digits.is_empty()
        && digits.chars().all(|letter| letter.is_ascii_digit())
}

#[test]
fn rules_and_citations_are_read_as_people_write_them() {
    assert_eq!(rules("# Title\n**B1** One.\n- **B2** Two.\nA **B3** inside.\n"), ["B1", "B2"]);
    assert_eq!(
        numbers("// SPEC B1\nx // SPEC B2, D3 and K4: why\nSPEC.md"),
        ["B1", "B2", "D3", "K4"]
    );
}
