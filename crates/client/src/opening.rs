//! Reading the store: at the start, and when a document is needed.
//!
//! A document is opened only to write, merge or rebuild its rows. Before its chunks are read, a
//! note is stored; a note that survives means that opening crashed the app. After
//! [`crate::held::STRIKES`] of them the document is shown as unreadable and left alone, its bytes kept. It
//! is opened once more when somebody says so, and by another version of the app. A chunk that cannot be
//! read is set aside as it is, and the document goes on without it.

use documents::{
    Document, DocumentId, genesis, read_catalog, read_entries, unpack_catalog, unpack_reading,
};
use domain::{Catalog, Kind};
use protocol::http::{self, RosterDto};

use crate::cards::CARD;
use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, Table, Write};
use crate::event::Fault;
use crate::held::{Held, Opening};
use crate::identity::Identity;
use crate::saving::{put_meta, put_rows};
use crate::team::{TEAM, TEAM_HEARD};
use crate::view::Phase;

pub(crate) const IDENTITY: &str = "identity";
pub(crate) const ROSTER: &str = "roster";
pub(crate) const SENT: &str = "sent";
/// Where chunks that cannot be read stand among what was set aside.
const DAMAGED: &str = "damaged/";
/// The row of a catalogue document.
pub(crate) const CATALOG: &str = "catalog";

type Items = Vec<(String, Vec<u8>)>;

impl Client {
    pub(crate) fn start(&mut self, person: Option<String>) {
        match person {
            Some(person) => self.open_store(person),
            None => {
                self.phase = Phase::Join;
                self.ask_me();
            }
        }
    }

    pub(crate) fn open_store(&mut self, person: String) {
        self.phase = Phase::Opening;
        self.effect(Effect::UseStore { person: Some(person), name: String::new() });
        self.load(Table::Meta, String::new(), Awaited::BootMeta);
    }

    pub(crate) fn on_meta(&mut self, outcome: Result<Items, Fault>) {
        let items = match outcome {
            Ok(items) => items,
            Err(fault) => {
                self.phase = Phase::NoStore(fault);
                return;
            }
        };
        for (key, value) in items {
            match key.as_str() {
                IDENTITY => self.identity = Identity::from_bytes(&value),
                ROSTER => {
                    self.take_roster(&value);
                }
                SENT => self.link.take_sent(&value),
                TEAM => {
                    self.team.take(&value);
                }
                TEAM_HEARD => self.team.take_heard(&value),
                _ if self.seals.take(&key, &value) => {}
                _ => self.take_meta(&key, &value),
            }
        }
        if self.identity.is_none() {
            self.phase = Phase::Join;
            return;
        }
        self.load(Table::Drafts, String::new(), Awaited::BootDrafts);
        self.load(Table::Aside, String::new(), Awaited::SetAside);
        let person = self.person();
        let first = |held: &&Held| held.kind == Kind::Catalog || held.author.as_ref() == person;
        let ids: Vec<_> = self.shelf.values().filter(first).map(|held| held.id).collect();
        for id in ids {
            self.load_rows(id, Awaited::BootRows(id));
        }
    }

    fn take_meta(&mut self, key: &str, value: &[u8]) {
        if key.starts_with(CARD) {
            return self.take_kept_card(value);
        }
        let id = key.strip_prefix("doc/").and_then(|id| id.parse().ok());
        let Some(mut held) = id.and_then(|id| Held::from_bytes(id, value)) else { return };
        if held.struck_by != self.version {
            held.give_a_chance();
        }
        self.shelf.insert(held.id, held);
    }

    /// False when it is none.
    pub(crate) fn take_roster(&mut self, value: &[u8]) -> bool {
        let Some(dto) = http::read(value, RosterDto::from_json) else { return false };
        let Ok(roster) = dto.try_into() else { return false };
        self.roster = roster;
        true
    }

    pub(crate) fn load_rows(&mut self, id: DocumentId, awaited: Awaited) {
        self.load(Table::Rows, format!("{id}/"), awaited);
    }

    pub(crate) fn on_rows(&mut self, id: DocumentId, outcome: Result<Items, Fault>) {
        match outcome {
            Ok(rows) => self.take_rows(id, rows),
            Err(_) => self.rebuild_rows(id),
        }
        self.ready_when_read();
    }

    fn take_rows(&mut self, id: DocumentId, rows: Items) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.rows_read = true;
        if held.kind == Kind::Catalog {
            let row = rows.iter().find(|(key, _)| key.ends_with(CATALOG));
            match row.and_then(|(_, row)| unpack_catalog(row)) {
                Some(catalog) => self.take_catalog(id, catalog),
                None => self.rebuild_rows(id),
            }
            return;
        }
        let prefix = held.prefix().len();
        let mut is_whole = true;
        for (key, row) in rows {
            let entry = key.get(prefix..).unwrap_or_default();
            match unpack_reading(entry, &row) {
                Some(reading) => {
                    // What was saved or merged while the rows were read is newer.
                    held.records.get_or_insert_with(entry.to_owned(), || reading);
                }
                None => is_whole = false,
            }
        }
        let is_empty = held.records.is_empty() && held.next_chunk > 0;
        if !is_whole || is_empty {
            self.rebuild_rows(id);
        }
        self.seals.is_stale = true;
    }

    pub(crate) fn take_catalog(&mut self, id: DocumentId, catalog: Catalog) {
        self.catalogs.insert(id, catalog);
        let mut all = Catalog::default();
        self.catalogs.values().for_each(|catalog| all.merge(catalog.clone()));
        self.catalog = all;
        self.seals.is_stale = true;
    }

    /// Once everything the first screen needs is here, somebody works.
    pub(crate) fn ready_when_read(&mut self) {
        let reading = |a: &Awaited| {
            matches!(a, Awaited::BootRows(_) | Awaited::BootDrafts | Awaited::SetAside)
        };
        if self.phase != Phase::Opening || self.awaits(reading) {
            return;
        }
        self.phase = Phase::Ready;
        self.effect(Effect::AskToPersist);
        for kind in [Kind::Log, Kind::Journal] {
            if self.roles().contains(&domain::Role::Worker)
                && let Some(id) = self.own_document(kind)
            {
                self.open(id);
            }
        }
        self.begin_to_judge();
        let rest: Vec<_> = self.shelf.values().filter(|h| !h.rows_read).map(|h| h.id).collect();
        for id in rest {
            self.load_rows(id, Awaited::Rows(id));
        }
        self.connect_now();
    }

    /// A document that was never stored here.
    pub(crate) fn open_new(&mut self, id: DocumentId) {
        let actor = self.actor;
        if let Some(held) = self.shelf.get_mut(&id) {
            held.opening = Opening::Open(Box::new(Document::new(held.kind, actor)));
        }
    }

    /// True when the document is open; else begins to open it. True too for one that cannot be
    /// read, so that who waits for it hears so.
    pub(crate) fn open(&mut self, id: DocumentId) -> bool {
        let Some(held) = self.shelf.get_mut(&id) else { return false };
        match held.opening {
            Opening::Open(_) | Opening::Unreadable => return true,
            Opening::Under => return false,
            Opening::Closed => {}
        }
        if held.next_chunk == 0 {
            self.open_new(id);
            return true;
        }
        held.opening = Opening::Under;
        held.strikes += 1;
        held.struck_by.clone_from(&self.version);
        let note = put_meta(held);
        self.store(vec![note], Durability::Relaxed, Awaited::OpeningNoted(id));
        false
    }

    /// One more attempt at a document that was left alone.
    pub(crate) fn try_again(&mut self, document: &str) {
        let Ok(id) = document.parse::<DocumentId>() else { return };
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.give_a_chance();
        self.open(id);
        self.sync_document(id);
    }

    /// The note is stored (or cannot be): read the chunks.
    pub(crate) fn on_opening_noted(&mut self, id: DocumentId) {
        self.load(Table::Chunks, format!("{id}/"), Awaited::Chunks(id));
    }

    pub(crate) fn on_chunks(&mut self, id: DocumentId, outcome: Result<Items, Fault>) {
        let actor = self.actor;
        let Some(held) = self.shelf.get_mut(&id) else { return };
        let Ok(items) = outcome else {
            held.opening = Opening::Closed;
            self.fail_saves(id);
            return self.run_errands();
        };
        let first = genesis(held.kind);
        let mut chunks = vec![first.as_slice()];
        chunks.extend(items.iter().map(|(_, chunk)| chunk.as_slice()));
        let loaded = Document::load(&chunks, actor);
        held.strikes = 0;
        held.opening = Opening::Open(Box::new(loaded.document));
        let damaged = loaded.damaged.iter().filter_map(|place| items.get(place.checked_sub(1)?));
        let mut writes = set_aside(held, damaged);
        writes.push(put_meta(held));
        self.store(writes, Durability::Relaxed, Awaited::Aside);
        self.on_open(id);
    }

    fn on_open(&mut self, id: DocumentId) {
        if self.shelf.get(&id).is_some_and(|held| !held.rows_read) {
            self.rebuild_rows(id);
        }
        self.take_inbox(id);
        self.look_at_evidence(id);
        self.judge_what_is_new();
        self.rewrite_when_ready(id);
        self.sync_if_wanted(id);
        self.save_next();
        self.run_errands();
        self.make_card();
    }

    fn fail_saves(&mut self, id: DocumentId) {
        if self.queue.iter().any(|save| save.document == id) {
            self.queue.retain(|save| save.document != id);
            self.not_saved = Some(Fault::Closed);
        }
    }

    /// Makes the rows anew from the document, opening it first if need be.
    pub(crate) fn rebuild_rows(&mut self, id: DocumentId) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.rows_read = false;
        if !self.open(id) {
            return;
        }
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.rows_read = true;
        let Some(document) = held.document() else { return };
        if held.kind == Kind::Catalog {
            let catalog = read_catalog(document);
            let row = put_catalog(held, &catalog);
            self.take_catalog(id, catalog);
            return self.store(vec![row], Durability::Relaxed, Awaited::Aside);
        }
        let readings = read_entries(document);
        let mut writes = Vec::new();
        // A row may be all that is left of a record in a damaged chunk.
        if held.damaged == 0 {
            writes.push(Write::DeletePrefix { table: Table::Rows, prefix: held.prefix() });
            held.records.clear();
        }
        writes.extend(put_rows(held, readings));
        self.store(writes, Durability::Relaxed, Awaited::Aside);
    }

    /// Brings what a supervisor looks at first.
    pub(crate) fn open_person(&mut self, person: &domain::PersonId) {
        self.want_verdicts(person);
        let unread = |held: &&Held| !held.rows_read && held.subject == person.as_str();
        let ids: Vec<_> = self.shelf.values().filter(unread).map(|held| held.id).collect();
        for id in ids {
            if !self.awaits(|awaited| *awaited == Awaited::Rows(id)) {
                self.load_rows(id, Awaited::Rows(id));
            }
        }
    }

    pub(crate) fn leave_to_other_tab(&mut self) {
        self.phase = Phase::Elsewhere;
        self.forget_awaited();
        self.effect(Effect::CloseSocket);
    }
}

/// Byte for byte, out of the way of what reads and of what later becomes one snapshot.
fn set_aside<'a>(
    held: &mut Held,
    damaged: impl Iterator<Item = &'a (String, Vec<u8>)>,
) -> Vec<Write> {
    let mut writes = Vec::new();
    for (key, value) in damaged.cloned() {
        held.damaged += 1;
        let aside = format!("{DAMAGED}{key}");
        writes.push(Write::Delete { table: Table::Chunks, key });
        writes.push(Write::Put { table: Table::Aside, key: aside, value });
    }
    writes
}

pub(crate) fn put_catalog(held: &Held, catalog: &Catalog) -> Write {
    let value = documents::pack_catalog(catalog);
    Write::Put { table: Table::Rows, key: held.row_key(CATALOG), value }
}
