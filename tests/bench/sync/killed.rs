//! What a server that is killed while it works has lost of what it had confirmed.

use std::time::Duration;

use anyhow::Result;
use automerge::ChangeHash;
use documents::Document;
use domain::Kind;
use futures_util::future::try_join_all;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::clock::until;
use crate::floor::Floor;
use crate::replica::Replica;
use crate::under_test::{Started, UnderTest};
use crate::workshop::Post;

/// How long the server works before it is killed: from the first of these to the second, a different
/// time for each kill.
const WORK: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(1_500)];
/// Multiples of it spread evenly over an interval.
const GOLDEN: f64 = 0.618;
const LONG: Duration = Duration::from_secs(60);

struct Killed {
    acknowledged: usize,
    lost: usize,
}

/// Kills one server again and again, and sums up.
pub(crate) async fn often(test: &UnderTest<'_>, kills: usize, rate: f64) -> Result<Value> {
    let (mut acknowledged, mut lost) = (0, 0);
    for kill in 0..kills {
        let (started, floor) = test.start_working().await?;
        let share = (kill as f64 * GOLDEN).fract();
        let work = WORK[0] + (WORK[1] - WORK[0]).mul_f64(share);
        let one = at_full_tilt(started, floor, rate, work).await?;
        acknowledged += one.acknowledged;
        lost += one.lost;
    }
    Ok(json!({ "kills": kills, "rate": rate, "acknowledged": acknowledged, "lost": lost }))
}

/// Kills the server while changes come in at `rate`, starts it again, and lets phones with an empty
/// store ask for everything: no author's phone is there to heal what is missing.
async fn at_full_tilt(started: Started, floor: Floor, rate: f64, work: Duration) -> Result<Killed> {
    tokio::select! {
        made = floor.make(rate, LONG) => made?,
        () = until(Instant::now() + work) => {}
    }
    let started = started.kill_and_start().await?;
    let told = floor.acknowledged();
    drop(floor);
    let address = started.running.address();
    let reading = told.iter().map(|(reader, changes)| lost(&address, reader, changes));
    let lost: usize = try_join_all(reading).await?.into_iter().sum();
    started.stop().await?;
    let acknowledged: usize = told.iter().map(|(_, changes)| changes.len()).sum();
    Ok(Killed { acknowledged, lost })
}

async fn lost(address: &str, reader: &Post, changes: &[ChangeHash]) -> Result<usize> {
    let empty = Document::new(Kind::Log, [251; 16]);
    let found = Replica::find(address, reader, empty).await?;
    let has = |change: &ChangeHash| found.as_ref().is_some_and(|it| it.log.has(&change.0));
    Ok(changes.iter().filter(|change| !has(change)).count())
}
