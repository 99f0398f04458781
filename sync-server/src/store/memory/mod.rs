//! A store in memory: for tests and measurements. Keeps every rule of the contract but survival.

mod documents;
mod people;
mod sessions;
mod trust;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Buddy, DeviceId, PersonId, Supervised, Team};
use exchange::attestation::PublicKey;

use super::{
    Append, Appended, BadgeKeyRecord, CertificateRecord, Change, ChangeHash, Chunk, Device,
    DocumentId, DocumentRecord, Frozen, InviteRecord, JoinOutcome, Mend, NewDevice, Organisation,
    PeopleUpdate, PersonRecord, Quarantined, Receipt, ReceivedBefore, RootRecord, Rotation,
    SecretHash, SessionRecord, SetAside, Store, StoreError, Summarized, Summary, Versions, Whole,
};

#[derive(Default)]
pub struct MemoryStore {
    all: Mutex<All>,
}

/// One lock over everything is what makes each call a transaction.
#[derive(Default)]
struct All {
    people: people::People,
    sessions: sessions::Sessions,
    documents: documents::Documents,
    keys: trust::Keys,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self::default()
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn organisation(&self) -> Result<Option<Organisation>, StoreError> {
        Ok(self.all().people.organisation.clone())
    }

    fn found(&self, organisation: &Organisation) -> Result<Organisation, StoreError> {
        let mut all = self.all();
        Ok(all.people.organisation.get_or_insert_with(|| organisation.clone()).clone())
    }

    fn people(&self) -> Result<Vec<PersonRecord>, StoreError> {
        Ok(self.all().people.people.values().cloned().collect())
    }

    fn person(&self, id: &PersonId) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.all().people.people.get(id).cloned())
    }

    fn teams(&self) -> Result<Vec<Team>, StoreError> {
        Ok(self.all().people.teams.values().cloned().collect())
    }

    fn buddies(&self) -> Result<Vec<Buddy>, StoreError> {
        Ok(self.all().people.buddies.clone())
    }

    fn supervised(&self) -> Result<Vec<Supervised>, StoreError> {
        Ok(self.all().people.supervised.values().cloned().collect())
    }

    fn update_people(&self, update: &PeopleUpdate) -> Result<(), StoreError> {
        let all = &mut *self.all();
        all.documents.check(&update.catalog)?;
        all.people.update(update)?;
        all.documents.append(&update.catalog)
    }

    fn versions(&self) -> Result<Versions, StoreError> {
        let all = self.all();
        Ok(Versions {
            people: all.people.version
                + all.sessions.version
                + all.documents.version
                + all.keys.version,
            receipts: all.documents.newest(),
        })
    }

    fn register_document(
        &self,
        record: &DocumentRecord,
        genesis: &Change,
    ) -> Result<bool, StoreError> {
        Ok(self.all().documents.register(record, genesis))
    }

    fn document(&self, id: DocumentId) -> Result<Option<DocumentRecord>, StoreError> {
        Ok(self.all().documents.records(|record| record.id == id).pop())
    }

    fn documents(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        Ok(self.all().documents.records(|_| true))
    }

    fn documents_by(&self, author: &PersonId) -> Result<Vec<DocumentRecord>, StoreError> {
        Ok(self.all().documents.records(|record| record.author.as_ref() == Some(author)))
    }

    fn common_documents(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        Ok(self.all().documents.records(|record| record.author.is_none()))
    }

    fn documents_about(&self, subject: &str) -> Result<Vec<DocumentRecord>, StoreError> {
        Ok(self.all().documents.records(|record| record.subject == subject))
    }

    fn append(&self, appends: &[Append]) -> Result<(), StoreError> {
        self.all().documents.append(appends)
    }

    fn chunks(&self, document: DocumentId) -> Result<Vec<Chunk>, StoreError> {
        Ok(self.all().documents.chunks(document))
    }

    fn snapshot(
        &self,
        document: DocumentId,
        bytes: &[u8],
        covers: &[ChangeHash],
    ) -> Result<(), StoreError> {
        self.all().documents.snapshot(document, bytes, covers)
    }

    fn heads(&self, document: DocumentId) -> Result<Vec<ChangeHash>, StoreError> {
        Ok(self.all().documents.heads(document))
    }

    fn receipts(&self, document: DocumentId) -> Result<Vec<Receipt>, StoreError> {
        Ok(self.all().documents.receipts(document))
    }

    fn put_received_before(&self, all: &[ReceivedBefore]) -> Result<(), StoreError> {
        self.all().documents.put_received_before(all);
        Ok(())
    }

    fn appended_after(&self, number: u64) -> Result<Appended, StoreError> {
        Ok(self.all().documents.appended_after(number))
    }

    fn whole(&self, document: DocumentId) -> Result<Whole, StoreError> {
        Ok(self.all().documents.whole(document))
    }

    fn mend(&self, mend: &Mend) -> Result<(), StoreError> {
        self.all().documents.mend(mend)
    }

    fn set_aside(&self) -> Result<Vec<SetAside>, StoreError> {
        Ok(self.all().documents.set_aside.clone())
    }

    fn quarantine(&self, refused: &Quarantined) -> Result<(), StoreError> {
        self.all().documents.quarantine.push(refused.clone());
        Ok(())
    }

    fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError> {
        Ok(self.all().documents.quarantine.clone())
    }

    fn quarantined_count(&self) -> Result<u64, StoreError> {
        Ok(self.all().documents.quarantine.len() as u64)
    }

    fn freeze(&self, frozen: &Frozen) -> Result<(), StoreError> {
        self.all().documents.freeze(frozen);
        Ok(())
    }

    fn thaw(&self, document: DocumentId) -> Result<bool, StoreError> {
        Ok(self.all().documents.thaw(document))
    }

    fn frozen(&self) -> Result<Vec<Frozen>, StoreError> {
        Ok(self.all().documents.frozen.values().cloned().collect())
    }

    fn summaries(&self, subject: Option<&str>) -> Result<Vec<Summarized>, StoreError> {
        Ok(self.all().documents.summaries(subject))
    }

    fn put_summary(&self, summary: &Summary) -> Result<(), StoreError> {
        self.all().documents.put_summary(summary)
    }

    fn create_invite(&self, invite: &InviteRecord) -> Result<(), StoreError> {
        let mut all = self.all();
        all.people.require(&invite.person)?;
        all.sessions.invites.insert(invite.code, invite.clone());
        Ok(())
    }

    fn invite(&self, code: &SecretHash) -> Result<Option<InviteRecord>, StoreError> {
        Ok(self.all().sessions.invites.get(code).cloned())
    }

    fn join(
        &self,
        code: &SecretHash,
        device: &NewDevice,
        now: i64,
    ) -> Result<JoinOutcome, StoreError> {
        let all = &mut *self.all();
        all.sessions.join(&all.people, code, device, now)
    }

    fn add_device(
        &self,
        person: &PersonId,
        device: &NewDevice,
        now: i64,
    ) -> Result<Device, StoreError> {
        let all = &mut *self.all();
        all.people.require(person)?;
        Ok(all.sessions.add_device(person, device, now))
    }

    fn devices(&self) -> Result<Vec<Device>, StoreError> {
        Ok(self.all().sessions.devices.values().cloned().collect())
    }

    fn device(&self, id: &DeviceId) -> Result<Option<Device>, StoreError> {
        Ok(self.all().sessions.devices.get(id).cloned())
    }

    fn touch_devices(&self, seen: &[(DeviceId, i64)]) -> Result<(), StoreError> {
        let mut all = self.all();
        for (id, at) in seen {
            if let Some(device) = all.sessions.devices.get_mut(id) {
                device.last_seen = device.last_seen.max(*at);
            }
        }
        Ok(())
    }

    fn revoke_device(&self, id: &DeviceId, now: i64) -> Result<bool, StoreError> {
        Ok(self.all().sessions.revoke(id, now))
    }

    fn session(&self, secret: &SecretHash) -> Result<Option<SessionRecord>, StoreError> {
        let all = self.all();
        Ok(all.sessions.session(&all.people, secret))
    }

    fn rotate(
        &self,
        secret: &SecretHash,
        next: &SecretHash,
        now: i64,
    ) -> Result<Rotation, StoreError> {
        Ok(self.all().sessions.rotate(secret, next, now))
    }

    fn end_session(&self, secret: &SecretHash) -> Result<(), StoreError> {
        self.all().sessions.end(secret);
        Ok(())
    }

    fn roots(&self) -> Result<Vec<RootRecord>, StoreError> {
        Ok(self.all().keys.roots.clone())
    }

    fn put_root(&self, root: &RootRecord, after: Option<&PublicKey>) -> Result<bool, StoreError> {
        Ok(self.all().keys.put_root(root, after))
    }

    fn certificates(&self) -> Result<Vec<CertificateRecord>, StoreError> {
        Ok(self.all().keys.certificates.clone())
    }

    fn put_certificate(&self, certificate: &CertificateRecord) -> Result<bool, StoreError> {
        Ok(self.all().keys.put_certificate(certificate))
    }

    fn badge_key(&self) -> Result<Option<BadgeKeyRecord>, StoreError> {
        Ok(self.all().keys.badge.clone())
    }

    fn put_badge_key(&self, key: &BadgeKeyRecord) -> Result<bool, StoreError> {
        Ok(self.all().keys.put_badge(key))
    }

    fn back_up(&self, _to: &Path) -> Result<(), StoreError> {
        Err(StoreError::Other("a store in memory has no file".into()))
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}
