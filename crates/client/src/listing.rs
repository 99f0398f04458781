//! What there is and may be read: people, the list of documents, and a supervisor's team in short. Asked for with every
//! connection, when somebody looks at the phone, and when the server says that a right has ended.

use documents::DocumentId;
use domain::Access;
use protocol::http::{self, DocumentDto, RegisteredDocument};

use crate::client::{Awaited, Client};
use crate::connection::LinkState;
use crate::effect::{Durability, Effect, Table, Timer, Write};
use crate::held::Held;
use crate::opening::ROSTER;

/// No more often than this, whatever happens.
const EVERY_MS: u32 = 10_000;

impl Client {
    /// Somebody looks at the phone, or it has a network again.
    pub(crate) fn look_again(&mut self) {
        self.judge_again();
        if !self.link.is_connected() {
            self.connect_now();
        } else if !self.link.behind.is_empty() {
            self.reconnect();
        } else {
            self.list_again();
        }
    }

    /// Asks anew, now or a little later.
    pub(crate) fn list_again(&mut self) {
        let lately = |at: domain::Moment| (self.now.utc_ms - at.utc_ms).unsigned_abs();
        if self.link.listed.is_some_and(|at| lately(at) < u64::from(EVERY_MS)) {
            self.effect(Effect::SetTimer { timer: Timer::List, after_ms: EVERY_MS });
        } else {
            self.ask_what_there_is();
        }
    }

    pub(crate) fn ask_what_there_is(&mut self) {
        if self.link.is_connected() {
            self.link.listed = Some(self.now);
            self.get("/api/roster", Awaited::Roster);
            self.get("/api/documents", Awaited::Documents);
            self.ask_team();
        }
    }

    pub(crate) fn on_roster(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((200, body)) = answer else { return };
        if self.take_roster(&body) {
            let write = Write::Put { table: Table::Meta, key: ROSTER.into(), value: body };
            let mut writes = self.drop_cards();
            writes.push(write);
            self.store(writes, Durability::Relaxed, Awaited::Aside);
        }
    }

    pub(crate) fn on_documents(&mut self, answer: Option<(u16, Vec<u8>)>) {
        let Some((200, body)) = answer else { return };
        let Some(list) = http::read(&body, DocumentDto::list_from_json) else { return };
        let known = list.into_iter().filter_map(|dto| RegisteredDocument::try_from(dto).ok());
        let mut readable = Vec::new();
        for document in known {
            if let Some(id) = self.shelve(document) {
                readable.push(id);
            }
        }
        self.drop_unreadable(&readable);
        let (own, others): (Vec<_>, Vec<_>) = self
            .shelf
            .values()
            .filter(|held| held.access != Access::None && !self.is_heard_of(held))
            .map(|held| (held.access == Access::Write, held.id))
            .partition(|(own, _)| *own);
        for (_, id) in own.into_iter().chain(others) {
            self.sync_document(id);
        }
        self.note_sent();
    }

    /// The exchange about it goes on by itself.
    fn is_heard_of(&self, held: &Held) -> bool {
        let LinkState::Open(session) = &self.link.state else { return false };
        session.their_heads(&held.id.to_string()).is_some()
    }

    fn shelve(&mut self, document: RegisteredDocument) -> Option<DocumentId> {
        let id: DocumentId = document.document_id.parse().ok()?;
        match self.shelf.get_mut(&id) {
            Some(held) => held.access = document.access,
            None => {
                let RegisteredDocument { kind, author, subject, period, access, .. } = document;
                self.shelf.insert(id, Held::new(id, kind, author, subject, period, access));
            }
        }
        Some(id)
    }

    /// Others' documents that may not be read any more leave the phone; own work never does.
    fn drop_unreadable(&mut self, readable: &[DocumentId]) {
        let person = self.person().cloned();
        let gone = |held: &&Held| held.author != person && !readable.contains(&held.id);
        let gone: Vec<_> = self.shelf.values().filter(gone).map(|held| held.id).collect();
        for id in gone {
            let Some(held) = self.shelf.remove(&id) else { continue };
            self.catalogs.remove(&id);
            self.forget(id);
            let prefix = held.prefix();
            let drop = |table| Write::DeletePrefix { table, prefix: prefix.clone() };
            let meta = Write::Delete { table: Table::Meta, key: held.meta_key() };
            let writes = vec![drop(Table::Chunks), drop(Table::Rows), meta];
            self.store(writes, Durability::Relaxed, Awaited::Aside);
        }
    }

    /// Somebody else's document may not be read any more, says the server: the list of what may be
    /// read decides what stays.
    pub(crate) fn on_right_ended(&mut self, id: DocumentId) {
        if let Some(held) = self.shelf.get_mut(&id) {
            held.access = Access::None;
        }
        self.forget(id);
        self.list_again();
    }

    /// Should there be more to say about a document, it starts afresh, as on the server.
    pub(crate) fn forget(&mut self, id: DocumentId) {
        if let LinkState::Open(session) = &mut self.link.state {
            session.forget(&id.to_string());
        }
    }
}
