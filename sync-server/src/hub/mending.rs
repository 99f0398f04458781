//! Reads a document from the store. Where not everything that was confirmed can be read, the store
//! is put right and says so: what is damaged is set aside, an earlier generation comes back, and
//! the heads name only what is there, so that phones send what is missing once more.

use std::collections::BTreeSet;

use documents::{Document, genesis, genesis_hash};

use crate::store::{
    Change, ChangeHash, Chunk, DocumentId, Mend, Receipt, Store, StoreError, Whole,
};

/// The hub never writes, so the actor does not matter.
const READER: [u8; 16] = [0; 16];

#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) document: Document,
    pub(crate) chunks: Vec<Chunk>,
    /// Everything was as it should be.
    pub(crate) is_whole: bool,
}

/// `None` for a document that is not registered.
pub(crate) fn read(
    store: &dyn Store,
    id: DocumentId,
    now: i64,
) -> Result<Option<Read>, StoreError> {
    let chunks = store.chunks(id)?;
    let loaded = Document::load(&bytes_of(&chunks), READER);
    let is_whole = loaded.damaged.is_empty() && !chunks.is_empty();
    if is_whole && are_same(&loaded.document.heads(), &store.heads(id)?) {
        return Ok(Some(Read { document: loaded.document, chunks, is_whole }));
    }
    regain(store, id, now)
}

fn regain(store: &dyn Store, id: DocumentId, now: i64) -> Result<Option<Read>, StoreError> {
    let Some(record) = store.document(id)? else { return Ok(None) };
    let first =
        Change { hash: genesis_hash(record.kind), bytes: genesis(record.kind), clock_wrong: false };
    let whole = store.whole(id)?;
    let receipts = whole.receipts.clone();
    let pieces = pieces(&first, whole);
    let loaded = Document::load(&bytes_of(&pieces), READER);
    let mut mend = Mend {
        document: id,
        damaged: loaded.damaged.iter().map(|place| pieces[*place].hash).collect(),
        regained: Vec::new(),
        lost: lost(&receipts, &loaded.document, &pieces, &loaded.damaged),
        heads: loaded.document.heads(),
        at: now,
    };
    if !mend.damaged.is_empty() || !mend.lost.is_empty() {
        let (damaged, lost) = (mend.damaged.len(), mend.lost.len());
        tracing::error!(document = %id, damaged, lost, "the disk has damaged a document");
        mend.regained.push(first);
    }
    store.mend(&mend)?;
    Ok(Some(Read { document: loaded.document, chunks: pieces, is_whole: false }))
}

/// All that may help: the genesis, what the snapshot took the place of unless that is fine, and
/// what is there.
fn pieces(first: &Change, whole: Whole) -> Vec<Chunk> {
    let is_fine = |chunk: &Chunk| {
        chunk.hash.is_none() && Document::load(&[&chunk.bytes], READER).damaged.is_empty()
    };
    let first = Chunk { hash: Some(first.hash), bytes: first.bytes.clone() };
    let former = if whole.chunks.first().is_some_and(is_fine) { Vec::new() } else { whole.former };
    [first].into_iter().chain(former).chain(whole.chunks).collect()
}

/// Changes with a receipt that neither the document has nor a piece that waits for another.
fn lost(
    receipts: &[Receipt],
    document: &Document,
    pieces: &[Chunk],
    damaged: &[usize],
) -> Vec<ChangeHash> {
    let fine = pieces.iter().enumerate().filter(|(place, _)| !damaged.contains(place));
    let held: BTreeSet<_> = fine.filter_map(|(_, piece)| piece.hash).collect();
    let hashes = receipts.iter().map(|receipt| receipt.hash);
    hashes.filter(|hash| !document.has(hash) && !held.contains(hash)).collect()
}

fn bytes_of(chunks: &[Chunk]) -> Vec<&[u8]> {
    chunks.iter().map(|chunk| chunk.bytes.as_slice()).collect()
}

fn are_same(ours: &[ChangeHash], theirs: &[ChangeHash]) -> bool {
    ours.iter().collect::<BTreeSet<_>>() == theirs.iter().collect()
}
