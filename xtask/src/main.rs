//! The build tool: the only one a person needs. This file is its command line; each command has a
//! file of its own. It builds, starts and measures; it decides nothing about the product.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build tool talks to the person who runs it"
)]

mod bench;
mod browser;
mod check;
mod compress;
mod fingerprint;
mod host;
mod minify;
mod node;
mod parts;
mod pwa;
mod python;
mod report;
mod rivals;
mod run;
mod serve;
mod server;
mod size;
mod step;
mod wasm;
mod wasm_opt;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::step::Steps;
use crate::workspace::{Quality, Workspace};

/// Build, start, test and measure Ropes.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what is stale and start Ropes with a demo organisation
    Serve(serve::Serve),
    /// Build the release artefacts into dist/
    Build,
    /// Run every check: format, lints, unit, scenario, contract, tidy, browser, interop, edge
    Test(check::Test),
    /// Install what the checks need, then run `test` and `size`
    Ci,
    /// Run the benches and print their figures
    Bench(bench::Bench),
    /// Print what the phone downloads; fails over the budget
    Size,
}

fn main() -> ExitCode {
    match Cli::parse().command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Command {
    fn run(self) -> Result<ExitCode> {
        let workspace = Workspace::find()?;
        match self {
            Command::Serve(serve) => serve.run(&workspace),
            Command::Build => build(&workspace),
            Command::Test(test) => test.run(&workspace),
            Command::Ci => check::ci(&workspace),
            Command::Bench(bench) => bench.run(&workspace),
            Command::Size => size::run(&workspace, &Steps::new()),
        }
    }
}

fn build(workspace: &Workspace) -> Result<ExitCode> {
    let steps = Steps::new();
    let binary = server::build(workspace, &steps, Quality::Release)?;
    println!("{} holds the server and the app", workspace.shown(&binary));
    Ok(ExitCode::SUCCESS)
}
