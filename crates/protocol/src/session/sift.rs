//! Of messages that cannot be taken whole: which changes can, and which are in the way.
//!
//! One refusal never blocks what has nothing to do with it. A change that rests on a refused one is
//! not refused; it waits for its author to write it anew.

use std::collections::HashSet;

use automerge::{Automerge, Change};

use super::line::{Hash, read_change, refusal};
use crate::limits::{check_chunks, pieces};
use crate::{HASH_START, Limits, Refusal, names_change};

/// What became of the changes of some messages.
#[derive(Clone, Debug, Default)]
pub struct Sifted {
    /// The document has them now; they are to be committed.
    pub taken: Vec<Change>,
    /// Why others were refused, and which: one for each code.
    pub refusals: Vec<Refusal>,
    /// The bytes of what was refused and of what rests on it.
    pub left: Vec<u8>,
}

/// Takes every change of some messages that can be taken by itself. `judge` is asked about each
/// change the document lacks, in their order. Messages that wait for the first one come behind it,
/// the latest first; no change may wait in the document itself, since it would come in unjudged. An
/// error: a message cannot even be told into changes.
pub fn sift<'m>(
    messages: impl IntoIterator<Item = &'m [u8]>,
    document: &mut Automerge,
    limits: &Limits,
    mut judge: impl FnMut(&Change) -> Result<(), Refusal>,
) -> Result<Sifted, Refusal> {
    let before = document.get_heads();
    let mut sieve = Sieve::default();
    for data in messages {
        for piece in pieces(data, limits)? {
            match changes_of(piece, limits) {
                Ok(changes) => {
                    changes.into_iter().for_each(|one| sieve.take(one, document, &mut judge));
                }
                Err(refusal) => sieve.refuse(refusal, name_of(piece), piece),
            }
        }
    }
    Ok(Sifted { taken: document.get_changes(&before), ..sieve.sifted })
}

#[derive(Default)]
struct Sieve {
    sifted: Sifted,
    blocked: HashSet<Hash>,
}

impl Sieve {
    fn take(
        &mut self,
        change: Change,
        document: &mut Automerge,
        judge: &mut impl FnMut(&Change) -> Result<(), Refusal>,
    ) {
        let hash = change.hash();
        if document.get_change_meta_by_hash(&hash).is_some() {
            return;
        }
        let bytes = change.raw_bytes().to_vec();
        let rests = change.deps().iter().any(|dep| self.is_left(&dep.0));
        let taken = judge(&change).and_then(|()| match rests {
            true => Ok(()),
            false => document.apply_changes([change]).map_err(refusal),
        });
        match taken {
            Err(refusal) => self.refuse(refusal, hash.0.to_vec(), &bytes),
            Ok(()) if rests => {
                self.blocked.insert(hash.0);
                self.sifted.left.extend(bytes);
            }
            Ok(()) => {}
        }
    }

    fn is_left(&self, hash: &Hash) -> bool {
        let mut named = self.sifted.refusals.iter().flat_map(|refusal| &refusal.changes);
        self.blocked.contains(hash) || named.any(|named| names_change(named, hash))
    }

    fn refuse(&mut self, refusal: Refusal, name: Vec<u8>, bytes: &[u8]) {
        self.sifted.left.extend(bytes);
        let known = self.sifted.refusals.iter_mut().find(|known| known.code == refusal.code);
        match known {
            Some(known) => known.changes.push(name),
            None => self.sifted.refusals.push(refusal.of(vec![name])),
        }
    }
}

/// The changes of one chunk, each within the limits by itself.
fn changes_of(piece: &[u8], limits: &Limits) -> Result<Vec<Change>, Refusal> {
    const DOCUMENT: Option<&u8> = Some(&0);
    check_chunks(piece, limits)?;
    if piece.get(8) != DOCUMENT {
        return Ok(vec![read_change(piece)?]);
    }
    let document = Automerge::load(piece).map_err(refusal)?;
    Ok(document.get_changes(&[]))
}

/// What a chunk's header tells of its hash.
fn name_of(piece: &[u8]) -> Vec<u8> {
    piece.get(4..4 + HASH_START).unwrap_or_default().to_vec()
}
