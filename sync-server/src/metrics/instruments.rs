//! What is counted with: cheap to write from any thread, read when somebody asks.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{Family, Kind, Sample};

/// Something that can be shown.
pub(crate) trait Metric {
    /// The one number that a test compares.
    fn get(&self) -> u64;
    fn family(&self, name: &str, help: &'static str) -> Family;
}

/// Only ever grows.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Ordering::Relaxed);
    }

    pub(crate) fn up(&self) {
        self.add(1);
    }
}

impl Metric for Count {
    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn family(&self, name: &str, help: &'static str) -> Family {
        Family::counter(name, help, self.get())
    }
}

/// How many there are now.
#[derive(Debug, Default)]
pub(crate) struct Level(AtomicU64);

/// One of those that are there now, until it is dropped.
pub(crate) struct Inside<'l>(&'l Level);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.down();
    }
}

impl Level {
    pub(crate) fn enter(&self) -> Inside<'_> {
        self.up();
        Inside(self)
    }

    pub(crate) fn up(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn down(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metric for Level {
    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn family(&self, name: &str, help: &'static str) -> Family {
        Family::gauge(name, help, self.get() as f64)
    }
}

/// Counts by a reason out of a small set of our own words.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<BTreeMap<String, u64>>);

impl Tally {
    pub(crate) fn up(&self, reason: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(reason) {
            Some(count) => *count += 1,
            None => drop(counts.insert(reason.to_owned(), 1)),
        }
    }
}

impl Tally {
    /// With another label than `reason`.
    pub(crate) fn by(&self, label: &'static str, name: &str, help: &'static str) -> Family {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sample = |(word, count): (&String, &u64)| Sample {
            suffix: "",
            label: Some((label, word.clone())),
            value: *count as f64,
        };
        let samples = counts.iter().map(sample).collect();
        Family { name: format!("{name}_total"), help, kind: Kind::Counter, samples }
    }
}

impl Metric for Tally {
    fn get(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    fn family(&self, name: &str, help: &'static str) -> Family {
        self.by("reason", name, help)
    }
}

/// Upper bounds in seconds.
const BOUNDS: [f64; 13] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// How long something took, in buckets.
#[derive(Debug, Default)]
pub(crate) struct Histogram {
    /// How many took no longer than the bound of the same place.
    within: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    microseconds: AtomicU64,
}

impl Histogram {
    pub(crate) fn observe(&self, took: Duration) {
        for (_, within) in
            BOUNDS.iter().zip(&self.within).filter(|(b, _)| took.as_secs_f64() <= **b)
        {
            within.fetch_add(1, Ordering::Relaxed);
        }
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(took, Ordering::Relaxed);
        self.count.fetch_add(1, Ordering::Relaxed);
    }
}

impl Metric for Histogram {
    fn get(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    fn family(&self, name: &str, help: &'static str) -> Family {
        let count = self.get();
        let bucket = |bound: String, count: u64| Sample {
            suffix: "_bucket",
            label: Some(("le", bound)),
            value: count as f64,
        };
        let within = BOUNDS.iter().zip(&self.within);
        // Another thread may be between two of its additions.
        let within = within
            .map(|(bound, it)| bucket(bound.to_string(), it.load(Ordering::Relaxed).min(count)));
        let mut samples: Vec<_> = within.collect();
        samples.push(bucket("+Inf".to_owned(), count));
        let sum = self.microseconds.load(Ordering::Relaxed) as f64 / 1e6;
        samples.push(Sample { suffix: "_sum", label: None, value: sum });
        samples.push(Sample { suffix: "_count", label: None, value: count as f64 });
        Family { name: name.to_owned(), help, kind: Kind::Histogram, samples }
    }
}
