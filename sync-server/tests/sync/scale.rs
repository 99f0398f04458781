//! What an event costs does not depend on how much else there is: counted, not timed.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::DeviceId;
use sync_server::hub::Settings;
use sync_server::store::Store;

use crate::phone::Phone;
use crate::world::{NOON, World, add_device, log, nothing};

type Counts = BTreeMap<&'static str, usize>;

/// SPEC H45
#[tokio::test]
async fn an_event_costs_the_same_however_many_documents_are_open() {
    let few = cost_of_an_event(10, 1, Settings::default()).await;
    assert_eq!(few, cost_of_an_event(1_000, 1, Settings::default()).await);
    assert!(few["append"] == 1 && few["looked_at"] > 0 && few["marked"] == 2, "{few:?}");
}

/// SPEC H45
#[tokio::test]
async fn an_event_costs_the_same_however_many_phones_are_connected() {
    let few = cost_of_an_event(1, 10, Settings::default()).await;
    assert_eq!(few, cost_of_an_event(1, 1_000, Settings::default()).await);
}

/// Everything that was done from a tap on one phone until another shows it and both are quiet.
async fn cost_of_an_event(documents: u16, connections: usize, settings: Settings) -> Counts {
    // Nobody looks around meanwhile: that is not the event's work.
    let never = Duration::from_secs(24 * 3_600);
    let settings = Settings { look_every: never, ping_every: never, ..settings };
    let settings = Settings {
        device_connections: 2_000,
        person_connections: 2_000,
        frames_at_once: 100_000,
        ..settings
    };
    let world = World::with(settings).await;
    let mut others = Vec::new();
    for _ in 0..connections {
        others.push(Phone::connect(&world, "noor-1").await);
    }
    for year in 0..documents {
        let id = world.stored_log("noor", 3_000 + year);
        others[0].open(id).await;
        others[0].shows(id, &["trued a wheel"]).await;
        others[0].documents.clear();
    }
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    for phone in [&mut samira, &mut edda] {
        phone.open(id).await;
        phone.is_sent(id).await;
    }
    let mut words = vec!["began".to_owned()];
    samira.log(id, &words[0]).await;
    edda.shows(id, &["began"]).await;
    assert_eq!(world.hub.metrics().documents_open(), u64::from(documents) + 1);
    let mut costs = Vec::new();
    for round in 0..5 {
        words.push(format!("trued wheel {round}"));
        let before = counts(&world);
        samira.log(id, &words[round + 1]).await;
        samira.is_sent(id).await;
        edda.until("it is there", |phone| phone.words(id) == words).await;
        edda.is_sent(id).await;
        // What each has said before this is done once this is answered.
        for phone in [&mut samira, &mut edda] {
            phone.is_done().await;
        }
        costs.push(since(&before, &counts(&world)));
    }
    // A phone may say one thing more in one round than in another.
    costs.into_iter().reduce(|one, two| smaller(&one, &two)).unwrap()
}

fn since(before: &Counts, after: &Counts) -> Counts {
    let fresh = |(name, count): (&&'static str, &usize)| (*name, count - of(before, name));
    after.iter().map(fresh).collect()
}

fn of(counts: &Counts, name: &str) -> usize {
    counts.get(name).copied().unwrap_or_default()
}

fn smaller(one: &Counts, two: &Counts) -> Counts {
    two.iter().map(|(name, count)| (*name, *count.min(&of(one, name)))).collect()
}

fn counts(world: &World) -> Counts {
    let metrics = world.hub.metrics();
    let mut counts = world.store.calls_by_method();
    counts.extend([
        ("looked_at", metrics.looked_at() as usize),
        ("marked", metrics.marked() as usize),
        ("judged", metrics.judged() as usize),
        ("loaded", metrics.loaded() as usize),
        ("evicted", metrics.evicted() as usize),
        ("frames_in", metrics.frames_in() as usize),
        ("frames_out", metrics.frames_out() as usize),
    ]);
    counts
}

/// SPEC H46
#[tokio::test]
async fn a_start_reads_no_document() {
    let mut world = World::new().await;
    for year in 0..100 {
        world.stored_log("noor", 3_000 + year);
    }
    let before = world.store.calls_by_method();
    world.restart().await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(nothing()).await;
    samira.until("answered", |phone| phone.has_heard("unavailable")).await;
    let after = world.store.calls_by_method();
    for reads in ["chunks", "heads", "documents", "documents_by", "documents_about", "receipts"] {
        assert_eq!(after.get(reads), before.get(reads), "{reads}");
    }
    assert_eq!(world.hub.metrics().loaded(), 0);
}

/// SPEC H57
#[tokio::test]
async fn a_change_of_people_is_judged_only_where_it_changes_a_right() {
    let look_every = Duration::from_secs(24 * 3_600);
    let world = World::with(Settings { look_every, ..Settings::default() }).await;
    let mut phones = Vec::new();
    for device in ["samira-1", "samira-2", "noor-1", "edda-1"] {
        let mut phone = Phone::connect(&world, device).await;
        phone.open(log("samira")).await;
        phone.is_done().await;
        phones.push(phone);
    }
    let judged = || {
        world.hub.look_around().unwrap();
        world.hub.metrics().judged()
    };
    let before = judged();
    add_device(&*world.store, "noor", "noor-3");
    assert_eq!(judged(), before);
    world.store.revoke_device(&DeviceId::new("samira-2").unwrap(), NOON).unwrap();
    assert_eq!(judged(), before + 1);
    world.supervised_by(&[]);
    assert_eq!(judged(), before + 2);
    let [_, samira, _, edda] = &mut phones[..] else { unreachable!() };
    samira.until("closed", |phone| phone.has_heard("closed 4401")).await;
    edda.until("told", |phone| phone.has_heard("refused forbidden")).await;
}

/// SPEC H57
#[tokio::test]
async fn a_list_of_documents_reads_none_of_strangers() {
    let world = World::new().await;
    for year in 0..20 {
        world.stored_log("noor", 3_000 + year);
    }
    let before = world.store.calls_by_method();
    let documents = format!("http://{}/api/documents", world.address);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (device, listed) in [("samira-1", 4), ("noor-1", 24), ("edda-1", 2)] {
        let answer = client.get(&documents).bearer_auth(device).send().await.unwrap();
        let list: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(list.as_array().unwrap().len(), listed, "{list}");
    }
    assert_eq!(world.store.calls_by_method().get("documents"), before.get("documents"));
}
