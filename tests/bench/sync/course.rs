//! What becomes of the changes of one document: when each was due, was confirmed, and was seen on the
//! other phone. One person writes, so they stand in a line.

use std::collections::HashMap;

use anyhow::Result;
use automerge::ChangeHash;
use tokio::time::Instant;

use crate::figures::Times;

#[derive(Default)]
pub(crate) struct Course {
    due: Vec<(Instant, ChangeHash)>,
    places: HashMap<ChangeHash, usize>,
    confirmed: usize,
    seen: usize,
}

/// What the pairs at work have gone through since the last look.
pub(crate) struct Tally {
    pub(crate) made: usize,
    /// From when a change was due until the other phone had it.
    pub(crate) seen: Times,
    /// From when a change was due until the server reported it among its heads.
    pub(crate) confirmed: Times,
    /// How late the generator made its changes.
    pub(crate) late: Times,
}

impl Tally {
    pub(crate) fn new() -> Result<Self> {
        let (seen, confirmed, late) = (Times::new()?, Times::new()?, Times::new()?);
        Ok(Self { made: 0, seen, confirmed, late })
    }
}

impl Course {
    pub(crate) fn made(&mut self, due: Instant, change: ChangeHash, tally: &mut Tally) {
        self.places.insert(change, self.due.len());
        self.due.push((due, change));
        tally.made += 1;
        tally.late.add(due.elapsed());
    }

    pub(crate) fn confirmed(&mut self, heads: &[ChangeHash], tally: &mut Tally) {
        let upto = self.upto(heads).max(self.confirmed);
        self.due[self.confirmed..upto]
            .iter()
            .for_each(|(due, _)| tally.confirmed.add(due.elapsed()));
        self.confirmed = upto;
    }

    pub(crate) fn seen(&mut self, heads: &[ChangeHash], tally: &mut Tally) {
        let upto = self.upto(heads).max(self.seen);
        self.due[self.seen..upto].iter().for_each(|(due, _)| tally.seen.add(due.elapsed()));
        self.seen = upto;
    }

    pub(crate) fn is_settled(&self) -> bool {
        self.seen == self.due.len() && self.confirmed == self.due.len()
    }

    /// Counts what is still on its way as if it came now.
    pub(crate) fn give_up(&mut self, tally: &mut Tally) -> usize {
        let missing = self.due.len() - self.seen;
        self.due[self.seen..].iter().for_each(|(due, _)| tally.seen.add(due.elapsed()));
        self.seen = self.due.len();
        missing
    }

    /// The changes that the server has reported among its heads.
    pub(crate) fn acknowledged(&self) -> Vec<ChangeHash> {
        self.due[..self.confirmed].iter().map(|(_, change)| *change).collect()
    }

    /// How many changes these heads include.
    fn upto(&self, heads: &[ChangeHash]) -> usize {
        let places = heads.iter().filter_map(|head| self.places.get(head));
        places.max().map_or(0, |place| place + 1)
    }
}
