//! No connection sends more than its measure: what comes faster waits in its socket, and holds up
//! nobody else.

use std::time::{Duration, Instant};

use crate::hub::metrics::Metrics;
use crate::limits::{Pace, Used};

/// A frame counts as one more for each of these in it.
const BYTES: usize = 64 << 10;

pub(crate) struct Pacing {
    pace: Pace,
    began: Instant,
    used: Used,
}

impl Pacing {
    pub(crate) fn new(pace: Pace) -> Self {
        Self { pace, began: Instant::now(), used: Used::default() }
    }

    /// A frame came in.
    pub(crate) fn heard(&mut self, bytes: usize) {
        self.used.take(self.pace, self.now(), 1 + (bytes / BYTES) as u64);
    }

    /// Returns once another may come.
    pub(crate) async fn turn(&self, metrics: &Metrics) {
        let wait = self.used.wait(self.pace, self.now());
        if wait > 0 {
            metrics.slowed.up();
            tokio::time::sleep(Duration::from_micros(wait)).await;
        }
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_micros() as u64
    }
}
