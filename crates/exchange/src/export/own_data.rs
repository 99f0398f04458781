//! All of one person's data as JSON that needs no Ropes to be read.
//!
//! Format `ropes-own-data`, version 1. Fields are only ever added; one that changes its meaning
//! raises the version. Times are ISO 8601 with the offset the phone showed. A text in several
//! languages is an object from language tag to words. What is unknown is null, never left out.
//!
//! ```text
//! {format, version, about, made_at, organisation: {id, name}, person: {id, name},
//!  entries: [{id, kind, when, saved, edited, void: {at, reason}, copied_from,
//!             task | rating | reflection | goal | session | sign-off: {…}}],
//!  not_understood: [{document, entry, problem, raw}]}
//! ```

mod shape;

use domain::Map;

use domain::{Catalog, Entry, InOrder, Moment, OrgId, PersonId};
use json::Json;

use super::words::Words;

/// Everything that goes into a person's export.
#[derive(Clone, Copy, Debug)]
pub struct OwnData<'a> {
    pub org: (&'a OrgId, &'a str),
    pub person: (&'a PersonId, &'a str),
    pub made_at: Moment,
    pub entries: &'a [Entry],
    pub catalog: &'a Catalog,
    /// Names of the people that entries mention.
    pub names: &'a Map<PersonId, String>,
    /// Rows this version cannot understand, and kinds it does not know.
    pub raw: &'a [RawRow],
}

/// A row kept as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct RawRow {
    pub document_id: String,
    pub entry: Option<String>,
    /// What is wrong with it, in words.
    pub problem: String,
    /// Its fields as far as JSON can say them.
    pub raw: Json,
}

/// The export, indented, with a line break at its end. Entries are in the order of saving.
pub fn own_data_json(data: &OwnData<'_>) -> Vec<u8> {
    let words = Words { catalog: data.catalog, names: data.names, lang: "en" };
    let mut entries: Vec<_> = data.entries.iter().collect();
    entries.order_by(|a, b| (a.saved.utc_ms, &a.id).cmp(&(b.saved.utc_ms, &b.id)));
    let mut bytes = shape::whole(data, &entries, &words).to_lines();
    bytes.push(b'\n');
    bytes
}
