//! Panics caught, and what caused them kept at a distance for a while.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::DeviceId;

use crate::hub::lock::Lock;
use crate::store::DocumentId;

const FOR_MS: i64 = 10 * 60_000;
/// Panics of one document after which it is frozen.
const STRIKES: u32 = 2;

#[derive(Debug, Default)]
pub(crate) struct Isolation(Lock<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Left alone until then: for one device, or for all where the document itself cannot be
    /// loaded. Whoever is left alone gets no answer, so nothing looks received.
    until: HashMap<(Option<DeviceId>, DocumentId), i64>,
    strikes: HashMap<DocumentId, u32>,
}

/// The work panicked. Whatever it worked on must be thrown away.
#[derive(Debug)]
pub(crate) struct Panicked;

impl Isolation {
    pub(crate) fn holds(&self, device: &DeviceId, document: DocumentId, now: i64) -> bool {
        let known = self.0.lock();
        let held = |who| known.until.get(&(who, document)).is_some_and(|until| now < *until);
        !known.until.is_empty() && (held(None) || held(Some(device.clone())))
    }

    /// Leaves a document alone for a while.
    pub(crate) fn hold(&self, device: Option<&DeviceId>, document: DocumentId, now: i64) {
        let until = &mut self.0.lock().until;
        until.retain(|_, until| now < *until);
        until.insert((device.cloned(), document), now.saturating_add(FOR_MS));
    }

    /// Counts a panic of a document. Returns whether it is one too many.
    pub(crate) fn strike(&self, document: DocumentId) -> bool {
        let known = &mut *self.0.lock();
        let strikes = known.strikes.entry(document).or_default();
        *strikes += 1;
        *strikes >= STRIKES
    }

    /// The document was frozen, or thawed: it is given another chance.
    pub(crate) fn release(&self, document: DocumentId) {
        let known = &mut *self.0.lock();
        known.until.retain(|(_, held), _| *held != document);
        known.strikes.remove(&document);
    }
}

/// Does work that may panic.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}
