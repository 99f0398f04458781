//! Documents, receipts and quarantine, in memory.

mod mending;

use std::collections::{BTreeMap, BTreeSet};

use crate::store::{
    Append, Appended, Change, ChangeHash, Chunk, DocumentId, DocumentRecord, Frozen, Quarantined,
    Receipt, ReceivedBefore, SetAside, StoreError, Summarized, Summary,
};

#[derive(Default)]
pub(super) struct Documents {
    documents: BTreeMap<DocumentId, Kept>,
    receipts: Vec<Receipt>,
    known: BTreeSet<(DocumentId, ChangeHash)>,
    lost: BTreeSet<(DocumentId, ChangeHash)>,
    before: BTreeMap<(DocumentId, ChangeHash), ReceivedBefore>,
    pub(super) set_aside: Vec<SetAside>,
    pub(super) quarantine: Vec<Quarantined>,
    pub(super) frozen: BTreeMap<DocumentId, Frozen>,
    pub(super) version: u64,
}

struct Kept {
    record: DocumentRecord,
    present: Pieces,
    /// What the snapshot took the place of.
    former: Pieces,
    heads: Vec<ChangeHash>,
    summary: Option<Summary>,
}

#[derive(Default)]
struct Pieces {
    snapshot: Option<Vec<u8>>,
    changes: Vec<Change>,
}

impl Pieces {
    fn chunks(&self) -> Vec<Chunk> {
        let snapshot = self.snapshot.iter().map(|bytes| Chunk { hash: None, bytes: bytes.clone() });
        let changes =
            self.changes.iter().map(|c| Chunk { hash: Some(c.hash), bytes: c.bytes.clone() });
        snapshot.chain(changes).collect()
    }
}

impl Documents {
    pub(super) fn newest(&self) -> u64 {
        self.receipts.len() as u64
    }

    pub(super) fn register(&mut self, record: &DocumentRecord, genesis: &Change) -> bool {
        if self.documents.contains_key(&record.id) {
            return false;
        }
        let (present, former, heads, summary) = Default::default();
        let kept = Kept { record: record.clone(), present, former, heads, summary };
        self.documents.insert(record.id, kept);
        self.append_one(&Append::genesis(record, genesis));
        true
    }

    pub(super) fn freeze(&mut self, frozen: &Frozen) {
        let id = frozen.document;
        if self.documents.contains_key(&id) && !self.frozen.contains_key(&id) {
            self.frozen.insert(id, frozen.clone());
            self.version += 1;
        }
    }

    pub(super) fn thaw(&mut self, document: DocumentId) -> bool {
        let was_frozen = self.frozen.remove(&document).is_some();
        self.version += u64::from(was_frozen);
        was_frozen
    }

    /// Sorted by id.
    pub(super) fn records(&self, keep: impl Fn(&DocumentRecord) -> bool) -> Vec<DocumentRecord> {
        self.documents.values().map(|kept| &kept.record).filter(|r| keep(r)).cloned().collect()
    }

    /// Sorted by id.
    pub(super) fn summaries(&self, subject: Option<&str>) -> Vec<Summarized> {
        let is_meant = |record: &DocumentRecord| match subject {
            Some(subject) => record.subject == subject,
            None => record.author.is_none(),
        };
        let meant = self.documents.values().filter(|kept| is_meant(&kept.record));
        let one = |kept: &Kept| Summarized {
            record: kept.record.clone(),
            heads: kept.heads.clone(),
            summary: kept.summary.clone(),
        };
        meant.map(one).collect()
    }

    pub(super) fn put_summary(&mut self, summary: &Summary) -> Result<(), StoreError> {
        let id = summary.document;
        let kept = self.documents.get_mut(&id).ok_or(StoreError::UnknownDocument(id))?;
        kept.summary = Some(summary.clone());
        Ok(())
    }

    pub(super) fn check(&self, appends: &[Append]) -> Result<(), StoreError> {
        let unknown = appends.iter().find(|append| !self.documents.contains_key(&append.document));
        unknown.map_or(Ok(()), |append| Err(StoreError::UnknownDocument(append.document)))
    }

    pub(super) fn append(&mut self, appends: &[Append]) -> Result<(), StoreError> {
        self.check(appends)?;
        appends.iter().for_each(|append| self.append_one(append));
        Ok(())
    }

    fn append_one(&mut self, append: &Append) {
        for change in &append.changes {
            self.append_change(append, change);
        }
        if let Some(kept) = self.documents.get_mut(&append.document) {
            kept.heads.clone_from(&append.heads);
        }
    }

    fn append_change(&mut self, append: &Append, change: &Change) {
        if !self.known.insert((append.document, change.hash)) {
            return self.take_again(append.document, change);
        }
        self.receipts.push(Receipt {
            number: self.newest() + 1,
            document: append.document,
            hash: change.hash,
            person: append.person.clone(),
            device: append.device.clone(),
            received_at: append.received_at,
            clock_wrong: change.clock_wrong,
        });
        if let Some(kept) = self.documents.get_mut(&append.document) {
            kept.present.changes.push(change.clone());
        }
    }

    pub(super) fn chunks(&self, document: DocumentId) -> Vec<Chunk> {
        self.documents.get(&document).map(|kept| kept.present.chunks()).unwrap_or_default()
    }

    pub(super) fn snapshot(
        &mut self,
        document: DocumentId,
        bytes: &[u8],
        covers: &[ChangeHash],
    ) -> Result<(), StoreError> {
        let kept =
            self.documents.get_mut(&document).ok_or(StoreError::UnknownDocument(document))?;
        let present = std::mem::take(&mut kept.present);
        let (covered, rest) = present.changes.into_iter().partition(|c| covers.contains(&c.hash));
        kept.former = Pieces { snapshot: present.snapshot, changes: covered };
        kept.present = Pieces { snapshot: Some(bytes.to_vec()), changes: rest };
        Ok(())
    }

    pub(super) fn heads(&self, document: DocumentId) -> Vec<ChangeHash> {
        self.documents.get(&document).map(|kept| kept.heads.clone()).unwrap_or_default()
    }

    pub(super) fn receipts(&self, document: DocumentId) -> Vec<Receipt> {
        let mine = self.receipts.iter().filter(|receipt| receipt.document == document);
        mine.map(|receipt| self.as_first_received(receipt)).collect()
    }

    fn as_first_received(&self, receipt: &Receipt) -> Receipt {
        let before = self.before.get(&(receipt.document, receipt.hash));
        match before.filter(|before| before.received_at < receipt.received_at) {
            Some(before) => Receipt {
                person: Some(before.person.clone()),
                device: Some(before.device.clone()),
                received_at: before.received_at,
                ..receipt.clone()
            },
            None => receipt.clone(),
        }
    }

    pub(super) fn put_received_before(&mut self, all: &[ReceivedBefore]) {
        for one in all {
            let key = (one.document, one.hash);
            let known = self.before.get(&key);
            if known.is_some_and(|known| known.received_at <= one.received_at) {
                continue;
            }
            self.before.insert(key, one.clone());
            if let Some(kept) = self.documents.get_mut(&one.document) {
                kept.summary = None;
            }
        }
    }

    pub(super) fn appended_after(&self, number: u64) -> Appended {
        let newer = self.receipts.iter().filter(|receipt| receipt.number > number);
        let mut documents: Vec<_> = newer.map(|r| (r.document, r.device.clone())).collect();
        documents.sort();
        documents.dedup();
        Appended { newest: self.newest(), documents }
    }
}
