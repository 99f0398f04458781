//! The documents in memory. Whoever works on one holds its lock; those used longest ago go first.
//!
//! Every call costs the same however many documents are here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::MutexGuard;

use crate::hub::lock::Lock;
use crate::hub::open::Open;
use crate::store::DocumentId;

/// Documents in use that are passed over before looking for one to drop is given up.
const PASSED_OVER: usize = 8;

#[derive(Debug, Default)]
pub(crate) struct Shelf(Lock<Listed>);

#[derive(Debug, Default)]
struct Listed {
    slots: HashMap<DocumentId, Listing>,
    /// Those in memory, by the turn of their last use.
    order: BTreeMap<u64, DocumentId>,
    bytes: usize,
    turn: u64,
}

#[derive(Debug, Default)]
struct Listing {
    slot: Arc<Slot>,
    bytes: usize,
    turn: Option<u64>,
    used_at: i64,
}

/// A document's place, whether it is in memory or not.
#[derive(Debug, Default)]
pub(crate) struct Slot(Lock<Option<Open>>);

/// What may stay in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) bytes: usize,
    /// What was used before is idle.
    pub(crate) used_since: i64,
    /// Changes that came since then and rest on others are kept, whatever the room: their sender
    /// is about to send those.
    pub(crate) waits_since: i64,
}

/// A document that was dropped.
#[derive(Debug)]
pub(crate) struct Dropped {
    pub(crate) id: DocumentId,
    /// Changes went with it that rest on others still to come: they were in memory only.
    pub(crate) had_waiting: bool,
}

impl Slot {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        self.0.lock()
    }

    /// `None` while somebody works on the document.
    pub(crate) fn try_lock(&self) -> Option<MutexGuard<'_, Option<Open>>> {
        self.0.try_lock()
    }
}

impl Shelf {
    pub(crate) fn slot(&self, id: DocumentId) -> Arc<Slot> {
        self.0.lock().slots.entry(id).or_default().slot.clone()
    }

    /// The slot of a document that is in memory, or is being worked on.
    pub(crate) fn present(&self, id: DocumentId) -> Option<Arc<Slot>> {
        self.0.lock().slots.get(&id).map(|listing| listing.slot.clone())
    }

    /// What all open documents weigh.
    pub(crate) fn bytes(&self) -> usize {
        self.0.lock().bytes
    }

    /// Notes that a document was used, and what it weighs now. The caller holds its lock.
    pub(crate) fn weigh(&self, id: DocumentId, place: Option<&Open>, now: i64) {
        self.0.lock().note(id, place.map(Open::memory), now);
    }

    /// Gives a slot back. One that holds nothing and that nobody else has is forgotten.
    pub(crate) fn put_back(&self, id: DocumentId, slot: Arc<Slot>) {
        let listed = &mut *self.0.lock();
        let is_empty = slot.0.try_lock().is_some_and(|place| place.is_none());
        // The map's and ours.
        if is_empty && Arc::strong_count(&slot) == 2 {
            listed.slots.remove(&id);
        }
    }

    /// Drops one document if there is not room for all; call again until there is none to drop.
    pub(crate) fn trim(&self, room: Room) -> Option<Dropped> {
        for _ in 0..PASSED_OVER {
            let (id, slot) = self.0.lock().oldest(room)?;
            let dropped = self.drop_if_unused(id, &slot, room);
            self.put_back(id, slot);
            if dropped.is_some() {
                return dropped;
            }
        }
        None
    }

    fn drop_if_unused(&self, id: DocumentId, slot: &Slot, room: Room) -> Option<Dropped> {
        let mut place = slot.0.try_lock()?;
        let had_waiting = !place.as_ref()?.waiting.is_empty();
        let listed = &mut *self.0.lock();
        if had_waiting && listed.used_at(id) >= Some(room.waits_since) {
            return None;
        }
        *place = None;
        listed.note(id, None, 0);
        Some(Dropped { id, had_waiting })
    }
}

impl Listed {
    fn note(&mut self, id: DocumentId, bytes: Option<usize>, now: i64) {
        let Some(listing) = self.slots.get_mut(&id) else { return };
        self.bytes -= listing.bytes;
        listing.bytes = bytes.unwrap_or_default();
        self.bytes += listing.bytes;
        listing.used_at = now;
        if let Some(turn) = listing.turn.take() {
            self.order.remove(&turn);
        }
        if bytes.is_some() {
            self.turn += 1;
            listing.turn = Some(self.turn);
            self.order.insert(self.turn, id);
        }
    }

    fn used_at(&self, id: DocumentId) -> Option<i64> {
        self.slots.get(&id).map(|listing| listing.used_at)
    }

    /// The document to drop next. It goes to the end, in case it is in use.
    fn oldest(&mut self, room: Room) -> Option<(DocumentId, Arc<Slot>)> {
        let (turn, id) = self.order.first_key_value().map(|(turn, id)| (*turn, *id))?;
        let listing = self.slots.get_mut(&id)?;
        if self.bytes <= room.bytes && listing.used_at >= room.used_since {
            return None;
        }
        self.order.remove(&turn);
        self.turn += 1;
        listing.turn = Some(self.turn);
        self.order.insert(self.turn, id);
        Some((id, listing.slot.clone()))
    }
}
