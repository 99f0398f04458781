//! One document in memory: exactly what the store has committed, and nothing else.

use std::collections::BTreeSet;

use automerge::{Change, ChangeHash, ReadDoc};
use documents::{Document, WriteError};

use crate::hub::Settings;
use crate::hub::mending::{self, Read};
use crate::store::{Chunk, DocumentId, Store, StoreError};

/// Bytes in memory for one byte of raw changes, roughly.
const SWELLS: usize = 10;
const EMPTY: usize = 16 << 10;
/// Bytes of a document that is quickly read, and worked on in a fraction of a millisecond.
const SMALL: usize = 256 << 10;

#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) document: Document,
    /// Of raw changes.
    pub(crate) bytes: usize,
    /// Sync messages with changes whose dependencies are still to come; they are in memory only.
    pub(crate) waiting: Vec<Vec<u8>>,
}

impl Open {
    /// Reads a document, as far as it can be read; `None` for one that is not registered.
    pub(crate) fn load(
        store: &dyn Store,
        id: DocumentId,
        settings: &Settings,
        now: i64,
    ) -> Result<Option<Self>, StoreError> {
        let Some(Read { document, chunks, is_whole }) = mending::read(store, id, now)? else {
            return Ok(None);
        };
        let open = Self { bytes: bytes_of(&chunks), document, waiting: Vec::new() };
        if is_whole && chunks.len() > settings.pieces {
            open.compact(store, id, &chunks);
        }
        Ok(Some(open))
    }

    /// Stores the document as one piece. Not being able to is no reason to stop. A change that
    /// waits for another is in no snapshot.
    fn compact(&self, store: &dyn Store, id: DocumentId, chunks: &[Chunk]) {
        let hashes = chunks.iter().filter_map(|chunk| chunk.hash);
        let covers: Vec<_> = hashes.filter(|hash| self.document.has(hash)).collect();
        let Ok(bytes) = self.document.snapshot() else {
            tracing::warn!(document = %id, "no snapshot could be made");
            return;
        };
        if let Err(error) = store.snapshot(id, &bytes, &covers) {
            tracing::warn!(document = %id, %error, "the snapshot was not stored");
        }
    }

    /// Takes in what another process has appended. Returns whether there was anything.
    pub(crate) fn catch_up(
        &mut self,
        store: &dyn Store,
        id: DocumentId,
    ) -> Result<bool, StoreError> {
        let known: BTreeSet<_> =
            self.document.changes().into_iter().map(|change| change.hash).collect();
        let chunks = store.chunks(id)?;
        let fresh = chunks.iter().filter(|chunk| chunk.hash.is_none_or(|h| !known.contains(&h)));
        let fresh: Vec<_> = fresh.collect();
        let mut copy = self.document.clone();
        let before = copy.heads();
        for chunk in fresh {
            if let Err(error) = copy.automerge_mut().load_incremental(&chunk.bytes) {
                tracing::error!(document = %id, %error, "a damaged piece");
            }
        }
        let changed = copy.heads() != before;
        self.bytes = bytes_of(&chunks);
        self.document = copy;
        Ok(changed)
    }

    pub(crate) fn heads(&self) -> Vec<ChangeHash> {
        self.document.automerge().get_heads()
    }

    /// These changes were committed, and are in the document. `waits`: the message that brought them, where
    /// something in it rests on what has not come.
    pub(crate) fn advance(&mut self, changes: &[Change], waits: Option<&[u8]>) {
        self.bytes += changes.iter().map(|change| change.raw_bytes().len()).sum::<usize>();
        if !self.waits() {
            self.waiting.clear();
        }
        self.waiting.extend(waits.map(<[u8]>::to_vec));
    }

    /// Whether changes wait for others.
    pub(crate) fn waits(&self) -> bool {
        !self.document.automerge().get_missing_deps(&[]).is_empty()
    }

    /// The document without what waits, which would come in unjudged with what it rests on.
    pub(crate) fn settled(&self) -> Result<Document, WriteError> {
        if self.waiting.is_empty() { Ok(self.document.clone()) } else { self.document.settled() }
    }

    /// Bytes of the messages that wait.
    pub(crate) fn waiting_bytes(&self) -> usize {
        self.waiting.iter().map(Vec::len).sum()
    }

    pub(crate) fn changes(&self) -> usize {
        self.document.automerge().stats().num_changes as usize
    }

    pub(crate) fn is_small(&self) -> bool {
        self.bytes <= SMALL
    }

    /// An estimate.
    pub(crate) fn memory(&self) -> usize {
        EMPTY + SWELLS * (self.bytes + self.waiting_bytes())
    }
}

fn bytes_of(chunks: &[Chunk]) -> usize {
    chunks.iter().map(|chunk| chunk.bytes.len()).sum()
}
