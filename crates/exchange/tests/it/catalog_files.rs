//! Task types, aids and prompts from CSV, against the catalogue they refer to.

use domain::{Asking, Catalog};
use exchange::{read_aids, read_tasks};

use crate::{outline, workshop};

fn tasks(csv: &str, expected: &str) {
    let report = read_tasks(csv.as_bytes(), &workshop::catalog());
    assert_eq!(report.value.is_none(), !report.errors.is_empty(), "half-imported");
    assert_eq!(outline::findings(&report).join("\n"), expected.trim());
}

fn aids(csv: &str, expected: &str) {
    let report = read_aids(csv.as_bytes(), &workshop::catalog());
    assert_eq!(report.value.is_none(), !report.errors.is_empty(), "half-imported");
    assert_eq!(outline::findings(&report).join("\n"), expected.trim());
}

// SPEC X13
#[test]
fn a_task_type_is_read_with_its_tags_steps_aids_and_jobs() {
    let report = read_tasks(workshop::TASKS.as_bytes(), &workshop::catalog());
    let import = workshop::whole(report);
    let task = &import.task_types[0];
    assert_eq!(task.tags, [workshop::competency("w1"), workshop::competency("w2")]);
    let steps: Vec<_> = task.steps.iter().map(outline::text).collect();
    assert_eq!(steps, ["en=Clamp nl=Inspannen", "en=Turn nl=Draaien"]);
    assert_eq!(task.unit.as_ref().map(outline::text).as_deref(), Some("en=wheels"));
    assert_eq!((task.minutes, task.aids[0].as_str()), (Some(20), "stand"));
    assert_eq!(task.jobs[0].as_str(), "mechanic");
    assert_eq!((import.task_types[1].minutes, import.task_types[1].unit.is_none()), (None, true));
}

// SPEC X32
#[test]
fn a_task_type_says_who_is_asked_to_watch_it() {
    let catalog = workshop::catalog();
    let of = |cells: &str| {
        let csv = format!("id,name,ask,askLevel,observers\na,One,{cells}\n");
        workshop::whole(read_tasks(csv.as_bytes(), &catalog)).task_types[0].asking.clone()
    };
    let usual = Asking::USUAL;
    assert_eq!(of(",,"), None);
    assert_eq!(of("supervisor,,"), Some(usual.clone()));
    assert_eq!(of(",3,2"), Some(Asking { least: Some(3), observers: 2, ..usual.clone() }));
    let both = Asking { buddies: true, ..usual.clone() };
    assert_eq!(of("Buddy|leidinggevende,,"), Some(both.clone()));
    assert_eq!(of("buddy,,"), Some(Asking { supervisors: false, ..both }));
    assert_eq!(of("nobody,,"), Some(Asking { supervisors: false, ..usual }));
    tasks(
        "id,name,ask,askLevel,observers\na,One,boss,7,x\n",
        r#"
! line 2, askLevel: "7" is not a whole number from 1 to 6
! line 2, observers: "x" is not a whole number from 1 to 9
! line 2, ask: "boss" is not one of supervisor, buddy, nobody"#,
    );
}

// SPEC X33
#[test]
fn a_task_type_says_in_which_week_a_newcomer_goes_along_at_it() {
    let csv = "id,name,firstWeek\na,One,2\nb,Two,\n";
    let import = workshop::whole(read_tasks(csv.as_bytes(), &workshop::catalog()));
    let weeks: Vec<_> = import.task_types.iter().map(|task| task.first_week).collect();
    assert_eq!(weeks, [Some(2), None]);
    tasks("id,name,week\na,One,53\n", "! line 2, week: \"53\" is not a whole number from 1 to 52");
}

// SPEC X13, X14
#[test]
fn what_a_task_refers_to_must_be_there() {
    tasks(
        "id,name,minutes,tags,steps.en,steps.nl,aids,jobs\n\
         a,One,20,W1;nope,x|y,p,lamp,baker\n\
         b,,20,,,,,\n\
         c,Three,half an hour,W,,,,\n\
         a,Four,0,,,,,\n",
        r#"
! line 2, tags: there is no competency "nope": import it first, or correct the spelling
! line 2, steps.en: nl has 1 parts and another language has 2: write the same number
! line 2, aids: there is no job aid "lamp": import it first, or correct the spelling
! line 2, jobs: there is no job "baker": import it first, or correct the spelling
! line 3, name: this cannot be empty
! line 4, minutes: "half an hour" is not a whole number from 1 to 1440
! line 4, tags: "w" is a heading and cannot be a tag: name a competency under it
! line 5, minutes: "0" is not a whole number from 1 to 1440
! line 5, id: "a" is on line 2 too: give each row its own"#,
    );
    tasks("id,minutes\na,1\n", "! no column \"name\": give one column that heading");
}

// SPEC X14
#[test]
fn a_code_of_two_frameworks_is_ambiguous_and_an_identifier_is_not() {
    let other = "framework,id,code,statement\nkitchen,k1,W1,Washes a wheel\n";
    let import = exchange::CatalogImport::Framework(workshop::framework(other));
    let catalog = workshop::merged(&workshop::catalog(), import);
    let findings = |csv: &str| outline::findings(&read_tasks(csv.as_bytes(), &catalog)).join("\n");
    assert_eq!(
        findings("name,tags\nOne,W1\n"),
        "! line 2, tags: \"W1\" may mean k1 or w1: write the identifier"
    );
    assert_eq!(findings("name,tags\nOne,w1\n"), "");
}

// SPEC X13
#[test]
fn aids_and_prompts_share_a_file_or_stand_alone() {
    let import = workshop::whole(read_aids(workshop::AIDS.as_bytes(), &workshop::catalog()));
    assert_eq!((import.aids.len(), import.prompts.len()), (2, 1));
    assert_eq!(import.aids[1].tags, [workshop::competency("w2"), workshop::competency("w1")]);
    let prompts = "id,text.en,text.nl\np,What went well?,Wat ging goed?\n";
    let import = workshop::whole(read_aids(prompts.as_bytes(), &Catalog::default()));
    assert_eq!(outline::text(&import.prompts[0].text), "en=What went well? nl=Wat ging goed?");
}

// SPEC X1, X14
#[test]
fn a_faulty_aid_is_named_by_line_and_column() {
    aids(
        "id,kind,title,link,tags\n\
         a,poster,One,,\n\
         b,aid,,,\n\
         c,aid,Three,javascript:alert(1),\n\
         d,aid,Four,,B\n\
         d,aid,Five,,\n",
        r#"
! line 2, kind: "poster" is not one of aid, practice, prompt
! line 3, title: this cannot be empty
! line 4, link: "javascript:alert(1)" is no link: it starts with https:// or http://
! line 5, tags: "b" is a heading and cannot be a tag: name a competency under it
! line 6, id: "d" is on line 5 too: give each row its own"#,
    );
}
