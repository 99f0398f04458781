//! Where in a document a change wrote. Read from the change itself: asking Automerge for what differs
//! would put its patches, and all that makes them, on every phone.

use automerge::legacy::{Key, ObjectId, Op};
use automerge::{Automerge, Change, ObjId, Prop, ReadDoc};
use domain::Set;

/// A field of the root, or one of a map under it; what lies deeper counts as the latter.
pub(crate) type Place = (String, Option<String>);

/// Every place that the change wrote to, also where another change won. `doc` has the change.
pub(crate) fn places(doc: &Automerge, change: &Change) -> Set<Place> {
    change.decode().operations.iter().filter_map(|op| place(doc, op)).collect()
}

fn place(doc: &Automerge, op: &Op) -> Option<Place> {
    let here = match &op.key {
        Key::Map(key) => Some(key.to_string()),
        Key::Seq(_) => None,
    };
    let ObjectId::Id(id) = &op.obj else { return Some((here?, None)) };
    let object = ObjId::Id(id.counter(), id.actor().clone(), 0);
    let named = |prop| match prop {
        Prop::Map(key) => Some(key),
        Prop::Seq(_) => None,
    };
    let mut path = doc.parents(object).ok()?.path().into_iter().map(|(_, prop)| named(prop));
    let root = path.next()??;
    Some((root, path.next().unwrap_or(here)))
}
