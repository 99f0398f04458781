//! Imports of people and of the catalogue: whole or not at all, and repeatable. Catalogue documents
//! are written as ordinary changes by the server, so a running server sends them on like any other.

mod buddies;
mod catalog;
mod crew;
mod people;
mod rescue;

pub use catalog::read_whole_catalog;
pub use rescue::{NotRescued, import_rescue};

use documents::WriteError;
use exchange::{CatalogImport, Changes, Report, RescueError, RowError, RowNote, merge_catalog};

use self::catalog::Library;
use crate::access::NotRegistered;
use crate::auth::NoRandomness;
use crate::store::{Append, PeopleUpdate, Store, StoreError};

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub changes: Changes,
    /// For people: how many the file names, and how many were let go as it does not.
    pub people: usize,
    pub left: usize,
    /// From a rescue file: changes that were new, and changes that wait for one that is nowhere.
    pub rescued: usize,
    pub waiting: usize,
    /// Of what nothing was done but saying so.
    pub notes: Vec<RowNote>,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file has faults; nothing was imported.
    #[error("{} rows cannot be imported; nothing was", .0.len())]
    Rows(Vec<RowError>),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("a document could not be written")]
    Write(#[source] Box<WriteError>),
    #[error("the rescue file cannot be read")]
    Rescue(#[source] Box<RescueError>),
    #[error("the rescue file cannot be taken back")]
    NotRescued(#[source] Box<NotRescued>),
    #[error("a document of the rescue file cannot be taken back")]
    NotRegistered(#[from] NotRegistered),
}

impl From<WriteError> for ImportError {
    fn from(error: WriteError) -> Self {
        Self::Write(Box::new(error))
    }
}

impl From<RescueError> for ImportError {
    fn from(error: RescueError) -> Self {
        Self::Rescue(Box::new(error))
    }
}

impl From<NotRescued> for ImportError {
    fn from(error: NotRescued) -> Self {
        Self::NotRescued(Box::new(error))
    }
}

/// A framework of competencies; `file_name` names it where the file does not.
pub fn import_framework(
    store: &dyn Store,
    bytes: &[u8],
    file_name: &str,
    now: i64,
) -> Result<Imported, ImportError> {
    let (import, notes) = whole(exchange::read_framework(bytes, file_name))?;
    merge(store, CatalogImport::Framework(import), notes, now)
}

pub fn import_tasks(store: &dyn Store, bytes: &[u8], now: i64) -> Result<Imported, ImportError> {
    let catalog = read_whole_catalog(store)?;
    let (import, notes) = whole(exchange::read_tasks(bytes, &catalog))?;
    merge(store, CatalogImport::Tasks(import), notes, now)
}

pub fn import_aids(store: &dyn Store, bytes: &[u8], now: i64) -> Result<Imported, ImportError> {
    let catalog = read_whole_catalog(store)?;
    let (import, notes) = whole(exchange::read_aids(bytes, &catalog))?;
    merge(store, CatalogImport::Aids(import), notes, now)
}

pub fn import_checklists(
    store: &dyn Store,
    bytes: &[u8],
    now: i64,
) -> Result<Imported, ImportError> {
    let catalog = read_whole_catalog(store)?;
    let (import, notes) = whole(exchange::read_checklists(bytes, &catalog))?;
    merge(store, CatalogImport::Checklists(import), notes, now)
}

/// People with their teams and buddies. With `everyone` the file is the whole staff: people it does
/// not name have left. Without, they stay as they are.
pub fn import_people(
    store: &dyn Store,
    bytes: &[u8],
    everyone: bool,
    now: i64,
) -> Result<Imported, ImportError> {
    let mut library = Library::open(store)?;
    let crew = crew::Crew::read(store)?;
    let (import, mut notes) = whole(exchange::read_people(bytes, &library.whole(), &crew.keys()))?;
    let merged = merge_catalog(&library.whole(), CatalogImport::Jobs(import.new_jobs));
    let merged = merged.map_err(ImportError::Rows)?;
    let catalog: Vec<Append> = library.write(&merged.catalog, None, now)?;
    let (people, today) = (import.people.len(), domain::Moment::new(now, 0).day());
    let (update, left) = people::plan(&crew, &import.people, everyone, today)?;
    notes.extend(buddies::doubts(store, &import.people, &update, today)?);
    store.update_people(&PeopleUpdate { catalog, ..update })?;
    Ok(Imported { changes: merged.changes, people, left, notes, ..Imported::default() })
}

fn merge(
    store: &dyn Store,
    import: CatalogImport,
    notes: Vec<RowNote>,
    now: i64,
) -> Result<Imported, ImportError> {
    let mut library = Library::open(store)?;
    let framework = match &import {
        CatalogImport::Framework(import) => Some(import.framework.id.clone()),
        CatalogImport::Tasks(_) | CatalogImport::Aids(_) => None,
        CatalogImport::Checklists(_) | CatalogImport::Jobs(_) => None,
    };
    let merged = merge_catalog(&library.whole(), import).map_err(ImportError::Rows)?;
    store.append(&library.write(&merged.catalog, framework.as_ref(), now)?)?;
    Ok(Imported { changes: merged.changes, notes, ..Imported::default() })
}

fn whole<T>(report: Report<T>) -> Result<(T, Vec<RowNote>), ImportError> {
    match report.value.filter(|_| report.errors.is_empty()) {
        Some(value) => Ok((value, report.notes)),
        None => Err(ImportError::Rows(report.errors)),
    }
}
