//! Numbers about the running server for `/metrics`: counts only, never about a person.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

#[derive(Default)]
pub struct Counters {
    numbers: Mutex<BTreeMap<&'static str, i64>>,
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

    /// The text format of Prometheus.
    pub(crate) fn text(&self) -> String {
        let numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        numbers.iter().fold(String::new(), |mut text, (name, number)| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name} {number}");
            text
        })
    }
}
