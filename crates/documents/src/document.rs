//! One document, in memory: loaded from chunks, written to one change at a time.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{
    ActorId, Automerge, AutomergeError, Change, LoadChangeError, LoadOptions, ObjId, ObjType,
    OnPartialLoad, ReadDoc, SaveOptions, Value,
};
use domain::{Entry, EntryId, Kind, Moment, Set};

use crate::node::{Fields, found_map, read_map, write_all, write_diff};
use crate::{entry, genesis};

/// An Automerge change hash.
pub type Hash = [u8; 32];

/// A document and the actor that writes to it. The actor must be new for every page load: two tabs
/// with one actor wedge a document for good.
#[derive(Clone, Debug)]
pub struct Document {
    doc: Automerge,
}

/// A change just made: append `bytes` to the store; `hash` is what the server confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub hash: Hash,
    pub bytes: Vec<u8>,
}

/// A document as far as its chunks could be read.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub document: Document,
    /// Chunks that could not be read, by place; the caller keeps their bytes.
    pub damaged: Vec<usize>,
}

#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("the document has no place for entries; reload it")]
    NoPlace,
    #[error("not a whole change; ask for it again")]
    BadChange(#[source] LoadChangeError),
    #[error("the change could not be made")]
    Automerge(#[source] AutomergeError),
}

impl From<AutomergeError> for WriteError {
    fn from(error: AutomergeError) -> Self {
        Self::Automerge(error)
    }
}

impl Document {
    /// A document that holds nothing but its genesis.
    pub fn new(kind: Kind, actor: [u8; 16]) -> Self {
        Self::load(&[genesis(kind)], actor).document
    }

    /// Reads what can be read. Chunks are snapshots or changes, each whole, in the order stored.
    pub fn load<C: AsRef<[u8]>>(chunks: &[C], actor: [u8; 16]) -> Loaded {
        let all: Vec<u8> = chunks.iter().flat_map(|chunk| chunk.as_ref()).copied().collect();
        let strict = LoadOptions::new().on_partial_load(OnPartialLoad::Error);
        let (doc, damaged) = match Automerge::load_with_options(&all, strict) {
            Ok(doc) => (doc, Vec::new()),
            Err(_) => load_each(chunks),
        };
        Loaded { document: Self { doc: doc.with_actor(ActorId::from(actor)) }, damaged }
    }

    pub(crate) fn of(doc: Automerge) -> Self {
        Self { doc }
    }

    pub fn heads(&self) -> Vec<Hash> {
        self.doc.get_heads().into_iter().map(|hash| hash.0).collect()
    }

    /// Whether the document has this change.
    pub fn has(&self, hash: &Hash) -> bool {
        self.doc.get_change_meta_by_hash(&automerge::ChangeHash(*hash)).is_some()
    }

    /// Of `hashes`, those that `heads` include or stand on. Unknown heads include nothing.
    pub fn included(&self, hashes: &[Hash], heads: &[Hash]) -> Vec<Hash> {
        let known: Vec<_> =
            heads.iter().filter(|head| self.has(head)).map(|h| automerge::ChangeHash(*h)).collect();
        let beyond = self.doc.get_changes_meta(&known);
        let beyond: Set<Hash> = beyond.into_iter().map(|change| change.hash.0).collect();
        hashes.iter().filter(|hash| !beyond.contains(*hash) && self.has(hash)).copied().collect()
    }

    /// The whole history as one chunk that was read back and compared.
    pub fn snapshot(&self) -> Result<Vec<u8>, WriteError> {
        Ok(self.doc.save_and_verify()?)
    }

    /// The same document without the changes that wait for others: those come in by themselves as
    /// soon as what they rest on does, whoever was to judge them before.
    pub fn settled(&self) -> Result<Self, WriteError> {
        let applied = SaveOptions { deflate: false, retain_orphans: false };
        let doc = Automerge::load(&self.doc.save_with_options(applied))?;
        Ok(Self { doc: doc.with_actor(self.doc.get_actor().clone()) })
    }

    /// How many changes it has, without making them.
    pub fn change_count(&self) -> usize {
        usize::try_from(self.doc.stats().num_changes).unwrap_or(usize::MAX)
    }

    /// Every change, oldest first, each as a raw chunk.
    pub fn changes(&self) -> Vec<Written> {
        self.changes_since(&[])
    }

    /// Changes that are not behind `heads`, oldest first. Unknown heads count as none.
    pub fn changes_since(&self, heads: &[Hash]) -> Vec<Written> {
        let known: Vec<_> =
            heads.iter().filter(|head| self.has(head)).map(|h| automerge::ChangeHash(*h)).collect();
        self.doc.get_changes(&known).iter().map(written).collect()
    }

    /// Takes over changes made elsewhere.
    pub fn apply<C: AsRef<[u8]>>(&mut self, changes: &[C]) -> Result<(), WriteError> {
        let mut all = Vec::with_capacity(changes.len());
        for bytes in changes {
            let change =
                Change::from_bytes(bytes.as_ref().to_vec()).map_err(WriteError::BadChange)?;
            all.push(change);
        }
        Ok(self.doc.apply_changes(all)?)
    }

    /// Writes as `actor` from here on, as after another page load.
    pub fn continue_as(&mut self, actor: [u8; 16]) {
        self.doc.set_actor(ActorId::from(actor));
    }

    /// For the sync protocol.
    pub fn automerge(&self) -> &Automerge {
        &self.doc
    }

    /// For the sync protocol.
    pub fn automerge_mut(&mut self) -> &mut Automerge {
        &mut self.doc
    }

    /// Adds an entry, or turns the one with the same id into this; fields nobody here knows stay.
    /// `None` when nothing differs.
    pub fn put_entry(&mut self, new: &Entry, at: Moment) -> Result<Option<Written>, WriteError> {
        let fields = entry::encode(new);
        match self.entry_object(&new.id) {
            Some(object) => {
                let old = entry::known(&new.id, &read_map(&self.doc, &object));
                self.write(at, |tx| Ok(write_diff(tx, &object, &old, &fields)?))
            }
            None => {
                let entries = self.container("entries").ok_or(WriteError::NoPlace)?;
                self.write(at, |tx| {
                    let object = tx.put_object(&entries, new.id.as_str(), ObjType::Map)?;
                    Ok(write_all(tx, &object, &fields)?)
                })
            }
        }
    }

    pub(crate) fn put_items(
        &mut self,
        old: &Fields,
        new: &Fields,
        at: Moment,
    ) -> Result<Option<Written>, WriteError> {
        let items = self.container("items").ok_or(WriteError::NoPlace)?;
        self.write(at, |tx| Ok(write_diff(tx, &items, old, new)?))
    }

    /// The map object under `name`: the one of the genesis where it still stands.
    pub(crate) fn container(&self, name: &str) -> Option<ObjId> {
        found_map(&self.doc, name)
    }

    fn entry_object(&self, id: &EntryId) -> Option<ObjId> {
        match self.doc.get(self.container("entries")?, id.as_str()) {
            Ok(Some((Value::Object(ObjType::Map), object))) => Some(object),
            Ok(_) | Err(_) => None,
        }
    }

    fn write(
        &mut self,
        at: Moment,
        change: impl FnOnce(&mut automerge::transaction::Transaction<'_>) -> Result<(), WriteError>,
    ) -> Result<Option<Written>, WriteError> {
        let mut tx = self.doc.transaction();
        change(&mut tx)?;
        let seconds = at.utc_ms.div_euclid(1_000);
        let (hash, _) = tx.commit_with(CommitOptions::default().with_time(seconds));
        Ok(hash.and_then(|_| self.doc.get_last_local_change()).as_ref().map(written))
    }
}

/// A raw change chunk's hash, and the second its author's clock showed.
pub fn change_of(bytes: &[u8]) -> Option<(Hash, i64)> {
    let change = Change::from_bytes(bytes.to_vec()).ok()?;
    Some((change.hash().0, change.timestamp()))
}

fn written(change: &Change) -> Written {
    Written { hash: change.hash().0, bytes: change.raw_bytes().to_vec() }
}

/// Chunk by chunk, leaving out what does not read.
fn load_each<C: AsRef<[u8]>>(chunks: &[C]) -> (Automerge, Vec<usize>) {
    let mut doc = Automerge::new();
    let mut damaged = Vec::new();
    for (place, chunk) in chunks.iter().enumerate() {
        if !take_chunk(&mut doc, chunk.as_ref()) {
            damaged.push(place);
        }
    }
    (doc, damaged)
}

fn take_chunk(doc: &mut Automerge, chunk: &[u8]) -> bool {
    if let Ok(change) = Change::from_bytes(chunk.to_vec()) {
        return doc.apply_changes([change]).is_ok();
    }
    let strict = LoadOptions::new().on_partial_load(OnPartialLoad::Error);
    match Automerge::load_with_options(chunk, strict) {
        Ok(mut snapshot) => doc.merge(&mut snapshot).is_ok(),
        Err(_) => false,
    }
}
