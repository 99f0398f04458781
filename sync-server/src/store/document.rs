//! What the store keeps of a document: never what it says, only bytes, hashes and who sent them.

pub use documents::DocumentId;
use domain::{DeviceId, Kind, Period, PersonId};

/// An Automerge change hash.
pub type ChangeHash = [u8; 32];

/// What a document is, from its registration: the facts its id is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRecord {
    pub id: DocumentId,
    pub kind: Kind,
    /// `None`: the server alone writes it.
    pub author: Option<PersonId>,
    /// A person id, or for a catalogue document its name.
    pub subject: String,
    pub period: Option<Period>,
    /// Milliseconds since 1970 on the server's clock.
    pub registered_at: i64,
}

/// One raw Automerge change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub hash: ChangeHash,
    pub bytes: Vec<u8>,
    /// Its own time was far from the server's when it arrived.
    pub clock_wrong: bool,
}

/// New changes of one document from one sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    pub document: DocumentId,
    /// `None`: the server itself.
    pub person: Option<PersonId>,
    pub device: Option<DeviceId>,
    /// Milliseconds since 1970 on the server's clock.
    pub received_at: i64,
    pub changes: Vec<Change>,
    /// The document's heads with these changes in it.
    pub heads: Vec<ChangeHash>,
}

/// A piece of a document: a change, or a snapshot of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// `None` for a snapshot.
    pub hash: Option<ChangeHash>,
    pub bytes: Vec<u8>,
}

/// Proof that a change arrived: audits rest on these, not on phones' clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Grows with every receipt of the store.
    pub number: u64,
    pub document: DocumentId,
    pub hash: ChangeHash,
    pub person: Option<PersonId>,
    pub device: Option<DeviceId>,
    pub received_at: i64,
    pub clock_wrong: bool,
}

/// What a receipt says that was given before the store was restored from a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedBefore {
    pub document: DocumentId,
    pub hash: ChangeHash,
    pub person: PersonId,
    pub device: DeviceId,
    pub received_at: i64,
}

/// See [`super::Store::appended_after`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// The newest receipt's number: ask after this one next time.
    pub newest: u64,
    /// Each once, with the senders it got changes from (`None`: the server itself).
    pub documents: Vec<(DocumentId, Option<DeviceId>)>,
}

/// All there is of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// As [`super::Store::chunks`] has them.
    pub chunks: Vec<Chunk>,
    /// What the snapshot took the place of, in the same order.
    pub former: Vec<Chunk>,
    pub heads: Vec<ChangeHash>,
    pub receipts: Vec<Receipt>,
}

/// What becomes of a document of which not everything can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    pub document: DocumentId,
    /// Pieces to set aside: a change by its hash, the snapshot as `None`. What the snapshot took
    /// the place of comes back; `None` again means that snapshot.
    pub damaged: Vec<Option<ChangeHash>>,
    /// Changes with a receipt, to be kept again.
    pub regained: Vec<Change>,
    /// Changes with a receipt that nobody here has: [`super::Store::append`] takes them again.
    pub lost: Vec<ChangeHash>,
    /// Of what can be read.
    pub heads: Vec<ChangeHash>,
    pub at: i64,
}

/// A piece of a document that could not be read, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    pub document: DocumentId,
    /// `None` for a snapshot.
    pub hash: Option<ChangeHash>,
    pub bytes: Vec<u8>,
    pub at: i64,
}

/// Bytes that were refused, kept for whoever has to explain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    pub document: DocumentId,
    pub bytes: Vec<u8>,
    pub person: PersonId,
    pub device: DeviceId,
    /// A stable code.
    pub reason: String,
    pub at: i64,
}

/// A document that may be read and not written, until it is thawed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    pub document: DocumentId,
    pub at: i64,
    /// For the operator.
    pub reason: String,
}

/// What was read out of a document. It can be read again at any time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    pub document: DocumentId,
    /// The document's, when it was read.
    pub heads: Vec<ChangeHash>,
    pub bytes: Vec<u8>,
}

/// A document as it is now, and what was once read out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summarized {
    pub record: DocumentRecord,
    pub heads: Vec<ChangeHash>,
    pub summary: Option<Summary>,
}

impl Append {
    /// The server's own first append to a document it registers.
    pub(crate) fn genesis(record: &DocumentRecord, genesis: &Change) -> Self {
        Self {
            document: record.id,
            person: None,
            device: None,
            received_at: record.registered_at,
            changes: vec![genesis.clone()],
            heads: vec![genesis.hash],
        }
    }
}
