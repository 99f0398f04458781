//! One line when a step starts and one when it ends, so that a long build never looks dead.

use std::time::Instant;

use anyhow::Result;

/// The steps of one command, with the time since it began.
pub(crate) struct Steps {
    began: Instant,
}

impl Steps {
    pub(crate) fn new() -> Steps {
        Steps { began: Instant::now() }
    }

    pub(crate) fn run<T>(&self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("==> {name}");
        let started = Instant::now();
        let result = work();
        let word = if result.is_ok() { "done" } else { "FAILED" };
        println!(
            "    {name}: {word} in {:.1} s ({:.0} s so far)",
            started.elapsed().as_secs_f64(),
            self.began.elapsed().as_secs_f64()
        );
        result
    }

    pub(crate) fn fresh(&self, name: &str) {
        println!("    {name}: up to date");
    }
}
