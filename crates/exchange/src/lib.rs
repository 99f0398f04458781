//! Formats others read and write: CASE and CSV in, CSV and JSON out, the rescue file both ways.
//!
//! Bytes in, values and row-level reports out. An import is whole or not at all. Nothing here opens
//! a file, reads a clock or knows how documents are stored.

mod aid_import;
mod framework_import;
mod people_import;
mod report;
mod rescue;
mod task_import;

pub use aid_import::AidImport;
pub use framework_import::FrameworkImport;
pub use people_import::{BuddyRow, PeopleImport, PersonRow};
pub use report::{Reason, Remark, Report, RowError, RowNote};
pub use rescue::{Rescue, RescueError, RescuedDocument};
pub use task_import::TaskImport;
