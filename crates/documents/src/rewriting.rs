//! Writing later work anew around changes that were refused.
//!
//! A refused change blocks all that rests on it. So what the server has is taken as it is, and the
//! effect of each later, unrefused change is written on it again, one for one, under a new actor and
//! with the same entry ids. A field that a change did not touch is not written, so an edit of an
//! accepted entry stays an edit. Where an entry was begun by a refused change, a later change of it
//! writes it whole: it may be what makes it acceptable.

use automerge::transaction::CommitOptions;
use automerge::{ActorId, Automerge, Change, ChangeHash, ROOT};
use domain::EntryId;

use crate::node::{Node, put_one, read_one};
use crate::places::{Place, places};
use crate::{Document, Hash, Reading, WriteError, read_entry};

/// A document with what was refused left out.
#[derive(Clone, Debug)]
pub struct Rewritten {
    pub document: Document,
    /// The changes made, oldest first, each with the entry it is about (empty: none).
    pub written: Vec<(Hash, String)>,
    /// What was left out, oldest first.
    pub left_out: Vec<LeftOut>,
}

/// A refused change, as far as it can be told.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub hash: Hash,
    /// The raw change.
    pub bytes: Vec<u8>,
    /// The entry as this change made it.
    pub reading: Option<Reading>,
}

/// `heads`: what the server has, all of it known here. Whatever is not behind them is written anew,
/// unless `is_refused`.
pub fn rewrite(
    old: &Document,
    heads: &[Hash],
    is_refused: impl Fn(&Hash) -> bool,
    actor: [u8; 16],
) -> Result<Rewritten, WriteError> {
    let heads: Vec<_> = heads.iter().map(|hash| ChangeHash(*hash)).collect();
    let base = old.automerge().fork_at(&heads)?.with_actor(ActorId::from(actor));
    let mut rewritten =
        Rewritten { document: Document::of(base), written: Vec::new(), left_out: Vec::new() };
    let mut past = Past { doc: old.automerge().fork_at(&heads)?, heads: sorted(&heads) };
    for change in old.automerge().get_changes(&heads) {
        let effect = past.effect(old, &change)?;
        if is_refused(&change.hash().0) {
            rewritten.left_out.push(past.left_out(&change, &effect));
        } else {
            rewritten.repeat(&change, &effect)?;
        }
    }
    Ok(rewritten)
}

/// What a change did: each place it wrote to, before and after.
type Effect = Vec<(Place, Option<Node>, Option<Node>)>;

/// The document as it was when a change was made.
struct Past {
    doc: Automerge,
    heads: Vec<ChangeHash>,
}

impl Past {
    /// Goes to where the change was made, and takes it.
    fn effect(&mut self, old: &Document, change: &Change) -> Result<Effect, WriteError> {
        let deps = sorted(change.deps());
        if self.heads != deps {
            self.doc = old.automerge().fork_at(&deps)?;
        }
        let places = places(old.automerge(), change);
        let read = |doc: &Automerge| places.iter().map(|at| at_place(doc, at)).collect::<Vec<_>>();
        let before = read(&self.doc);
        self.doc.apply_changes([change.clone()])?;
        self.heads = vec![change.hash()];
        let after = read(&self.doc);
        let all = places.into_iter().zip(before).zip(after).map(|((at, was), is)| (at, was, is));
        Ok(all.filter(|(_, before, after)| before.is_some() || after.is_some()).collect())
    }

    fn left_out(&self, change: &Change, effect: &Effect) -> LeftOut {
        let entry = EntryId::new(entry_of(effect)).ok();
        let then = Document::of(self.doc.clone());
        LeftOut {
            hash: change.hash().0,
            bytes: change.raw_bytes().to_vec(),
            reading: entry.and_then(|id| read_entry(&then, &id)),
        }
    }
}

impl Rewritten {
    fn repeat(&mut self, change: &Change, effect: &Effect) -> Result<(), WriteError> {
        let seconds = change.timestamp();
        let mut tx = self.document.automerge_mut().transaction();
        for ((root, key), before, after) in effect {
            let (object, key) = match key {
                Some(key) => (crate::node::map_at(&mut tx, root)?, key),
                None => (ROOT, root),
            };
            put_one(&mut tx, &object, key, before.as_ref(), after.as_ref())?;
        }
        let (hash, _) = tx.commit_with(CommitOptions::default().with_time(seconds));
        self.written.extend(hash.map(|hash| (hash.0, entry_of(effect))));
        Ok(())
    }
}

fn sorted(hashes: &[ChangeHash]) -> Vec<ChangeHash> {
    let mut hashes = hashes.to_vec();
    hashes.sort();
    hashes
}

fn at_place(doc: &Automerge, (root, key): &Place) -> Option<Node> {
    match key {
        None => read_one(doc, &ROOT, root),
        Some(key) => read_one(doc, &crate::node::found_map(doc, root)?, key),
    }
}

fn entry_of(effect: &Effect) -> String {
    let entry = effect.iter().find_map(|((root, key), ..)| (root == "entries").then_some(key));
    entry.cloned().flatten().unwrap_or_default()
}
