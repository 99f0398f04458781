//! A brake on guessing invite codes: so many wrong ones per address, then a pause.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::limits::ServerLimits;

/// A whole shop may share one address, so only wrong codes count. 50 bits stay out of reach.
pub(crate) struct Tries {
    most: u64,
    window_ms: i64,
    wrong: Mutex<BTreeMap<Option<IpAddr>, (u64, i64)>>,
}

impl Tries {
    pub(crate) fn new(limits: &ServerLimits) -> Self {
        let minutes = i64::try_from(limits.wrong_codes_minutes).unwrap_or(i64::MAX);
        let window_ms = minutes.saturating_mul(60_000);
        Self { most: limits.wrong_codes, window_ms, wrong: Mutex::default() }
    }

    pub(crate) fn may_try(&self, address: Option<IpAddr>, now: i64) -> bool {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|_, (_, since)| now - *since < self.window_ms);
        wrong.get(&address).is_none_or(|(count, _)| *count < self.most)
    }

    pub(crate) fn was_wrong(&self, address: Option<IpAddr>, now: i64) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.entry(address).or_insert((0, now)).0 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC S15
    #[test]
    fn after_many_wrong_codes_an_address_waits_and_others_do_not() {
        let limits = ServerLimits::default();
        let (tries, window_ms) = (Tries::new(&limits), 10 * 60_000);
        let (one, two) = (Some(IpAddr::from([10, 0, 0, 1])), Some(IpAddr::from([10, 0, 0, 2])));
        for _ in 0..limits.wrong_codes {
            assert!(tries.may_try(one, 0));
            tries.was_wrong(one, 0);
        }
        assert!(!tries.may_try(one, window_ms - 1));
        assert!(tries.may_try(two, 0));
        assert!(tries.may_try(one, window_ms));
    }
}
