//! Frameworks as CASE JSON.

use exchange::{CatalogImport, read_framework};

use super::importing::{merges, value};

pub(super) fn run(bytes: &[u8]) {
    if let Some(framework) = value(read_framework(bytes, "file.json")) {
        merges(CatalogImport::Framework(framework));
    }
}
