//! A brake on guessing invite codes: so many wrong ones per address, then a pause.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// A whole shop may share one address, so only wrong codes count. 50 bits stay out of reach.
const MOST: u32 = 30;
const WINDOW_MS: i64 = 10 * 60_000;

#[derive(Default)]
pub(crate) struct Tries {
    wrong: Mutex<BTreeMap<Option<IpAddr>, (u32, i64)>>,
}

impl Tries {
    pub(crate) fn may_try(&self, address: Option<IpAddr>, now: i64) -> bool {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|_, (_, since)| now - *since < WINDOW_MS);
        wrong.get(&address).is_none_or(|(count, _)| *count < MOST)
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
        let tries = Tries::default();
        let (one, two) = (Some(IpAddr::from([10, 0, 0, 1])), Some(IpAddr::from([10, 0, 0, 2])));
        for _ in 0..MOST {
            assert!(tries.may_try(one, 0));
            tries.was_wrong(one, 0);
        }
        assert!(!tries.may_try(one, WINDOW_MS - 1));
        assert!(tries.may_try(two, 0));
        assert!(tries.may_try(one, WINDOW_MS));
    }
}
