//! `bench`: runs the bench programs of the tests package, each of which prints its own figures.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::browser::Browser;
use crate::run::{cargo, run};
use crate::server;
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};

/// Programs `bench-<name>` of the tests package, in the order they run.
const BENCHES: [&str; 1] = ["browser"];

#[derive(Args)]
pub(crate) struct Bench {
    /// Only these; all without a name
    names: Vec<String>,
}

impl Bench {
    pub(crate) fn run(self, workspace: &Workspace) -> Result<ExitCode> {
        if let Some(name) = self.names.iter().find(|name| !BENCHES.contains(&name.as_str())) {
            bail!("no bench is called {name}; there are: {}", BENCHES.join(", "));
        }
        let steps = Steps::new();
        let browser = Browser::find_or_install()?;
        let binary = server::build(workspace, &steps, Quality::Release)?;
        for name in BENCHES {
            if !self.names.is_empty() && !self.names.iter().any(|wanted| wanted == name) {
                continue;
            }
            let program = format!("bench-{name}");
            steps.run(&program, || {
                run(cargo()
                    .current_dir(&workspace.root)
                    .env("ROPES_CHROME", &browser.chrome)
                    .env("ROPES_CHROMEDRIVER", &browser.driver)
                    .env("ROPES_BIN", &binary)
                    .args(["run", "--locked", "--release", "--package", "tests"])
                    .args(["--bin", &program]))
            })?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
