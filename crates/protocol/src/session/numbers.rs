//! The numbers of changes' operations.

use std::collections::HashMap;

use automerge::{Automerge, Change, ChangeHash};

/// What a document's operations are numbered up to, with what was let into it so far. Automerge takes
/// changes with other numbers than its own writers give, and what it then saves as a whole it cannot
/// load, or only with memory for every number that was left out.
#[derive(Debug)]
pub struct Numbers<'d> {
    document: &'d Automerge,
    heads: Vec<ChangeHash>,
    /// Of what was let in: the last number of its operations.
    ends: HashMap<ChangeHash, u64>,
}

impl<'d> Numbers<'d> {
    #[must_use]
    pub fn of(document: &'d Automerge) -> Self {
        Self::at(document, document.get_heads())
    }

    /// The same of a document as it was at these heads, whatever came into it since.
    #[must_use]
    pub fn at(document: &'d Automerge, heads: Vec<ChangeHash>) -> Self {
        Self { document, heads, ends: HashMap::new() }
    }

    /// Whether a change is numbered as a writer does: behind all that it rests on, and leaving out no
    /// more than others have used meanwhile; an empty one leaves out nothing. One that rests on what is
    /// not here cannot be taken yet, and is asked about again.
    #[must_use]
    pub fn continue_with(&self, change: &Change) -> bool {
        let ends: Option<Vec<u64>> = change.deps().iter().map(|dep| self.end_of(dep)).collect();
        let Some(behind) = ends.map(|ends| ends.into_iter().max().unwrap_or(0)) else {
            return true;
        };
        let first = change.start_op().get();
        let is_next = first == behind + 1;
        is_next || (!change.is_empty() && first > behind && first <= self.last() + 1)
    }

    pub fn let_in(&mut self, change: &Change) {
        let before = change.start_op().get() - 1;
        self.ends.insert(change.hash(), before.saturating_add(change.len() as u64));
    }

    fn end_of(&self, change: &ChangeHash) -> Option<u64> {
        let stored = || Some(self.document.get_change_meta_by_hash(change)?.max_op);
        self.ends.get(change).copied().or_else(stored)
    }

    fn last(&self) -> u64 {
        let stored = self.heads.iter().filter_map(|head| self.end_of(head));
        self.ends.values().copied().chain(stored).max().unwrap_or(0)
    }
}
