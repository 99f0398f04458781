//! `bench`: runs the bench programs of the tests package, each of which prints its own figures.

use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::browser::Browser;
use crate::rivals;
use crate::run::{cargo, run};
use crate::server;
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};

/// What there is to measure, in the order it runs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// What a person waits for, in a slowed browser
    Browser,
    /// Starting with nothing: a year of work to a new phone, and a server that starts again
    Cold,
    /// Judging a thousand sign-offs
    Sign,
    /// The server against its rivals, under load
    Sync,
}

#[derive(Args)]
pub(crate) struct Bench {
    /// Only these; all without a name
    names: Vec<Name>,
    /// For `sync`: one run of everything, in some minutes; the figures kept stay
    #[arg(long)]
    quick: bool,
    /// For `sync`: measure nothing, write the README's table from the figures that are kept
    #[arg(long)]
    table: bool,
}

impl Bench {
    pub(crate) fn run(self, workspace: &Workspace) -> Result<ExitCode> {
        let steps = Steps::new();
        let wanted = |name| self.names.is_empty() || self.names.contains(&name);
        if wanted(Name::Browser) {
            as_people_run_it(workspace, &steps, "bench-browser")?;
        }
        if wanted(Name::Cold) {
            as_people_run_it(workspace, &steps, "bench-cold")?;
        }
        if wanted(Name::Sign) {
            steps.run("bench-sign", || run(&mut program(workspace, "bench-sign", &[])))?;
        }
        if wanted(Name::Sync) {
            self.sync(workspace, &steps)?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The server is the one people run, except that nobody asks it for a page.
    fn sync(&self, workspace: &Workspace, steps: &Steps) -> Result<()> {
        let mut bench = program(workspace, "bench-sync", &[]);
        if self.table {
            return run(bench.arg("--table"));
        }
        rivals::build(workspace, steps)?;
        let build = ["build", "--locked", "--release", "--package", "sync-server"];
        steps.run("server", || run(cargo().current_dir(&workspace.root).args(build)))?;
        bench.env("ROPES_BIN", workspace.target.join("release/ropes"));
        if self.quick {
            bench.arg("--quick");
        }
        steps.run("bench-sync", || run(&mut bench))?;
        if self.quick { Ok(()) } else { run(program(workspace, "bench-sync", &[]).arg("--table")) }
    }
}

/// Against the release build, in a browser where it needs one.
fn as_people_run_it(workspace: &Workspace, steps: &Steps, name: &str) -> Result<()> {
    let browser = Browser::find_or_install()?;
    let binary = server::build(workspace, steps, Quality::Release)?;
    steps.run(name, || {
        run(program(workspace, name, &["--features", "browser"])
            .env("ROPES_CHROME", &browser.chrome)
            .env("ROPES_CHROMEDRIVER", &browser.driver)
            .env("ROPES_BIN", &binary))
    })
}

/// A bench program of the tests package.
fn program(workspace: &Workspace, name: &str, features: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(&workspace.root);
    command.args(["run", "--locked", "--release", "--package", "tests"]).args(features);
    command.args(["--bin", name, "--"]);
    command
}
