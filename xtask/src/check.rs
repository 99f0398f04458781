//! `test` and `ci`: every check by name, with a summary of what ran, what failed and what did not run.

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::browser::Browser;
use crate::report::{Report, Tool};
use crate::run::{cargo, run};
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};
use crate::{node, python, server, size};

#[derive(Args)]
pub(crate) struct Test {
    /// Leave out what needs a tool this machine lacks
    #[arg(long, value_enum)]
    without: Vec<Without>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Without {
    Node,
    Python,
}

impl Test {
    pub(crate) fn run(self, workspace: &Workspace) -> Result<ExitCode> {
        let steps = Steps::new();
        let node = self.tool(Without::Node, "node", node::find());
        let python = self.tool(Without::Python, "python", python::find());
        Ok(all(workspace, &steps, &node, &python).close())
    }

    fn tool(&self, without: Without, name: &str, found: Result<()>) -> Tool {
        match found {
            _ if self.without.contains(&without) => Tool::Unwanted,
            Ok(()) => Tool::Here,
            Err(error) => Tool::Missing(format!("{error}; or say `--without {name}`")),
        }
    }
}

/// Installs what the checks need or fails; then the same as `test` and `size`.
pub(crate) fn ci(workspace: &Workspace) -> Result<ExitCode> {
    let steps = Steps::new();
    steps.run("browser for the tests", || Browser::find_or_install().map(drop))?;
    steps.run("Node for the stock client", node::find_or_install)?;
    steps.run("Python", python::find_or_install)?;
    let mut report = all(workspace, &steps, &Tool::Here, &Tool::Here);
    let built = built(&report);
    report.check_with(&built, "size", || match size::run(workspace, &steps)? {
        ExitCode::SUCCESS => Ok(()),
        _ => bail!("over the budget"),
    });
    Ok(report.close())
}

const BUILD: &str = "release build";

fn all(workspace: &Workspace, steps: &Steps, node: &Tool, python: &Tool) -> Report {
    let mut report = Report::default();
    let cargo = |args: &[&str]| run(cargo().current_dir(&workspace.root).args(args));
    report.check("format", || steps.run("format", || cargo(&["fmt", "--all", "--check"])));
    report.check("lints", || steps.run("lints", || cargo(&LINTS)));
    report.check("unit, scenario, contract and tidy tests", || {
        steps.run("tests without a browser", || cargo(&["test", "--locked", "--workspace"]))
    });
    report.check(BUILD, || server::build(workspace, steps, Quality::Release).map(drop));
    outside(workspace, steps, node, python, &mut report);
    report
}

/// What needs the built server, and a browser, Node or Python.
fn outside(workspace: &Workspace, steps: &Steps, node: &Tool, python: &Tool, report: &mut Report) {
    let built = built(report);
    let found = Browser::find_or_install();
    let browser = match &found {
        Ok(_) => Tool::Here,
        Err(error) => Tool::Missing(format!("{error:#}")),
    };
    let run_target = |name: &str, target: &str| {
        let mut command = target_command(workspace, target);
        if let Ok(browser) = &found {
            command.env("ROPES_CHROME", &browser.chrome);
            command.env("ROPES_CHROMEDRIVER", &browser.driver);
        }
        steps.run(name, || run(&mut command))
    };
    let name = "browser tests";
    report.check_with(built.and(&browser), name, || run_target(name, "browser"));
    let name = "accessibility (axe-core in the browser)";
    report.check_with(built.and(node).and(&browser), name, || {
        node::install_packages(workspace, steps, node::CLIENT)?;
        run_target(name, "axe")
    });
    let name = "samod client (interop)";
    report.check_with(&built, name, || run_target(name, "samod"));
    let name = "stock JavaScript client (interop)";
    report.check_with(built.and(node), name, || {
        node::install_packages(workspace, steps, node::CLIENT)?;
        run_target(name, "interop")
    });
    let name = "HTTP description and metrics, read by others (edge)";
    report.check_with(built.and(python), name, || {
        let environment = python::install_packages(workspace, steps)?;
        let mut command = target_command(workspace, "edge");
        steps.run(name, || run(command.env("ROPES_PYTHON", environment)))
    });
}

/// The release build as a tool of what comes after it.
fn built(report: &Report) -> Tool {
    match report.has_passed(BUILD) {
        true => Tool::Here,
        false => Tool::Missing("the build failed".to_owned()),
    }
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

/// A test target that needs the built server, and so is no part of plain `cargo test`. The whole
/// workspace is named so that features, and with them the compiled crates, stay the same.
fn target_command(workspace: &Workspace, target: &str) -> Command {
    let mut command = cargo();
    command
        .current_dir(&workspace.root)
        .env("ROPES_BIN", workspace.dist().join("ropes"))
        .args(["test", "--locked", "--workspace", "--features", "tests/browser", "--test", target])
        .args(["--", "--test-threads", "2"]);
    command
}
