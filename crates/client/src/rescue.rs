//! The rescue file: everything a person wrote, sent or not, in one file, and taking it back.

use documents::{Document, DocumentId, Hash, change_of, touched_by};
use domain::PersonId;
use exchange::{Rescue, RescuedDocument, read_rescue, write_rescue};

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, Write};
use crate::errands::Errand;
use crate::held::{Held, Opening};
use crate::saving::{put_chunk, put_meta};
use crate::view::{ExportDone, MeNotice};

/// What a rescue file brought, on its way to the store.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Taken {
    documents: Vec<DocumentId>,
    hashes: Vec<Hash>,
    known: usize,
}

impl Client {
    /// All own documents, in one zip.
    pub(crate) fn make_rescue(&mut self) {
        let Some(identity) = &self.identity else { return };
        let ids = self.own_ids();
        let rescue = Rescue {
            org: identity.org.clone(),
            person: identity.person.clone(),
            device: identity.device.clone(),
            made_at: self.now,
            documents: ids.iter().filter_map(|id| rescued(self.shelf.get(id)?)).collect(),
        };
        let bytes = match write_rescue(&rescue) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.me_notice = Some(MeNotice::RescueUnreadable(error.to_string()));
                return;
            }
        };
        let name = format!("ropes-rescue-{}.zip", self.stamp());
        self.effect(Effect::SaveFile { name, media_type: "application/zip", bytes });
        self.me_notice = Some(MeNotice::Exported(ExportDone::Rescue));
        self.note_rescued(&ids);
    }

    /// Kept in the store, so that signing out knows of the file after a reload too.
    fn note_rescued(&mut self, ids: &[DocumentId]) {
        let mut notes = Vec::new();
        for id in ids {
            if let Some(held) = self.shelf.get_mut(id).filter(|held| held.document().is_some()) {
                held.is_rescued = true;
                notes.push(put_meta(held));
            }
        }
        self.store(notes, Durability::Relaxed, Awaited::Aside);
    }

    /// Reads a file and takes it, whole or not at all.
    pub(crate) fn take_rescue_file(&mut self, bytes: &[u8]) {
        let rescue = match read_rescue(bytes) {
            Ok(rescue) => rescue,
            Err(error) => {
                return self.me_notice = Some(MeNotice::RescueUnreadable(error.to_string()));
            }
        };
        let me = self.identity.as_ref();
        if !me.is_some_and(|me| me.org == rescue.org && me.person == rescue.person) {
            self.me_notice = Some(MeNotice::RescueNotMine);
            return;
        }
        let mut chunks = rescue.documents.iter().flat_map(|document| &document.chunks);
        if chunks.any(|chunk| change_of(chunk).is_none()) {
            let why = "a change in it cannot be read".to_owned();
            self.me_notice = Some(MeNotice::RescueUnreadable(why));
            return;
        }
        for document in &rescue.documents {
            self.own_place(document);
        }
        self.when_open(Errand::TakeRescue(rescue.documents));
    }

    /// The document's id follows from whose it is, so a file cannot put changes where they do not
    /// belong.
    fn own_place(&mut self, document: &RescuedDocument) -> Option<DocumentId> {
        let subject = PersonId::new(document.subject.as_str()).ok();
        let about = if document.kind.is_own() { self.person().cloned() } else { subject };
        self.document_about(document.kind, about?, document.period?)
    }

    pub(crate) fn take_rescue(&mut self, documents: &[RescuedDocument]) {
        let mut taken = Taken::default();
        let mut writes = Vec::new();
        for document in documents {
            match self.take_rescued(document, &mut taken) {
                Some(more) => writes.extend(more),
                None => return self.on_taken(taken, false),
            }
        }
        self.store(writes, Durability::Strict, Awaited::Taken(taken));
    }

    /// Nothing when the document could not be opened or does not take the changes.
    fn take_rescued(&mut self, rescued: &RescuedDocument, taken: &mut Taken) -> Option<Vec<Write>> {
        let id = self.own_place(rescued)?;
        let held = self.shelf.get_mut(&id)?;
        let document = held.document_mut()?;
        let before = document.heads();
        taken.documents.push(id);
        document.apply(&rescued.chunks).ok()?;
        let new = document.changes_since(&before);
        let first = documents::genesis(rescued.kind);
        let written = rescued.chunks.iter().filter(|chunk| **chunk != first).count();
        taken.known += written.saturating_sub(new.len());
        let waiting: Vec<_> = new.iter().flat_map(|one| waiting_for(document, one.hash)).collect();
        held.pending.extend(waiting);
        let mut writes = Vec::new();
        for change in new {
            taken.hashes.push(change.hash);
            writes.push(put_chunk(held, change.bytes));
        }
        let meta = put_meta(held);
        writes.extend(self.rows_since(id, &before));
        writes.push(meta);
        Some(writes)
    }

    /// What a file brought for this document is in memory and not yet on disk.
    pub(crate) fn is_taking(&self, id: DocumentId) -> bool {
        let brings = |taken: &Taken| taken.documents.contains(&id);
        self.awaits(|awaited| matches!(awaited, Awaited::Taken(taken) if brings(taken)))
    }

    /// Only what is on disk counts as taken back.
    pub(crate) fn on_taken(&mut self, taken: Taken, is_stored: bool) {
        if is_stored {
            let (added, known) = (taken.hashes.len(), taken.known);
            self.me_notice = Some(MeNotice::Rescued { added, known });
        } else {
            self.me_notice = Some(MeNotice::RescueNotStored);
            taken.documents.iter().for_each(|id| self.forget_taken(*id, &taken.hashes));
        }
        for id in taken.documents {
            self.rewrite_when_ready(id);
            if is_stored {
                self.sync_document(id);
            }
        }
        self.save_next();
    }

    /// The store does not have them: the document and its rows are read anew.
    fn forget_taken(&mut self, id: DocumentId, hashes: &[Hash]) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        held.pending.retain(|(hash, _)| !hashes.contains(hash));
        held.opening = Opening::Closed;
        held.records.clear();
        let wants_sync = held.wants_sync;
        self.load_rows(id, Awaited::Rows(id));
        if wants_sync {
            self.open(id);
        }
    }
}

/// A change with each entry it is about; it waits also where that is none.
fn waiting_for(document: &Document, change: Hash) -> Vec<(Hash, String)> {
    let mut entries: Vec<_> = touched_by(document, &change).into_iter().collect();
    if entries.is_empty() {
        entries.push(String::new());
    }
    entries.into_iter().map(|entry| (change, entry)).collect()
}

fn rescued(held: &Held) -> Option<RescuedDocument> {
    let document = held.document()?;
    Some(RescuedDocument {
        document_id: held.id.to_string(),
        kind: held.kind,
        subject: held.subject.clone(),
        period: held.period,
        chunks: document.changes().into_iter().map(|change| change.bytes).collect(),
    })
}
