//! Who may do what, from the server's own tables. `domain` holds the policy; this finds the facts it
//! asks for.

mod directory;
mod listing;
mod registration;
mod visible;

pub use directory::Directory;
pub use listing::{Listed, documents_for};
pub use registration::{NotRegistered, Wish, register, register_catalog};
pub use visible::roster_for;

use domain::{Access, Day, PersonId};

use crate::store::{DocumentRecord, Store, StoreError};

/// What a person may do with a document today, straight from the store. Who asks often keeps a
/// [`Directory`] and asks that.
pub fn access_of(
    store: &dyn Store,
    person: &PersonId,
    document: &DocumentRecord,
    today: Day,
) -> Result<Access, StoreError> {
    Ok(Directory::read(store)?.access_of(person, document, today))
}
