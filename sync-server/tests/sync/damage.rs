//! What a disk has damaged: set aside, said, and sent again by the phones that have it.

use documents::DocumentId;
use rusqlite::{Connection, params};
use sync_server::hub::Settings;
use sync_server::soundness::problems_of;
use sync_server::store::{DATABASE_FILE, Store};

use crate::phone::Phone;
use crate::world::{World, log};

const WORDS: [&str; 4] = ["bled a brake", "cut a cable", "laced a hub", "trued a wheel"];

/// Samira logs all of it and the server has it.
async fn logged(world: &World) -> Phone {
    let mut samira = Phone::connect(world, "samira-1").await;
    samira.open(log("samira")).await;
    for words in WORDS {
        samira.sends(log("samira"), words).await;
    }
    samira
}

fn on_disk(world: &World, statement: &str) -> usize {
    let file = Connection::open(world.directory.path().join(DATABASE_FILE)).unwrap();
    file.execute(statement, params![log("samira").0]).unwrap()
}

/// What a new phone of a reader gets.
async fn reader_sees_all(world: &World) {
    let mut edda = Phone::connect(world, "edda-1").await;
    edda.open(log("samira")).await;
    edda.shows(log("samira"), &WORDS).await;
}

fn problems(world: &World, id: DocumentId) -> Vec<String> {
    let record = world.store.document(id).unwrap().unwrap();
    let org = world.store.org_id().unwrap();
    problems_of(&*world.store, &org, &record).iter().map(ToString::to_string).collect()
}

/// SPEC S43
#[tokio::test]
async fn changes_that_the_disk_damaged_are_set_aside_and_sent_again_by_who_has_them() {
    let damages = [
        // A change in the middle, which others rest on; the last one; and one that is not there.
        "UPDATE chunk SET bytes = substr(bytes, 1, 60) WHERE document = ?1
            AND number = (SELECT min(number) + 2 FROM chunk WHERE document = ?1)",
        "UPDATE chunk SET bytes = zeroblob(length(bytes)) WHERE document = ?1
            AND number = (SELECT max(number) FROM chunk WHERE document = ?1)",
        "DELETE FROM chunk WHERE document = ?1
            AND number = (SELECT max(number) FROM chunk WHERE document = ?1)",
        "UPDATE chunk SET bytes = x'00' WHERE document = ?1",
        "DELETE FROM chunk WHERE document = ?1",
    ];
    for damage in damages {
        let mut world = World::new().await;
        let mut samira = logged(&world).await;
        let damaged = on_disk(&world, damage);
        assert!(!problems(&world, log("samira")).is_empty(), "{damage}");
        world.restart().await;
        // A reader makes the server open the document; the author has nothing new to say.
        let mut edda = Phone::connect(&world, "edda-2").await;
        edda.open(log("samira")).await;
        edda.until("answered", |phone| phone.taken > 0).await;
        assert!(!edda.words(log("samira")).contains(&WORDS[3].to_owned()), "{damage}");
        samira.reconnect(&world).await;
        samira.is_sent(log("samira")).await;
        edda.shows(log("samira"), &WORDS).await;
        // It is on the disk again, each change with its first receipt.
        world.restart().await;
        reader_sees_all(&world).await;
        assert_eq!(problems(&world, log("samira")), Vec::<String>::new(), "{damage}");
        assert_eq!(world.receipts(log("samira")), 1 + WORDS.len());
        let kept = if damage.starts_with("DELETE") { 0 } else { damaged };
        assert_eq!(world.store.set_aside().unwrap().len(), kept, "{damage}");
    }
}

fn few_pieces() -> Settings {
    Settings { pieces: 2, ..Settings::default() }
}

/// SPEC S44
#[tokio::test]
async fn a_damaged_snapshot_gives_way_to_what_it_replaced_and_what_came_later() {
    let mut world = World::with(few_pieces()).await;
    let mut samira = logged(&world).await;
    samira.sends(log("samira"), "later").await;
    world.restart().await;
    // Opening it stores it as one piece; more comes after that.
    reader_sees(&world, "later").await;
    samira.reconnect(&world).await;
    samira.sends(log("samira"), "latest").await;
    assert_eq!(world.store.whole(log("samira")).unwrap().chunks.len(), 2);
    let damage = "UPDATE snapshot SET bytes = substr(bytes, 1, 90) WHERE document = ?1";
    assert_eq!(on_disk(&world, damage), 1);
    let found = problems(&world, log("samira"));
    assert!(found[0].starts_with("1 of its pieces cannot be read"), "{found:?}");

    world.restart().await;
    // Nobody who has it is there.
    reader_sees(&world, "latest").await;
    assert_eq!(problems(&world, log("samira")), Vec::<String>::new());
    assert_eq!(world.store.set_aside().unwrap()[0].hash, None);
}

async fn reader_sees(world: &World, words: &str) {
    let mut edda = Phone::connect(world, "edda-1").await;
    edda.open(log("samira")).await;
    edda.until(words, |phone| phone.words(log("samira")).contains(&words.to_owned())).await;
}

/// SPEC S43
#[tokio::test]
async fn a_document_of_which_nothing_is_left_comes_back_from_its_authors_phone() {
    let mut world = World::with(few_pieces()).await;
    let mut samira = logged(&world).await;
    world.restart().await;
    reader_sees_all(&world).await;
    for damage in [
        "UPDATE snapshot SET bytes = x'' WHERE document = ?1",
        "DELETE FROM former_chunk WHERE document = ?1",
    ] {
        assert!(on_disk(&world, damage) > 0);
    }
    world.restart().await;
    samira.reconnect(&world).await;
    samira.sends(log("samira"), "x").await;
    world.restart().await;
    reader_sees(&world, "x").await;
    reader_sees(&world, WORDS[0]).await;
    assert_eq!(problems(&world, log("samira")), Vec::<String>::new());
}
