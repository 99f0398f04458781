//! Being told to stop: what was taken is stored and answered, and everybody is told goodbye.

use std::time::Duration;

use rusqlite::Connection;
use sync_server::store::DATABASE_FILE;

use crate::phone::Phone;
use crate::serving::Serving;
use crate::world::{World, eventually, log};

/// SPEC S73, H59
#[tokio::test]
async fn what_waits_for_the_disk_is_stored_and_answered_before_the_goodbye() {
    let world = World::new().await;
    let id = log("samira");
    let mut phone = Phone::connect(&world, "samira-1").await;
    let mut idle = Phone::connect(&world, "edda-1").await;
    phone.open(id).await;
    phone.is_sent(id).await;
    let lock = Connection::open(world.directory.path().join(DATABASE_FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let frames = world.hub.metrics().frames_in();
    phone.log(id, "trued a wheel").await;
    eventually("it came in", || world.hub.metrics().frames_in() > frames).await;

    let hub = world.hub.clone();
    let draining = tokio::spawn(async move { hub.drain().await });
    idle.until("closed", |phone| phone.has_heard("closed 1001")).await;
    eventually("one is left", || world.hub.metrics().connections() == 1).await;
    assert!(!draining.is_finished());
    lock.execute_batch("COMMIT").unwrap();
    phone
        .until("closed", |phone| phone.has_heard("closed 1001: stopping: the server is stopping"))
        .await;
    assert!(phone.all_sent(id));
    for told in [&phone, &idle] {
        assert!(told.has_heard("failed: stopping: "), "{:?}", told.heard);
    }
    drop((phone, idle));
    tokio::time::timeout(Duration::from_secs(20), draining).await.unwrap().unwrap();
    assert_eq!(world.receipts(id), 2);
}

/// SPEC S74
#[tokio::test]
async fn a_server_that_is_told_to_stop_says_so_finishes_and_ends_well() {
    let mut world = World::new().await;
    let mut serving = Serving::start(world.directory.path(), &[]);
    world.address = serving.address();
    let id = log("samira");
    let mut phone = Phone::following(&world, "samira-1", id).await;
    let lock = Connection::open(world.directory.path().join(DATABASE_FILE)).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    phone.log(id, "trued a wheel").await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let status = async |path: &str| {
        let answer = client.get(format!("http://{}{path}", serving.address())).send().await;
        answer.map_or(0, |answer| answer.status().as_u16())
    };
    let counted = async || {
        let answer = client.get(format!("http://{}/metrics", serving.address())).send().await;
        answer.unwrap().text().await.unwrap().contains("ropes_sync_commits_waiting 1\n")
    };
    while !counted().await {}

    serving.ask_to_stop();
    while status("/readyz").await == 200 {}
    assert_eq!(status("/readyz").await, 503);
    assert_eq!(status("/healthz").await, 200);
    assert_eq!(status("/api/me").await, 503);
    lock.execute_batch("COMMIT").unwrap();
    phone.until("closed", |phone| phone.has_heard("closed 1001")).await;
    assert!(phone.all_sent(id));
    drop(phone);
    let ended = tokio::task::spawn_blocking(move || (serving.ended(), serving.said()));
    let (ended, said) =
        tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap();
    assert_eq!(ended.code(), Some(0), "{said}");
    assert_eq!(world.receipts(id), 2);
}
