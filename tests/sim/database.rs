//! A person's store in a browser: IndexedDB as far as Ropes leans on it. One transaction is all or
//! nothing; a strict one is on disk when it completes, a relaxed one once a later strict one is, or
//! whenever the machine likes; only the tab whose turn it is may write.

use client::{Durability, MemoryStore, Write};

use crate::die::Die;

#[derive(Debug, Default)]
pub(crate) struct Database {
    records: MemoryStore,
    /// What a power cut leaves for certain.
    on_disk: MemoryStore,
    /// Relaxed transactions since, in order.
    floating: Vec<Vec<Write>>,
    /// The number of the tab that may write.
    turn: u32,
}

impl Database {
    pub(crate) fn records(&self) -> &MemoryStore {
        &self.records
    }

    /// `turn`: a number that no tab of this browser had before.
    pub(crate) fn give_turn(&mut self, turn: u32) {
        self.turn = turn;
    }

    pub(crate) fn is_turn(&self, turn: u32) -> bool {
        self.turn == turn
    }

    pub(crate) fn commit(&mut self, writes: Vec<Write>, durability: Durability) {
        self.records.apply(writes.clone());
        self.floating.push(writes);
        if durability == Durability::Strict {
            self.floating.drain(..).for_each(|writes| self.on_disk.apply(writes));
        }
    }

    /// The battery is taken out: of the relaxed transactions some, in order, are on disk.
    pub(crate) fn lose_power(&mut self, die: &mut Die) {
        let kept = die.below(self.floating.len() + 1);
        for writes in self.floating.drain(..).take(kept) {
            self.on_disk.apply(writes);
        }
        self.records = self.on_disk.clone();
    }
}
