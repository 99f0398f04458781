//! Checklists from CSV, and what importing them again does.

use domain::{Catalog, Checklist, ChecklistId};
use exchange::{CatalogImport, Changes, Merged, merge_catalog, read_checklists};

use crate::{outline, workshop};

pub(crate) const FILE: &str = "\
checklist;title.en;title.nl;task;task_type;step;text.en;text.nl;critical;competencies;reasons.en;reasons.nl
final;Final check;Eindcontrole;;;;Squeezes both brakes;Knijpt in beide remmen;;b1;Too soft | One side only;Te zacht | Maar één kant
;;;;;bolts;Tightens the bolts;Draait de bouten vast;yes;w1;;
wheel;Wheel;;Dish;True a wheel;;Checks the dish;;;W1|w2;;
;;;;;;Centres the rim;;;;;
;;;True;;;Turns by quarters;;x;;Too much at once;
";

fn check(csv: &str, expected: &str) {
    let report = read_checklists(csv.as_bytes(), &workshop::catalog());
    assert_eq!(report.value.is_none(), !report.errors.is_empty(), "half-imported");
    let mut lines = outline::findings(&report);
    lines.extend(report.value.iter().flat_map(|import| &import.checklists).flat_map(shown));
    assert_eq!(lines.join("\n"), expected.trim());
}

fn shown(list: &Checklist) -> Vec<String> {
    let mut lines = vec![format!("{} [{}]", list.id, outline::text(&list.title))];
    for task in &list.tasks {
        let logged = task.task_type.as_ref().map_or("-", |id| id.as_str());
        lines.push(format!("  [{}] {logged}", outline::text(&task.name)));
        for step in &task.steps {
            let must = if step.critical { "!" } else { "" };
            let tags: Vec<_> = step.competencies.iter().map(|id| id.as_str()).collect();
            let reasons: Vec<_> = step.reasons.iter().map(outline::text).collect();
            let text = outline::text(&step.text);
            lines.push(
                format!("    {}{must} {text} {tags:?} {}", step.id, reasons.join(" / "))
                    .trim_end()
                    .to_owned(),
            );
        }
    }
    lines
}

fn again(catalog: &Catalog, csv: &str) -> Merged {
    let import = workshop::whole(read_checklists(csv.as_bytes(), catalog));
    merge_catalog(catalog, CatalogImport::Checklists(import))
        .unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn with_lists() -> Catalog {
    again(&workshop::catalog(), FILE).catalog
}

fn list(catalog: &Catalog, id: &str) -> Checklist {
    catalog.checklists[&ChecklistId::new(id).unwrap_or_else(|e| panic!("{e}"))].clone()
}

// SPEC E2
#[test]
fn a_process_is_read_as_a_checklist_of_tasks_and_steps() {
    check(
        FILE,
        r#"
final [en=Final check nl=Eindcontrole]
  [] -
    1.1 en=Squeezes both brakes nl=Knijpt in beide remmen ["b1"] en=Too soft nl=Te zacht / en=One side only nl=Maar één kant
    bolts! en=Tightens the bolts nl=Draait de bouten vast ["w1"]
wheel [en=Wheel]
  [en=Dish] true
    1.1 en=Checks the dish ["w1", "w2"]
    1.2 en=Centres the rim []
  [en=True] -
    2.1! en=Turns by quarters [] en=Too much at once"#,
    );
}

// SPEC E3
#[test]
fn a_faulty_step_is_named_by_line_and_column_and_nothing_is_imported() {
    check(
        "checklist,title,task_type,step,text.en,competencies,reasons.en,reasons.nl\n\
         a,,,,One,nope,x|y,p\n\
         ,,baker,,Two,B,,\n\
         ,,,1,Three,,,\n\
         ,,,1,Four,,,\n\
         b,Bee,,,,,,\n",
        r#"
! line 2, title: this cannot be empty
! line 2, competencies: there is no competency "nope": import it first, or correct the spelling
! line 2, reasons.en: nl has 1 parts and another language has 2: write the same number
! line 3, task_type: there is no task type "baker": import it first, or correct the spelling
! line 3, competencies: "b" is a heading and cannot be a tag: name a competency under it
! line 5, step: "1" is on line 4 too: give each row its own
! line 6, text.en: this cannot be empty"#,
    );
    check("checklist,text\na,One\n", "! no column \"title\": give one column that heading");
    check("title\nOne\n", "! no column \"text\": give one column that heading");
}

// SPEC E4
#[test]
fn the_same_checklists_again_change_nothing_and_a_new_word_is_a_new_version() {
    let catalog = with_lists();
    let same = again(&catalog, FILE);
    assert!(same.changes.is_nothing());
    assert_eq!(same.catalog, catalog);
    let merged = again(&catalog, &FILE.replace("Centres the rim", "Centres the rim on the axle"));
    assert_eq!(merged.changes, Changes { added: 0, changed: 1, retired: 0, ..merged.changes });
    let version = |id| list(&merged.catalog, id).version;
    assert_eq!((version("wheel"), version("final")), (2, 1));
}

// SPEC E4
#[test]
fn a_checklist_that_is_gone_is_retired_and_other_translations_stay() {
    let english = "checklist,title,text,critical,competencies,reasons\n\
        final,Final check,Squeezes both brakes,,b1,Too soft | One side only\n\
        ,,Checks the bell,,,\n";
    let merged = again(&with_lists(), english);
    assert!(list(&merged.catalog, "wheel").retired);
    let kept = list(&merged.catalog, "final");
    assert_eq!(outline::text(&kept.title), "en=Final check nl=Eindcontrole");
    let step = kept.steps().next().unwrap_or_else(|| panic!("no step"));
    assert_eq!(outline::text(&step.text), "en=Squeezes both brakes nl=Knijpt in beide remmen");
    assert_eq!(outline::text(&step.reasons[1]), "en=One side only nl=Maar één kant");
    let back = again(&merged.catalog, FILE).catalog;
    let wheel = list(&back, "wheel");
    assert_eq!((wheel.retired, wheel.version), (false, 1));
}
