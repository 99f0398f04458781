//! One server over a fresh directory, ready to be measured.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::time::Instant;

use crate::floor::Floor;
use crate::plan::Plan;
use crate::replica::Replica;
use crate::seed::Seed;
use crate::server::{Running, Server};
use crate::workshop::Held;

/// Changes a second while a server warms up.
const WARM: f64 = 50.0;
const BURST: Duration = Duration::from_secs(1);

pub(crate) struct UnderTest<'s> {
    pub(crate) server: Server,
    pub(crate) seed: &'s Seed,
    folder: PathBuf,
}

impl<'s> UnderTest<'s> {
    /// Every start is over a directory of its own in `folder`.
    pub(crate) fn new(server: Server, seed: &'s Seed, folder: &Path) -> Self {
        Self { server, seed, folder: folder.to_path_buf() }
    }

    pub(crate) async fn start(&self) -> Result<Started> {
        let folder = tempfile::Builder::new().prefix(self.server.key()).tempdir_in(&self.folder)?;
        let data = self.seed.fresh(self.server, folder.path().join("data"))?;
        let running = Running::start(self.server, &data).await?;
        Ok(Started { running, data, folder })
    }

    /// Started, with pairs of phones at work on it.
    pub(crate) async fn start_working(&self) -> Result<(Started, Floor)> {
        let started = self.start().await?;
        let address = started.running.address();
        let floor = Floor::open(&address, self.seed.workshop.pairs(self.server)).await?;
        Ok((started, floor))
    }

    /// The same, and warm.
    pub(crate) async fn start_warm(&self, plan: &Plan) -> Result<(Started, Floor)> {
        let (started, floor) = self.start_working().await?;
        for _ in 0..plan.warm_ups {
            floor.work(WARM, BURST, plan.drain).await?;
        }
        Ok((started, floor))
    }

    /// How long after its start the server has answered a phone that has what it has.
    pub(crate) async fn first_sync(&self, running: &Running) -> Result<Duration> {
        let held = self.seed.workshop.held.last().context("an empty workshop")?;
        self.sync(running, held).await?;
        Ok(Instant::now() - running.started)
    }

    async fn sync(&self, running: &Running, held: &Held) -> Result<()> {
        let post = self.seed.workshop.author(held, self.server);
        Replica::connect(&running.address(), &post, held.content.log.clone()).await?;
        Ok(())
    }
}

/// A running server and its directory, which goes with it.
pub(crate) struct Started {
    pub(crate) running: Running,
    data: PathBuf,
    folder: tempfile::TempDir,
}

impl Started {
    /// Killed without a word and started again over what it left.
    pub(crate) async fn kill_and_start(self) -> Result<Self> {
        let Self { running, data, folder } = self;
        let server = running.server;
        running.kill().await?;
        Ok(Self { running: Running::start(server, &data).await?, data, folder })
    }

    pub(crate) async fn stop(self) -> Result<()> {
        self.running.kill().await
    }
}
