//! The lock of a person's store on this phone: what is kept of it, and how long a wrong PIN costs.

use domain::Moment;
use json::Json;

use crate::effect::{Table, Write};

/// What opens the store once the PIN is known; the shell makes and reads it.
const SEAL: &str = "seal";
const TRIES: &str = "tries";
/// After so many minutes away the store locks itself.
const AFTER: &str = "after";

/// So many wrong PINs cost nothing.
const FREE: u32 = 2;
const LONGEST_S: i64 = 15 * 60;
const USUAL_MIN: u8 = 5;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Lock {
    pub(crate) seal: Option<Vec<u8>>,
    pub(crate) tries: Tries,
    after_min: Option<u8>,
}

/// Wrong PINs in a row, and when the last one was tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tries {
    pub(crate) wrong: u32,
    at_ms: i64,
}

impl Lock {
    pub(crate) fn read(records: Vec<(String, Vec<u8>)>) -> Self {
        let mut lock = Self::default();
        for (key, value) in records {
            match key.as_str() {
                SEAL => lock.seal = Some(value),
                TRIES => lock.tries = Tries::from_bytes(&value),
                AFTER => lock.after_min = value.first().copied(),
                _ => {}
            }
        }
        lock
    }

    pub(crate) fn is_on(&self) -> bool {
        self.seal.is_some()
    }

    pub(crate) fn after_min(&self) -> u8 {
        self.after_min.unwrap_or(USUAL_MIN)
    }

    pub(crate) fn set_after(&mut self, minutes: u8) -> Write {
        self.after_min = Some(minutes);
        put(AFTER, vec![minutes])
    }

    /// To be on disk before the PIN is looked at: else who ends the app in time tries for nothing.
    pub(crate) fn note_try(&mut self, now: Moment) -> Write {
        self.tries = Tries { wrong: self.tries.wrong.saturating_add(1), at_ms: now.utc_ms };
        put(TRIES, self.tries.to_bytes())
    }

    pub(crate) fn forget_tries(&mut self) -> Write {
        self.tries = Tries::default();
        Write::Delete { table: Table::Lock, key: TRIES.into() }
    }
}

impl Tries {
    /// A second after the third wrong PIN, and twice as long after each more, up to a quarter of an hour. A
    /// clock that was turned back gains nothing.
    pub(crate) fn wait_s(self, now: Moment) -> i64 {
        let Some(more) = self.wrong.checked_sub(FREE + 1) else { return 0 };
        let whole = LONGEST_S.min(1 << more.min(20));
        let passed = (now.utc_ms - self.at_ms).max(0) / 1_000;
        (whole - passed).max(0)
    }

    fn to_bytes(self) -> Vec<u8> {
        Json::object().with("wrong", i64::from(self.wrong)).with("at", self.at_ms).to_bytes()
    }

    /// What cannot be read counts as many: a harmed note gives no tries away.
    fn from_bytes(bytes: &[u8]) -> Self {
        let tries = json::read(bytes).and_then(|json| {
            Some(Self { wrong: json.number("wrong")?, at_ms: json.number("at")? })
        });
        tries.unwrap_or(Self { wrong: 12, at_ms: 0 })
    }
}

fn put(key: &str, value: Vec<u8>) -> Write {
    Write::Put { table: Table::Lock, key: key.into(), value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Moment {
        Moment::new(s * 1_000, 0)
    }

    // SPEC N11
    #[test]
    fn a_wrong_pin_costs_more_each_time_and_a_quarter_of_an_hour_at_most() {
        let mut lock = Lock::default();
        let mut waits = Vec::new();
        for _ in 0..16 {
            lock.note_try(at(100));
            waits.push(lock.tries.wait_s(at(100)));
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
        assert_eq!(lock.tries.wait_s(at(400)), 600);
        assert_eq!(lock.tries.wait_s(at(1_000)), 0);
        assert_eq!(lock.tries.wait_s(at(-5_000)), 900, "the clock was turned back");
    }

    // SPEC N11
    #[test]
    fn tries_survive_a_reload_and_harm() {
        let mut lock = Lock::default();
        let Write::Put { key, value, .. } = lock.note_try(at(7)) else { panic!("no note") };
        assert_eq!(Lock::read(vec![(key.clone(), value)]).tries, lock.tries);
        assert_eq!(Lock::read(vec![(key, b"?".to_vec())]).tries.wait_s(at(0)), 512);
    }
}
