//! Taking in what the server sends, and what it confirms.

use documents::{DocumentId, genesis_hash, read_catalog, read_entries, read_entry, touched};
use domain::{Access, EntryId, Kind};
use protocol::session::Applied;

use crate::client::{Awaited, Client};
use crate::connection::LinkState;
use crate::effect::{Durability, Effect, Table, Timer, Write};
use crate::event::Fault;
use crate::held::{Held, Opening};
use crate::opening::put_catalog;
use crate::saving::{put_chunk, put_meta, put_rows};

/// More changes at once, or more chunks in the store, than this are kept as one snapshot.
const MANY_CHANGES: usize = 50;
const MANY_CHUNKS: u64 = 400;
/// When to try again what could not be stored: a phone that is full stays so for a while.
const AGAIN_MS: u32 = 60_000;

impl Client {
    pub(crate) fn on_message(&mut self, document: &str, message: Vec<u8>) {
        let Ok(id) = document.parse::<DocumentId>() else { return };
        if self.link.behind.contains(&id) {
            return;
        }
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.inbox.push(message);
        if self.open(id) {
            self.take_inbox(id);
        }
    }

    pub(crate) fn take_inbox(&mut self, id: DocumentId) {
        while let Some(message) = self.shelf.get_mut(&id).and_then(Held::next_message) {
            self.merge(id, &message);
        }
    }

    fn merge(&mut self, id: DocumentId, message: &[u8]) {
        let LinkState::Open(session) = &mut self.link.state else { return };
        let Some(held) = self.shelf.get_mut(&id) else { return };
        if held.rewriting.is_some() {
            return;
        }
        let Opening::Open(document) = &mut held.opening else { return };
        let (before, known) = (document.heads(), document.change_count());
        let applied = session.apply(&id.to_string(), message, document.automerge_mut());
        let Ok(Applied { changed, whole, their_heads, .. }) = applied else { return };
        held.heard = Some(self.now);
        let heads = their_heads.unwrap_or_default();
        let confirmed = confirm(held, &heads);
        let missed = !heads.is_empty() && miss(held, &heads);
        let mended = mend(held, &heads);
        held.server_heads = (!held.refusals.is_empty()).then_some(heads);
        if changed {
            self.keep_merged(id, (&before, known), whole);
        } else if confirmed || missed || mended {
            let meta = put_meta(held);
            self.store(vec![meta], Durability::Relaxed, Awaited::Aside);
        }
        if confirmed {
            self.note_sent();
            self.seals.is_stale = true;
        }
        if let Some(held) = self.shelf.get_mut(&id) {
            held.wants_sync = true;
        }
        self.rewrite_when_ready(id);
        self.sync_if_wanted(id);
    }

    /// Stores the changes that came, and makes the rows they touched anew. Where most of the document
    /// is new, reading all of it costs less than asking what differs; but not what is being saved.
    fn keep_merged(
        &mut self,
        id: DocumentId,
        (before, known): (&[documents::Hash], usize),
        whole: Option<Vec<u8>>,
    ) {
        let is_saving = self.is_saving(id);
        let Some(held) = self.shelf.get_mut(&id) else { return };
        let Some(document) = held.document() else { return };
        let fresh = document.change_count().saturating_sub(known);
        let is_mostly_new = fresh > held.records.len() && !is_saving;
        let are_many = fresh > MANY_CHANGES || held.chunks > MANY_CHUNKS;
        let snapshot = || whole.or_else(|| document.snapshot().ok());
        let snapshot = (are_many && !is_saving).then(snapshot).flatten();
        let mut writes = Vec::new();
        match snapshot {
            Some(bytes) => {
                writes.push(Write::DeletePrefix { table: Table::Chunks, prefix: held.prefix() });
                held.chunks = 0;
                writes.push(put_chunk(held, bytes));
            }
            None => {
                let changes = document.changes_since(before);
                writes.extend(changes.into_iter().map(|change| put_chunk(held, change.bytes)));
            }
        }
        writes.extend(self.rows_since(id, if is_mostly_new { &[] } else { before }));
        if let Some(held) = self.shelf.get(&id) {
            writes.push(put_meta(held));
        }
        self.store(writes, Durability::Relaxed, Awaited::Merged(id));
        self.look_at_evidence(id);
    }

    pub(crate) fn rows_since(&mut self, id: DocumentId, before: &[documents::Hash]) -> Vec<Write> {
        let Some(held) = self.shelf.get_mut(&id) else { return Vec::new() };
        let Opening::Open(document) = &held.opening else { return Vec::new() };
        if held.kind == Kind::Catalog {
            let catalog = read_catalog(document);
            let row = put_catalog(held, &catalog);
            self.take_catalog(id, catalog);
            return vec![row];
        }
        let readings = match touched(document, before) {
            Some(ids) => {
                let ids = ids.into_iter().filter_map(|id| EntryId::new(id).ok());
                ids.filter_map(|id| read_entry(document, &id)).collect()
            }
            None => read_entries(document),
        };
        put_rows(held, readings)
    }

    /// When the server's changes could not be stored, the document is read anew before anything
    /// is built on it. The server still has them, and takes them for sent as long as this
    /// connection lasts.
    pub(crate) fn on_merged(&mut self, id: DocumentId, fault: Option<Fault>) {
        if fault.is_some()
            && let Some(held) = self.shelf.get_mut(&id)
        {
            held.opening = Opening::Closed;
            self.forget(id);
            self.link.behind.insert(id);
            self.effect(Effect::SetTimer { timer: Timer::Reconnect, after_ms: AGAIN_MS });
        }
        self.save_next();
    }
}

/// In step with the server and nothing of our own left to send: what was damaged is whole there.
/// True when it was damaged until now.
fn mend(held: &mut Held, heads: &[documents::Hash]) -> bool {
    let is_whole = held.pending.is_empty() && held.document().is_some_and(|d| d.heads() == heads);
    let mends = is_whole && held.damaged > 0;
    if mends {
        held.damaged = 0;
    }
    mends
}

/// Takes off the list what the server has on disk; true when that changed the list.
fn confirm(held: &mut Held, heads: &[documents::Hash]) -> bool {
    let hashes: Vec<_> = held.pending.iter().map(|(hash, _)| *hash).collect();
    let Some(document) = held.document() else { return false };
    let confirmed = document.included(&hashes, heads);
    held.pending.retain(|(hash, _)| !confirmed.contains(hash));
    if held.pending.is_empty() {
        held.refused = None;
    }
    !confirmed.is_empty()
}

/// Puts back on the list what the server once had and has no more, as when an older backup was
/// restored there; true when that changed the list.
pub(crate) fn miss(held: &mut Held, heads: &[documents::Hash]) -> bool {
    let is_ours = held.access == Access::Write;
    let Some(document) = held.document().filter(|_| is_ours) else { return false };
    // What stands behind a head nobody here knows yet cannot be told.
    if !heads.iter().all(|head| document.has(head)) {
        return false;
    }
    let first = genesis_hash(held.kind);
    let lacking = document.changes_since(heads).into_iter().map(|change| change.hash);
    let waits = |hash: &documents::Hash| held.pending.iter().any(|(pending, _)| pending == hash);
    if lacking.into_iter().all(|hash| hash == first || waits(&hash)) {
        return false;
    }
    let all = || held.records.keys().cloned().collect();
    let missed = touched(document, heads).unwrap_or_else(all);
    let fresh: Vec<_> = missed.into_iter().filter(|id| !held.awaits(id)).collect();
    // Each waits until the server has everything that is here.
    let here = document.heads();
    let pairs = fresh.iter().flat_map(|id| here.iter().map(|head| (*head, id.clone())));
    let pairs: Vec<_> = pairs.collect();
    let changed = !pairs.is_empty();
    held.pending.extend(pairs);
    changed
}
