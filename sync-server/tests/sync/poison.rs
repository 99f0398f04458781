//! A document that panics again and again.

use std::sync::atomic::{AtomicUsize, Ordering};

use documents::DocumentId;
use sync_server::hub::Settings;
use sync_server::store::Store;

use crate::phone::Phone;
use crate::world::{World, eventually, log};

/// Panics as often as is left.
fn panics_while(left: &AtomicUsize, id: DocumentId) {
    let less = |left: usize| left.checked_sub(1);
    let told =
        id == log("samira") && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok();
    assert!(!told, "told to panic");
}

/// SPEC H43
#[tokio::test]
async fn a_document_that_panics_again_is_read_and_not_written_until_it_is_thawed() {
    static LEFT: AtomicUsize = AtomicUsize::new(0);
    let settings = Settings { probe: Some(|id| panics_while(&LEFT, id)), ..Settings::default() };
    let world = World::with(settings).await;
    let id = log("samira");
    let mut one = Phone::connect(&world, "samira-1").await;
    let mut two = Phone::connect(&world, "samira-2").await;
    one.open(id).await;
    one.sends(id, "trued a wheel").await;
    LEFT.store(2, Ordering::SeqCst);
    one.log(id, "laced a hub").await;
    eventually("once", || world.hub.metrics().panics() > 0).await;
    // The phone that logged may have come again by now.
    let is_frozen = !world.store.frozen().unwrap().is_empty();
    assert!(!is_frozen || world.hub.metrics().panics() == 2, "once is not enough");
    two.open(id).await;
    eventually("twice", || world.store.frozen().unwrap().len() == 1).await;
    assert_eq!(world.hub.metrics().frozen(), 1);

    let mut edda = Phone::connect(&world, "edda-1").await;
    edda.open(id).await;
    edda.shows(id, &["trued a wheel"]).await;
    one.reconnect(&world).await;
    one.until("told why", |phone| phone.has_heard("refused frozen")).await;
    one.until("told", |phone| phone.session.server_reads_only(&id.to_string())).await;
    assert_eq!(world.receipts(id), 2);

    world.store.thaw(id).unwrap();
    world.hub.look_now();
    one.is_sent(id).await;
    edda.shows(id, &["laced a hub", "trued a wheel"]).await;
}

/// SPEC H44
#[tokio::test]
async fn what_a_reader_sends_freezes_nobodys_document() {
    static LEFT: AtomicUsize = AtomicUsize::new(0);
    let settings = Settings { probe: Some(|id| panics_while(&LEFT, id)), ..Settings::default() };
    let world = World::with(settings).await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    for (panics, device) in [(1, "edda-1"), (2, "edda-2")] {
        LEFT.store(1, Ordering::SeqCst);
        Phone::connect(&world, device).await.open(id).await;
        eventually("panicked", || world.hub.metrics().panics() == panics).await;
    }
    samira.sends(id, "trued a wheel").await;
    assert_eq!(world.store.frozen().unwrap(), []);
}
