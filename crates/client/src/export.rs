//! All own data as files that need no Ropes to be read.

use domain::Map;

use documents::{Node, Reading, read_raw};
use domain::{Body, Entry, InOrder, PersonId};
use exchange::{EntryRow, Mark, OwnData, RawRow, entries_csv, own_data_json};
use json::Json;

use crate::client::Client;
use crate::effect::Effect;
use crate::held::Held;
use crate::view::{ExportDone, MeNotice};

impl Client {
    pub(crate) fn export_json(&mut self) {
        let Some(identity) = &self.identity else { return };
        let (entries, names) = (self.own_entries(), self.names());
        let bytes = own_data_json(&OwnData {
            org: (&identity.org, &identity.org_name),
            person: (&identity.person, &identity.name),
            made_at: self.now,
            entries: &entries,
            catalog: &self.catalog,
            names: &names,
            raw: &self.raw_rows(),
        });
        self.exported(ExportDone::Json, "json", "application/json", bytes);
    }

    pub(crate) fn export_csv(&mut self) {
        let Some(person) = self.person().cloned() else { return };
        let entries = self.own_entries();
        let rows: Vec<_> =
            entries.iter().map(|entry| EntryRow { person: &person, entry }).collect();
        let lang = self.language.clone();
        let bytes = entries_csv(&rows, &self.catalog, &self.names(), &lang, Mark::Bom);
        self.exported(ExportDone::Csv, "csv", "text/csv", bytes);
    }

    fn own_entries(&self) -> Vec<Entry> {
        let entry = |reading: &&Reading| match reading {
            Reading::Entry { entry, .. } => Some(entry.clone()),
            Reading::Unreadable { .. } => None,
        };
        self.own_readings().iter().filter_map(entry).collect()
    }

    pub(crate) fn names(&self) -> Map<PersonId, String> {
        self.roster.people.iter().map(|p| (p.id.clone(), p.name.clone())).collect()
    }

    pub(crate) fn exported(
        &mut self,
        done: ExportDone,
        ending: &str,
        media: &'static str,
        bytes: Vec<u8>,
    ) {
        let name = format!("ropes-{}.{ending}", self.stamp());
        self.effect(Effect::SaveFile { name, media_type: media, bytes });
        self.me_notice = Some(MeNotice::Exported(done));
    }

    /// `2026-11-22`, today.
    pub(crate) fn stamp(&self) -> String {
        let (year, month, day) = self.now.day().ymd();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Every own record, oldest first.
    pub(crate) fn own_readings(&self) -> Vec<&Reading> {
        let held = self.shelf.values().filter(|held| self.is_own(held));
        let mut readings: Vec<_> = held.flat_map(|held| held.records.values()).collect();
        readings.order_by_key(|reading| match reading {
            Reading::Entry { entry, .. } => entry.saved.utc_ms,
            Reading::Unreadable { .. } => i64::MIN,
        });
        readings
    }

    /// Every own record that the words of the export do not tell whole.
    fn raw_rows(&self) -> Vec<RawRow> {
        let own = self.shelf.values().filter(|held| self.is_own(held));
        own.flat_map(|held| held.records.iter().filter_map(|(id, r)| raw_row(held, id, r)))
            .collect()
    }
}

fn raw_row(held: &Held, id: &str, reading: &Reading) -> Option<RawRow> {
    let (kind, problem) = match reading {
        Reading::Unreadable { kind, problem, .. } => (kind.as_deref(), problem.to_string()),
        Reading::Entry { entry: Entry { body: Body::Other { kind }, .. }, .. } => {
            (Some(kind.as_str()), "a kind this version does not know".to_owned())
        }
        Reading::Entry {
            entry: Entry { body: Body::Observation(_) | Body::Request(_) | Body::Answer(_), .. },
            ..
        } => (None, "told as it is stored".to_owned()),
        Reading::Entry { problems, .. } if problems.is_empty() => return None,
        Reading::Entry { problems, .. } => {
            let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
            (None, problems.join("; "))
        }
    };
    let raw = held.document().and_then(|document| read_raw(document, id));
    Some(RawRow {
        document_id: held.id.to_string(),
        entry: Some(id.to_owned()),
        problem,
        raw: raw.as_ref().map_or_else(|| Json::object().with("k", kind), to_json),
    })
}

/// A record as far as JSON can say it; bytes are a list of numbers.
fn to_json(node: &Node) -> Json {
    match node {
        Node::Null => Json::Null,
        Node::Bool(is) => (*is).into(),
        Node::Int(number) => (*number).into(),
        Node::Float(number) => (*number).into(),
        Node::Text(text) => text.as_str().into(),
        Node::Bytes(bytes) => bytes.iter().copied().collect(),
        Node::Map(fields) => {
            let field = |(name, node): (&String, &Node)| (name.clone(), to_json(node));
            Json::Object(fields.iter().map(field).collect())
        }
        Node::List(nodes) => nodes.iter().map(to_json).collect(),
    }
}
