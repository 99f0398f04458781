//! Times in a histogram, and what is told of them.

use std::time::Duration;

use anyhow::Result;
use hdrhistogram::Histogram;
use serde_json::{Value, json};

/// In microseconds, up to minutes, three digits exact.
pub(crate) struct Times(Histogram<u64>);

impl Times {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(Histogram::new_with_bounds(1, 600_000_000, 3)?))
    }

    pub(crate) fn add(&mut self, time: Duration) {
        self.0.saturating_record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1));
    }

    pub(crate) fn p50(&self) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(0.5))
    }

    pub(crate) fn p99(&self) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(0.99))
    }

    /// As it stands in the raw figures, in milliseconds.
    pub(crate) fn json(&self) -> Value {
        let max = Duration::from_micros(self.0.max());
        json!({ "count": self.0.len(), "p50": ms(self.p50()), "p99": ms(self.p99()), "max": ms(max) })
    }
}

/// Milliseconds to three digits.
pub(crate) fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
