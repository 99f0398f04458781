//! `test` and `ci`: every check by name, with a summary of what ran, what failed and what did not run.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::browser::Browser;
use crate::run::{cargo, run};
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};
use crate::{node, python, server, size};

#[derive(Args)]
pub(crate) struct Test {
    /// Leave out what needs a tool this machine lacks
    #[arg(long, value_enum)]
    without: Vec<Tool>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tool {
    Node,
    Python,
}

impl Test {
    pub(crate) fn run(self, workspace: &Workspace) -> Result<ExitCode> {
        let steps = Steps::new();
        Ok(all(workspace, &steps, &self.without).close())
    }
}

/// Installs what the checks need or fails; then the same as `test` and `size`.
pub(crate) fn ci(workspace: &Workspace) -> Result<ExitCode> {
    let steps = Steps::new();
    steps.run("browser for the tests", || Browser::find_or_install().map(drop))?;
    steps.run("Node for the stock client", node::find_or_install)?;
    steps.run("Python for the fuzzer", python::find_or_install)?;
    let mut report = all(workspace, &steps, &[]);
    if report.has_build {
        report.check("size", || match size::run(workspace, &steps)? {
            ExitCode::SUCCESS => Ok(()),
            _ => bail!("over the budget"),
        });
    } else {
        report.missed.push(("size", "the build failed".to_owned()));
    }
    Ok(report.close())
}

fn all(workspace: &Workspace, steps: &Steps, without: &[Tool]) -> Report {
    let mut report = Report::default();
    let cargo = |args: &[&str]| run(cargo().current_dir(&workspace.root).args(args));
    report.check("format", || steps.run("format", || cargo(&["fmt", "--all", "--check"])));
    report.check("lints", || steps.run("lints", || cargo(&LINTS)));
    report.check("unit, scenario, contract and tidy tests", || {
        steps.run("tests without a browser", || cargo(&["test", "--locked", "--workspace"]))
    });
    report.has_build = report
        .check("release build", || server::build(workspace, steps, Quality::Release).map(drop));
    browser_tests(workspace, steps, &mut report);
    samod(workspace, steps, &mut report);
    interop(workspace, steps, without, &mut report);
    edge(workspace, steps, without, &mut report);
    report
}

/// One set of features for lints and for the tests that need a browser: nothing is compiled twice.
const LINTS: [&str; 9] = [
    "clippy",
    "--locked",
    "--workspace",
    "--all-targets",
    "--features",
    "tests/browser",
    "--",
    "-D",
    "warnings",
];

fn browser_tests(workspace: &Workspace, steps: &Steps, report: &mut Report) {
    const NAME: &str = "browser tests";
    if !report.has_build {
        return report.missed.push((NAME, "the build failed".to_owned()));
    }
    match Browser::find_or_install() {
        Err(error) => report.missed.push((NAME, format!("{error:#}"))),
        Ok(browser) => {
            report.check(NAME, || {
                steps.run(NAME, || {
                    run(outside(workspace, "browser")
                        .env("ROPES_CHROME", browser.chrome)
                        .env("ROPES_CHROMEDRIVER", browser.driver))
                })
            });
        }
    }
}

fn samod(workspace: &Workspace, steps: &Steps, report: &mut Report) {
    const NAME: &str = "samod client (interop)";
    if !report.has_build {
        return report.missed.push((NAME, "the build failed".to_owned()));
    }
    report.check(NAME, || steps.run(NAME, || run(&mut outside(workspace, "samod"))));
}

fn interop(workspace: &Workspace, steps: &Steps, without: &[Tool], report: &mut Report) {
    const NAME: &str = "stock JavaScript client (interop)";
    if without.contains(&Tool::Node) {
        return report.left_out.push(NAME);
    }
    if !report.has_build {
        return report.missed.push((NAME, "the build failed".to_owned()));
    }
    if let Err(error) = node::find() {
        return report.missed.push((NAME, format!("{error}; or say `--without node`")));
    }
    report.check(NAME, || {
        node::install_packages(workspace, steps, node::CLIENT)?;
        steps.run(NAME, || run(&mut outside(workspace, "interop")))
    });
}

fn edge(workspace: &Workspace, steps: &Steps, without: &[Tool], report: &mut Report) {
    const NAME: &str = "HTTP description and metrics, read by others (edge)";
    if without.contains(&Tool::Python) {
        return report.left_out.push(NAME);
    }
    if !report.has_build {
        return report.missed.push((NAME, "the build failed".to_owned()));
    }
    if let Err(error) = python::find() {
        return report.missed.push((NAME, format!("{error}; or say `--without python`")));
    }
    report.check(NAME, || {
        let environment = python::install_packages(workspace, steps)?;
        steps.run(NAME, || run(outside(workspace, "edge").env("ROPES_PYTHON", environment)))
    });
}

/// A test target that needs the built server, and so is no part of plain `cargo test`. The whole
/// workspace is named so that features, and with them the compiled crates, stay the same.
fn outside(workspace: &Workspace, target: &str) -> Command {
    let mut command = cargo();
    command
        .current_dir(&workspace.root)
        .env("ROPES_BIN", workspace.dist().join("ropes"))
        .args(["test", "--locked", "--workspace", "--features", "tests/browser", "--test", target])
        .args(["--", "--test-threads", "2"]);
    command
}

#[derive(Default)]
struct Report {
    passed: Vec<&'static str>,
    failed: Vec<(&'static str, String)>,
    missed: Vec<(&'static str, String)>,
    left_out: Vec<&'static str>,
    has_build: bool,
}

impl Report {
    fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> bool {
        match work() {
            Ok(()) => self.passed.push(name),
            Err(error) => self.failed.push((name, format!("{error:#}"))),
        }
        self.passed.last() == Some(&name)
    }

    fn close(self) -> ExitCode {
        println!("\nSummary");
        self.passed.iter().for_each(|name| println!("  passed    {name}"));
        self.left_out.iter().for_each(|name| println!("  left out  {name} (as asked)"));
        self.failed.iter().for_each(|(name, why)| println!("  FAILED    {name}: {why}"));
        self.missed.iter().for_each(|(name, why)| println!("  NOT RUN   {name}: {why}"));
        if self.failed.is_empty() && self.missed.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
