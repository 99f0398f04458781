//! `ropes key`, and where the key is kept.

use rusqlite::Connection;
use serde_json::Value;
use sync_server::store::DATABASE_FILE;

use crate::founded::{Founded, founded};
use crate::serving::Serving;

fn shown(founded: &Founded) -> String {
    let ran = founded.ropes(["key", "show"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran.out.lines().next().unwrap().to_owned()
}

// SPEC G36
#[test]
fn the_key_is_shown_and_replaced_and_earlier_ones_stay_known() {
    let founded = founded();
    let first = shown(&founded);
    assert_eq!((shown(&founded), first.len()), (first.clone(), 39));
    let rotated = founded.ropes(["key", "rotate"]);
    assert_eq!(rotated.code, Some(0), "{rotated:?}");
    let second = shown(&founded);
    assert!(rotated.out.starts_with(&second) && second != first, "{rotated:?}");
    let ran = founded.ropes(["key", "show", "--json"]);
    let keys: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&keys[0]["fingerprint"], &keys[1]["fingerprint"]), (&first.into(), &second.into()));
}

// SPEC G30
#[test]
fn the_key_comes_back_with_a_backup() {
    let (founded, copies, other) =
        (founded(), tempfile::tempdir().unwrap(), crate::founded::founded());
    let before = shown(&founded);
    let backup = copies.path().join("backup.db");
    assert_eq!(founded.ropes(["backup", backup.to_str().unwrap()]).code, Some(0));
    assert_ne!(shown(&other), before);
    assert_eq!(other.ropes(["restore", backup.to_str().unwrap()]).code, Some(0));
    assert_eq!(shown(&other), before);
}

// SPEC G30
#[test]
fn a_server_makes_the_key_when_it_first_starts_and_a_command_beside_it_replaces_it() {
    let founded = founded();
    let serving = Serving::start(founded.path(), &[]);
    let first = shown(&founded);
    assert_eq!(founded.ropes(["key", "rotate"]).code, Some(0));
    assert!(serving.stop().success());
    let serving = Serving::start(founded.path(), &[]);
    assert_ne!(shown(&founded), first);
    assert!(serving.stop().success());
}

// SPEC G30
#[test]
fn the_file_that_holds_the_key_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let founded = founded();
    let database = founded.path().join(DATABASE_FILE);
    let mode = || std::fs::metadata(&database).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&database, std::fs::Permissions::from_mode(0o644)).unwrap();
    shown(&founded);
    assert_eq!(mode(), 0o600, "also one that an earlier version made");
}

// SPEC G37
#[test]
fn damage_to_keys_and_certificates_is_named() {
    let missing = "the organisation's newest key is without its secret";
    for (damage, sentence) in [
        ("UPDATE root_key SET seed = NULL", missing),
        ("UPDATE root_key SET seed = zeroblob(32)", missing),
        ("UPDATE root_key SET by_new = zeroblob(64)", "without the signatures of both"),
        ("UPDATE root_key SET public = x'00' WHERE number = 1", "keys cannot be read"),
        (
            "INSERT INTO certificate VALUES (1, 'phone', x'85', zeroblob(64))",
            "certificate 1 is damaged",
        ),
        ("INSERT INTO badge_key VALUES (1, x'00', 0)", "the key of badges is damaged"),
    ] {
        let founded = founded();
        shown(&founded);
        assert_eq!(founded.ropes(["key", "rotate"]).code, Some(0));
        assert_eq!(founded.ropes(["fsck"]).code, Some(0));
        let file = Connection::open(founded.path().join(DATABASE_FILE)).unwrap();
        file.pragma_update(None, "foreign_keys", false).unwrap();
        file.execute_batch(damage).unwrap();
        drop(file);
        let ran = founded.ropes(["fsck"]);
        assert_eq!(ran.code, Some(1), "{damage}: {ran:?}");
        assert!(ran.err.contains(sentence), "{damage}: {ran:?}");
    }
}
