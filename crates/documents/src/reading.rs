//! Reading a document: always an answer for every record, never a failure.

use automerge::{ObjType, ROOT, ReadDoc, Value};
use domain::{Entry, EntryId};

use crate::node::{Look, conflicts, read_map};
use crate::{Document, entry};

/// One record of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    Entry {
        entry: Entry,
        problems: Vec<Problem>,
    },
    /// A record that cannot be understood. It stays in the document byte for byte.
    Unreadable {
        id: String,
        kind: Option<String>,
        problem: Problem,
    },
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("it is not a record")]
    NotAMap,
    #[error("its id cannot be used")]
    BadId,
    #[error("it does not say what it is")]
    NoKind,
    #[error("the field {0} is missing")]
    Missing(&'static str),
    #[error("the field {0} has a value that cannot be used")]
    WrongType(&'static str),
    #[error("two phones wrote {0} without seeing each other; the later one is shown")]
    TwoValues(String),
}

/// Every record under `entries`, in the order of ids. A second `entries` map, which only a foreign
/// program makes, is read too.
pub fn read_entries(document: &Document) -> Vec<Reading> {
    let doc = document.automerge();
    let maps = doc.get_all(ROOT, "entries").unwrap_or_default();
    let mut readings = Vec::new();
    for (value, object) in maps {
        if let Value::Object(ObjType::Map) = value {
            let items = doc.map_range(&object, ..);
            readings.extend(items.map(|item| {
                let (key, id) = (item.key.to_string(), item.id());
                let value: Value<'_> = item.value.into_value();
                read(document, key, &value, &id)
            }));
        }
    }
    readings
}

/// One record, where the document has it.
pub fn read_entry(document: &Document, id: &EntryId) -> Option<Reading> {
    let entries = document.container("entries")?;
    let (value, object) = document.automerge().get(entries, id.as_str()).ok()??;
    Some(read(document, id.to_string(), &value, &object))
}

fn read(document: &Document, key: String, value: &Value<'_>, object: &automerge::ObjId) -> Reading {
    let Value::Object(ObjType::Map) = value else {
        return Reading::Unreadable { id: key, kind: None, problem: Problem::NotAMap };
    };
    let doc = document.automerge();
    let fields = read_map(doc, object);
    let kind = fields.text("k").map(str::to_owned);
    let Ok(id) = EntryId::new(key.as_str()) else {
        return Reading::Unreadable { id: key, kind, problem: Problem::BadId };
    };
    match entry::decode(id, &fields) {
        Ok((entry, mut problems)) => {
            problems.extend(conflicts(doc, object).into_iter().map(Problem::TwoValues));
            Reading::Entry { entry, problems }
        }
        Err(problem) => Reading::Unreadable { id: key, kind, problem },
    }
}
