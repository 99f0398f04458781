//! A receipt means "on disk": nobody hears of a change before.

use domain::Day;
use rusqlite::Connection;
use sync_server::store::{DATABASE_FILE, Store};

use crate::phone::Phone;
use crate::world::{NOON, World, eventually, log, nothing};

/// SPEC H1
#[tokio::test]
async fn nobody_hears_of_a_change_while_its_commit_waits() {
    let world = World::new().await;
    let id = log("samira");
    let mut one = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    one.open(id).await;
    one.is_sent(id).await;
    edda.open(id).await;
    edda.is_sent(id).await;

    let lock = Connection::open(world.directory.path().join(DATABASE_FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let frames = world.hub.metrics().frames_in();
    one.log(id, "trued a wheel").await;
    eventually("the server has it", || world.hub.metrics().frames_in() > frames).await;
    // The server is alive and answers others.
    let mut two = Phone::connect(&world, "samira-2").await;
    for round in 1..=3 {
        two.open(nothing()).await;
        two.until("answered", |phone| phone.heard.len() == round).await;
        two.session.forget(&nothing().to_string());
    }
    one.take_what_came().await;
    edda.take_what_came().await;
    assert!(!one.all_sent(id));
    assert!(edda.words(id).is_empty());

    lock.execute_batch("COMMIT").unwrap();
    one.is_sent(id).await;
    edda.shows(id, &["trued a wheel"]).await;
}

/// SPEC H8
#[tokio::test]
async fn a_failed_commit_gives_no_receipt_says_why_and_heals() {
    let world = World::new().await;
    let id = log("samira");
    let mut one = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    one.open(id).await;
    one.is_sent(id).await;
    edda.open(id).await;
    edda.is_sent(id).await;

    world.store.fail("append", 1);
    one.log(id, "trued a wheel").await;
    one.until("closed", |phone| phone.has_heard("closed 1011")).await;
    assert!(
        one.has_heard("failed: not-stored: not stored, try again: the disk is full"),
        "{:?}",
        one.heard
    );
    assert!(!one.all_sent(id));
    assert_eq!(world.receipts(id), 1);
    assert_eq!(world.hub.metrics().commit_failures(), 1);

    one.reconnect(&world).await;
    one.is_sent(id).await;
    edda.shows(id, &["trued a wheel"]).await;
    assert_eq!(world.receipts(id), 2);
}

/// SPEC H8
#[tokio::test]
async fn a_store_that_cannot_be_read_says_so_and_heals() {
    let world = World::new().await;
    let id = log("samira");
    let mut phone = Phone::connect(&world, "samira-1").await;
    world.store.fail("document", 1);
    phone.open(id).await;
    phone.until("closed", |phone| phone.has_heard("closed 1011")).await;
    phone.reconnect(&world).await;
    phone.sends(id, "trued a wheel").await;
}

/// SPEC H9
#[tokio::test]
async fn changes_of_a_wrong_clock_are_accepted_and_marked() {
    let world = World::new().await;
    let id = log("samira");
    let at = |year| Day::from_ymd(year, 5, 1).at(600, 0).utc_ms;
    let mut phone = Phone::connect(&world, "samira-1").await;
    phone.open(id).await;
    phone.log_at(id, "in 1970", at(1970)).await;
    phone.is_sent(id).await;
    phone.log_at(id, "in 2031", at(2031)).await;
    phone.is_sent(id).await;
    phone.log_at(id, "an hour ahead", NOON + 3_600_000).await;
    phone.is_sent(id).await;
    // Three days later, from a phone that was away all the while.
    let received = NOON + 3 * 86_400_000;
    world.set_clock(received);
    phone.log_at(id, "three days ago", NOON).await;
    phone.is_sent(id).await;
    let receipts = world.store.receipts(id).unwrap();
    let marks: Vec<_> = receipts.iter().skip(1).map(|receipt| receipt.clock_wrong).collect();
    assert_eq!(marks, [true, true, false, false]);
    let last = receipts.last().unwrap();
    assert_eq!(last.received_at, received);
    assert_eq!(last.person.as_ref().unwrap().as_str(), "samira");
    assert_eq!(last.device.as_ref().unwrap().as_str(), "samira-1");
}

/// SPEC H1
#[tokio::test]
async fn changes_of_many_phones_share_commits() {
    let world = World::new().await;
    let (a, b) = (log("samira"), log("noor"));
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut noor = Phone::connect(&world, "noor-1").await;
    samira.open(a).await;
    noor.open(b).await;
    samira.is_sent(a).await;
    noor.is_sent(b).await;
    let lock = Connection::open(world.directory.path().join(DATABASE_FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    // The first waits for the lock; the second waits for the first.
    samira.log(a, "trued a wheel").await;
    noor.log(b, "laced a hub").await;
    lock.execute_batch("COMMIT").unwrap();
    samira.is_sent(a).await;
    noor.is_sent(b).await;
    assert_eq!(world.hub.metrics().changes(), 2);
    assert!(world.hub.metrics().commits() <= 2);
}
