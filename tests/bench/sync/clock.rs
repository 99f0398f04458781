//! The wall clock for what phones write, and waiting that is more exact than a timer.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::Moment;
use tokio::time::{Instant, interval_at};

/// Closer than this to its time we wait without sleeping: the core is ours.
const SPIN: Duration = Duration::from_millis(2);
/// Of a clock that is asked once.
const PERIOD: Duration = Duration::from_secs(3_600);

pub(crate) fn moment() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX), 60)
}

/// Lets the other tasks work until it is time.
pub(crate) async fn until(time: Instant) {
    if time > Instant::now() + SPIN * 2 {
        interval_at(time - SPIN, PERIOD).tick().await;
    }
    while Instant::now() < time {
        tokio::task::yield_now().await;
    }
}
