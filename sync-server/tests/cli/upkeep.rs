//! Backups, checks and lists.

use serde_json::Value;
use sync_server::store::Store;

use crate::founded::founded;

// SPEC S33
#[test]
fn a_backup_brings_back_what_was_there_and_keeps_what_it_replaced() {
    let (founded, copies) = (founded(), tempfile::tempdir().unwrap());
    let backup = copies.path().join("backup.db");
    let backup = backup.to_str().unwrap();
    assert_eq!(founded.ropes(["backup", backup]).code, Some(0));
    let again = founded.ropes(["backup", backup]);
    assert_eq!(again.code, Some(1), "{again:?}");
    founded.import("people", &founded.file("p.csv", "person,name,roles\n2,Sam,worker\n"));
    assert_eq!(founded.store().people().unwrap().len(), 2);

    let restored = founded.ropes(["restore", backup]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert_eq!(founded.store().people().unwrap().len(), 1);
    let kept = std::fs::read_dir(founded.path()).unwrap().filter_map(Result::ok);
    let kept = kept.filter(|file| file.file_name().to_string_lossy().contains(".replaced-"));
    assert_eq!(kept.count(), 1);
    assert_eq!(founded.ropes(["fsck"]).code, Some(0));
}

// SPEC S34
#[test]
fn what_is_no_backup_is_not_restored() {
    let founded = founded();
    let no_backup = founded.file("notes.txt", "not a database at all");
    let ran = founded.ropes(["restore", no_backup.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(founded.store().people().unwrap().len(), 1);
}

#[test]
fn an_invite_is_found_by_number_or_name_and_printed_as_json() {
    let founded = founded();
    for who in ["1", "ada", "Ada"] {
        let ran = founded.ropes(["invite", who, "--json"]);
        let invite: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(invite["person"], "ada", "{ran:?}");
        let code = invite["code"].as_str().unwrap();
        assert!(invite["url"].as_str().unwrap().ends_with(&format!("/join#{code}")));
    }
    let nobody = founded.ropes(["invite", "Zoe"]);
    assert_eq!(nobody.code, Some(1));
    assert_eq!(nobody.err, "ropes: nobody here is \"Zoe\": see `ropes people`\n");
}

#[test]
fn people_are_listed_for_programs_too() {
    let ran = founded().ropes(["people", "--json"]);
    let people: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(people[0]["name"], "Ada");
    assert_eq!(people[0]["roles"][0], "admin");
}

#[test]
fn a_command_in_an_empty_directory_says_where_to_begin() {
    let empty = tempfile::tempdir().unwrap();
    let ran = crate::founded::ropes().args(["people", "--data"]).arg(empty.path()).output();
    let ran = crate::founded::ran(ran.unwrap());
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("start `ropes serve` there first"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
}
