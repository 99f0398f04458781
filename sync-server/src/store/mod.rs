//! Where the server keeps what must survive it. One trait, several implementations, one contract.
//!
//! Calls block: an async caller goes through `spawn_blocking` or a writer thread. An `Ok` from a
//! writing call means the data is on disk. Nothing here decides who may do what.

mod document;
mod error;
mod failing;
mod memory;
mod organisation;
mod session;
mod sqlite;
mod trust;

#[cfg(test)]
mod contract;

pub use document::{
    Append, Appended, Change, ChangeHash, Chunk, DocumentId, DocumentRecord, Frozen, Mend,
    Quarantined, Receipt, ReceivedBefore, SetAside, Summarized, Summary, Whole,
};
pub use error::{Cause, StoreError};
pub use failing::{Failing, Stalled};
pub use memory::MemoryStore;
pub use organisation::{Organisation, PeopleUpdate, PersonRecord};
pub use session::{
    Device, InviteRecord, InviteState, JoinOutcome, NewDevice, Rotation, SecretHash, SessionRecord,
};
pub use sqlite::{FILE as DATABASE_FILE, SqliteStore};
pub use trust::{BadgeKeyRecord, CertificateRecord, RootRecord};

use domain::{Buddy, DeviceId, OrgId, PersonId, Supervised, Team};
use exchange::attestation::PublicKey;

/// Counters that only ever grow. A caller that saw the same number before has nothing to reread.
/// Both also move when another process writes to the same store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    /// People, teams, buddies, devices, sessions, frozen documents: everything that decides who may
    /// do what.
    pub people: u64,
    /// The number of the newest receipt: see [`Store::appended_after`].
    pub receipts: u64,
}

/// Everything the server keeps.
pub trait Store: Send + Sync + 'static {
    // The organisation and its people.

    /// The organisation, or `None` in an empty store.
    fn organisation(&self) -> Result<Option<Organisation>, StoreError>;

    /// Writes the organisation once; a second call leaves the first and returns it.
    fn found(&self, organisation: &Organisation) -> Result<Organisation, StoreError>;

    /// Everybody, also those no longer active, by id.
    fn people(&self) -> Result<Vec<PersonRecord>, StoreError>;

    fn person(&self, id: &PersonId) -> Result<Option<PersonRecord>, StoreError>;

    /// All teams with members and supervisors, by id.
    fn teams(&self) -> Result<Vec<Team>, StoreError>;

    /// All buddy relations, past ones too.
    fn buddies(&self) -> Result<Vec<Buddy>, StoreError>;

    /// Who supervised whom until when, each pair's last end, sorted.
    fn supervised(&self) -> Result<Vec<Supervised>, StoreError>;

    /// All of it or nothing. Refused with [`StoreError::LastAdmin`] where an organisation that had
    /// an active admin would have none afterwards.
    fn update_people(&self, update: &PeopleUpdate) -> Result<(), StoreError>;

    /// Cheap: asked several times a second.
    fn versions(&self) -> Result<Versions, StoreError>;

    // Documents. The hub alone appends to documents that people write.

    /// Makes the document known together with its genesis chunk, in one transaction.
    /// Returns whether it was new; a known document is left as it is.
    fn register_document(
        &self,
        record: &DocumentRecord,
        genesis: &Change,
    ) -> Result<bool, StoreError>;

    fn document(&self, id: DocumentId) -> Result<Option<DocumentRecord>, StoreError>;

    fn documents(&self) -> Result<Vec<DocumentRecord>, StoreError>;

    fn documents_by(&self, author: &PersonId) -> Result<Vec<DocumentRecord>, StoreError>;

    /// Those that have no author.
    fn common_documents(&self) -> Result<Vec<DocumentRecord>, StoreError>;

    fn documents_about(&self, subject: &str) -> Result<Vec<DocumentRecord>, StoreError>;

    /// Commits many appends at once: all or nothing, with a receipt for each new change. A change
    /// whose receipt exists is ignored, unless it was lost: then it is kept again. The heads replace those stored before. An unregistered
    /// document is [`StoreError::UnknownDocument`].
    fn append(&self, appends: &[Append]) -> Result<(), StoreError>;

    /// What a document is made of: its snapshot, if any, first, then changes in order of arrival.
    fn chunks(&self, document: DocumentId) -> Result<Vec<Chunk>, StoreError>;

    /// Puts `bytes` in the place of an earlier snapshot and of the changes in `covers`, which it
    /// must contain; the caller has loaded it and compared. What it replaces is kept until the
    /// next snapshot ([`Whole::former`]). Receipts stay.
    fn snapshot(
        &self,
        document: DocumentId,
        bytes: &[u8],
        covers: &[ChangeHash],
    ) -> Result<(), StoreError>;

    /// Heads after the last append; empty for an unknown document.
    fn heads(&self, document: DocumentId) -> Result<Vec<ChangeHash>, StoreError>;

    /// In order of arrival.
    fn receipts(&self, document: DocumentId) -> Result<Vec<Receipt>, StoreError>;

    /// Keeps what was received before, also of changes and documents that are not here. Where that is earlier than
    /// the note of a receipt here, [`Store::receipts`] tells it instead. All or nothing.
    fn put_received_before(&self, all: &[ReceivedBefore]) -> Result<(), StoreError>;

    /// Which documents got changes with a receipt number above `number`, also from another process.
    fn appended_after(&self, number: u64) -> Result<Appended, StoreError>;

    /// All there is of a document, as of one moment.
    fn whole(&self, document: DocumentId) -> Result<Whole, StoreError>;

    /// Puts a document right of which not everything can be read: all of it or nothing.
    fn mend(&self, mend: &Mend) -> Result<(), StoreError>;

    /// Pieces that could not be read, in the order in which that was found.
    fn set_aside(&self) -> Result<Vec<SetAside>, StoreError>;

    /// Keeps what was refused.
    fn quarantine(&self, refused: &Quarantined) -> Result<(), StoreError>;

    fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError>;

    fn quarantined_count(&self) -> Result<u64, StoreError>;

    /// Sets a registered document aside; a frozen one is left as it is. Moves [`Versions::people`].
    fn freeze(&self, frozen: &Frozen) -> Result<(), StoreError>;

    /// Returns whether it was frozen. Moves [`Versions::people`].
    fn thaw(&self, document: DocumentId) -> Result<bool, StoreError>;

    /// By document.
    fn frozen(&self) -> Result<Vec<Frozen>, StoreError>;

    /// Documents about somebody, or those that have no author (`None`), by id, each with what was kept of
    /// it. Does not read them.
    fn summaries(&self, subject: Option<&str>) -> Result<Vec<Summarized>, StoreError>;

    /// Keeps it in the place of what was kept before.
    fn put_summary(&self, summary: &Summary) -> Result<(), StoreError>;

    // Invites, devices, sessions. Secrets come hashed; the store never sees one.

    fn create_invite(&self, invite: &InviteRecord) -> Result<(), StoreError>;

    fn invite(&self, code: &SecretHash) -> Result<Option<InviteRecord>, StoreError>;

    /// Uses the invite up and adds a device with its session, in one transaction, if the invite
    /// may be used at `now` (milliseconds) and its person is active.
    fn join(
        &self,
        code: &SecretHash,
        device: &NewDevice,
        now: i64,
    ) -> Result<JoinOutcome, StoreError>;

    /// A further device of `person`, with a session of its own.
    fn add_device(
        &self,
        person: &PersonId,
        device: &NewDevice,
        now: i64,
    ) -> Result<Device, StoreError>;

    fn devices(&self) -> Result<Vec<Device>, StoreError>;

    fn device(&self, id: &DeviceId) -> Result<Option<Device>, StoreError>;

    /// Notes when devices were seen, in one transaction. Does not move [`Versions::people`].
    fn touch_devices(&self, seen: &[(DeviceId, i64)]) -> Result<(), StoreError>;

    /// Returns whether there is such a device; an earlier revocation keeps its time.
    fn revoke_device(&self, id: &DeviceId, now: i64) -> Result<bool, StoreError>;

    fn session(&self, secret: &SecretHash) -> Result<Option<SessionRecord>, StoreError>;

    /// A session's secret was shown at `now`, and `next` is offered in its place. Earlier secrets of
    /// its device end once this one has settled; an old one gets `next` beside it. In one
    /// transaction. Does not move [`Versions::people`]: whose the device is stays the same.
    fn rotate(
        &self,
        secret: &SecretHash,
        next: &SecretHash,
        now: i64,
    ) -> Result<Rotation, StoreError>;

    /// Ends the session with every secret that its device still has.
    fn end_session(&self, secret: &SecretHash) -> Result<(), StoreError>;

    // The organisation's keys, and what they certify.

    /// Oldest first.
    fn roots(&self) -> Result<Vec<RootRecord>, StoreError>;

    /// Makes `root` the newest where `after` is the newest now (`None`: there is none), and forgets
    /// that one's secret and the key of badges. Returns whether it did. Moves [`Versions::people`].
    fn put_root(&self, root: &RootRecord, after: Option<&PublicKey>) -> Result<bool, StoreError>;

    /// By serial number.
    fn certificates(&self) -> Result<Vec<CertificateRecord>, StoreError>;

    /// Returns whether its serial number was the next one; else nothing is kept.
    fn put_certificate(&self, certificate: &CertificateRecord) -> Result<bool, StoreError>;

    /// The key of badges, if there is one.
    fn badge_key(&self) -> Result<Option<BadgeKeyRecord>, StoreError>;

    /// Returns whether there was none yet; else the first stays.
    fn put_badge_key(&self, key: &BadgeKeyRecord) -> Result<bool, StoreError>;

    // The whole.

    /// Writes a complete, consistent copy to a new file while the server runs.
    fn back_up(&self, to: &std::path::Path) -> Result<(), StoreError>;

    /// Problems found by reading everything, one sentence each; empty when sound.
    fn check(&self) -> Result<Vec<String>, StoreError>;

    /// The organisation's id, or [`StoreError::NoOrganisation`].
    fn org_id(&self) -> Result<OrgId, StoreError> {
        Ok(self.organisation()?.ok_or(StoreError::NoOrganisation)?.id)
    }
}
