//! The catalogue's documents as one catalogue, and back: each item stays in the document it is in.

use std::collections::BTreeMap;

use documents::{
    CATALOG_WORK, Document, DocumentId, Hash, catalog_framework, read_catalog, write_catalog,
};
use domain::{Catalog, FrameworkId, Kind, Moment, OrgId};

use super::ImportError;
use crate::access::register_catalog;
use crate::auth::fresh;
use crate::store::{Append, Change, DocumentRecord, Store, StoreError};

/// Everything on offer today.
pub fn read_whole_catalog(store: &dyn Store) -> Result<Catalog, ImportError> {
    Ok(Library::open(store)?.whole())
}

pub(super) struct Library<'a> {
    store: &'a dyn Store,
    org: OrgId,
    /// By subject.
    parts: BTreeMap<String, Part>,
}

struct Part {
    id: DocumentId,
    document: Document,
    catalog: Catalog,
}

impl<'a> Library<'a> {
    pub(super) fn open(store: &'a dyn Store) -> Result<Self, ImportError> {
        let mut library = Self { store, org: store.org_id()?, parts: BTreeMap::new() };
        let records = store.documents()?.into_iter();
        for record in records.filter(|record| record.kind == Kind::Catalog) {
            let DocumentRecord { id, subject, .. } = record;
            library.parts.insert(subject, Part::load(store, id)?);
        }
        Ok(library)
    }

    pub(super) fn whole(&self) -> Catalog {
        let mut whole = Catalog::default();
        self.parts.values().for_each(|part| whole.merge(part.catalog.clone()));
        whole
    }

    /// Turns the documents into `catalog` and returns what is to be appended. New items of
    /// `framework` go to its own document; the work document takes what has no other place.
    pub(super) fn write(
        &mut self,
        catalog: &Catalog,
        framework: Option<&FrameworkId>,
        now: i64,
    ) -> Result<Vec<Append>, ImportError> {
        let mut appends = Vec::new();
        for (subject, items) in self.split(catalog, framework) {
            let part = self.part(&subject, now)?;
            let written = write_catalog(&mut part.document, &items, Moment::new(now, 0))?;
            if let Some(written) = written {
                appends.push(append(part, written.hash, written.bytes, now));
            }
        }
        Ok(appends)
    }

    fn part(&mut self, subject: &str, now: i64) -> Result<&mut Part, ImportError> {
        let part = match self.parts.remove(subject) {
            Some(part) => part,
            None => {
                let id = register_catalog(self.store, &self.org, subject, now)?;
                Part::load(self.store, id)?
            }
        };
        Ok(self.parts.entry(subject.to_owned()).or_insert(part))
    }

    /// The items of each document.
    fn split(
        &self,
        catalog: &Catalog,
        framework: Option<&FrameworkId>,
    ) -> BTreeMap<String, Catalog> {
        let mut split: BTreeMap<String, Catalog> = BTreeMap::new();
        let work = || CATALOG_WORK.to_owned();
        let of_import = framework.map_or_else(work, catalog_framework);
        macro_rules! sort {
            ($items:ident, $new:expr) => {
                for (id, item) in &catalog.$items {
                    let has = |part: &&Part| part.catalog.$items.contains_key(id);
                    let known = self.subject_of(has);
                    let home = known.unwrap_or_else(|| $new(item));
                    split.entry(home).or_default().$items.insert(id.clone(), item.clone());
                }
            };
        }
        sort!(frameworks, |item: &domain::Framework| catalog_framework(&item.id));
        sort!(competencies, |item: &domain::Competency| catalog_framework(&item.framework));
        sort!(scales, |_| of_import.clone());
        sort!(task_types, |_| work());
        sort!(aids, |_| work());
        sort!(jobs, |_| work());
        sort!(prompts, |_| work());
        sort!(checklists, |_| work());
        split
    }

    fn subject_of(&self, has: impl Fn(&&Part) -> bool) -> Option<String> {
        self.parts.iter().find(|(_, part)| has(part)).map(|(subject, _)| subject.clone())
    }
}

impl Part {
    fn load(store: &dyn Store, id: DocumentId) -> Result<Self, ImportError> {
        let chunks: Vec<_> = store.chunks(id)?.into_iter().map(|chunk| chunk.bytes).collect();
        let loaded = Document::load(&chunks, fresh()?);
        if !loaded.damaged.is_empty() {
            let problem = format!("document {id} cannot be read");
            return Err(StoreError::Corrupt(problem.into()).into());
        }
        let catalog = read_catalog(&loaded.document);
        Ok(Self { id, document: loaded.document, catalog })
    }
}

fn append(part: &Part, hash: Hash, bytes: Vec<u8>, now: i64) -> Append {
    Append {
        document: part.id,
        person: None,
        device: None,
        received_at: now,
        changes: vec![Change { hash, bytes, clock_wrong: false }],
        heads: part.document.heads(),
    }
}
