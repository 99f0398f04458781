//! What the app says, as data. Before the app is built, the sentences of `app/messages` become one
//! table for each language and one typed function for each sentence; on the phone, a table is read and
//! its sentences are filled in. This crate knows files and texts, no screen and no browser.

mod catalogue;
mod fit;
mod functions;
mod language;
mod numbers;
mod sentences;
mod table;

pub use language::Lang;
pub use numbers::number;
pub use sentences::Sentences;
pub use table::{Argument, MARK, Table};
