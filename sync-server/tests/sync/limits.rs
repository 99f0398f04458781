//! What one connection or one device may take, and that the others do not notice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use documents::{DocumentId, DocumentKey};
use domain::{DeviceId, Kind};
use futures_util::SinkExt;
use protocol::wire::encode;
use sync_server::hub::Settings;
use sync_server::limits::ServerLimits;
use sync_server::store::Store;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::phone::{PATIENCE, Phone, Said, Socket, dial, noise};
use crate::world::{NOON, World, YEAR, eventually, log, org, person};

/// SPEC H53
#[tokio::test]
async fn a_device_keeps_its_newest_connections() {
    let settings = Settings { device_connections: 2, ..Settings::default() };
    let world = World::with(settings).await;
    let mut other = Phone::connect(&world, "samira-2").await;
    let mut phones = Vec::new();
    for _ in 0..4 {
        phones.push(Phone::connect(&world, "samira-1").await);
    }
    let mut newest = phones.split_off(2);
    for mut old in phones {
        old.until("closed", |phone| phone.has_heard("closed 4429: too-many-connections: ")).await;
        assert!(old.has_heard("failed: too-many-connections: "), "{:?}", old.heard);
    }
    for phone in newest.iter_mut().chain([&mut other]) {
        phone.is_done().await;
    }
    assert_eq!(world.hub.metrics().let_go(), 2);
    eventually("three are left", || world.hub.metrics().connections() == 3).await;
}

/// SPEC H80
#[tokio::test]
async fn a_person_keeps_the_newest_connections_of_all_their_devices() {
    let settings = Settings { device_connections: 2, person_connections: 3, ..Settings::default() };
    let world = World::with(settings).await;
    let mut other = Phone::connect(&world, "edda-1").await;
    let mut oldest = Phone::connect(&world, "samira-1").await;
    let mut second = Phone::connect(&world, "samira-2").await;
    let mut third = Phone::connect(&world, "samira-2").await;
    let mut newest = Phone::connect(&world, "samira-1").await;
    oldest.until("closed", |phone| phone.has_heard("closed 4429: too-many-phones: ")).await;
    assert!(oldest.has_heard("failed: too-many-phones: "), "{:?}", oldest.heard);
    // A device that comes again and again pushes out its own.
    let mut again = Phone::connect(&world, "samira-2").await;
    second.until("closed", |phone| phone.has_heard("closed 4429: too-many-connections: ")).await;
    for phone in [&mut third, &mut newest, &mut again, &mut other] {
        phone.is_done().await;
    }
    eventually("four are left", || world.hub.metrics().connections() == 4).await;
}

/// SPEC H81
#[tokio::test]
async fn a_full_server_refuses_a_new_connection_and_keeps_those_at_work() {
    let world = World::with(Settings { connections: 2, ..Settings::default() }).await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    let noor = Phone::connect(&world, "noor-1").await;
    let Error::Http(refused) = *dial(&world, Some("edda-1")).await.err().unwrap() else {
        panic!("not an answer");
    };
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.headers()["retry-after"], "30");
    // Whoever opens the socket from a page is told nothing, and asks the same without one.
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let asked = client.get(format!("http://{}/sync", world.address)).bearer_auth("edda-1");
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let problem: serde_json::Value = answer.json().await.unwrap();
    assert_eq!((&problem["status"], &problem["code"]), (&503.into(), &"server-full".into()));
    let stranger = *dial(&world, Some("nobody")).await.err().unwrap();
    assert!(matches!(stranger, Error::Http(answer) if answer.status() == 401));

    samira.open(log("samira")).await;
    samira.sends(log("samira"), "trued a wheel").await;
    drop(noor);
    let let_in = async { while dial(&world, Some("edda-1")).await.is_err() {} };
    tokio::time::timeout(PATIENCE, let_in).await.expect("there is room again");
}

/// SPEC H58
#[tokio::test]
async fn a_connection_that_ends_does_not_wait_for_a_peer_that_reads_nothing() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    for n in 0..4 {
        samira.sends(id, &noise(n, 2_500_000)).await;
    }
    let mut deaf = Phone::connect_narrow(&world, "edda-1").await;
    let metrics = world.hub.metrics();
    let sent = metrics.bytes_out();
    deaf.open(id).await;
    // More than its line holds: the rest waits at the server.
    eventually("it is being told", || metrics.bytes_out() > sent + 4_000_000).await;
    world.store.revoke_device(&DeviceId::new("edda-1").unwrap(), NOON).unwrap();
    eventually("it is gone", || metrics.connections() == 1).await;
    samira.is_done().await;
    drop(deaf);
}

/// SPEC H82
#[tokio::test]
async fn a_document_too_many_is_refused_with_its_code_on_the_way_of_sync_too() {
    let world = World::limited(ServerLimits { person_documents: 1, ..Default::default() }).await;
    let journal = DocumentKey::own(org(), Kind::Journal, person("noor"), YEAR).id();
    let mut noor = Phone::following(&world, "noor-1", log("noor")).await;
    noor.open_as(Kind::Journal, journal).await;
    noor.until("refused", |phone| phone.has_heard("refused too-many-documents: ")).await;
    noor.push(journal).await;
    noor.sends(log("noor"), "laced a hub").await;
    assert!(world.store.document(journal).unwrap().is_none());
    let mut stock = Phone::connect_stock(&world, "noor-2").await;
    stock.open_as(Kind::Journal, journal).await;
    let unavailable = format!("unavailable {journal}");
    stock.until("told that there is none", |phone| phone.has_heard(&unavailable)).await;
}

/// SPEC H17, H18, H50
#[tokio::test]
async fn a_flood_a_slow_reader_and_a_poison_document_hold_up_nobody() {
    const AT_ONCE: u64 = 60;
    let probe: fn(DocumentId) = |id| assert_ne!(id, poison().id(), "told to panic");
    let settings = Settings {
        frames_per_second: 1,
        frames_at_once: AT_ONCE,
        probe: Some(probe),
        ..Settings::default()
    };
    let world = World::with(settings).await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    let mut slow = Phone::connect_narrow(&world, "edda-2").await;
    for phone in [&mut samira, &mut edda, &mut slow] {
        phone.open(id).await;
        phone.is_sent(id).await;
    }
    // From here on the slow one reads nothing.
    let mut poisoned = Phone::connect(&world, "noor-2").await;
    poisoned.open_as(Kind::Journal, poison().id()).await;
    let metrics = world.hub.metrics();
    eventually("panicked", || metrics.panics() > 0).await;

    let mut noor = Phone::connect(&world, "noor-1").await;
    noor.open(log("noor")).await;
    noor.is_sent(log("noor")).await;
    let sent = Arc::new(AtomicUsize::new(0));
    let message = encode(&noor.pushed(log("noor"), &noor.name()));
    let flood = tokio::spawn(flood(noor.socket, message, sent.clone()));
    eventually("slowed", || metrics.slowed() > 0 && sent.load(Ordering::SeqCst) > 1_000).await;
    let mut words = Vec::new();
    for round in 0..5 {
        words.push(format!("trued wheel {round}"));
        samira.log(id, &words[round]).await;
        samira.is_sent(id).await;
        edda.until("it is there", |phone| phone.words(id) == words).await;
    }
    let by =
        |phone: &Phone| phone.frames.iter().filter(|it| matches!(it, Said::ByPhone(_))).count();
    let others = [&samira, &edda, &slow, &poisoned].map(by).iter().sum::<usize>() as u64;
    // One comes each second that passes.
    assert!(metrics.frames_in() - others < AT_ONCE + 300, "{} came in", metrics.frames_in());
    flood.abort();
}

/// Nobody else's.
fn poison() -> DocumentKey {
    DocumentKey::own(org(), Kind::Journal, person("noor"), YEAR)
}

/// Sends as much as the line takes, without ever reading.
async fn flood(mut socket: Socket, message: Vec<u8>, sent: Arc<AtomicUsize>) {
    while socket.send(Message::Binary(message.clone().into())).await.is_ok() {
        sent.fetch_add(1, Ordering::SeqCst);
    }
}

/// SPEC H54
#[tokio::test]
async fn who_is_refused_again_and_again_is_closed_with_a_reason() {
    let settings = Settings { refusals: 2, document_bytes: 1, ..Settings::default() };
    let world = World::with(settings).await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    let years: Vec<_> = (0..3).map(|year| world.stored_log("samira", 3_000 + year)).collect();
    for id in &years {
        samira.open(*id).await;
        samira.shows(*id, &["trued a wheel"]).await;
    }
    for id in years {
        samira.log(id, "laced a hub").await;
    }
    samira.until("closed", |phone| phone.has_heard("closed 4429: too-many-requests: ")).await;
}

/// SPEC H84
#[tokio::test]
async fn who_is_refused_has_one_document_read_again_and_no_more() {
    let world = World::with(Settings { document_bytes: 1, ..Settings::default() }).await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    let years: Vec<_> = (0..3).map(|year| world.stored_log("samira", 3_000 + year)).collect();
    for id in &years {
        samira.open(*id).await;
        samira.shows(*id, &["trued a wheel"]).await;
    }
    let loaded = world.hub.metrics().loaded();
    for (number, id) in years.into_iter().enumerate() {
        samira.log(id, "laced a hub").await;
        let refused = |phone: &Phone| {
            phone.heard.iter().filter(|said| said.starts_with("refused too-large")).count()
        };
        samira.until("refused", |phone| refused(phone) > number).await;
    }
    assert_eq!(world.hub.metrics().loaded(), loaded + 1);
}
