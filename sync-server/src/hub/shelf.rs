//! The documents in memory. Whoever works on one holds its lock; those used longest ago go first.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::MutexGuard;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::hub::lock::Lock;
use crate::hub::metrics::Metrics;
use crate::hub::open::Open;
use crate::store::DocumentId;

#[derive(Debug, Default)]
pub(crate) struct Shelf {
    slots: Lock<HashMap<DocumentId, Arc<Slot>>>,
    bytes: AtomicUsize,
    turn: AtomicU64,
}

/// A document's place, whether it is in memory or not.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    place: Lock<Option<Open>>,
    bytes: AtomicUsize,
    used: AtomicU64,
}

impl Slot {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.place.lock()
    }
}

impl Shelf {
    pub(crate) fn slot(&self, id: DocumentId) -> Arc<Slot> {
        self.slots.lock().entry(id).or_default().clone()
    }

    /// The slot of a document that is in memory, or is being worked on.
    pub(crate) fn present(&self, id: DocumentId) -> Option<Arc<Slot>> {
        self.slots.lock().get(&id).cloned()
    }

    /// What all open documents weigh.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Notes that a document was used, and what it weighs now. The caller holds its lock.
    pub(crate) fn weigh(&self, slot: &Slot, place: Option<&Open>) {
        let now = place.map_or(0, Open::memory);
        let before = slot.bytes.swap(now, Ordering::Relaxed);
        self.bytes.fetch_add(now, Ordering::Relaxed);
        self.bytes.fetch_sub(before, Ordering::Relaxed);
        slot.used.store(self.turn.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Gives a slot back. One that holds nothing and that nobody else has is forgotten.
    pub(crate) fn put_back(&self, id: DocumentId, slot: Arc<Slot>) {
        let mut slots = self.slots.lock();
        let is_empty = slot.place.try_lock().is_some_and(|place| place.is_none());
        // The map's and ours.
        if is_empty && Arc::strong_count(&slot) == 2 {
            slots.remove(&id);
        }
    }

    /// Drops documents until the rest fits, leaving those that `keep` names and those in use.
    pub(crate) fn trim(&self, fits: usize, metrics: &Metrics, keep: impl Fn(DocumentId) -> bool) {
        if self.bytes.load(Ordering::Relaxed) <= fits {
            return;
        }
        let mut oldest: Vec<_> = self
            .slots
            .lock()
            .iter()
            .map(|(id, slot)| (slot.used.load(Ordering::Relaxed), *id, slot.clone()))
            .collect();
        oldest.sort_by_key(|(used, ..)| *used);
        for (_, id, slot) in oldest {
            if self.bytes.load(Ordering::Relaxed) <= fits {
                return;
            }
            self.evict(&slot, metrics, || keep(id));
            self.put_back(id, slot);
        }
    }

    fn evict(&self, slot: &Slot, metrics: &Metrics, keep: impl FnOnce() -> bool) {
        let Some(mut place) = slot.place.try_lock() else { return };
        let waits = place.as_ref().is_some_and(|open| !open.waiting.is_empty());
        if place.is_none() || (waits && keep()) {
            return;
        }
        *place = None;
        self.weigh(slot, None);
        metrics.evicted.up();
        metrics.documents_open.down();
    }
}
