//! A rate held for a while, so that a profiler can look at the server, and what it takes of its core.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::clock::moment;
use crate::machine;
use crate::plan::Plan;
use crate::seed::Seed;
use crate::server::Server;
use crate::under_test::UnderTest;
use crate::workshop::Workshop;

/// Prints the figures of each rate on a fresh server; they are kept nowhere.
pub(crate) async fn rates(
    plan: Plan,
    servers: &[Server],
    rates: &[f64],
    folder: &Path,
) -> Result<()> {
    let now = moment();
    let seeds = tempfile::Builder::new().prefix("seeds").tempdir_in(folder)?;
    let seed = Seed::write(Workshop::small(now)?, &seeds.path().join("small"), now)?;
    for rate in rates {
        for server in servers {
            let figures = hold(&UnderTest::new(*server, &seed, folder), &plan, *rate).await?;
            println!("{}", json!({ "server": server.key(), "figures": figures }));
        }
    }
    Ok(())
}

async fn hold(test: &UnderTest<'_>, plan: &Plan, rate: f64) -> Result<Value> {
    let (started, floor) = test.start_warm(plan).await?;
    let pid = started.running.pid()?;
    println!("{} is process {pid}", test.server.key());
    let before = machine::cpu_ms(pid)?;
    let outcome = floor.work(rate, plan.held, plan.drain).await?;
    let cpu_ms = machine::cpu_ms(pid)? - before;
    drop(floor);
    started.stop().await?;
    let mut figures = outcome.json();
    figures["cpu_us_per_change"] = json!((cpu_ms * 1e3 / outcome.tally.made as f64).round());
    Ok(figures)
}
