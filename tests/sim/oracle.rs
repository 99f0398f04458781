//! What must hold: at every step, and once all is quiet.

use client::{HttpRequest, Method, Table};
use documents::{
    Document, DocumentId, genesis, pack_catalog, pack_reading, read_catalog, read_entries,
};
use domain::{Access, Kind, PersonId};
use protocol::wire::{Frame, decode};
use sync_server::access::{Directory, Listed, documents_for};
use sync_server::store::Store;

use crate::browser::Browser;
use crate::database::Database;
use crate::ledger;
use crate::machine::Machine;
use crate::workshop;
use crate::world::{Check, World};

/// The server speaks about a document only to those who may read it, or could when it last looked.
pub(crate) fn may_be_sent(machine: &Machine, person: &PersonId, frame: &[u8]) -> Check {
    let Ok(Frame::Sync { document, .. }) = decode(frame) else { return Ok(()) };
    let id: DocumentId = document.parse().map_err(|_| "a document without an id")?;
    match access(machine, person, id) {
        Some(Access::None) => Err(format!("{person} is sent {id} and may not read it")),
        Some(Access::Read | Access::Write) | None => Ok(()),
    }
}

/// What a person's frame brought is stored only where they may write, or could at the last look.
pub(crate) fn may_be_stored(machine: &Machine, person: &PersonId, before: u64) -> Check {
    let store = machine.store();
    if store.versions().unwrap().receipts == before {
        return Ok(());
    }
    for (id, device) in store.appended_after(before).unwrap().documents {
        let may = device.is_none() || access(machine, person, id) == Some(Access::Write);
        if !may {
            return Err(format!("{person} changed {id} and may not write it"));
        }
    }
    Ok(())
}

/// The better of now and of the server's last look; `None` for a document that is not there.
fn access(machine: &Machine, person: &PersonId, id: DocumentId) -> Option<Access> {
    let record = machine.store().document(id).unwrap()?;
    let seen = machine.seen().map(|(directory, day)| directory.access_of(person, &record, day));
    let now = Directory::read(machine.store()).unwrap();
    let now = now.access_of(person, &record, machine.day());
    Some(now.max(seen.unwrap_or(Access::None)))
}

impl World {
    /// Holds once nothing is under way any more and everybody has been connected.
    pub(crate) fn judge(&mut self) -> Check {
        if self.machine.panics() > 0 {
            return Err("the hub caught a panic".into());
        }
        self.crash_server();
        self.start_server();
        let problems = self.machine.store().check().unwrap();
        if !problems.is_empty() {
            return Err(format!("the store is not sound: {problems:?}"));
        }
        self.judge_what_was_shown()?;
        (0..self.browsers.len()).try_for_each(|browser| self.judge_browser(browser))
    }

    fn judge_what_was_shown(&self) -> Check {
        for saved in self.ledger.all.iter().filter(|saved| saved.was_shown) {
            let document = at_server(self.machine.store(), saved.document);
            if !ledger::has(self.machine.store(), saved) || !document.has(&saved.hash) {
                return Err(format!("{} was shown as on the server and is not", saved.entry));
            }
        }
        Ok(())
    }

    fn judge_browser(&self, at: usize) -> Check {
        let browser = &self.browsers[at];
        let listed = if self.is_signed_in(browser) { self.listed(browser.person) } else { None };
        self.judge_saved(at, listed.as_deref())?;
        let (Some(listed), Some(store)) = (listed, browser.store()) else { return Ok(()) };
        self.judge_connection(browser)?;
        let is_there =
            |one: &&Listed| self.machine.store().document(one.document.id).unwrap().is_some();
        for Listed { document, .. } in listed.iter().filter(is_there) {
            self.judge_replica(store, document.id, document.kind).map_err(|why| {
                format!("{}, {:?} {}: {why}", browser.name, document.kind, document.id)
            })?;
        }
        holds_no_more(browser, store, &listed)
    }

    fn judge_connection(&self, browser: &Browser) -> Check {
        let tab = browser.tabs.last().ok_or("no tab is open")?;
        if tab.client.sync_page().is_connected {
            return Ok(());
        }
        Err(format!("{} is not connected, {:?}", browser.name, tab.client.phase()))
    }

    fn is_signed_in(&self, browser: &Browser) -> bool {
        let (method, path) = (Method::Get, "/api/me".into());
        let request = HttpRequest { method, path, body: None, known: None, token: None };
        let answer = self.machine.http(browser.cookie.as_deref(), &request);
        answer.is_some_and(|answer| answer.status == 200)
    }

    /// What a person may read, also before it is there.
    fn listed(&self, person: &str) -> Option<Vec<Listed>> {
        let store = self.machine.store();
        let directory = Directory::read(store).unwrap();
        let person = PersonId::new(person).unwrap();
        Some(documents_for(store, &directory, &person, self.machine.day()).unwrap())
    }

    /// A phone holds what the server holds, and its rows say what its document says.
    fn judge_replica(&self, store: &Database, id: DocumentId, kind: Kind) -> Check {
        let (phone, server) = (on_phone(store, id, kind), at_server(self.machine.store(), id));
        if phone.heads() != server.heads() {
            let (ours, theirs) = (phone.changes().len(), server.changes().len());
            return Err(format!("the phone has {ours} changes, the server {theirs}"));
        }
        let rows: Vec<_> = store.records().load(Table::Rows, &format!("{id}/"));
        let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
        let mut meant: Vec<_> = if kind == Kind::Catalog {
            vec![pack_catalog(&read_catalog(&server))]
        } else {
            if read_entries(&phone) != read_entries(&server) {
                return Err("equal heads, and different entries".into());
            }
            read_entries(&server).iter().map(pack_reading).collect()
        };
        let mut rows = rows;
        rows.sort();
        meant.sort();
        if rows == meant { Ok(()) } else { Err("its rows are not what it says".into()) }
    }

    /// What was saved on a phone is on it or, where it can be, on the server.
    fn judge_saved(&self, at: usize, listed: Option<&[Listed]>) -> Check {
        let writable = |id: DocumentId| {
            let found = listed.and_then(|all| all.iter().find(|one| one.document.id == id));
            found.is_some_and(|one| one.access == Access::Write)
        };
        for saved in self.ledger.all.iter().filter(|saved| saved.browser == at) {
            if ledger::has(self.machine.store(), saved) {
                continue;
            }
            let store = self.browsers[at].stores.get(&saved.store);
            let kept = store.is_some_and(|store| {
                let mut kinds = workshop::WRITTEN.into_iter();
                kinds.any(|kind| on_phone(store, saved.document, kind).has(&saved.hash))
            });
            let aside = (Table::Aside, saved.aside_key());
            if saved.is_aside && store.is_some_and(|store| store.records().0.contains_key(&aside)) {
                continue;
            }
            if !kept {
                return Err(format!("{} was saved and is nowhere", saved.entry));
            }
            if writable(saved.document) {
                return Err(format!("{} never reached the server", saved.entry));
            }
        }
        Ok(())
    }
}

/// Of others' documents a phone has those its person may read, and of no other a single byte.
fn holds_no_more(browser: &Browser, store: &Database, listed: &[Listed]) -> Check {
    let own = workshop::could_write(browser.person);
    for (table, key) in store.records().0.keys() {
        let id = match table {
            Table::Chunks | Table::Rows => key.split('/').next(),
            Table::Meta | Table::Aside => key.strip_prefix("doc/"),
            Table::Drafts | Table::Lock => None,
        };
        let Some(id) = id.and_then(|id| id.parse::<DocumentId>().ok()) else { continue };
        let may = listed.iter().any(|one| one.document.id == id);
        if !may && !own.contains(&id) {
            return Err(format!("{} holds {table:?} {key} and may not", browser.name));
        }
    }
    Ok(())
}

fn on_phone(store: &Database, id: DocumentId, kind: Kind) -> Document {
    let mut chunks = vec![genesis(kind)];
    chunks
        .extend(store.records().load(Table::Chunks, &format!("{id}/")).into_iter().map(|(_, c)| c));
    Document::load(&chunks, [0; 16]).document
}

fn at_server(store: &dyn Store, id: DocumentId) -> Document {
    let chunks = store.chunks(id).unwrap();
    let pieces: Vec<_> = chunks.iter().map(|chunk| chunk.bytes.as_slice()).collect();
    Document::load(&pieces, [0; 16]).document
}
