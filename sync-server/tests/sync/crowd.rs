//! Many phones at once, and documents that come and go.

use std::time::Duration;

use automerge::sync::{Message, MessageVersion};
use documents::{Document, DocumentId};
use domain::{Kind, Moment};
use protocol::wire::Frame;
use sync_server::hub::Settings;

use crate::phone::{Phone, entry};
use crate::world::{NOON, World, eventually, log};

/// SPEC H40
#[tokio::test]
async fn phones_that_arrive_wait_their_turn_and_do_not_hold_up_those_at_work() {
    const NEWCOMERS: u16 = 20;
    // Looking around would read documents anew that were stored from outside.
    let look_every = Duration::from_secs(24 * 3_600);
    let usual =
        Settings { device_connections: 100, person_connections: 100, ..Settings::default() };
    let settings = Settings { at_once: 4, loads_at_once: 2, look_every, ..usual };
    let world = World::with(settings).await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    samira.open(id).await;
    samira.sends(id, "began").await;
    edda.open(id).await;
    edda.shows(id, &["began"]).await;
    let loaded = world.hub.metrics().loaded();
    let slow_disk = world.store.stall("chunks");
    let mut newcomers = Vec::new();
    for year in 0..NEWCOMERS {
        let own = world.stored_log("noor", 3_000 + year);
        let mut noor = Phone::connect(&world, "noor-1").await;
        noor.open(own).await;
        newcomers.push((noor, own));
    }
    let asked = || world.hub.metrics().long_work() >= u64::from(NEWCOMERS);
    eventually("all have asked, two are served", || asked() && world.store.stalled() == 2).await;
    let mut words = vec!["began".to_owned()];
    for round in 0..10 {
        words.push(format!("trued wheel {round}"));
        samira.log(id, &words[round + 1]).await;
        samira.is_sent(id).await;
        edda.until("it is there", |phone| phone.words(id) == words).await;
    }
    // All that while nobody else got anywhere.
    assert_eq!((world.hub.metrics().loaded(), world.store.stalled()), (loaded, 2));
    drop(slow_disk);
    for (noor, own) in &mut newcomers {
        noor.shows(*own, &["trued a wheel"]).await;
    }
    assert_eq!(world.hub.metrics().loaded(), loaded + u64::from(NEWCOMERS));
}

/// SPEC H40
#[tokio::test]
async fn who_is_at_work_does_not_wait_behind_those_who_arrive_when_the_document_has_left_memory() {
    let look_every = Duration::from_secs(24 * 3_600);
    let idle = Duration::from_secs(60);
    let usual =
        Settings { device_connections: 100, person_connections: 100, ..Settings::default() };
    let settings = Settings { at_once: 8, loads_at_once: 2, look_every, idle, ..usual };
    let mut world = World::with(settings).await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    // Else the first look would find the document's beginning, as news that keeps it in memory.
    world.restart().await;
    samira.reconnect(&world).await;
    samira.sends(id, "began").await;
    samira.is_done().await;
    world.set_clock(NOON + 60_001);
    let is_dropped = || {
        world.hub.look_now();
        world.hub.metrics().documents_open() == 0
    };
    eventually("dropped", is_dropped).await;
    let slow_disk = world.store.stall("chunks");
    let mut newcomers = Vec::new();
    for year in 0..5 {
        let own = world.stored_log("noor", 3_000 + year);
        let mut noor = Phone::connect(&world, "noor-1").await;
        noor.open(own).await;
        newcomers.push((noor, own));
    }
    eventually("two of them are served", || world.store.stalled() == 2).await;
    samira.log(id, "trued a wheel").await;
    eventually("so is she", || world.store.stalled() == 3).await;
    drop(slow_disk);
    samira.is_sent(id).await;
    for (noor, own) in &mut newcomers {
        noor.shows(*own, &["trued a wheel"]).await;
    }
}

/// SPEC H41
#[tokio::test]
async fn a_document_nobody_uses_leaves_memory_and_comes_back() {
    let settings = Settings { idle: Duration::from_secs(60), ..Settings::default() };
    let mut world = World::with(settings).await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    world.restart().await;
    samira.reconnect(&world).await;
    samira.sends(id, "trued a wheel").await;
    assert_eq!(world.hub.metrics().documents_open(), 1);
    samira.is_done().await;
    world.set_clock(NOON + 60_001);
    world.hub.look_now();
    eventually("dropped", || world.hub.metrics().documents_open() == 0).await;
    samira.sends(id, "laced a hub").await;
    assert_eq!(world.receipts(id), 3);
}

/// SPEC H42
#[tokio::test]
async fn changes_that_wait_for_others_are_dropped_with_their_document_and_asked_for_again() {
    let mut world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    samira.open(id).await;
    samira.is_sent(id).await;
    world.restart().await;
    samira.reconnect(&world).await;
    edda.reconnect(&world).await;
    edda.open(id).await;
    edda.is_sent(id).await;
    let (sender, loaded) = (samira.session.join_frame(), world.hub.metrics().loaded());
    let Frame::Join { sender, .. } = sender else { unreachable!() };
    samira.is_sent(id).await;
    samira.send(&second_change_alone(sender, id)).await;
    samira.sends(id, "trued a wheel").await;
    for phone in [&mut samira, &mut edda] {
        phone.is_done().await;
        assert!(
            phone.heard.iter().all(|line| line.starts_with("unavailable")),
            "{:?}",
            phone.heard
        );
        phone.heard.clear();
    }
    world.set_clock(NOON + 3_600_000);
    world.hub.look_now();
    samira.until("closed", |phone| phone.has_heard("closed 1011")).await;
    // Somebody who only reads has nothing to send again.
    samira.reconnect(&world).await;
    samira.sends(id, "laced a hub").await;
    edda.shows(id, &["laced a hub", "trued a wheel"]).await;
    assert!(edda.heard.is_empty());
    assert!(world.hub.metrics().loaded() > loaded);
}

/// A change that rests on another that never comes.
fn second_change_alone(sender: String, id: DocumentId) -> Frame {
    let mut document = Document::new(Kind::Log, [77; 16]);
    let mut put = |words| document.put_entry(&entry(words, NOON), Moment::new(NOON, 60));
    put("first").unwrap();
    let second = put("second").unwrap().unwrap();
    let message = Message {
        heads: vec![automerge::ChangeHash(second.hash)],
        need: Vec::new(),
        have: Vec::new(),
        changes: vec![second.bytes].into(),
        flags: None,
        version: MessageVersion::V1,
    };
    let target = "ropes-bicycles".to_owned();
    Frame::Sync { sender, target, document: id.to_string(), data: message.encode() }
}
