//! The servers under test, each a process of its own that ends with the bench.

use std::fs::File;
use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tests::ropes::free_port;
use tests::{places, wait};
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::machine;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// As people run it: on disk before it answers.
    Ropes,
    /// The same binary with `fsync` made to do nothing, as with SQLite's `synchronous = OFF`.
    RopesUnsynced,
    Samod,
    /// automerge-repo's own server on today's automerge-repo.
    Newest,
    /// automerge-repo's own server as it is published.
    Published,
}

impl Server {
    pub(crate) const ALL: [Self; 5] =
        [Self::Ropes, Self::RopesUnsynced, Self::Samod, Self::Newest, Self::Published];

    /// Its name in the raw figures.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Ropes => "ropes",
            Self::RopesUnsynced => "ropes-unsynced",
            Self::Samod => "samod",
            Self::Newest => "automerge-repo-2.5",
            Self::Published => "sync-server-0.2.8",
        }
    }

    pub(crate) fn is_ropes(self) -> bool {
        match self {
            Self::Ropes | Self::RopesUnsynced => true,
            Self::Samod | Self::Newest | Self::Published => false,
        }
    }

    fn path(self) -> &'static str {
        if self.is_ropes() { "/sync" } else { "/" }
    }

    fn command(self, data: &Path, port: u16) -> Command {
        let mut command = Command::new("taskset");
        command.args(["-c", machine::SERVERS]);
        match self {
            Self::Ropes | Self::RopesUnsynced => {
                command.arg(places::ropes()).arg("serve").arg("--data").arg(data);
                command.args(["--listen", &format!("127.0.0.1:{port}")]);
            }
            Self::Samod => {
                command.arg(places::rivals().join("samod/release/rival-samod"));
            }
            Self::Newest => node(&mut command, "newest"),
            Self::Published => node(&mut command, "published"),
        }
        if self == Self::RopesUnsynced {
            command.env("LD_PRELOAD", places::rivals().join("unsynced.so"));
        }
        command.env("DATA_DIR", data).env("PORT", port.to_string());
        command
    }
}

fn node(command: &mut Command, rival: &str) {
    let main = "node_modules/@automerge/automerge-repo-sync-server/src/index.js";
    let folder = places::root().join("tests/bench/sync/rivals").join(rival);
    command.args(["node", "--max-old-space-size=8192"]).arg(folder.join(main));
    command.env("NODE_ENV", "production");
}

/// A server that runs over a data directory, until it is killed or dropped.
pub(crate) struct Running {
    pub(crate) server: Server,
    port: u16,
    child: Child,
    pub(crate) started: Instant,
}

impl Running {
    /// Returns when the server takes connections.
    pub(crate) async fn start(server: Server, data: &Path) -> Result<Self> {
        let port = free_port()?;
        // Kept until its next start: what it said before it failed.
        let log = File::create(places::bench().join(format!("{}.log", server.key())))?;
        let mut command = server.command(data, port);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        let started = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot start {}", server.key()))?;
        let mut running = Self { server, port, child, started };
        running.listening().await.with_context(|| format!("{} does not start", server.key()))?;
        Ok(running)
    }

    async fn listening(&mut self) -> Result<()> {
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended with {status}");
            }
            if self.started.elapsed() > wait::PATIENCE {
                bail!("it takes no connection");
            }
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    pub(crate) fn address(&self) -> String {
        format!("ws://127.0.0.1:{}{}", self.port, self.server.path())
    }

    pub(crate) fn pid(&self) -> Result<u32> {
        self.child.id().context("the server has ended")
    }

    /// SIGKILL: nothing is finished, nothing is flushed.
    pub(crate) async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill the server")
    }
}
