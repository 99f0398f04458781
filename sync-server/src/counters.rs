//! Numbers about the running server for `/metrics`: counts only, never about a person.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Reads numbers that somebody else keeps.
pub type Source = Box<dyn Fn() -> Vec<(&'static str, u64)> + Send + Sync>;

#[derive(Default)]
pub struct Counters {
    numbers: Mutex<BTreeMap<&'static str, i64>>,
    sources: Mutex<Vec<Source>>,
}

impl Counters {
    /// Adds to a number, which starts at 0. Names are `snake_case` and start with `ropes_`.
    pub fn add(&self, name: &'static str, by: i64) {
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        *numbers.entry(name).or_default() += by;
    }

    pub fn set(&self, name: &'static str, to: i64) {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner).insert(name, to);
    }

    pub fn include(&self, source: Source) {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner).push(source);
    }

    /// The text format of Prometheus.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for (name, number) in &*self.numbers.lock().unwrap_or_else(PoisonError::into_inner) {
            text += &format!("{name} {number}\n");
        }
        for source in &*self.sources.lock().unwrap_or_else(PoisonError::into_inner) {
            for (name, number) in source() {
                text += &format!("{name} {number}\n");
            }
        }
        text
    }
}
