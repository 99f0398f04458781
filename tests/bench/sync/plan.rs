//! How long and how often everything is measured: in full, or quickly while working on it.

use std::time::Duration;

use crate::server::Server;

/// Documents that pairs of phones work on, each with one who writes and one who reads.
pub(crate) const PAIRS: usize = 100;
/// Entries of such a log: some weeks of work.
pub(crate) const ENTRIES: u32 = 200;
/// Entries of a year, and page loads a day that wrote it.
pub(crate) const YEAR: u32 = 2_000;
pub(crate) const LOADS: u32 = 3;
/// Phones that start with an empty store at once.
pub(crate) const NEWCOMERS: usize = 300;
/// People of the large workshop, each with a log of this year and one of last year.
pub(crate) const PEOPLE: usize = 5_000;
/// Entries of the logs there that are no year of work.
pub(crate) const FEW: u32 = 10;
/// The slowest p99 at which a rate counts as carried.
pub(crate) const BEARABLE: Duration = Duration::from_millis(500);

pub(crate) struct Plan {
    pub(crate) runs: usize,
    /// Runs of what takes long.
    pub(crate) cold_runs: usize,
    pub(crate) resting_runs: usize,
    /// Times that Ropes is killed; the others less often, since they take longer to start.
    pub(crate) kills: usize,
    /// Bursts of a second before a fresh server is measured.
    pub(crate) warm_ups: usize,
    /// Changes a second while the time to the other phone is taken.
    pub(crate) steady: f64,
    pub(crate) steady_for: Duration,
    /// How long one rate is held.
    pub(crate) rung: Duration,
    /// The same with `--hold`.
    pub(crate) held: Duration,
    /// How long changes that were not delivered yet are waited for.
    pub(crate) drain: Duration,
    /// Before the memory of open documents is read.
    pub(crate) rest: Duration,
    /// While the CPU of phones at rest is read.
    pub(crate) idle: Duration,
    /// What 300 newcomers may take.
    pub(crate) cold: Duration,
}

impl Plan {
    pub(crate) fn kills_of(&self, server: Server) -> usize {
        if server == Server::Ropes { self.kills } else { self.kills / 10 }
    }

    pub(crate) fn full() -> Self {
        Self {
            runs: 5,
            cold_runs: 2,
            resting_runs: 1,
            kills: 200,
            warm_ups: 3,
            steady: 200.0,
            steady_for: Duration::from_secs(5),
            rung: Duration::from_secs(3),
            held: Duration::from_secs(10),
            drain: Duration::from_secs(2),
            rest: Duration::from_secs(120),
            idle: Duration::from_secs(10),
            cold: Duration::from_secs(40),
        }
    }

    pub(crate) fn quick() -> Self {
        Self {
            runs: 1,
            cold_runs: 1,
            resting_runs: 1,
            kills: 10,
            warm_ups: 1,
            steady_for: Duration::from_secs(3),
            rung: Duration::from_secs(2),
            rest: Duration::from_secs(5),
            idle: Duration::from_secs(5),
            cold: Duration::from_secs(20),
            ..Self::full()
        }
    }
}
