//! What phones said: which changes were saved, and which were shown as on the server.

use std::collections::BTreeSet;

use client::view::{Mark, Phase, SyncState};
use client::{Client, Table, Write};
use documents::{Document, DocumentId, Hash, change_of, read_entry};
use domain::EntryId;
use sync_server::store::Store;

use crate::browser::TabId;
use crate::files::RescueFile;
use crate::world::Check;

/// One change that a phone has on disk.
#[derive(Clone, Debug)]
pub(crate) struct Saved {
    pub(crate) browser: usize,
    pub(crate) store: String,
    /// Which wrote it; older ones, whose turn is over, cannot know of it.
    pub(crate) tab: TabId,
    pub(crate) document: DocumentId,
    pub(crate) entry: EntryId,
    pub(crate) hash: Hash,
    /// A phone has shown it as on the server.
    pub(crate) was_shown: bool,
    /// The server did not accept it, and the phone keeps it aside.
    pub(crate) is_aside: bool,
    /// It came from a rescue file: its entry may be here in another history too.
    is_taken: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) all: Vec<Saved>,
    /// Every change that was ever saved.
    seen: BTreeSet<Hash>,
}

/// A phone's store, the browser's number and the store's name, and who works on it.
pub(crate) type Place<'s> = (usize, &'s str, TabId);

impl Saved {
    fn is_of(&self, (browser, store, _): Place<'_>) -> bool {
        self.browser == browser && self.store == store
    }

    /// Its key in the table of what was set aside.
    pub(crate) fn aside_key(&self) -> String {
        format!("change/{}/{}", self.document, hex(&self.hash))
    }
}

impl Ledger {
    /// A strict transaction completed: a change with its entry, all those of a rescue file, or a
    /// history that was written anew.
    pub(crate) fn keep(&mut self, place: Place<'_>, writes: &[Write]) -> Check {
        for (key, chunk) in puts(writes, Table::Chunks) {
            let document = key.split('/').next().unwrap_or_default().parse().unwrap();
            let Some((hash, _)) = change_of(chunk) else {
                return self.rewrite(place, document, chunk, writes);
            };
            let waiting = pending(writes, document);
            let waits = waiting.into_iter().find(|(waits, _)| *waits == hash);
            let (_, entry) = waits.ok_or("a change that does not wait for the server")?;
            self.all.push(Saved {
                browser: place.0,
                store: place.1.to_owned(),
                tab: place.2,
                document,
                entry: EntryId::new(entry).map_err(|_| "a change about no entry")?,
                hash,
                was_shown: false,
                is_aside: false,
                is_taken: !self.seen.insert(hash),
            });
        }
        Ok(())
    }

    /// Somebody signed out here: all there was is on the server or in a file.
    pub(crate) fn sign_out(
        &mut self,
        browser: usize,
        store: &str,
        server: &dyn Store,
        files: &[RescueFile],
    ) -> Check {
        let is_here = |saved: &Saved| saved.browser == browser && saved.store == store;
        let is_safe = |saved: &Saved| {
            has(server, saved) || files.iter().any(|file| file.changes.contains(&saved.hash))
        };
        if let Some(lost) = self.all.iter().find(|saved| is_here(saved) && !is_safe(saved)) {
            return Err(format!("{} is gone after signing out", lost.entry));
        }
        self.all.retain(|saved| !is_here(saved) || saved.was_shown);
        // What was shown as on the server is still held against it; no phone has it any more.
        self.all.iter_mut().filter(|saved| is_here(saved)).for_each(|saved| saved.store.clear());
        Ok(())
    }

    /// What is not in the new history under its own hash must be in it under another, or aside.
    fn rewrite(
        &mut self,
        place: Place<'_>,
        document: DocumentId,
        snapshot: &[u8],
        writes: &[Write],
    ) -> Check {
        let now = Document::load(&[snapshot], [0; 16]).document;
        let waiting = pending(writes, document);
        let aside: Vec<_> = puts(writes, Table::Aside).map(|(key, _)| key).collect();
        let here = |saved: &Saved| saved.is_of(place) && saved.document == document;
        let is_here_anyway = |saved: &Saved| read_entry(&now, &saved.entry).is_some();
        self.all.retain(|saved| {
            let is_old = here(saved) && saved.is_taken && !now.has(&saved.hash);
            !is_old || aside.contains(&&saved.aside_key()) || !is_here_anyway(saved)
        });
        for saved in self.all.iter_mut().filter(|it| here(it)).filter(|it| !now.has(&it.hash)) {
            let again = waiting.iter().rev().find(|(_, entry)| entry == saved.entry.as_str());
            if aside.contains(&&saved.aside_key()) {
                saved.is_aside = true;
            } else if let Some((hash, _)) = again {
                (saved.hash, saved.tab) = (*hash, place.2);
                self.seen.insert(*hash);
            } else if !saved.is_aside {
                return Err(format!("{} is not in what was written anew", saved.entry));
            }
        }
        Ok(())
    }

    /// Looks at a phone's screen: what it shows as on the server must be there, now.
    pub(crate) fn look(&mut self, place: Place<'_>, client: &Client, server: &dyn Store) -> Check {
        if *client.phase() != Phase::Ready {
            return Ok(());
        }
        let all_sent = client.sync().state == SyncState::Sent;
        let here = |saved: &&mut Saved| saved.is_of(place) && saved.tab <= place.2;
        let open = |saved: &&mut Saved| !saved.was_shown && !saved.is_aside;
        for saved in self.all.iter_mut().filter(here).filter(open) {
            let entry = client.entry(&saved.entry);
            let is_marked = entry.is_some_and(|entry| entry.mark == Mark::OnServer);
            if !(is_marked || all_sent) {
                continue;
            }
            if !has(server, saved) {
                let how = if is_marked { "marked as on the server" } else { "all sent" };
                return Err(format!("entry {} is shown ({how}) and is not there", saved.entry));
            }
            saved.was_shown = true;
        }
        Ok(())
    }
}

/// Whether the server has this change on disk.
pub(crate) fn has(server: &dyn Store, saved: &Saved) -> bool {
    let receipts = server.receipts(saved.document).unwrap();
    receipts.iter().any(|receipt| receipt.hash == saved.hash)
}

fn puts(writes: &[Write], wanted: Table) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    writes.iter().filter_map(move |write| match write {
        Write::Put { table, key, value } if *table == wanted => Some((key, value)),
        Write::Put { .. } | Write::Delete { .. } | Write::DeletePrefix { .. } => None,
    })
}

/// The changes of a document that wait for the server after these writes, with the entry each is
/// about.
fn pending(writes: &[Write], document: DocumentId) -> Vec<(Hash, String)> {
    let name = format!("doc/{document}");
    let record = puts(writes, Table::Meta).find(|(key, _)| **key == name);
    let Some((_, record)) = record else { return Vec::new() };
    let record: serde_json::Value = serde_json::from_slice(record).unwrap();
    let pairs: Vec<(String, String)> = serde_json::from_value(record["pending"].clone()).unwrap();
    pairs.into_iter().map(|(hash, entry)| (unhex(&hash), entry)).collect()
}

fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Hash {
    let mut hash = [0; 32];
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
    }
    hash
}
