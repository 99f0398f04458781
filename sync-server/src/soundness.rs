//! What is wrong with what is stored, document by document, and what to do about it. Reads only.

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use documents::{Document, DocumentKey, Loaded, change_of, genesis_hash};
use domain::OrgId;

use crate::store::{ChangeHash, Chunk, DocumentRecord, Store, StoreError, Whole};

/// Nothing is written as it, so any will do.
const READER: [u8; 16] = *b"ropes fsck reads";

/// Something that is not as it should be with one document.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(
        "its id does not follow from its kind, author, subject and year: its registration was \
        damaged, restore a backup"
    )]
    OtherId,
    #[error("it does not begin as its kind does: restore a backup")]
    OtherGenesis,
    #[error(
        "{0} of its pieces cannot be read: the server sets them aside when it next opens the \
        document, or restore a backup"
    )]
    Unreadable(usize),
    #[error(
        "what its snapshot replaced cannot be read ({0} pieces): the next snapshot replaces it"
    )]
    FormerUnreadable(usize),
    #[error("{0} of its pieces are not the changes they are stored as: look after the disk")]
    OtherHash(usize),
    #[error("{0} of its changes rest on others that are missing")]
    Waiting(usize),
    #[error(
        "{0} of its confirmed changes are missing: its author's phone sends them again when it \
        next connects, or restore a backup"
    )]
    Lost(usize),
    #[error("{0} of its changes have no receipt: nobody can say who sent them, restore a backup")]
    NoReceipt(usize),
    #[error(
        "its heads are not those of its changes: the server corrects them when it next opens it"
    )]
    OtherHeads,
    #[error("reading it makes the reader panic: restore a backup")]
    Panics,
    #[error("the database cannot read it: restore a backup")]
    Database(#[source] StoreError),
}

/// Examines one document.
pub fn problems_of(store: &dyn Store, org: &OrgId, record: &DocumentRecord) -> Vec<Problem> {
    let whole = match store.whole(record.id) {
        Ok(whole) => whole,
        Err(error) => return vec![Problem::Database(error)],
    };
    let mut problems = Vec::new();
    if id_of(org, record) != record.id {
        problems.push(Problem::OtherId);
    }
    match catch_unwind(|| examined(&whole, record)) {
        Ok(found) => problems.extend(found),
        Err(_) => problems.push(Problem::Panics),
    }
    problems
}

fn id_of(org: &OrgId, record: &DocumentRecord) -> documents::DocumentId {
    let DocumentRecord { kind, author, subject, period, .. } = record.clone();
    DocumentKey { org: org.clone(), kind, author, subject, period }.id()
}

fn examined(whole: &Whole, record: &DocumentRecord) -> Vec<Problem> {
    let Loaded { document, damaged } = load(&whole.chunks);
    let has: BTreeSet<_> = document.changes().into_iter().map(|change| change.hash).collect();
    let receipts: BTreeSet<_> = whole.receipts.iter().map(|receipt| receipt.hash).collect();
    let (other, waiting) = pieces(&whole.chunks, &has);
    let former = load(&whole.former).damaged.len();
    let counted = [
        (damaged.len(), Problem::Unreadable as fn(usize) -> Problem),
        (other, Problem::OtherHash),
        (waiting.len(), Problem::Waiting),
        (receipts.difference(&has).filter(|hash| !waiting.contains(*hash)).count(), Problem::Lost),
        (has.difference(&receipts).count(), Problem::NoReceipt),
        (former, Problem::FormerUnreadable),
    ];
    let mut problems: Vec<_> =
        counted.into_iter().filter(|(n, _)| *n > 0).map(|(n, problem)| problem(n)).collect();
    if damaged.is_empty() && !has.contains(&genesis_hash(record.kind)) {
        problems.push(Problem::OtherGenesis);
    }
    if document.heads().into_iter().collect::<BTreeSet<_>>()
        != whole.heads.iter().copied().collect()
    {
        problems.push(Problem::OtherHeads);
    }
    problems
}

fn load(chunks: &[Chunk]) -> Loaded {
    let bytes: Vec<_> = chunks.iter().map(|chunk| chunk.bytes.as_slice()).collect();
    Document::load(&bytes, READER)
}

/// Of the changes stored by themselves: how many are not what they are stored as, and which are
/// sound but rest on something missing.
fn pieces(chunks: &[Chunk], has: &BTreeSet<ChangeHash>) -> (usize, BTreeSet<ChangeHash>) {
    let mut other = 0;
    let mut waiting = BTreeSet::new();
    for chunk in chunks {
        let (Some(hash), Some((real, _))) = (chunk.hash, change_of(&chunk.bytes)) else { continue };
        if hash != real {
            other += 1;
        } else if !has.contains(&real) {
            waiting.insert(real);
        }
    }
    (other, waiting)
}
