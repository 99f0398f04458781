//! The store fails at every call in turn, over a whole exchange.

use sync_server::soundness::problems_of;
use sync_server::store::Store;

use crate::phone::Phone;
use crate::world::{World, log};

/// Both come anew, samira logs and hears that it is stored, edda reads it. Whoever is let down
/// comes again. Returns how many calls of the store that took.
async fn exchange(world: &World, [samira, edda]: [&mut Phone; 2], words: &str) -> usize {
    let before = world.store.calls();
    samira.reconnect(world).await;
    samira.log(log("samira"), words).await;
    samira.insist(world, |phone| phone.all_sent(log("samira"))).await;
    edda.reconnect(world).await;
    let shows = |phone: &Phone| phone.words(log("samira")).iter().any(|shown| shown == words);
    edda.insist(world, shows).await;
    world.store.calls() - before
}

/// SPEC S50
#[tokio::test]
async fn whichever_call_of_the_store_fails_nothing_confirmed_is_lost_and_all_arrives() {
    let mut world = World::new().await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    samira.open(log("samira")).await;
    edda.open(log("samira")).await;
    let mut written = Vec::new();
    // The first exchange, in which nothing fails, tells how many calls there are.
    let mut calls = 0;
    for nth in 0.. {
        if nth > calls {
            break;
        }
        let words = format!("wheel {nth:03}");
        if nth > 0 {
            world.store.fail_any(nth);
        }
        let made = exchange(&world, [&mut samira, &mut edda], &words).await;
        world.store.fail_no_more();
        calls = if nth == 0 { made } else { calls };
        written.push(words);
        if nth % 8 == 7 {
            world.restart().await;
        }
    }
    assert!(calls > 10, "{calls} calls");
    world.restart().await;
    let mut fresh = Phone::connect(&world, "samira-2").await;
    fresh.open(log("samira")).await;
    fresh.insist(&world, |phone| phone.words(log("samira")) == written).await;
    assert_eq!(world.receipts(log("samira")), 1 + written.len());
    let org = world.store.org_id().unwrap();
    let record = world.store.document(log("samira")).unwrap().unwrap();
    let problems = problems_of(&*world.store, &org, &record);
    assert!(problems.is_empty(), "{problems:?}");
}
