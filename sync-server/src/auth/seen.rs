//! When devices were last seen. Hundreds of them may come within a second, and each on a disk write of
//! its own would hold up those at work: so whoever writes writes for all who came meanwhile.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use domain::DeviceId;

use crate::store::{Store, StoreError};

#[derive(Default)]
pub(crate) struct Seen {
    waiting: Mutex<BTreeMap<DeviceId, i64>>,
    writing: Mutex<()>,
}

impl Seen {
    /// Blocks while it writes; where another is writing, that one takes this along. What could not be
    /// written is forgotten: the device will be seen again.
    pub(crate) fn note(
        &self,
        store: &dyn Store,
        device: &DeviceId,
        now: i64,
    ) -> Result<(), StoreError> {
        self.waiting().insert(device.clone(), now);
        while !self.waiting().is_empty() {
            let _writing = match self.writing.try_lock() {
                Ok(writing) => writing,
                Err(TryLockError::Poisoned(writing)) => writing.into_inner(),
                Err(TryLockError::WouldBlock) => return Ok(()),
            };
            let noted: Vec<_> = std::mem::take(&mut *self.waiting()).into_iter().collect();
            if !noted.is_empty() {
                store.touch_devices(&noted)?;
            }
        }
        Ok(())
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<DeviceId, i64>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use domain::PersonId;

    use super::*;
    use crate::store::{Failing, MemoryStore, NewDevice, PeopleUpdate, PersonRecord, SecretHash};

    const ARRIVING: u8 = 200;
    const WRITE: &str = "touch_devices";

    fn device(number: u8) -> DeviceId {
        DeviceId::new(format!("phone-{number}")).unwrap()
    }

    fn store() -> Failing<MemoryStore> {
        let store = MemoryStore::new();
        let sam = PersonRecord {
            id: PersonId::new("sam").unwrap(),
            key: "1".into(),
            name: "Sam".into(),
            roles: Vec::new(),
            job: None,
            is_active: true,
        };
        let update = PeopleUpdate { people: vec![sam.clone()], ..PeopleUpdate::default() };
        store.update_people(&update).unwrap();
        for number in 0..=ARRIVING {
            let secret = SecretHash([number; 32]);
            let phone = NewDevice { id: device(number), name: "phone".into(), secret };
            store.add_device(&sam.id, &phone, 1).unwrap();
        }
        Failing::new(store)
    }

    // SPEC H47
    #[test]
    fn devices_that_come_while_one_is_noted_are_noted_together_and_do_not_wait() {
        let (store, seen) = (store(), Seen::default());
        let stalled = store.stall(WRITE);
        thread::scope(|scope| {
            let first = scope.spawn(|| seen.note(&store, &device(0), 5));
            while store.stalled() == 0 {
                thread::yield_now();
            }
            for number in 1..=ARRIVING {
                seen.note(&store, &device(number), 5).unwrap();
            }
            drop(stalled);
            first.join().unwrap().unwrap();
        });
        assert_eq!(store.calls_by_method()[WRITE], 2);
        let all = store.devices().unwrap();
        assert!(all.iter().all(|device| device.last_seen == 5), "{all:?}");
    }

    // SPEC H47
    #[test]
    fn a_note_that_could_not_be_written_is_no_harm_to_the_next() {
        let (store, seen) = (store(), Seen::default());
        store.fail(WRITE, 1);
        assert!(seen.note(&store, &device(0), 5).is_err());
        seen.note(&store, &device(0), 6).unwrap();
        assert_eq!(store.device(&device(0)).unwrap().unwrap().last_seen, 6);
    }
}
