//! Brings an import into the catalogue there is.
//!
//! Items are matched by identifier. What a file no longer has is retired, never removed: people's
//! records name it. A version counts changes of an item's words and meaning, not of its place, so
//! the same file again changes nothing.

mod aids;
mod changes;
mod checklists;
mod framework;
mod item;
mod jobs;
mod languages;
mod place;
mod scales;
mod tasks;

use domain::{Catalog, JobRole};

pub use changes::Changes;

use crate::{AidImport, ChecklistImport, FrameworkImport, RowError, TaskImport};

/// Anything that changes the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogImport {
    Framework(FrameworkImport),
    Tasks(TaskImport),
    Aids(AidImport),
    Checklists(ChecklistImport),
    /// Jobs that came with people: those the catalogue has stay as they are.
    Jobs(Vec<JobRole>),
}

/// The catalogue after an import, and what that did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub catalog: Catalog,
    pub changes: Changes,
}

/// `current` with `import` in it. Refused where the import would take over another framework's
/// competencies, whose records would then mean something else.
pub fn merge_catalog(current: &Catalog, import: CatalogImport) -> Result<Merged, Vec<RowError>> {
    let mut catalog = current.clone();
    match import {
        CatalogImport::Framework(import) => framework::merge(&mut catalog, import)?,
        CatalogImport::Tasks(import) => tasks::merge(&mut catalog, import),
        CatalogImport::Aids(import) => aids::merge(&mut catalog, import),
        CatalogImport::Checklists(import) => checklists::merge(&mut catalog, import),
        CatalogImport::Jobs(new) => jobs::add(&mut catalog, new),
    }
    let changes = Changes::between(current, &catalog);
    Ok(Merged { catalog, changes })
}
