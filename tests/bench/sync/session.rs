//! One session: every server, every measure, again and again, with the raw figures kept as they come.

use std::path::Path;

use anyhow::Result;
use tokio::time::Instant;

use crate::clock::moment;
use crate::plan::Plan;
use crate::raw::Raw;
use crate::seed::Seed;
use crate::server::Server;
use crate::under_test::UnderTest;
use crate::workshop::Workshop;
use crate::{cold, killed, machine, opened, pace, resting};

/// What to measure, and on whom.
pub(crate) struct Wanted {
    pub(crate) servers: Vec<Server>,
    /// All without a name.
    pub(crate) measures: Vec<String>,
}

impl Wanted {
    fn has(&self, measure: &str) -> bool {
        self.measures.is_empty() || self.measures.iter().any(|wanted| wanted == measure)
    }
}

struct Session<'s> {
    plan: Plan,
    wanted: Wanted,
    raw: Raw,
    small: &'s Seed,
    large: &'s Seed,
    folder: &'s Path,
    started: Instant,
}

pub(crate) async fn run(plan: Plan, wanted: Wanted, folder: &Path, file: &Path) -> Result<()> {
    let now = moment();
    let seeds = tempfile::Builder::new().prefix("seeds").tempdir_in(folder)?;
    let small = Seed::write(Workshop::small(now)?, &seeds.path().join("small"), now)?;
    let large = Seed::write(Workshop::large(now)?, &seeds.path().join("large"), now)?;
    let raw = Raw::new(file, now, &machine::kind()?);
    let (small, large, started) = (&small, &large, Instant::now());
    let mut session = Session { plan, wanted, raw, small, large, folder, started };
    session.all_at_once().await?;
    for run in 1..=session.plan.runs {
        for server in session.wanted.servers.clone() {
            session.once(server, run).await?;
        }
    }
    for server in session.wanted.servers.clone() {
        session.kill(server).await?;
    }
    session.raw.took(session.started.elapsed())
}

impl<'s> Session<'s> {
    fn test(&self, server: Server, seed: &'s Seed) -> UnderTest<'s> {
        UnderTest::new(server, seed, self.folder)
    }

    async fn all_at_once(&mut self) -> Result<()> {
        if !self.wanted.has("opened") {
            return Ok(());
        }
        let servers = self.wanted.servers.clone();
        let tests: Vec<_> = servers.iter().map(|server| self.test(*server, self.large)).collect();
        let logs = opened::logs(&tests, &self.plan).await;
        servers
            .iter()
            .zip(logs)
            .try_for_each(|(server, figures)| self.raw.keep(*server, "opened", 1, figures))
    }

    async fn once(&mut self, server: Server, run: usize) -> Result<()> {
        let (small, large) = (self.test(server, self.small), self.test(server, self.large));
        if self.wanted.has("steady") {
            let figures = pace::steady(&small, &self.plan).await;
            self.raw.keep(server, "steady", run, figures)?;
        }
        if self.wanted.has("highest") {
            let hint = self.raw.step(server);
            let figures = pace::highest(&small, &self.plan, hint).await;
            self.raw.keep(server, "highest", run, figures)?;
        }
        if self.wanted.has("cold") && run <= self.plan.cold_runs {
            match cold::restart_and_starts(&large, &self.plan).await {
                Ok((restart, starts)) => {
                    self.raw.keep(server, "restart", run, Ok(restart))?;
                    self.raw.keep(server, "cold", run, Ok(starts))?;
                }
                Err(error) => self.raw.keep(server, "cold", run, Err(error))?,
            }
        }
        if self.wanted.has("resting") && run <= self.plan.resting_runs {
            let figures = resting::phones(&large, &self.plan).await;
            self.raw.keep(server, "resting", run, figures)?;
        }
        Ok(())
    }

    /// Last, because other work on the machine does not matter to it.
    async fn kill(&mut self, server: Server) -> Result<()> {
        if !self.wanted.has("killed") {
            return Ok(());
        }
        let rate = pace::rate(self.raw.step(server).unwrap_or_default());
        let test = self.test(server, self.small);
        let figures = killed::often(&test, self.plan.kills_of(server), rate).await;
        self.raw.keep(server, "killed", 1, figures)
    }
}
