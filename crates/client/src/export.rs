//! All own data as files that need no Ropes to be read.

use std::collections::BTreeMap;

use documents::Reading;
use domain::{Entry, Gather, PersonId};
use exchange::{EntryRow, Mark, OwnData, RawRow, entries_csv, own_data_json};

use crate::client::Client;
use crate::view::ExportDone;

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

    pub(crate) fn names(&self) -> BTreeMap<PersonId, String> {
        self.roster.people.iter().map(|p| (p.id.clone(), p.name.clone())).into_map()
    }

    fn raw_rows(&self) -> Vec<RawRow> {
        let Some(person) = self.person() else { return Vec::new() };
        let own = self.shelf.values().filter(|held| held.author.as_ref() == Some(person));
        let rows = own.flat_map(|held| held.records.values().map(move |reading| (held, reading)));
        let raw = |(held, reading): (&crate::held::Held, &Reading)| match reading {
            Reading::Unreadable { id, kind, problem } => Some(RawRow {
                document_id: held.id.to_string(),
                entry: Some(id.clone()),
                problem: problem.to_string(),
                raw: serde_json::json!({ "k": kind }),
            }),
            Reading::Entry { .. } => None,
        };
        rows.filter_map(raw).collect()
    }
}
