//! Backups, checks and lists.

use std::path::PathBuf;

use serde_json::Value;
use sync_server::store::{DATABASE_FILE, Store};

use crate::founded::{Founded, founded};
use crate::rescue::{add_sam, import, rescue};

// SPEC S33
#[test]
fn a_backup_brings_back_what_was_there_and_keeps_what_it_replaced() {
    let (founded, copies) = (founded(), tempfile::tempdir().unwrap());
    let backup = copies.path().join("backup.db");
    let backup = backup.to_str().unwrap();
    assert_eq!(founded.ropes(["backup", backup]).code, Some(0));
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(backup).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let again = founded.ropes(["backup", backup]);
    assert_eq!(again.code, Some(1), "{again:?}");
    founded.import("people", &founded.file("p.csv", "person,name,roles\n2,Sam,worker\n"));
    assert_eq!(founded.store().people().unwrap().len(), 2);

    let restored = founded.ropes(["restore", backup]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    assert_eq!(founded.store().people().unwrap().len(), 1);
    // The kept one is as good as a backup.
    assert_eq!(founded.ropes(["restore", kept(&founded).to_str().unwrap()]).code, Some(0));
    assert_eq!(founded.store().people().unwrap().len(), 2);
    assert_eq!(founded.ropes(["fsck"]).code, Some(0));
}

fn kept(founded: &Founded) -> PathBuf {
    let files = std::fs::read_dir(founded.path()).unwrap();
    let mut paths = files.map(|file| file.unwrap().path());
    let is_kept = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.contains(".replaced-") && !name.ends_with(".mark")
    };
    paths.find(is_kept).unwrap()
}

// SPEC S48
#[test]
fn a_restore_keeps_a_store_that_cannot_be_opened_any_more() {
    let (founded, copies) = (founded(), tempfile::tempdir().unwrap());
    let backup = copies.path().join("backup.db");
    assert_eq!(founded.ropes(["backup", backup.to_str().unwrap()]).code, Some(0));
    let ruin = "no database any more ".repeat(500);
    std::fs::write(founded.path().join(DATABASE_FILE), &ruin).unwrap();
    let ran = founded.ropes(["fsck"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("the database is damaged: restore a backup"), "{}", ran.err);

    assert_eq!(founded.ropes(["restore", backup.to_str().unwrap()]).code, Some(0));
    assert_eq!(std::fs::read_to_string(kept(&founded)).unwrap(), ruin);
    assert_eq!(founded.ropes(["fsck"]).code, Some(0));
}

// SPEC S46
#[test]
fn a_database_that_lacks_what_was_confirmed_says_so() {
    let (founded, copies) = (founded(), tempfile::tempdir().unwrap());
    let older = copies.path().join("older.db");
    assert_eq!(founded.ropes(["backup", older.to_str().unwrap()]).code, Some(0));
    add_sam(&founded);
    assert_eq!(import(&founded, &rescue()).code, Some(0));
    assert_eq!(founded.ropes(["fsck"]).code, Some(0));
    // By hand, and without its log.
    std::fs::copy(&older, founded.path().join(DATABASE_FILE)).unwrap();
    let ran = founded.ropes(["fsck"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("changes 1 to 3 were confirmed and are not here"), "{}", ran.err);
    // A restore is meant to go back.
    assert_eq!(founded.ropes(["restore", older.to_str().unwrap()]).code, Some(0));
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

// Ids are random letters of a base-64 alphabet: one in 64 begins with a hyphen.
#[test]
fn an_id_that_begins_with_a_hyphen_is_no_option() {
    let founded = founded();
    for words in [["revoke", "-a1"], ["invite", "-a1"]] {
        let ran = founded.ropes(words);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.err.contains("-a1"), "{ran:?}");
    }
}
