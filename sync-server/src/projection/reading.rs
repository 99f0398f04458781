//! Reads documents of which there is nothing in short, or something old, and keeps what it read.

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use documents::Document;

use super::extract::Extract;
use crate::store::{DocumentRecord, Store, StoreError, Summarized, Summary};

/// Reads only, and never writes: any actor will do.
const READER: [u8; 16] = [0; 16];

/// What the document says now. `wanted`: entries whose hashes are needed.
pub(super) fn extract_of(
    store: &dyn Store,
    one: &Summarized,
    wanted: &BTreeSet<String>,
) -> Result<Extract, StoreError> {
    let kept = one.summary.as_ref().and_then(|kept| Extract::from_bytes(&kept.bytes));
    let known = kept.as_ref().map(|kept| kept.entries.keys().cloned()).into_iter().flatten();
    let all: BTreeSet<String> = known.chain(wanted.iter().cloned()).collect();
    let is_as_then = one.summary.as_ref().is_some_and(|kept| kept.heads == one.heads);
    if let Some(kept) = kept
        && is_as_then
        && kept.entries.len() == all.len()
    {
        return Ok(kept);
    }
    let extract = read(store, &one.record, &all)?;
    let (document, heads, bytes) = (one.record.id, one.heads.clone(), extract.to_bytes());
    if let Err(error) = store.put_summary(&Summary { document, heads, bytes }) {
        // It is read again next time.
        tracing::warn!(%document, %error, "what was read out of a document was not kept");
    }
    Ok(extract)
}

/// As far as it can be read. One that panics is not read at all.
fn read(
    store: &dyn Store,
    record: &DocumentRecord,
    wanted: &BTreeSet<String>,
) -> Result<Extract, StoreError> {
    let chunks: Vec<_> = store.chunks(record.id)?.into_iter().map(|chunk| chunk.bytes).collect();
    let receipts = store.receipts(record.id)?;
    let extract = catch_unwind(|| {
        let loaded = Document::load(&chunks, READER);
        let mut extract = Extract::of(record, &loaded.document, &receipts, wanted);
        extract.is_partial = !loaded.damaged.is_empty();
        extract
    });
    Ok(extract.unwrap_or_else(|_| {
        tracing::error!(document = %record.id, "reading a document panicked");
        Extract::unreadable()
    }))
}
