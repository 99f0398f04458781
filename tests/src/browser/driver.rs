//! chromedriver: one process for each phone, on a port it chooses itself.

use std::env;
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::wait;

pub(super) struct Driver {
    child: Child,
    port: u16,
    /// Kept open: a driver that cannot print ends.
    _printed: Lines<BufReader<ChildStdout>>,
}

impl Driver {
    pub(super) async fn start() -> Result<Driver> {
        let program = env::var("ROPES_CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut child = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {program}; `cargo xtask test` finds it"))?;
        let printed = child.stdout.take().context("chromedriver prints nothing")?;
        let mut printed = BufReader::new(printed).lines();
        let port = tokio::time::timeout(wait::PATIENCE, port(&mut printed))
            .await
            .context("chromedriver does not start")??;
        Ok(Driver { child, port, _printed: printed })
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(super) async fn kill(&mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill chromedriver")
    }

    pub(super) fn kill_now(&mut self) {
        let _ = self.child.start_kill();
    }
}

/// The browser's full path: chromedriver does not look for it along `PATH`.
pub(super) fn chrome() -> String {
    let name = env::var("ROPES_CHROME").unwrap_or_else(|_| "chromium".to_owned());
    let folders = env::var_os("PATH").unwrap_or_default();
    let found =
        env::split_paths(&folders).map(|folder| folder.join(&name)).find(|file| file.is_file());
    found.map_or(name, |file| file.display().to_string())
}

/// From the line "ChromeDriver was started successfully on port 40123."
async fn port(printed: &mut Lines<BufReader<ChildStdout>>) -> Result<u16> {
    while let Some(line) = printed.next_line().await? {
        if let Some((_, rest)) = line.split_once("successfully on port ") {
            return rest.trim_end_matches('.').parse().context("no port in chromedriver's line");
        }
    }
    anyhow::bail!("chromedriver ended before it was ready")
}
