//! One peer's trouble stays its own.

use std::time::Duration;

use documents::DocumentId;
use sync_server::hub::Settings;

use crate::phone::{Phone, noise};
use crate::world::{World, eventually, log};

fn samiras_log_panics(id: DocumentId) {
    assert!(id != log("samira"), "told to panic");
}

/// SPEC H17
#[tokio::test]
async fn a_document_that_panics_is_left_alone_and_the_rest_goes_on() {
    let settings = Settings { probe: Some(samiras_log_panics), ..Settings::default() };
    let world = World::with(settings).await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut noor = Phone::connect(&world, "noor-1").await;
    samira.open(log("samira")).await;
    eventually("it panicked", || world.hub.metrics().panics() > 0).await;
    samira.log(log("samira"), "trued a wheel").await;

    noor.open(log("noor")).await;
    noor.sends(log("noor"), "laced a hub").await;
    // The same connection goes on with other documents.
    let journal = documents::DocumentKey {
        kind: domain::Kind::Journal,
        ..documents::DocumentKey::own(
            domain::OrgId::new("bicycles").unwrap(),
            domain::Kind::Log,
            crate::world::person("samira"),
            crate::world::YEAR,
        )
    };
    samira.documents.insert(journal.id(), documents::Document::new(journal.kind, [3; 16]));
    samira.speak(journal.id()).await;
    samira.is_sent(journal.id()).await;
    assert!(!samira.all_sent(log("samira")));
    assert!(samira.heard.is_empty());
    assert_eq!(world.receipts(log("samira")), 1);
}

/// SPEC H18
#[tokio::test]
async fn a_reader_that_takes_nothing_blocks_nobody_and_costs_one_mark() {
    const ROUNDS: usize = 60;
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    let mut slow = Phone::connect_narrow(&world, "edda-1").await;
    slow.open(id).await;
    slow.is_sent(id).await;
    let mut quick = Phone::following(&world, "edda-2", id).await;
    let before = slow.taken;
    // From here on the slow one reads nothing.
    let mut words = Vec::new();
    for n in 0..ROUNDS {
        words.push(format!("trued wheel {n:02} {}", noise(n, 150_000)));
        samira.log(id, &words[n]).await;
        samira.is_sent(id).await;
        quick.until("it is there", |phone| phone.words(id) == words).await;
    }
    // It catches up when it reads again, with fewer messages than there were changes.
    slow.until("all there", |phone| phone.words(id) == words).await;
    slow.is_sent(id).await;
    assert!(slow.taken - before < ROUNDS, "{} messages", slow.taken - before);
}

/// SPEC H18
#[tokio::test]
async fn a_peer_that_falls_silent_is_let_go() {
    let settings = Settings {
        ping_every: Duration::from_millis(20),
        silence: Duration::from_millis(200),
        ..Settings::default()
    };
    let world = World::with(settings).await;
    let mut alive = Phone::connect(&world, "samira-1").await;
    let silent = Phone::connect(&world, "noor-1").await;
    // The silent one keeps its socket but never reads, so it answers no ping.
    alive.open(log("samira")).await;
    alive.until("one is gone", |_| world.hub.metrics().connections() == 1).await;
    alive.sends(log("samira"), "trued a wheel").await;
    drop(silent);
}
