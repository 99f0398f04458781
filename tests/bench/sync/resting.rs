//! Phones that are connected, have what the server has, and say nothing.

use anyhow::{Context, Result, bail};
use futures_util::StreamExt;
use futures_util::stream::iter;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::clock::until;
use crate::machine;
use crate::newcomer::Newcomer;
use crate::plan::{PEOPLE, Plan};
use crate::server::Running;
use crate::under_test::UnderTest;
use crate::workshop::{Held, Post};

/// Phones that connect at a time: with small logs, and with a year each. A server that is busy with
/// loading drops its phones.
const MANY_AT_ONCE: usize = 64;
pub(crate) const FEW_AT_ONCE: usize = 1;
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(120);

/// Phones that answer pings until they are dropped.
pub(crate) struct Resting(JoinSet<Result<()>>);

impl Resting {
    pub(crate) fn new() -> Self {
        Self(JoinSet::new())
    }

    /// Lets each of these phones fetch its log and stay.
    pub(crate) async fn arrive(
        &mut self,
        running: &Running,
        posts: &[(Post, &Held)],
        at_once: usize,
    ) -> Result<()> {
        let (address, end) = (running.address(), Instant::now() + PATIENCE);
        let arriving =
            posts.iter().map(|(post, held)| Newcomer::arrive(&address, post, &held.content, end));
        let mut arriving = iter(arriving).buffer_unordered(at_once);
        while let Some(newcomer) = arriving.next().await {
            self.0.spawn_local(newcomer?.rest());
        }
        Ok(())
    }

    /// Fails if one of them was sent away.
    pub(crate) fn look(&mut self) -> Result<()> {
        match self.0.try_join_next() {
            Some(ended) => ended?.context("a phone at rest was sent away"),
            None => Ok(()),
        }
    }
}

/// Every person's phone with the small log of last year.
pub(crate) async fn phones(test: &UnderTest<'_>, plan: &Plan) -> Result<Value> {
    let started = test.start().await?;
    test.first_sync(&started.running).await?;
    let pid = started.running.pid()?;
    let empty = machine::memory(pid)?;
    let workshop = &test.seed.workshop;
    let last_year = workshop.held.iter().skip(1).step_by(2);
    let posts: Vec<_> = last_year.map(|held| (workshop.author(held, test.server), held)).collect();
    if posts.len() != PEOPLE {
        bail!("{} phones instead of {PEOPLE}", posts.len());
    }
    let mut resting = Resting::new();
    resting.arrive(&started.running, &posts, MANY_AT_ONCE).await?;
    until(Instant::now() + plan.idle / 2).await;
    let before = machine::cpu_ms(pid)?;
    until(Instant::now() + plan.idle).await;
    let cpu = (machine::cpu_ms(pid)? - before) / (plan.idle.as_secs_f64() * 1e3);
    let memory = machine::memory(pid)?;
    resting.look()?;
    drop(resting);
    started.stop().await?;
    Ok(json!({
        "phones": PEOPLE,
        "memory_mb": memory / 1e6,
        "kb_per_phone": (memory - empty) / 1e3 / PEOPLE as f64,
        "cpu_percent": cpu * 100.0,
    }))
}
