//! The rules about the repository itself: who may lean on whom, what a file may hold, and that rules
//! and tests name each other. A rule that no test holds is a wish.

mod files;
mod graph;
mod messages;
mod names;
mod outside;
mod policy;
mod spec;

/// Fails with every finding at once, so that one run shows them all.
fn none(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}
