//! What ran, what failed, what did not run and why; and whether that is good enough.

use std::process::ExitCode;

use anyhow::Result;

/// Whether a tool that some checks need is on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    Here,
    /// And what to do about it.
    Missing(String),
    /// The person said to leave out what needs it.
    Unwanted,
}

impl Tool {
    /// Of two tools that one check needs, the one that keeps it from running.
    pub(crate) fn and<'a>(&'a self, other: &'a Tool) -> &'a Tool {
        match (self, other) {
            (_, Tool::Unwanted) | (Tool::Here, _) => other,
            (Tool::Missing(_) | Tool::Unwanted, _) => self,
        }
    }
}

#[derive(Default)]
pub(crate) struct Report {
    passed: Vec<&'static str>,
    failed: Vec<(&'static str, String)>,
    missed: Vec<(&'static str, String)>,
    left_out: Vec<&'static str>,
}

impl Report {
    pub(crate) fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) {
        match work() {
            Ok(()) => self.passed.push(name),
            Err(error) => self.failed.push((name, format!("{error:#}"))),
        }
    }

    pub(crate) fn check_with(
        &mut self,
        tool: &Tool,
        name: &'static str,
        work: impl FnOnce() -> Result<()>,
    ) {
        match tool {
            Tool::Here => self.check(name, work),
            Tool::Missing(why) => self.miss(name, why.clone()),
            Tool::Unwanted => self.left_out.push(name),
        }
    }

    /// It could not be run, and nobody asked for that.
    pub(crate) fn miss(&mut self, name: &'static str, why: String) {
        self.missed.push((name, why));
    }

    pub(crate) fn has_passed(&self, name: &str) -> bool {
        self.passed.contains(&name)
    }

    pub(crate) fn close(self) -> ExitCode {
        println!("\nSummary");
        self.lines().iter().for_each(|line| println!("  {line}"));
        if self.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn is_good(&self) -> bool {
        self.failed.is_empty() && self.missed.is_empty()
    }

    fn lines(&self) -> Vec<String> {
        let passed = self.passed.iter().map(|name| format!("passed    {name}"));
        let left_out = self.left_out.iter().map(|name| format!("left out  {name} (as asked)"));
        let failed = self.failed.iter().map(|(name, why)| format!("FAILED    {name}: {why}"));
        let missed = self.missed.iter().map(|(name, why)| format!("NOT RUN   {name}: {why}"));
        passed.chain(left_out).chain(failed).chain(missed).collect()
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::{Report, Tool};

    fn check(tool: Tool, good: bool, lines: &[&str]) {
        let mut report = Report::default();
        report.check("lints", || Ok(()));
        report.check_with(&tool, "stock client", || Ok(()));
        assert_eq!(
            (report.is_good(), report.lines()),
            (good, lines.iter().map(|l| (*l).into()).collect())
        );
    }

    // SPEC B20
    #[test]
    fn what_lacks_its_tool_is_named_and_fails_unless_it_was_to_be_left_out() {
        check(Tool::Here, true, &["passed    lints", "passed    stock client"]);
        let missing = Tool::Missing("Node is not installed; or say `--without node`".to_owned());
        let not_run = "NOT RUN   stock client: Node is not installed; or say `--without node`";
        check(missing, false, &["passed    lints", not_run]);
        let left_out = "left out  stock client (as asked)";
        check(Tool::Unwanted, true, &["passed    lints", left_out]);
    }

    // SPEC B20
    #[test]
    fn of_two_tools_the_one_that_is_unwanted_counts_before_the_one_that_is_missing() {
        let missing = Tool::Missing("no browser".to_owned());
        assert_eq!(missing.and(&Tool::Unwanted), &Tool::Unwanted);
        assert_eq!(Tool::Here.and(&missing).and(&Tool::Here), &missing);
    }

    // SPEC B20
    #[test]
    fn one_failure_among_what_passed_fails_the_whole() {
        let mut report = Report::default();
        report.check("format", || Err(anyhow!("two files differ")));
        report.check("lints", || Ok(()));
        assert_eq!(report.lines(), ["passed    lints", "FAILED    format: two files differ"]);
        assert!(!report.is_good() && report.has_passed("lints") && !report.has_passed("format"));
    }
}
