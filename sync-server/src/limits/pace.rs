//! So often in the long run, and so many at once: what was used is paid back as time goes by.
//!
//! Times are microseconds of any clock, as long as it is the same one.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

const SECOND: u64 = 1_000_000;
/// From here on those who owe nothing are forgotten now and then.
const MANY: usize = 1_024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    every: u64,
    at_once: u64,
}

/// The moment at which everything somebody used is paid back.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Used(u64);

/// What many have used, each for themselves.
pub(crate) struct Paces<K> {
    pace: Pace,
    used: Mutex<HashMap<K, Used>>,
}

/// Come again after so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooOften(pub u64);

impl Pace {
    pub(crate) fn new(per_second: u64, at_once: u64) -> Self {
        let every = SECOND / per_second.max(1);
        Self { every, at_once: every.saturating_mul(at_once) }
    }
}

impl Used {
    pub(crate) fn take(&mut self, pace: Pace, now: u64, cost: u64) {
        self.0 = self.0.max(now).saturating_add(pace.every.saturating_mul(cost));
    }

    /// How long until the next may come.
    pub(crate) fn wait(self, pace: Pace, now: u64) -> u64 {
        self.0.saturating_add(pace.every).saturating_sub(now.saturating_add(pace.at_once))
    }
}

impl<K: Eq + Hash> Paces<K> {
    pub(crate) fn new(pace: Pace) -> Self {
        Self { pace, used: Mutex::default() }
    }

    /// Uses one. `now` in milliseconds.
    pub(crate) fn take(&self, key: K, now: i64) -> Result<(), TooOften> {
        let now = u64::try_from(now).unwrap_or_default().saturating_mul(1_000);
        let mut all = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY && all.len().is_power_of_two() {
            all.retain(|_, used| used.0 > now);
        }
        let used = all.entry(key).or_default();
        // A clock that was set back must not lock anybody out.
        used.0 = used.0.min(now.saturating_add(self.pace.at_once));
        match used.wait(self.pace, now) {
            0 => {
                used.take(self.pace, now, 1);
                Ok(())
            }
            wait => Err(TooOften(wait.div_ceil(SECOND))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many of `tries` may come at once at a moment.
    fn admitted(paces: &Paces<&'static str>, who: &'static str, now: i64, tries: usize) -> usize {
        (0..tries).filter(|_| paces.take(who, now).is_ok()).count()
    }

    // SPEC H50
    #[test]
    fn so_many_may_come_at_once_and_the_rest_as_time_goes_by() {
        let paces = Paces::new(Pace::new(2, 5));
        assert_eq!(admitted(&paces, "one", 10_000, 9), 5);
        assert_eq!(paces.take("one", 10_000), Err(TooOften(1)));
        assert_eq!(admitted(&paces, "two", 10_000, 9), 5);
        assert_eq!(admitted(&paces, "one", 10_499, 9), 0);
        assert_eq!(admitted(&paces, "one", 10_500, 9), 1);
        assert_eq!(admitted(&paces, "one", 12_000, 9), 3);
        assert_eq!(admitted(&paces, "one", 60_000, 9), 5);
    }

    // SPEC H50
    #[test]
    fn what_costs_more_waits_longer() {
        let (pace, mut used) = (Pace::new(1, 3), Used::default());
        used.take(pace, 0, 10);
        assert_eq!(used.wait(pace, 0), 8 * SECOND);
        assert_eq!(used.wait(pace, 8 * SECOND), 0);
    }

    // SPEC H50
    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let paces = Paces::new(Pace::new(1, 3));
        assert_eq!(admitted(&paces, "one", 10_000_000, 9), 3);
        assert_eq!(admitted(&paces, "one", 1_000, 9), 0);
        assert_eq!(admitted(&paces, "one", 2_000, 9), 1);
    }

    #[test]
    fn those_who_owe_nothing_are_forgotten() {
        let paces = Paces::new(Pace::new(1_000, 3));
        for who in 0..10 * MANY {
            paces.take(who, 1_000 * who as i64).unwrap();
        }
        assert!(paces.used.lock().unwrap().len() <= MANY);
    }
}
