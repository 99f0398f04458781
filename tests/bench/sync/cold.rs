//! A restart over ten thousand documents, and then three hundred phones that fetch a year each while
//! others are at work.

use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::figures::ms;
use crate::floor::Floor;
use crate::machine;
use crate::newcomer::Newcomer;
use crate::plan::{NEWCOMERS, Plan, YEAR};
use crate::under_test::UnderTest;
use crate::workshop::{Held, Post};

/// Changes a second of the phones at work meanwhile.
const WORK: f64 = 50.0;

/// Returns the restart, and the cold starts.
pub(crate) async fn restart_and_starts(
    test: &UnderTest<'_>,
    plan: &Plan,
) -> Result<(Value, Value)> {
    let started = test.start().await?;
    let restart = json!({ "first_sync_ms": ms(test.first_sync(&started.running).await?) });
    let address = started.running.address();
    let pid = started.running.pid()?;
    let floor = Floor::open(&address, test.seed.workshop.pairs(test.server)).await?;
    let before = machine::cpu_ms(pid)?;
    let years = years(test);
    let mut arrived = Vec::new();
    let (took, outcome) =
        floor.work_until(WORK, arrive(&address, &years, plan, &mut arrived)).await?;
    let cpu = machine::cpu_ms(pid)? - before;
    let (first, (_, held)) = arrived.first().zip(years.first()).context("nobody arrived")?;
    first.check(&held.content)?;
    let starts = json!({
        "asked": NEWCOMERS,
        "arrived": arrived.len(),
        "last_byte_ms": ms(took),
        "at_work": outcome.json(),
        "server_cpu_ms": cpu,
        "memory_mb": machine::memory(pid)? / 1e6,
    });
    drop(floor);
    started.stop().await?;
    Ok((restart, starts))
}

/// The logs that hold a year of work, and their authors' phones.
pub(crate) fn years<'t>(test: &UnderTest<'t>) -> Vec<(Post, &'t Held)> {
    let workshop = &test.seed.workshop;
    let held = workshop.held.iter().filter(|held| held.content.changes.len() > YEAR as usize);
    held.map(|held| (workshop.author(held, test.server), held)).collect()
}

/// All at once. Returns the time to the last byte of the last one, or the time allowed.
async fn arrive(
    address: &str,
    years: &[(Post, &Held)],
    plan: &Plan,
    arrived: &mut Vec<Newcomer>,
) -> Result<Duration> {
    let start = Instant::now();
    let end = start + plan.cold;
    let arriving = years.iter().map(async |(post, held)| {
        let newcomer = Newcomer::arrive(address, post, &held.content, end).await;
        (newcomer, start.elapsed())
    });
    let mut last = Duration::ZERO;
    for (newcomer, took) in join_all(arriving).await {
        last = last.max(took);
        arrived.extend(newcomer.ok());
    }
    Ok(last)
}
