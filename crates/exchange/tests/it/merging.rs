//! What an import does to the catalogue there is.

use domain::{Catalog, Months};
use exchange::{
    CatalogImport, Changes, Merged, merge_catalog, read_aids, read_framework, read_tasks,
};

use crate::{outline::text, workshop};

fn again(catalog: &Catalog, csv: &str) -> Merged {
    let import = CatalogImport::Framework(workshop::framework(csv));
    merge_catalog(catalog, import).unwrap_or_else(|errors| panic!("{errors:?}"))
}

// SPEC X17
#[test]
fn the_same_files_again_change_nothing() {
    let catalog = workshop::catalog();
    let tasks = workshop::whole(read_tasks(workshop::TASKS.as_bytes(), &catalog));
    let aids = workshop::whole(read_aids(workshop::AIDS.as_bytes(), &catalog));
    let jobs = catalog.jobs.values().cloned().collect();
    for import in [
        CatalogImport::Framework(workshop::framework(workshop::FRAMEWORK)),
        CatalogImport::Tasks(tasks),
        CatalogImport::Aids(aids),
        CatalogImport::Jobs(jobs),
    ] {
        let merged = merge_catalog(&catalog, import).unwrap();
        assert!(merged.changes.is_nothing(), "{:?}", merged.changes);
        assert_eq!(merged.catalog, catalog);
    }
}

// SPEC X18
#[test]
fn a_version_counts_changes_of_content_and_not_of_place() {
    let catalog = workshop::catalog();
    let version = |catalog: &Catalog, id| catalog.competencies[&workshop::competency(id)].version;
    let reworded = workshop::FRAMEWORK.replace("Trues a wheel", "Trues any wheel");
    let merged = again(&catalog, &reworded);
    assert_eq!(merged.changes, Changes { added: 0, changed: 1, retired: 0, ..merged.changes });
    assert_eq!((version(&merged.catalog, "w1"), version(&merged.catalog, "w2")), (2, 1));
    let moved = workshop::FRAMEWORK.replace("w1,W1,w,", "w1,W1,b,");
    assert_eq!(version(&again(&catalog, &moved).catalog, "w1"), 1);
    let new_levels = workshop::FRAMEWORK.replace("Seen three times", "Seen twice");
    let merged = again(&catalog, &new_levels);
    let versions: Vec<_> =
        merged.catalog.scales.values().map(|s| (s.id.as_str(), s.version)).collect();
    assert_eq!(versions, [("ropes:four-levels", 1), ("steps", 2)]);
}

// SPEC X31
#[test]
fn how_long_a_sign_off_holds_is_no_content_and_stays_where_a_file_does_not_say_it() {
    let months = |catalog: &Catalog| {
        let one = &catalog.competencies[&workshop::competency("w1")];
        (one.version, one.validity.map(Months::get))
    };
    let saying = |catalog: &Catalog, validity| {
        let mut import = workshop::framework(workshop::FRAMEWORK);
        import.says_validity = true;
        import.competencies.iter_mut().for_each(|item| item.validity = validity);
        merge_catalog(catalog, CatalogImport::Framework(import)).unwrap().catalog
    };
    let yearly = saying(&workshop::catalog(), Months::new(12));
    assert_eq!(months(&yearly), (1, Some(12)));
    assert_eq!(months(&again(&yearly, workshop::FRAMEWORK).catalog), (1, Some(12)));
    assert_eq!(months(&saying(&yearly, None)), (1, None));
}

// SPEC X19
#[test]
fn what_is_gone_is_retired_and_comes_back_as_it_was() {
    let catalog = workshop::catalog();
    let line = ",,,,,Competency,b1,B1,b,=Adjusts a brake,,steps,,,,,,\n";
    let shorter = workshop::FRAMEWORK.replace(line, "");
    assert_ne!(shorter, workshop::FRAMEWORK);
    let merged = again(&catalog, &shorter);
    assert_eq!(merged.changes, Changes { added: 0, changed: 0, retired: 1, ..merged.changes });
    let gone = &merged.catalog.competencies[&workshop::competency("b1")];
    assert!(gone.retired && gone.version == 1 && text(&gone.statement) == "en==Adjusts a brake");
    assert!(again(&merged.catalog, &shorter).changes.is_nothing());
    assert_eq!(again(&merged.catalog, workshop::FRAMEWORK).catalog, catalog);
}

// SPEC X19
#[test]
fn tasks_aids_and_prompts_are_retired_within_their_own_sort() {
    let catalog = workshop::catalog();
    let only_prompts = workshop::whole(read_aids(b"id,text\nnew,Why?\n", &catalog));
    let one_task = workshop::whole(read_tasks(b"id,name\nsweep,Sweep\n", &catalog));
    let catalog = workshop::merged(&catalog, CatalogImport::Aids(only_prompts));
    let catalog = workshop::merged(&catalog, CatalogImport::Tasks(one_task));
    let retired: Vec<_> = catalog.aids.values().map(|aid| aid.retired).collect();
    assert_eq!(retired, [false, false]);
    let prompts: Vec<_> = catalog.prompts.values().map(|p| (p.id.as_str(), p.retired)).collect();
    assert_eq!(prompts, [("new", false), ("today", true)]);
    let tasks: Vec<_> = catalog.task_types.values().map(|t| (t.id.as_str(), t.retired)).collect();
    assert_eq!(tasks, [("sweep", false), ("true", true)]);
}

// SPEC X22
#[test]
fn a_file_in_one_language_leaves_the_other_translations_alone() {
    let catalog = workshop::catalog();
    let english = "framework,id,code,parent,type,statement\n\
        workshop,w,W,,Area,Wheels\n,w1,W1,w,,Trues it\n,w2,W2,w,,\"Builds a wheel,\nfrom parts\"\n\
        ,b,B,,Area,Brakes\n,b1,B1,b,,'=Adjusts a brake\n";
    let merged = again(&catalog, english);
    let item = &merged.catalog.competencies[&workshop::competency("w1")];
    assert_eq!(text(&item.statement), "en=Trues it nl=Richt een wiel");
    assert_eq!(item.scale.as_ref().map(|scale| scale.as_str()), Some("steps"));
    assert_eq!(text(&item.level_texts[&1]), "en=With the stand");
    assert_eq!(merged.catalog.jobs, catalog.jobs);
}

// SPEC X10
#[test]
fn a_competency_without_a_scale_gets_the_house_scale() {
    let catalog = workshop::catalog();
    let item = &catalog.competencies[&workshop::competency("w2")];
    assert_eq!(item.scale.as_ref().map(|scale| scale.as_str()), Some("ropes:four-levels"));
    assert_eq!(catalog.scale_of(item), Some(&exchange::house_scale()));
    assert!(catalog.competencies[&workshop::competency("w")].scale.is_none());
}

// SPEC X23
#[test]
fn another_frameworks_items_are_not_taken_over() {
    let catalog = workshop::catalog();
    let theirs = "id,statement\nw1,Washes up\nz1,Zips\n";
    let import = workshop::whole(read_framework(theirs.as_bytes(), "kitchen.csv"));
    let errors = merge_catalog(&catalog, CatalogImport::Framework(import)).unwrap_err();
    let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        ["\"w1\" belongs to the framework \"workshop\" already: give it another identifier"]
    );
}

// SPEC X23
#[test]
fn the_same_list_under_another_file_name_is_the_same_framework() {
    let csv = b"id,statement\na,Opens\nb,Closes\nc,Sweeps\n";
    let first = workshop::whole(read_framework(csv, "kitchen.csv"));
    let second = workshop::whole(read_framework(csv, "kitchen final.csv"));
    let catalog = workshop::merged(&Catalog::default(), CatalogImport::Framework(first));
    let merged = merge_catalog(&catalog, CatalogImport::Framework(second)).unwrap();
    assert_eq!(merged.catalog, catalog);
}
