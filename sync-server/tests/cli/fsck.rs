//! `ropes fsck` over every kind of damage it can tell.

use rusqlite::Connection;
use sync_server::store::DATABASE_FILE;

use crate::founded::{Founded, Ran, founded};
use crate::rescue::{add_sam, import, key, rescue};

/// A journal with two goals in it.
fn with_journal() -> Founded {
    let founded = founded();
    add_sam(&founded);
    assert_eq!(import(&founded, &rescue()).code, Some(0));
    founded
}

fn damaged(statement: &str) -> (Founded, Ran) {
    let founded = with_journal();
    let file = Connection::open(founded.path().join(DATABASE_FILE)).unwrap();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    file.execute_batch(statement).unwrap();
    drop(file);
    let ran = founded.ropes(["fsck"]);
    (founded, ran)
}

// SPEC S45
#[test]
fn each_kind_of_damage_is_named_with_its_document_and_what_to_do() {
    let last = "WHERE number = (SELECT max(number) FROM";
    let cases = [
        (format!("UPDATE chunk SET bytes = x'85' {last} chunk)"), "1 of its pieces cannot be read"),
        (format!("DELETE FROM chunk {last} chunk)"), "1 of its confirmed changes are missing"),
        (
            "DELETE FROM chunk WHERE number = 2".to_owned(),
            "1 of its changes rest on others that are missing",
        ),
        (
            format!("UPDATE chunk SET hash = randomblob(32) {last} chunk)"),
            "1 of its pieces are not the changes they are stored as",
        ),
        (format!("DELETE FROM receipt {last} receipt)"), "1 of its changes have no receipt"),
        ("UPDATE document SET heads = x''".to_owned(), "its heads are not those of its changes"),
        ("UPDATE document SET heads = x'00'".to_owned(), "the database cannot read it"),
        ("UPDATE document SET subject = 'ann'".to_owned(), "its id does not follow from its kind"),
        ("UPDATE document SET kind = 'log'".to_owned(), "it does not begin as its kind does"),
        ("DELETE FROM document".to_owned(), "points to nothing"),
    ];
    for (damage, sentence) in cases {
        let (founded, ran) = damaged(&damage);
        assert_eq!(ran.code, Some(1), "{damage}: {ran:?}");
        assert!(ran.err.contains(sentence), "{damage}: {ran:?}");
        if !damage.contains(" document") {
            let named = format!("document {} (journal by sam about sam, 2026): ", key().id());
            assert!(ran.err.contains(&named), "{damage}: {ran:?}");
        }
        // It only looks.
        assert_eq!(founded.ropes(["fsck"]).err, ran.err, "{damage}");
    }
}

// SPEC S45
#[test]
fn a_sound_directory_has_no_problems() {
    let ran = with_journal().ropes(["fsck"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "1 documents, 0 problems\n"), "{ran:?}");
}
