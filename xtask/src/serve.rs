//! `serve`: builds what is stale and becomes the server, so that Ctrl-C and signals reach it directly.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::server;
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};

#[derive(Args)]
pub(crate) struct Serve {
    /// The port on this machine
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the demo organisation lives [default: target/demo]
    #[arg(long)]
    data: Option<PathBuf>,
    /// Serve what `build` makes instead of the quick build
    #[arg(long)]
    release: bool,
}

impl Serve {
    pub(crate) fn run(self, workspace: &Workspace) -> Result<ExitCode> {
        let quality = if self.release { Quality::Release } else { Quality::Quick };
        let binary = server::build(workspace, &Steps::new(), quality)?;
        let data = self.data.unwrap_or_else(|| workspace.target.join("demo"));
        become_server(
            Command::new(binary)
                .args(["serve", "--demo", "--data"])
                .arg(data)
                .args(["--listen", &format!("127.0.0.1:{}", self.port)]),
        )
    }
}

#[cfg(unix)]
fn become_server(server: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(server.exec().into())
}

#[cfg(not(unix))]
fn become_server(server: &mut Command) -> Result<ExitCode> {
    let status = server.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
