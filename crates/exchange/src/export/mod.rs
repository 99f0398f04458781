//! What leaves Ropes: strict CSV for spreadsheets, JSON for whoever reads a person's record later.

mod entries;
mod framework;
mod own_data;
mod sheet;
mod words;

pub use entries::{EntryRow, entries_csv};
pub use framework::framework_csv;
pub use own_data::{OwnData, RawRow, own_data_json};
pub use sheet::Mark;
