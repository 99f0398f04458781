//! How a field log lives in Automerge: ids, genesis bytes, write functions, total readers.
//!
//! A document is a root map `{v, kind, entries}` (the catalogue: `{v, kind, items}`); every entry
//! is a map under its own id, of scalars and small maps. Reading never fails: what cannot be understood comes back
//! as [`Reading::Unreadable`], and stays in the document as it is. Nothing here opens a file or a
//! socket, reads a clock or rolls a die.

mod catalog;
mod checklist;
mod document;
mod entry;
mod evidence;
mod genesis;
mod id;
mod node;
mod observing;
mod pack;
mod places;
mod reading;
mod rewriting;
mod session;

pub use catalog::{read_catalog, write_catalog};
pub use document::{Document, Hash, Loaded, WriteError, Written, change_of};
pub use evidence::{digest, entry_hash, signed_in};
pub use genesis::{FIRST_ACTOR, VERSION, genesis, genesis_hash};
pub use id::{BadDocumentId, CATALOG_WORK, DocumentId, DocumentKey, catalog_framework};
pub use node::Node;
pub use pack::{pack_catalog, pack_reading, unpack_catalog, unpack_reading};
pub use reading::{Problem, Reading, read_entries, read_entry, read_raw, touched, touched_by};
pub use rewriting::{LeftOut, Rewritten, rewrite};
