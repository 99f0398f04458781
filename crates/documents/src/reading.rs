//! Reading a document: always an answer for every record, never a failure.

use automerge::{ChangeHash, ObjType, ROOT, ReadDoc, Value};
use domain::{Entry, EntryId, Set};

use crate::node::{Look, Node, read_node, read_record};
use crate::places::{Place, places};
use crate::{Document, Hash, entry};

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

impl Reading {
    /// The record's id, whatever it looks like.
    pub fn id(&self) -> &str {
        match self {
            Self::Entry { entry, .. } => entry.id.as_str(),
            Self::Unreadable { id, .. } => id,
        }
    }
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
    Missing(String),
    #[error("the field {0} has a value that cannot be used")]
    WrongType(String),
    #[error("two phones wrote {0} without seeing each other; the later one is shown")]
    TwoValues(String),
}

impl Problem {
    /// For rows: the problem as a short text, and back.
    pub(crate) fn code(&self) -> String {
        match self {
            Self::NotAMap => "not-a-map".into(),
            Self::BadId => "bad-id".into(),
            Self::NoKind => "no-kind".into(),
            Self::Missing(field) => format!("missing:{field}"),
            Self::WrongType(field) => format!("wrong:{field}"),
            Self::TwoValues(field) => format!("two:{field}"),
        }
    }

    pub(crate) fn of_code(code: &str) -> Option<Self> {
        Some(match code.split_once(':') {
            Some(("missing", field)) => Self::Missing(field.into()),
            Some(("wrong", field)) => Self::WrongType(field.into()),
            Some(("two", field)) => Self::TwoValues(field.into()),
            Some(_) => return None,
            None => match code {
                "not-a-map" => Self::NotAMap,
                "bad-id" => Self::BadId,
                "no-kind" => Self::NoKind,
                _ => return None,
            },
        })
    }
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

/// A record with every field it has, understood or not.
pub fn read_raw(document: &Document, id: &str) -> Option<Node> {
    let doc = document.automerge();
    let maps = doc.get_all(ROOT, "entries").unwrap_or_default();
    maps.into_iter().find_map(|(_, entries)| {
        let (value, object) = doc.get(entries, id).ok()??;
        Some(read_node(doc, &value, &object))
    })
}

/// Ids of the records that were written to since `before`, as far as the document knows those heads;
/// `None`: read them all.
pub fn touched(document: &Document, before: &[Hash]) -> Option<Set<String>> {
    if before.is_empty() || !before.iter().all(|hash| document.has(hash)) {
        return None;
    }
    let doc = document.automerge();
    let before: Vec<_> = before.iter().map(|hash| ChangeHash(*hash)).collect();
    let places = doc.get_changes(&before).into_iter().flat_map(|change| places(doc, &change));
    places.map(entry_at).collect()
}

/// Ids of the records that one change wrote to.
pub fn touched_by(document: &Document, change: &Hash) -> Set<String> {
    let doc = document.automerge();
    let change = doc.get_change_by_hash(&ChangeHash(*change));
    change.iter().flat_map(|change| places(doc, change)).filter_map(entry_at).collect()
}

fn entry_at((root, key): Place) -> Option<String> {
    if root == "entries" { key } else { None }
}

fn read(document: &Document, key: String, value: &Value<'_>, object: &automerge::ObjId) -> Reading {
    let Value::Object(ObjType::Map) = value else {
        return Reading::Unreadable { id: key, kind: None, problem: Problem::NotAMap };
    };
    let doc = document.automerge();
    let (fields, twice) = read_record(doc, object);
    let kind = fields.text("k").map(str::to_owned);
    let Ok(id) = EntryId::new(key.as_str()) else {
        return Reading::Unreadable { id: key, kind, problem: Problem::BadId };
    };
    match entry::decode(id, &fields) {
        Ok((entry, mut problems)) => {
            problems.extend(twice.into_iter().map(Problem::TwoValues));
            Reading::Entry { entry, problems }
        }
        Err(problem) => Reading::Unreadable { id: key, kind, problem },
    }
}
