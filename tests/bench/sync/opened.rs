//! What a year's log costs in memory while a phone has it open.
//!
//! The servers fetch from disk in turn, since a core that loads a hundred years for five servers at once
//! makes the slow ones drop their phones; then all rest together.

use anyhow::Result;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::clock::until;
use crate::cold::years;
use crate::machine;
use crate::plan::Plan;
use crate::resting::{FEW_AT_ONCE, Resting};
use crate::under_test::{Started, UnderTest};

const HALF: usize = 100;

/// A server that has come through so far.
struct Open {
    started: Started,
    resting: Resting,
    memory: Vec<f64>,
}

pub(crate) async fn logs(tests: &[UnderTest<'_>], plan: &Plan) -> Vec<Result<Value>> {
    let mut all = Vec::new();
    for test in tests {
        all.push(Open::start(test).await);
    }
    for half in [0..HALF, HALF..2 * HALF] {
        for (test, open) in tests.iter().zip(&mut all) {
            let outcome = match open {
                Ok(open) => open.arrive(test, half.clone()).await,
                Err(_) => Ok(()),
            };
            drop_failed(open, outcome);
        }
        until(Instant::now() + plan.rest).await;
        for open in &mut all {
            let outcome = open.as_mut().map_or(Ok(()), Open::weigh);
            drop_failed(open, outcome);
        }
    }
    let mut slopes = Vec::new();
    for open in all {
        slopes.push(match open {
            Ok(open) => open.slope().await,
            Err(error) => Err(error),
        });
    }
    slopes
}

fn drop_failed(open: &mut Result<Open>, outcome: Result<()>) {
    if let Err(error) = outcome {
        *open = Err(error);
    }
}

impl Open {
    async fn start(test: &UnderTest<'_>) -> Result<Self> {
        let started = test.start().await?;
        test.first_sync(&started.running).await?;
        let memory = vec![machine::memory(started.running.pid()?)?];
        Ok(Self { started, resting: Resting::new(), memory })
    }

    async fn arrive(&mut self, test: &UnderTest<'_>, half: std::ops::Range<usize>) -> Result<()> {
        let years = years(test);
        let years = years.get(half).unwrap_or_default();
        self.resting.arrive(&self.started.running, years, FEW_AT_ONCE).await
    }

    fn weigh(&mut self) -> Result<()> {
        self.resting.look()?;
        self.memory.push(machine::memory(self.started.running.pid()?)?);
        Ok(())
    }

    async fn slope(self) -> Result<Value> {
        let Self { started, resting, memory } = self;
        drop(resting);
        started.stop().await?;
        let megabytes: Vec<_> = memory.iter().map(|bytes| bytes / 1e6).collect();
        let kb = (memory[2] - memory[1]) / 1e3 / HALF as f64;
        Ok(json!({ "memory_mb_at_0_100_200": megabytes, "kb_per_log": kb }))
    }
}
