//! After a refusal: later work is written anew around what was refused.
//!
//! ```text
//! settled ──the server names a change it refuses──▶ noted (stored)
//! noted   ──the server tells its heads, all known here, no save under way──▶ writing
//! writing ──one strict transaction──▶ settled, on a new connection
//!         ──it failed──▶ noted
//! ```
//!
//! *Noted*: saving goes on as before, on the old history; nothing is sent. *Writing*: the new
//! history, the rows, the list of what waits and what was set aside are written in one transaction,
//! and saves of this document wait for it. So a phone that is killed finds either the old history with
//! the note, and goes on when the server has told its heads again, or the new one. Every round sets
//! at least one change aside, so rounds end. The new connection is what the server asks for after a
//! refusal; the actor is new, since the refused change may exist elsewhere under the old one.

use documents::{Document, DocumentId, Hash, Reading, genesis_hash, read_entries, rewrite};

use crate::client::{Awaited, Client};
use crate::connection::LinkState;
use crate::effect::{Durability, Effect, Table, Write};
use crate::event::Fault;
use crate::held::{Held, Opening, Refused};
use crate::not_accepted::{Noted, SetAside};
use crate::saving::{put_chunk, put_meta, put_row};

/// The new history on its way to the store.
#[derive(Debug)]
pub(crate) struct Rewriting {
    document: Box<Document>,
    readings: Vec<Reading>,
    pending: Vec<(Hash, String)>,
    aside: Vec<SetAside>,
    actor: [u8; 16],
}

impl Client {
    /// The server refused changes of an own document. One that does not say which is only shown.
    pub(crate) fn note_refusal(&mut self, id: DocumentId, refused: Refused, changes: &[Vec<u8>]) {
        let now = self.now;
        let Some(held) = self.shelf.get_mut(&id) else { return };
        let noted = Noted::new(refused, changes, now);
        if held.pending.iter().any(|(hash, _)| noted.is_about(hash)) {
            held.refusals.push(noted);
            held.server_heads = None;
        } else {
            held.refused = Some(noted.refused);
        }
        let meta = put_meta(held);
        self.store(vec![meta], Durability::Relaxed, Awaited::Aside);
    }

    /// The server will not have the document at all: all that waits is refused.
    pub(crate) fn note_refused_document(&mut self, id: DocumentId, refused: Refused) {
        let Some(held) = self.shelf.get(&id) else { return };
        let waiting: Vec<_> = held.pending.iter().map(|(hash, _)| hash.to_vec()).collect();
        if waiting.is_empty() || held.rewriting.is_some() {
            return;
        }
        self.note_refusal(id, refused, &waiting);
        if let Some(held) = self.shelf.get_mut(&id) {
            held.server_heads = Some(vec![genesis_hash(held.kind)]);
        }
        if self.open(id) {
            self.rewrite_when_ready(id);
        }
    }

    pub(crate) fn rewrite_when_ready(&mut self, id: DocumentId) {
        let Some(held) = self.shelf.get(&id) else { return };
        let is_busy = held.rewriting.is_some() || self.in_flight.is_some() || self.is_taking(id);
        if held.refusals.is_empty() || is_busy {
            return;
        }
        let (Some(document), Some(heads)) = (held.document(), &held.server_heads) else { return };
        // Every document there has its first change; without one, nothing was told.
        if heads.is_empty() || !heads.iter().all(|hash| document.has(hash)) {
            return;
        }
        let mut actor = [0; 16];
        actor[1..].copy_from_slice(&self.random);
        let is_refused = |hash: &Hash| held.refusals.iter().any(|noted| noted.is_about(hash));
        let rewritten = rewrite(document, heads, is_refused, actor);
        let rewritten = rewritten.and_then(|new| Ok((new.document.snapshot()?, new)));
        match rewritten {
            Ok((snapshot, new)) => self.write_anew(id, snapshot, new, actor),
            Err(_) => self.leave_refused(id),
        }
    }

    fn write_anew(
        &mut self,
        id: DocumentId,
        snapshot: Vec<u8>,
        new: documents::Rewritten,
        actor: [u8; 16],
    ) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        let drop = |table| Write::DeletePrefix { table, prefix: format!("{id}/") };
        let mut writes = vec![drop(Table::Chunks), drop(Table::Rows)];
        let mut aside = Vec::new();
        for left in &new.left_out {
            let noted = held.refusals.iter().find(|noted| noted.is_about(&left.hash));
            let Some(noted) = noted else { continue };
            let one = SetAside::new(id, left, noted.refused.clone(), noted.at);
            writes.extend(one.writes(left));
            aside.push(one);
        }
        held.is_rescued = false;
        let readings = read_entries(&new.document);
        writes.extend(readings.iter().map(|reading| put_row(held, reading)));
        let rewriting = Rewriting {
            document: Box::new(new.document),
            readings,
            pending: new.written,
            aside,
            actor,
        };
        writes.extend(held.written_as(&rewriting, snapshot));
        held.rewriting = Some(rewriting);
        self.store(writes, Durability::Strict, Awaited::Rewritten(id));
    }

    pub(crate) fn on_rewritten(&mut self, id: DocumentId, fault: Option<Fault>) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.server_heads = None;
        let Some(new) = held.rewriting.take() else { return };
        if fault.is_none() {
            held.opening = Opening::Open(new.document);
            held.records = new.readings.into_iter().map(|r| (r.id().to_owned(), r)).collect();
            held.pending = new.pending;
            held.refusals.clear();
            held.chunks = 1;
            self.aside.extend(new.aside);
            self.actor = new.actor;
            self.look_at_evidence(id);
            self.reconnect();
        }
        self.save_next();
        self.run_errands();
    }

    /// It cannot be written anew: all of it is kept as it is, and shown.
    fn leave_refused(&mut self, id: DocumentId) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.refused = held.refusals.drain(..).next().map(|noted| noted.refused);
        let meta = put_meta(held);
        self.store(vec![meta], Durability::Relaxed, Awaited::Aside);
    }

    pub(crate) fn reconnect(&mut self) {
        if !matches!(self.link.state, LinkState::Idle) {
            self.shelf.values_mut().for_each(|held| held.inbox.clear());
            self.link.state = LinkState::Idle;
            self.effect(Effect::CloseSocket);
            self.connect_now();
        }
    }
}

impl Held {
    /// The new history and the document's record with it, while here everything stays as it is.
    fn written_as(&mut self, new: &Rewriting, snapshot: Vec<u8>) -> [Write; 2] {
        let chunk = put_chunk(self, snapshot);
        let chunks = std::mem::replace(&mut self.chunks, 1);
        let pending = std::mem::replace(&mut self.pending, new.pending.clone());
        let refusals = std::mem::take(&mut self.refusals);
        let meta = put_meta(self);
        (self.chunks, self.pending, self.refusals) = (chunks, pending, refusals);
        [chunk, meta]
    }
}
