//! What holds of every import: a value or errors, and the same file again changes nothing.

use std::cell::LazyCell;
use std::fmt::Debug;

use domain::Catalog;
use exchange::{CatalogImport, Report, merge_catalog, read_framework};

const FRAMEWORK: &str = "\
framework,CFItemType,identifier,humanCodingScheme,parentIdentifier,fullStatement.en,fullStatement.nl,scale,level1 name.en,level2 name.en
workshop,Scale,steps,,,,,,Not yet,Yes
,Job,mechanic,,,Mechanic,Monteur,,,
,Area,w,W,,Wheels,Wielen,,,
,Competency,w1,W1,w,Trues a wheel,Richt een wiel,steps,,
,Competency,w2,W2,w,Builds a wheel,,,,
";

thread_local! {
    static CATALOG: LazyCell<Catalog> = const { LazyCell::new(catalog) };
}

fn catalog() -> Catalog {
    let framework = read_framework(FRAMEWORK.as_bytes(), "workshop.csv").value.unwrap();
    merge_catalog(&Catalog::default(), CatalogImport::Framework(framework)).unwrap().catalog
}

/// Does something with a small catalogue.
pub(super) fn with_catalog<T>(look: impl FnOnce(&Catalog) -> T) -> T {
    CATALOG.with(|catalog| look(catalog))
}

pub(super) fn value<T: Debug>(report: Report<T>) -> Option<T> {
    assert_eq!(report.value.is_none(), !report.errors.is_empty(), "a value or errors");
    report.value
}

/// Merged once or twice, the catalogue is the same.
pub(super) fn merges(import: CatalogImport) {
    with_catalog(|catalog| {
        let Ok(once) = merge_catalog(catalog, import.clone()) else { return };
        let twice = merge_catalog(&once.catalog, import).map(|merged| merged.catalog);
        assert_eq!(twice, Ok(once.catalog));
    });
}
