//! Everything that comes as a table: frameworks, tasks, aids and people.

use std::collections::BTreeSet;

use exchange::{CatalogImport, read_aids, read_framework, read_people, read_tasks};

use super::importing::{merges, value, with_catalog};

/// The first byte says which importer the rest is for.
pub(super) fn run(bytes: &[u8]) {
    let Some((importer, file)) = bytes.split_first() else { return };
    match importer % 4 {
        0 => value(read_framework(file, "file.csv")).map(CatalogImport::Framework).map(merges),
        1 => value(with_catalog(|catalog| read_tasks(file, catalog)))
            .map(CatalogImport::Tasks)
            .map(merges),
        2 => value(with_catalog(|catalog| read_aids(file, catalog)))
            .map(CatalogImport::Aids)
            .map(merges),
        _ => value(with_catalog(|catalog| read_people(file, catalog, &BTreeSet::new()))).map(drop),
    };
}
