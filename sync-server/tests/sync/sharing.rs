//! What one phone writes reaches the others.

use std::sync::Arc;

use documents::{CATALOG_WORK, DocumentKey, change_of};
use domain::{Moment, OrgId};
use sync_server::access::register_catalog;
use sync_server::hub::Settings;
use sync_server::store::{Append, Change, SqliteStore, Store};

use crate::phone::{Phone, dial, entry};
use crate::world::{NOON, World, eventually, log};

/// SPEC H1
#[tokio::test]
async fn two_phones_of_one_worker_converge() {
    let world = World::new().await;
    let id = log("samira");
    let mut one = Phone::connect(&world, "samira-1").await;
    let mut two = Phone::connect(&world, "samira-2").await;
    one.open(id).await;
    two.open(id).await;
    one.log(id, "trued a wheel").await;
    two.sends(id, "laced a hub").await;
    one.shows(id, &["laced a hub", "trued a wheel"]).await;
    two.shows(id, &["laced a hub", "trued a wheel"]).await;
    one.is_sent(id).await;
    two.is_sent(id).await;
    // The genesis and one change of each.
    assert_eq!(world.receipts(id), 3);
}

/// SPEC H1
#[tokio::test]
async fn what_was_sent_is_there_after_a_restart() {
    let mut world = World::new().await;
    let id = log("samira");
    let mut one = Phone::connect(&world, "samira-1").await;
    one.open(id).await;
    one.sends(id, "trued a wheel").await;
    world.restart().await;
    let mut two = Phone::connect(&world, "samira-2").await;
    two.open(id).await;
    two.shows(id, &["trued a wheel"]).await;
}

/// SPEC H13
#[tokio::test]
async fn a_phone_that_brings_nothing_new_costs_no_loading() {
    let mut world = World::new().await;
    let id = log("samira");
    let mut phone = Phone::connect(&world, "samira-1").await;
    phone.open(id).await;
    phone.sends(id, "trued a wheel").await;
    world.restart().await;
    phone.reconnect(&world).await;
    phone.is_sent(id).await;
    assert_eq!(world.hub.metrics().loaded(), 0);
    phone.sends(id, "laced a hub").await;
    assert_eq!(world.hub.metrics().loaded(), 1);
}

/// SPEC H14
#[tokio::test]
async fn documents_beyond_the_memory_budget_are_dropped_and_come_back() {
    let world = World::with(Settings { open_bytes: 1, ..Settings::default() }).await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut noor = Phone::connect(&world, "noor-1").await;
    samira.open(log("samira")).await;
    noor.open(log("noor")).await;
    for round in 0..5 {
        samira.log(log("samira"), &format!("trued wheel {round}")).await;
        noor.log(log("noor"), &format!("laced hub {round}")).await;
        samira.is_sent(log("samira")).await;
        noor.is_sent(log("noor")).await;
    }
    let metrics = world.hub.metrics();
    assert!(metrics.evicted() >= 5, "{:?}", metrics.read());
    assert_eq!(world.receipts(log("samira")), 6);
}

/// SPEC H14
#[tokio::test]
async fn a_document_of_many_pieces_is_stored_anew_as_one() {
    let mut world = World::with(Settings { pieces: 8, ..Settings::default() }).await;
    let id = log("samira");
    let mut phone = Phone::connect(&world, "samira-1").await;
    phone.open(id).await;
    let words: Vec<_> = (0..10).map(|n| format!("trued wheel {n}")).collect();
    for word in &words {
        phone.log(id, word).await;
    }
    phone.is_sent(id).await;
    world.restart().await;
    let mut two = Phone::connect(&world, "samira-2").await;
    two.open(id).await;
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    two.shows(id, &words).await;
    assert_eq!(world.store.chunks(id).unwrap().len(), 1);
    assert_eq!(world.receipts(id), 11);
}

/// SPEC H12
#[tokio::test]
async fn what_another_process_appends_reaches_open_connections() {
    let world = World::new().await;
    let id = log("samira");
    let mut phone = Phone::connect(&world, "samira-1").await;
    phone.open(id).await;
    phone.sends(id, "trued a wheel").await;

    // A rescue import, by a command with its own hold on the database.
    let command = SqliteStore::open(world.directory.path()).unwrap();
    let mut rescued = documents::Document::new(domain::Kind::Log, [9; 16]);
    let written = rescued.put_entry(&entry("laced a hub", NOON), Moment::new(NOON, 0)).unwrap();
    let bytes = written.unwrap().bytes;
    let change = Change { hash: change_of(&bytes).unwrap().0, bytes, clock_wrong: false };
    let heads = vec![change.hash];
    let append = Append {
        document: id,
        person: None,
        device: None,
        received_at: NOON,
        changes: vec![change],
        heads,
    };
    command.append(&[append]).unwrap();
    phone.shows(id, &["laced a hub", "trued a wheel"]).await;
    phone.is_sent(id).await;
    eventually("the heads name both", || world.store.heads(id).unwrap().len() == 2).await;
}

/// SPEC H12
#[tokio::test]
async fn everybody_hears_of_a_new_catalogue() {
    let world = World::new().await;
    let org = OrgId::new("bicycles").unwrap();
    let command = Arc::new(SqliteStore::open(world.directory.path()).unwrap());
    let id = register_catalog(&*command, &org, CATALOG_WORK, NOON).unwrap();
    assert_eq!(id, DocumentKey::catalog(org, CATALOG_WORK).id());
    let mut phone = Phone::connect(&world, "noor-1").await;
    let mut catalog = documents::Document::new(domain::Kind::Catalog, [8; 16]);
    phone.documents.insert(id, catalog.clone());
    phone.speak(id).await;
    phone.is_sent(id).await;

    use automerge::transaction::Transactable;
    let mut tx = catalog.automerge_mut().transaction();
    tx.put(automerge::ROOT, "note", "new").unwrap();
    tx.commit();
    let written = catalog.changes().pop().unwrap();
    let change = Change { hash: written.hash, bytes: written.bytes, clock_wrong: false };
    let heads = vec![change.hash];
    let append = Append {
        document: id,
        person: None,
        device: None,
        received_at: NOON,
        changes: vec![change],
        heads: heads.clone(),
    };
    command.append(&[append]).unwrap();
    phone.until("the catalogue is there", |phone| phone.documents[&id].heads() == heads).await;
}

/// SPEC H10
#[tokio::test]
async fn a_second_socket_of_the_same_peer_closes_the_first_but_of_another_device_does_not() {
    let world = World::new().await;
    let mut one = Phone::connect(&world, "samira-1").await;
    let join = one.session.join_frame();
    let mut other = Phone::connect(&world, "noor-1").await;
    other.socket = dial(&world, Some("noor-1")).await.unwrap();
    other.send(&join).await;
    one.open(log("samira")).await;
    one.is_sent(log("samira")).await;

    let mut again = Phone::connect(&world, "samira-1").await;
    again.socket = dial(&world, Some("samira-1")).await.unwrap();
    again.send(&join).await;
    one.until("closed", |phone| phone.has_heard("closed 4409")).await;
}
