//! The numbers of a change's operations.

use automerge::{Change, ChangeHash};

/// Whether a change's operations are numbered behind all those it rests on, as Automerge numbers them.
/// It takes others, and what it then saves as a whole it cannot load. `end_of`: the last number of a
/// change that is known.
pub fn is_numbered_behind(change: &Change, end_of: impl Fn(&ChangeHash) -> Option<u64>) -> bool {
    let start = change.start_op().get();
    change.deps().iter().filter_map(end_of).all(|end| end < start)
}

/// The last number of a change; of an empty one, the one before it.
pub fn last_number(change: &Change) -> u64 {
    change.start_op().get().saturating_add(change.len() as u64).saturating_sub(1)
}
