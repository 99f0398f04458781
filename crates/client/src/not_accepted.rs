//! What the server did not take: kept aside, byte for byte, until the person drops it.
//!
//! Three records each in the store: what is said about it, the entry as a row, and the raw change,
//! which is read only for an export.

use documents::{DocumentId, Hash, LeftOut, Reading, pack_reading, unpack_reading};
use domain::{Entry, Moment};
use exchange::attestation::to_hex;
use exchange::{OwnData, RawRow, own_data_json};
use json::Json;

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Table, Write};
use crate::event::Fault;
use crate::held::Refused;
use crate::moments;
use crate::view::ExportDone;

const ABOUT: &str = "about/";
const ROW: &str = "row/";
const CHANGE: &str = "change/";

/// One thing that was not accepted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SetAside {
    /// Document and change, as they stand in the store's keys.
    pub(crate) key: String,
    pub(crate) refused: Refused,
    pub(crate) at: Moment,
    /// A copy was made as a file.
    pub(crate) is_exported: bool,
    pub(crate) reading: Option<Reading>,
}

impl SetAside {
    pub(crate) fn new(document: DocumentId, left: &LeftOut, refused: Refused, at: Moment) -> Self {
        let key = format!("{document}/{}", to_hex(&left.hash));
        Self { key, refused, at, is_exported: false, reading: left.reading.clone() }
    }

    pub(crate) fn writes(&self, left: &LeftOut) -> Vec<Write> {
        let mut writes = vec![self.about(), put(CHANGE, &self.key, left.bytes.clone())];
        if let Some(reading) = &self.reading {
            // The row does not name its entry: its key in the table of rows does.
            let value = [reading.id().as_bytes(), b"\0", &pack_reading(reading)].concat();
            writes.push(put(ROW, &self.key, value));
        }
        writes
    }

    fn about(&self) -> Write {
        let json = Json::object()
            .with("refused", self.refused.to_json())
            .with("at", moments::to_json(self.at))
            .with("exported", self.is_exported);
        put(ABOUT, &self.key, json.to_bytes())
    }

    /// What [`Self::about`] says of the thing under this key.
    fn from_json(key: &str, json: &Json) -> Option<Self> {
        Some(Self {
            key: key.to_owned(),
            refused: Refused::from_json(json.get("refused")?)?,
            at: moments::from_json(json.get("at")?)?,
            is_exported: json.is_true("exported"),
            reading: None,
        })
    }

    pub(crate) fn entry(&self) -> Option<&Entry> {
        match self.reading.as_ref()? {
            Reading::Entry { entry, .. } => Some(entry),
            Reading::Unreadable { .. } => None,
        }
    }
}

fn put(part: &str, key: &str, value: Vec<u8>) -> Write {
    Write::Put { table: Table::Aside, key: format!("{part}{key}"), value }
}

impl Client {
    pub(crate) fn on_aside(&mut self, outcome: Result<Vec<(String, Vec<u8>)>, Fault>) {
        let items = outcome.unwrap_or_default();
        let row = |key: &str| items.iter().find(|(k, _)| k.strip_prefix(ROW) == Some(key));
        for (key, value) in &items {
            let Some(key) = key.strip_prefix(ABOUT) else { continue };
            let about = json::read(value).and_then(|json| SetAside::from_json(key, &json));
            let Some(about) = about else { continue };
            let reading = row(key).and_then(|(_, value)| unpack(value));
            // What was set aside while this was read is known already.
            self.aside.retain(|known| known.key != key);
            self.aside.push(SetAside { reading, ..about });
        }
        self.ready_when_read();
    }

    /// Makes a file of one of them; its raw change is read first.
    pub(crate) fn export_not_accepted(&mut self, id: String) {
        self.load(Table::Aside, format!("{CHANGE}{id}"), Awaited::AsideChange(id));
    }

    pub(crate) fn on_aside_change(
        &mut self,
        id: &str,
        outcome: Result<Vec<(String, Vec<u8>)>, Fault>,
    ) {
        let change = outcome.unwrap_or_default().into_iter().next().map(|(_, bytes)| bytes);
        let Some(place) = self.aside.iter().position(|aside| aside.key == id) else { return };
        let Some(bytes) = self.file_of(&self.aside[place], &change.unwrap_or_default()) else {
            return;
        };
        self.exported(ExportDone::NotAccepted, "not-accepted.json", "application/json", bytes);
        self.aside[place].is_exported = true;
        let about = self.aside[place].about();
        self.store(vec![about], Durability::Relaxed, Awaited::Aside);
    }

    /// In the format of the export of own data: the entry in words, and the change as it was.
    fn file_of(&self, aside: &SetAside, change: &[u8]) -> Option<Vec<u8>> {
        let identity = self.identity.as_ref()?;
        let entries: Vec<_> = aside.entry().cloned().into_iter().collect();
        let (document, _) = aside.key.split_once('/')?;
        let raw = RawRow {
            document_id: document.to_owned(),
            entry: aside.reading.as_ref().map(|reading| reading.id().to_owned()),
            problem: format!("not accepted: {}: {}", aside.refused.code, aside.refused.message),
            raw: Json::object().with("change", to_hex(change)),
        };
        Some(own_data_json(&OwnData {
            org: (&identity.org, &identity.org_name),
            person: (&identity.person, &identity.name),
            made_at: self.now,
            entries: &entries,
            catalog: &self.catalog,
            names: &self.names(),
            raw: &[raw],
        }))
    }

    pub(crate) fn drop_not_accepted(&mut self, id: &str) {
        self.aside.retain(|aside| aside.key != id);
        let gone = |part| Write::Delete { table: Table::Aside, key: format!("{part}{id}") };
        let writes = [ABOUT, ROW, CHANGE].map(gone).into();
        self.store(writes, Durability::Strict, Awaited::Aside);
    }
}

fn unpack(value: &[u8]) -> Option<Reading> {
    let end = value.iter().position(|byte| *byte == 0)?;
    let (entry, row) = value.split_at(end);
    unpack_reading(std::str::from_utf8(entry).ok()?, row.get(1..)?)
}

/// Which changes of a document were refused, and why: known, and not yet written around.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Noted {
    pub(crate) refused: Refused,
    pub(crate) at: Moment,
    /// Hashes, or the starts of some, in hexadecimal.
    named: Vec<String>,
}

impl Noted {
    pub(crate) fn new(refused: Refused, changes: &[Vec<u8>], at: Moment) -> Self {
        let named = changes.iter().map(|bytes| to_hex(bytes)).collect();
        Self { refused, at, named }
    }

    pub(crate) fn to_json(&self) -> Json {
        Json::object()
            .with("refused", self.refused.to_json())
            .with("at", moments::to_json(self.at))
            .with("named", self.named.iter().cloned().collect::<Json>())
    }

    pub(crate) fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            refused: Refused::from_json(json.get("refused")?)?,
            at: moments::from_json(json.get("at")?)?,
            named: json.texts("named")?,
        })
    }

    pub(crate) fn is_about(&self, hash: &Hash) -> bool {
        const START: usize = 2 * protocol::HASH_START;
        let hash = to_hex(hash);
        self.named.iter().any(|named| named.len() >= START && hash.starts_with(named.as_str()))
    }
}
