//! What could not be read, in memory.

use super::{Documents, Kept};
use crate::store::{Change, ChangeHash, DocumentId, Mend, SetAside, StoreError, Whole};

impl Documents {
    pub(in crate::store::memory) fn whole(&self, document: DocumentId) -> Whole {
        Whole {
            chunks: self.chunks(document),
            former: self.documents.get(&document).map(|k| k.former.chunks()).unwrap_or_default(),
            heads: self.heads(document),
            receipts: self.receipts(document),
        }
    }

    pub(in crate::store::memory) fn mend(&mut self, mend: &Mend) -> Result<(), StoreError> {
        let unknown = StoreError::UnknownDocument(mend.document);
        let kept = self.documents.get_mut(&mend.document).ok_or(unknown)?;
        kept.heads.clone_from(&mend.heads);
        for piece in &mend.damaged {
            let bytes = match piece {
                Some(hash) => kept.take_change(hash),
                None => kept.take_snapshot(),
            };
            self.set_aside.extend(bytes.map(|bytes| SetAside {
                document: mend.document,
                hash: *piece,
                bytes,
                at: mend.at,
            }));
        }
        self.lost.extend(mend.lost.iter().map(|hash| (mend.document, *hash)));
        mend.regained.iter().for_each(|change| self.put_again(mend.document, change));
        Ok(())
    }

    /// A change whose receipt exists. One that was lost is kept again.
    pub(super) fn take_again(&mut self, document: DocumentId, change: &Change) {
        if self.lost.remove(&(document, change.hash)) {
            self.put_again(document, change);
        }
    }

    /// In the place of its receipt.
    fn put_again(&mut self, document: DocumentId, change: &Change) {
        let order: Vec<_> = self.receipts(document).into_iter().map(|r| r.hash).collect();
        let Some(kept) = self.documents.get_mut(&document) else { return };
        let changes = &mut kept.present.changes;
        if !changes.iter().any(|known| known.hash == change.hash) {
            changes.push(change.clone());
            changes.sort_by_key(|change| order.iter().position(|hash| *hash == change.hash));
        }
    }
}

impl Kept {
    fn take_change(&mut self, hash: &ChangeHash) -> Option<Vec<u8>> {
        let place = self.present.changes.iter().position(|change| change.hash == *hash)?;
        Some(self.present.changes.remove(place).bytes)
    }

    /// What it took the place of comes back.
    fn take_snapshot(&mut self) -> Option<Vec<u8>> {
        let former = std::mem::take(&mut self.former);
        let later = std::mem::take(&mut self.present.changes);
        self.present.changes = former.changes.into_iter().chain(later).collect();
        std::mem::replace(&mut self.present.snapshot, former.snapshot)
    }
}
