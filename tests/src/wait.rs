//! Waiting for something to become true, with an end. Tests wait on conditions, never for a time.

use std::time::Duration;

use anyhow::{Result, anyhow};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// Asks `probe` until it has an answer. Errors of the probe are kept, and shown when time is up.
pub async fn until<T>(what: &str, mut probe: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let end = Instant::now() + PATIENCE;
    let mut ticks = interval(LOOK_AGAIN);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let last = match probe().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => anyhow!("it never was"),
            Err(error) => error,
        };
        if Instant::now() > end {
            return Err(last.context(format!("waited {} s for {what}", PATIENCE.as_secs())));
        }
    }
}
