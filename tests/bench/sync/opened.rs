//! What a year's log costs in memory while a phone has it open. All servers at once: they only rest.

use anyhow::Result;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::clock::until;
use crate::cold::years;
use crate::machine;
use crate::plan::Plan;
use crate::resting::Resting;
use crate::under_test::UnderTest;

const HALF: usize = 100;

pub(crate) async fn logs(tests: &[UnderTest<'_>], plan: &Plan) -> Vec<Result<Value>> {
    join_all(tests.iter().map(|test| slope(test, plan))).await
}

async fn slope(test: &UnderTest<'_>, plan: &Plan) -> Result<Value> {
    let started = test.start().await?;
    test.first_sync(&started.running).await?;
    let pid = started.running.pid()?;
    let mut memory = vec![machine::memory(pid)?];
    let mut resting = Resting::new();
    for half in years(test).chunks(HALF).take(2) {
        resting.arrive(&started.running, half).await?;
        until(Instant::now() + plan.rest).await;
        resting.look()?;
        memory.push(machine::memory(pid)?);
    }
    drop(resting);
    started.stop().await?;
    let megabytes: Vec<_> = memory.iter().map(|bytes| bytes / 1e6).collect();
    let kb = (memory[2] - memory[1]) / 1e3 / HALF as f64;
    Ok(json!({ "memory_mb_at_0_100_200": megabytes, "kb_per_log": kb }))
}
