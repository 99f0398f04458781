//! Tickets for clients that can set no header on a websocket: one use, one minute, in memory only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::DeviceId;

use super::Secret;
use crate::store::SecretHash;

const LIFE_MS: i64 = 60_000;

#[derive(Default)]
pub struct Tickets {
    open: Mutex<BTreeMap<SecretHash, (DeviceId, i64)>>,
}

impl Tickets {
    pub(crate) fn issue(&self, ticket: &Secret, device: DeviceId, now: i64) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, until)| now < *until);
        open.insert(ticket.hash(), (device, now + LIFE_MS));
    }

    /// The device a ticket was made for; gone after this.
    pub(crate) fn redeem(&self, ticket: &Secret, now: i64) -> Option<DeviceId> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let (device, until) = open.remove(&ticket.hash())?;
        (now < until).then_some(device)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC S14
    #[test]
    fn a_ticket_is_good_once_and_for_a_minute() {
        let tickets = Tickets::default();
        let device = DeviceId::new("phone").unwrap();
        let (one, two) = (Secret::sent("one"), Secret::sent("two"));
        tickets.issue(&one, device.clone(), 0);
        tickets.issue(&two, device.clone(), 0);
        assert_eq!(tickets.redeem(&one, LIFE_MS - 1), Some(device));
        assert_eq!(tickets.redeem(&one, LIFE_MS - 1), None);
        assert_eq!(tickets.redeem(&two, LIFE_MS), None);
        assert_eq!(tickets.redeem(&Secret::sent("three"), 0), None);
    }
}
