//! Rules about changes that need no look at what they say: their place, their author, their size.

use automerge::{Change, ChangeHash};
use documents::FIRST_ACTOR;
use protocol::session::Numbers;
use protocol::{Refusal, RefusalCode};

use crate::hub::Settings;
use crate::hub::open::Open;
use crate::store;

const DAY_MS: i64 = 86_400_000;

/// Judges changes that a document does not have yet, one after the other. The document has its
/// genesis already, so a change that builds on nothing is another one.
pub(crate) struct Judge<'s> {
    settings: &'s Settings,
    /// The author may no longer write at all.
    closed: Option<Refusal>,
    /// Of the document with what was let in so far.
    bytes: usize,
    changes: usize,
    numbers: Numbers<'s>,
}

impl<'s> Judge<'s> {
    pub(crate) fn new(open: &'s Open, settings: &'s Settings, closed: Option<Refusal>) -> Self {
        let (bytes, changes) = (open.bytes, open.changes());
        let numbers = Numbers::of(open.document.automerge());
        Self { settings, closed, bytes, changes, numbers }
    }

    /// Where what is judged is in the document already: the changes and heads that it had before.
    pub(crate) fn since(self, changes: usize, heads: &[ChangeHash], open: &'s Open) -> Self {
        let numbers = Numbers::at(open.document.automerge(), heads.to_vec());
        Self { changes, numbers, ..self }
    }

    pub(crate) fn judge(&mut self, change: &Change) -> Result<(), Refusal> {
        if let Some(closed) = &self.closed {
            return Err(closed.clone());
        }
        if change.deps().is_empty() {
            return Err(not_accepted("a document cannot begin twice"));
        }
        if change.actor_id().to_bytes() == FIRST_ACTOR.as_slice() {
            return Err(not_accepted("nobody may write as the first actor"));
        }
        if !self.numbers.continue_with(change) {
            return Err(not_accepted("its operations do not have the numbers that come next"));
        }
        let bytes = self.bytes + change.raw_bytes().len();
        if bytes > self.settings.document_bytes {
            return Err(too_large("the document would be too large"));
        }
        if self.changes >= self.settings.document_changes {
            return Err(too_large("the document would have too many changes"));
        }
        (self.bytes, self.changes) = (bytes, self.changes + 1);
        self.numbers.let_in(change);
        Ok(())
    }
}

fn not_accepted(message: &str) -> Refusal {
    Refusal::new(RefusalCode::NotAccepted, message)
}

pub(crate) fn too_large(message: &str) -> Refusal {
    Refusal::new(RefusalCode::TooLarge, message)
}

/// A change as it is stored. A clock is known to be wrong when it is more than a day ahead of ours,
/// or shows a time before there was an organisation; a phone that was away for a week is not wrong.
pub(crate) fn stored(change: &Change, now: i64, founded: i64) -> store::Change {
    let at = change.timestamp().saturating_mul(1_000);
    store::Change {
        hash: change.hash().0,
        bytes: change.raw_bytes().to_vec(),
        clock_wrong: at > now.saturating_add(DAY_MS) || at < founded.saturating_sub(DAY_MS),
    }
}
