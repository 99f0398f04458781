//! Documents that have something to say, each once, in the order they came.

use std::collections::{HashSet, VecDeque};

#[derive(Debug, Default)]
pub(super) struct Queue {
    order: VecDeque<String>,
    members: HashSet<String>,
}

impl Queue {
    pub(super) fn add(&mut self, document: &str) {
        if self.members.insert(document.to_owned()) {
            self.order.push_back(document.to_owned());
        }
    }

    pub(super) fn take(&mut self) -> Option<String> {
        let next = self.order.pop_front()?;
        self.members.remove(&next);
        Some(next)
    }

    pub(super) fn remove(&mut self, document: &str) {
        if self.members.remove(document) {
            self.order.retain(|one| one != document);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}
