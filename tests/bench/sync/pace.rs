//! How long a change takes to the other phone at a rate that all can be asked for, and how many changes
//! a second a server carries.

use anyhow::Result;
use serde_json::{Value, json};

use crate::floor::Outcome;
use crate::plan::{BEARABLE, Plan};
use crate::under_test::UnderTest;

/// The slowest rate, in changes a second, and the steps from one rate to its double.
const SLOWEST: f64 = 25.0;
const STEPS: i32 = 3;
/// No rate beyond this one is tried: 51,200 a second.
const HIGHEST: i32 = 33;
/// A generator that is later than this with its changes is the bottleneck itself.
const LATE_MS: f64 = 100.0;

pub(crate) async fn steady(test: &UnderTest<'_>, plan: &Plan) -> Result<Value> {
    let (started, floor) = test.start_warm(plan).await?;
    let outcome = floor.work(plan.steady, plan.steady_for, plan.drain).await?;
    drop(floor);
    started.stop().await?;
    Ok(outcome.json())
}

/// The highest rate carried, found from `hint` (a step of an earlier run) or from the slowest rate.
pub(crate) async fn highest(test: &UnderTest<'_>, plan: &Plan, hint: Option<i32>) -> Result<Value> {
    let mut tried = Vec::new();
    let mut from = match hint {
        Some(step) => (step - 2).max(0),
        None => {
            let coarse = climb(test, plan, 0, STEPS, &mut tried).await?;
            coarse.map_or(0, |step| step + 1)
        }
    };
    let mut best = (from > 0).then(|| from - 1);
    loop {
        let fine = climb(test, plan, from, 1, &mut tried).await?;
        best = fine.or(best.filter(|_| hint.is_none()));
        if best.is_some() || from == 0 {
            break;
        }
        from = (from - STEPS).max(0);
    }
    let carried = best.map_or(0.0, rate);
    Ok(json!({ "carried": carried, "step": best, "tried": tried }))
}

/// Holds one rate after the other on one server until one is not carried.
async fn climb(
    test: &UnderTest<'_>,
    plan: &Plan,
    from: i32,
    by: i32,
    tried: &mut Vec<Value>,
) -> Result<Option<i32>> {
    let (started, floor) = test.start_warm(plan).await?;
    let (mut best, mut step) = (None, from);
    while step <= HIGHEST {
        let outcome = floor.work(rate(step), plan.rung, plan.drain).await?;
        tried.push(outcome.json());
        if !is_carried(&outcome) {
            break;
        }
        best = Some(step);
        step += by;
    }
    drop(floor);
    started.stop().await?;
    Ok(best)
}

/// Changes a second at a step.
pub(crate) fn rate(step: i32) -> f64 {
    (SLOWEST * 2f64.powf(f64::from(step) / f64::from(STEPS))).round()
}

fn is_carried(outcome: &Outcome) -> bool {
    let is_ours = outcome.tally.late.p99().as_secs_f64() * 1e3 > LATE_MS;
    outcome.missing == 0 && outcome.tally.seen.p99() < BEARABLE && !is_ours
}
