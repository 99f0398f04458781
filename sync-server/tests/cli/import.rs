//! Imports: whole or not at all, repeatable, and never the end of the last admin.

use sync_server::import::read_whole_catalog;
use sync_server::store::Store;

use crate::founded::{Founded, founded};

const PEOPLE: &str = "\
person,name,job,roles,team,supervises,buddy
1,Ada,,admin,,,
2,Sam,mechanic,worker,Floor,,4
3,Sue,,worker;supervisor,Floor,Floor,
4,Tom,mechanic,worker,Store,,
";

const FRAMEWORK: &str = "\
identifier,fullStatement,parentIdentifier
A,Brakes,
A1,Adjusts a brake,A
A2,Bleeds a brake,A
";

/// `key name [roles] team<supervises buddy`, one line a person.
fn shown(founded: &Founded) -> Vec<String> {
    let store = founded.store();
    let (people, teams, buddies) =
        (store.people().unwrap(), store.teams().unwrap(), store.buddies().unwrap());
    let key_of = |id| people.iter().find(|p| &p.id == id).map_or("?", |p| p.key.as_str());
    let mut lines: Vec<_> = people
        .iter()
        .map(|person| {
            let team = teams.iter().find(|t| t.members.contains(&person.id));
            let leads = teams.iter().find(|t| t.supervisors.contains(&person.id));
            let buddy = buddies.iter().find(|b| b.learner == person.id && b.until.is_none());
            let roles: Vec<_> = person.roles.iter().map(|role| role.as_str()).collect();
            format!(
                "{} {}{} {} in {} leads {} buddy {}",
                person.key,
                person.name,
                if person.is_active { "" } else { " (left)" },
                roles.join("+"),
                team.map_or("-", |team| &team.name),
                leads.map_or("-", |team| &team.name),
                buddy.map_or("-", |pair| key_of(&pair.buddy)),
            )
        })
        .collect();
    lines.sort();
    lines
}

// SPEC S29
#[test]
fn people_come_in_with_teams_supervisors_and_buddies_and_again_without_effect() {
    let founded = founded();
    let file = founded.file("people.csv", PEOPLE);
    for _ in 0..2 {
        let ran = founded.import("people", &file);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let expected = [
            "1 Ada admin in - leads - buddy -",
            "2 Sam worker in Floor leads - buddy 4",
            "3 Sue worker+supervisor in Floor leads Floor buddy -",
            "4 Tom worker in Store leads - buddy -",
        ];
        assert_eq!(shown(&founded), expected);
        assert_eq!(founded.store().buddies().unwrap().len(), 1);
    }
    assert_eq!(read_whole_catalog(&founded.store()).unwrap().jobs.len(), 1);
}

// SPEC S30
#[test]
fn a_faulty_row_is_named_by_file_line_and_column_and_nothing_comes_in() {
    let founded = founded();
    let before = (shown(&founded), founded.store().versions().unwrap());
    let faulty = PEOPLE.replace("4,Tom,mechanic,worker", "4,Tom,mechanic,boss");
    let file = founded.file("people.csv", faulty);
    let ran = founded.import("people", &file);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.starts_with(&format!("{}:5: roles: ", file.display())), "{}", ran.err);
    assert_eq!((shown(&founded), founded.store().versions().unwrap()), before);
}

// SPEC S31
#[test]
fn who_is_not_in_a_file_stays_unless_it_names_everyone() {
    let founded = founded();
    founded.import("people", &founded.file("people.csv", PEOPLE));
    let moved = "person,name,roles,team\n1,Ada,admin,\n2,Samir,worker,Store\n";
    let file = founded.file("moved.csv", moved);
    assert_eq!(founded.import("people", &file).code, Some(0));
    let expected = [
        "1 Ada admin in - leads - buddy -",
        "2 Samir worker in Store leads - buddy -",
        "3 Sue worker+supervisor in Floor leads Floor buddy -",
        "4 Tom worker in Store leads - buddy -",
    ];
    assert_eq!(shown(&founded), expected);

    let ran = founded.ropes(["import", "people", file.to_str().unwrap(), "--everyone"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "2 people imported, 2 have left\n"));
    let expected = [
        "1 Ada admin in - leads - buddy -",
        "2 Samir worker in Store leads - buddy -",
        "3 Sue (left) worker+supervisor in - leads - buddy -",
        "4 Tom (left) worker in - leads - buddy -",
    ];
    assert_eq!(shown(&founded), expected);
}

// SPEC S2
#[test]
fn no_file_of_people_removes_the_last_admin() {
    let founded = founded();
    let before = shown(&founded);
    let file = founded.file("people.csv", PEOPLE.replace("1,Ada,,admin", "1,Ada,,worker"));
    let ran = founded.import("people", &file);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.err, "ropes: the last admin cannot be removed\n");
    assert_eq!(shown(&founded), before);
}

// SPEC S32
#[test]
fn a_framework_again_changes_nothing_and_one_without_an_item_retires_it() {
    let founded = founded();
    let file = founded.file("brakes.csv", FRAMEWORK);
    let first = founded.import("framework", &file);
    assert_eq!(first.code, Some(0), "{first:?}");
    let receipts = founded.store().versions().unwrap().receipts;
    founded.import("framework", &file);
    assert_eq!(founded.store().versions().unwrap().receipts, receipts);

    let shorter = FRAMEWORK.replace("A2,Bleeds a brake,A\n", "");
    assert_eq!(founded.import("framework", &founded.file("brakes.csv", shorter)).code, Some(0));
    let catalog = read_whole_catalog(&founded.store()).unwrap();
    let retired: Vec<_> =
        catalog.competencies.values().filter(|c| c.retired).map(|c| c.id.as_str()).collect();
    assert_eq!((retired, catalog.competencies.len()), (vec!["A2"], 3));
}

// SPEC E3, E4
#[test]
fn checklists_come_in_from_csv_and_a_faulty_step_is_named() {
    let founded = founded();
    founded.import("framework", &founded.file("brakes.csv", FRAMEWORK));
    let csv = "checklist,title,text,critical,competencies\nbleed,Bleed,Opens the cap,yes,A2\n";
    let file = founded.file("lists.csv", csv);
    for expected in ["1 added, 0 changed", "0 added, 0 changed"] {
        let ran = founded.import("checklists", &file);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains(expected), "{}", ran.out);
    }
    let faulty = founded.file("lists.csv", csv.replace("A2", "A3"));
    let ran = founded.import("checklists", &faulty);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains(":2: competencies: there is no competency"), "{}", ran.err);
    let catalog = read_whole_catalog(&founded.store()).unwrap();
    let shown: Vec<_> =
        catalog.checklists.values().map(|list| (list.version, list.retired)).collect();
    assert_eq!(shown, [(1, false)]);
}

/// A file in which tom is the buddy of so many.
fn learners(count: usize) -> String {
    let mut file = PEOPLE.to_owned();
    for number in 0..count {
        file += &format!("9{number},Lee {number},mechanic,worker,Floor,,4\n");
    }
    file
}

// SPEC J18
#[test]
fn a_buddy_with_many_learners_is_named_and_comes_in_all_the_same() {
    let founded = founded();
    let few = founded.import("people", &founded.file("people.csv", learners(1)));
    assert!(!few.out.contains("learners"), "{}", few.out);
    let many = founded.import("people", &founded.file("people.csv", learners(2)));
    assert_eq!(many.code, Some(0), "{many:?}");
    assert!(many.out.contains("the buddy \"4\" has 3 learners now"), "{}", many.out);
    assert_eq!(founded.store().buddies().unwrap().len(), 3);
    let other = "person,name,roles,team\n1,Ada,admin,\n";
    let other = founded.import("people", &founded.file("people.csv", other));
    assert!(!other.out.contains("learners"), "not about those a file does not name: {}", other.out);
}
