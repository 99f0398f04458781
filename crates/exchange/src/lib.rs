//! Formats others read and write: CASE and CSV in, CSV and JSON out, the rescue file both ways,
//! sign-offs that anyone can verify, and the cards that phones show each other.
//!
//! Bytes in, values and row-level reports out. An import is whole or not at all. Nothing here opens
//! a file, reads a clock or knows how documents are stored.

mod aids;
pub mod attestation;
pub mod badge;
pub mod card;
mod checklists;
mod decode;
mod export;
mod findings;
mod framework;
mod house_scale;
mod iso;
mod language;
mod merge;
mod neutral;
mod people;
mod reference;
mod report;
mod rescue;
pub mod seal;
mod table;
mod tasks;

pub use aids::{AidImport, read_aids};
pub use checklists::{ChecklistImport, read_checklists};
pub use export::{EntryRow, Mark, OwnData, RawRow, entries_csv, framework_csv, own_data_json};
pub use framework::{FrameworkImport, read_framework};
pub use house_scale::house_scale;
pub use merge::{CatalogImport, Changes, Merged, merge_catalog};
pub use people::{BuddyRow, PeopleImport, PersonRow, read_people};
pub use report::{Reason, Remark, Report, RowError, RowNote};
pub use rescue::{Rescue, RescueError, RescuedDocument, read_rescue, write_rescue};
pub use tasks::{TaskImport, read_tasks};
