//! The real files, where they are: not in the repository. `ROPES_DATA` names their folder.

use std::{fs, path::PathBuf, time::Instant};

use domain::{Catalog, FrameworkId};
use exchange::{CatalogImport, Mark, framework_csv, merge_catalog, read_framework};

use crate::{outline, workshop};

/// The bytes of a real file; none, and said so, where the folder is absent.
#[expect(clippy::print_stdout, reason = "a test that did not run says so by name")]
fn real(test: &str, name: &str) -> Option<Vec<u8>> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("ROPES_DATA").map_or(default, PathBuf::from);
    let bytes = fs::read(folder.join("frameworks").join(name)).ok();
    if bytes.is_none() {
        println!("NOT RUN: {test}");
    }
    bytes
}

fn imported(name: &str, bytes: &[u8]) -> Catalog {
    let report = read_framework(bytes, name);
    assert_eq!(outline::findings(&report), [""; 0], "{name}");
    let catalog = workshop::merged(
        &Catalog::default(),
        CatalogImport::Framework(workshop::whole(report.clone())),
    );
    let again = CatalogImport::Framework(workshop::whole(report));
    assert!(merge_catalog(&catalog, again).is_ok_and(|merged| merged.changes.is_nothing()));
    catalog
}

fn comes_back(catalog: &Catalog) {
    let id: Vec<&FrameworkId> = catalog.frameworks.keys().collect();
    let bytes = framework_csv(catalog, id[0], Mark::None).unwrap_or_default();
    let read = workshop::whole(read_framework(&bytes, "export.csv"));
    let back = workshop::merged(&Catalog::default(), CatalogImport::Framework(read));
    assert_eq!(&back, catalog);
}

// SPEC X6, X8, X9
#[test]
fn the_starter_framework_has_twelve_competencies_on_one_scale() {
    let name = "demo_frontline_case11.json";
    let test = "the_starter_framework_has_twelve_competencies_on_one_scale";
    let Some(bytes) = real(test, name) else { return };
    let catalog = imported(name, &bytes);
    let rated = catalog.rateable();
    let codes: Vec<_> = rated.iter().filter_map(|item| item.code.as_deref()).collect();
    assert_eq!(codes.join(" "), "A1.1 A1.2 A1.3 A1.4 A2.1 A2.2 A2.3 A2.4 A3.1 A3.2 A3.3 A3.4");
    assert_eq!((catalog.scales.len(), catalog.competencies.len()), (1, 15));
    for item in rated {
        let scale = catalog.scale_of(item).unwrap();
        let names: Vec<_> = scale.levels().iter().map(|level| level.name.pick("en")).collect();
        assert_eq!(
            names.join(", "),
            "Not yet, With close help, With a check afterwards, On my own, Could show others"
        );
    }
    let about = catalog.frameworks.values().next().unwrap();
    assert_eq!(about.credit.as_deref(), Some("Ropes, CC0 1.0"));
    comes_back(&catalog);
}

// SPEC X8, X10
#[test]
fn the_care_activities_are_a_tree_on_the_house_scale() {
    let name = "onet_care_demo.csv";
    let test = "the_care_activities_are_a_tree_on_the_house_scale";
    let Some(bytes) = real(test, name) else { return };
    let catalog = imported(name, &bytes);
    assert_eq!(catalog.competencies.len(), 83);
    assert!(catalog.rateable().iter().all(|item| item.parent.is_some() && item.scale.is_some()));
    comes_back(&catalog);
}

// SPEC X12, X28
#[test]
fn all_two_thousand_activities_come_in_under_a_second() {
    let name = "onet_dwa_all.csv";
    let Some(bytes) = real("all_two_thousand_activities_come_in_under_a_second", name) else {
        return;
    };
    let start = Instant::now();
    let import = workshop::whole(read_framework(&bytes, name));
    let catalog = workshop::merged(&Catalog::default(), CatalogImport::Framework(import));
    let took = start.elapsed();
    assert_eq!((catalog.rateable().len(), catalog.competencies.len()), (2_067, 2_067 + 332));
    // Built without optimisation everything is several times slower.
    let limit = if cfg!(debug_assertions) { 10_000 } else { 1_000 };
    assert!(took.as_millis() < limit, "took {took:?}");
    comes_back(&imported(name, &bytes));
}
