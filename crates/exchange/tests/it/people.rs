//! People from CSV.

use std::collections::BTreeSet;

use domain::{Day, Role};
use exchange::{PeopleImport, Report, read_people};

use crate::{outline, workshop};

fn read(csv: &str) -> Report<PeopleImport> {
    let known = BTreeSet::from(["900".to_owned()]);
    read_people(csv.as_bytes(), &workshop::catalog(), &known)
}

// SPEC X15
#[test]
fn fifty_people_come_in_one_go() {
    let head = "person;name;job;roles;team;supervises;buddy;buddy_from;buddy_until\r\n";
    let chief = "1;Ana Prins;Monteur;worker|Supervisor;Wheels;Wheels;;;\r\n";
    let rest =
        |n: u32| format!("{n};Person {n};baker;;Wheels;;{};2026-03-01;2026-05-31\r\n", n - 1);
    let csv: String =
        [head.to_owned(), chief.to_owned()].into_iter().chain((2..=50).map(rest)).collect();
    let report = read(&csv);
    assert_eq!(outline::findings(&report), ["~ line 3, job: the job \"baker\" is new"]);
    let import = workshop::whole(report);
    assert_eq!((import.people.len(), import.new_jobs.len()), (50, 1));
    let (chief, last) = (&import.people[0], &import.people[49]);
    assert_eq!(chief.job.as_ref().map(|job| job.as_str()), Some("mechanic"));
    assert_eq!(chief.roles, [Role::Worker, Role::Supervisor]);
    assert_eq!(chief.supervises, ["Wheels"]);
    assert_eq!(
        (last.roles.as_slice(), last.team.as_deref()),
        (&[Role::Worker][..], Some("Wheels"))
    );
    let buddy = last.buddy.as_ref().map(|buddy| (buddy.key.as_str(), buddy.from, buddy.until));
    let days = (Some(Day::from_ymd(2026, 3, 1)), Some(Day::from_ymd(2026, 5, 31)));
    assert_eq!(buddy, Some(("49", days.0, days.1)));
}

// SPEC X1, X16
#[test]
fn every_fault_of_a_person_is_named_and_nobody_is_imported() {
    let report = read(
        "Person,Name,Roles,Team,Supervises,Buddy,Buddy from,Buddy until\n\
         1,Ana,worker,A,,1,,\n\
         2,,boss,A,,7,,\n\
         2,Cem,supervisor,A,,,2026-02-30,\n\
         ,Dee,,A,B,900,2026-05-02,2026-05-01\n\
         5,Eve,analyst,,,4,,\n\
         4,Fay,editor,,,,,\n",
    );
    assert!(report.value.is_none());
    assert_eq!(
        outline::findings(&report).join("\n"),
        r#"! line 2, Buddy: nobody is their own buddy
! line 3, Name: this cannot be empty
! line 3, Roles: "boss" is not one of worker, supervisor, editor, analyst, admin
! line 3, Buddy: there is no person "7": import it first, or correct the spelling
! line 4, Buddy from: "2026-02-30" is not a date: write it as 2026-11-22
! line 4, Person: "2" is on line 3 too: give each row its own
! line 5, Person: this cannot be empty
! line 5, Buddy until: the last day is before the first
! line 5, Supervises: who supervises a team needs the role supervisor: add it to the roles
~ line 4, Roles: has the role supervisor and supervises no team
~ line 5, Supervises: nobody in this file is in the team "B"
~ line 6, Buddy: their buddy "4" has not the role worker, so cannot write notes about them"#
    );
}

// SPEC X16
#[test]
fn a_file_of_people_needs_keys_and_names() {
    let findings = |csv| outline::findings(&read(csv)).join("\n");
    assert_eq!(findings("name\nAna\n"), "! no column \"person\": give one column that heading");
    assert_eq!(
        findings("person,name\n"),
        "! the file has headings and no rows: add rows, or leave it out"
    );
    assert_eq!(
        findings("person,name,buddy_from\n1,Ana,2026-01-01\n"),
        "! line 2, buddy_from: dates without a buddy: name the buddy, or clear the dates"
    );
}
