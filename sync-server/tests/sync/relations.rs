//! Relations, roles and devices change while phones are connected.

use documents::DocumentId;
use domain::{Buddy, Day, Kind, Moment, PersonId, Role, Supervised};
use sync_server::hub::Settings;
use sync_server::store::{PeopleUpdate, PersonRecord, Store};

use crate::phone::Phone;
use crate::world::{NOON, World, about, log, person};

const DAY_MS: i64 = 86_400_000;

fn today() -> Day {
    Moment::new(NOON, 0).day()
}

/// Noor is samira's buddy from a month ago until so many days ago.
fn noor_was_buddy_until(world: &World, days_ago: i32) {
    let pair = Buddy {
        buddy: person("noor"),
        learner: person("samira"),
        from: Day(today().0 - 30),
        until: Some(Day(today().0 - days_ago)),
    };
    let update = PeopleUpdate { buddies: Some(vec![pair]), ..PeopleUpdate::default() };
    world.store.update_people(&update).unwrap();
}

/// Edda supervises nobody any more; yesterday she did.
fn edda_steps_down(world: &World) {
    world.supervised_by(&[]);
    let ended = Supervised {
        supervisor: person("edda"),
        worker: person("samira"),
        until: Day(today().0 - 1),
    };
    let roles = vec![Role::Worker];
    let edda = PersonRecord { roles, ..record(world, &person("edda")) };
    let update =
        PeopleUpdate { people: vec![edda], supervised: vec![ended], ..PeopleUpdate::default() };
    world.store.update_people(&update).unwrap();
}

fn record(world: &World, id: &PersonId) -> PersonRecord {
    world.store.person(id).unwrap().unwrap()
}

fn becomes(world: &World, who: &str, roles: &[Role]) {
    let person = PersonRecord { roles: roles.to_vec(), ..record(world, &person(who)) };
    let update = PeopleUpdate { people: vec![person], ..PeopleUpdate::default() };
    world.store.update_people(&update).unwrap();
}

/// Writes one thing in the grace and one after it, on an open connection.
async fn in_and_after_the_grace(world: &World, device: &str, kind: Kind, id: DocumentId) {
    let mut author = Phone::connect(world, device).await;
    author.open_as(kind, id).await;
    author.sends(id, "on the last day").await;
    assert_eq!(world.receipts(id), 2);

    world.set_clock(NOON + DAY_MS);
    world.hub.look_now();
    // The day passes for open connections too; what is written before the hub has seen it counts
    // as of the day before.
    author.log(id, "too late").await;
    while !author.has_heard("refused relation-ended") {
        author.until("an answer", |phone| phone.all_sent(id) || !phone.heard.is_empty()).await;
        if author.heard.is_empty() {
            author.log(id, &format!("later {}", author.taken)).await;
        }
    }
    let refused = author.documents[&id].changes().pop().unwrap();
    assert_eq!(author.named, [refused.hash.to_vec()]);
    let kept = world.store.quarantined().unwrap();
    assert_eq!((kept.len(), kept[0].reason.as_str()), (1, "relation-ended"));
    let mut copy = author.documents[&id].clone();
    copy.apply(&[&kept[0].bytes]).unwrap();
    assert!(copy.has(&refused.hash));
}

/// SPEC H31
#[tokio::test]
async fn a_former_buddy_may_send_for_fourteen_days_and_then_is_told_why_not() {
    let world = World::new().await;
    noor_was_buddy_until(&world, 0);
    let id = world.register(about(Kind::Shadow, "noor", "samira"));
    noor_was_buddy_until(&world, 14);
    in_and_after_the_grace(&world, "noor-1", Kind::Shadow, id).await;
}

/// SPEC H31
#[tokio::test]
async fn a_former_supervisor_may_send_and_reads_nothing_from_the_first_moment() {
    let world = World::new().await;
    let _samira = Phone::following(&world, "samira-1", log("samira")).await;
    let id = world.register(about(Kind::Obs, "edda", "samira"));
    let mut edda = Phone::following(&world, "edda-1", log("samira")).await;
    edda_steps_down(&world);
    world.hub.look_now();
    edda.until("dropped", |phone| phone.has_heard("refused forbidden")).await;
    edda.open_as(Kind::Obs, id).await;
    edda.sends(id, "seen before").await;
    assert_eq!(world.receipts(id), 2);
    world.set_clock(NOON + 13 * DAY_MS);
    world.hub.look_now();
    edda.sends(id, "on the last day").await;
    assert_eq!(world.receipts(id), 3);
}

/// SPEC H31
#[tokio::test]
async fn a_stock_client_after_the_grace_may_only_read() {
    let world = World::new().await;
    noor_was_buddy_until(&world, 0);
    let id = world.register(about(Kind::Shadow, "noor", "samira"));
    noor_was_buddy_until(&world, 15);
    let mut noor = Phone::connect_stock(&world, "noor-1").await;
    noor.open_as(Kind::Shadow, id).await;
    noor.log(id, "too late").await;
    noor.until("told", |phone| phone.session.server_reads_only(&id.to_string())).await;
    assert_eq!(world.receipts(id), 1);
}

/// SPEC H33
#[tokio::test]
async fn a_role_that_is_taken_or_given_reaches_open_connections() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    samira.open(id).await;
    samira.is_sent(id).await;
    edda.open(id).await;
    edda.is_sent(id).await;

    becomes(&world, "edda", &[Role::Worker]);
    world.hub.look_now();
    edda.until("dropped", |phone| phone.has_heard("refused forbidden")).await;
    becomes(&world, "edda", &[Role::Supervisor]);
    edda.reconnect(&world).await;
    edda.is_sent(id).await;

    becomes(&world, "samira", &[Role::Editor]);
    samira.log(id, "no worker any more").await;
    samira.until("refused", |phone| phone.has_heard("refused forbidden")).await;
    assert_eq!(samira.named.len(), 1);
    assert_eq!(world.receipts(id), 1);
    becomes(&world, "samira", &[Role::Worker]);
    samira.reconnect(&world).await;
    samira.is_sent(id).await;
    edda.shows(id, &["no worker any more"]).await;
}

/// SPEC H34
#[tokio::test]
async fn what_a_command_beside_the_server_changes_reaches_open_connections() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    let mut second = Phone::connect(&world, "edda-2").await;
    samira.open(id).await;
    samira.is_sent(id).await;
    for phone in [&mut edda, &mut second] {
        phone.open(id).await;
        phone.is_sent(id).await;
    }
    command(&world, &["revoke", "edda-2"]);
    second.until("closed", |phone| phone.has_heard("closed 4401")).await;

    // The server looks by itself; nobody wakes it.
    assert!(Settings::default().look_every <= std::time::Duration::from_secs(1));
    let file = world.directory.path().join("people.csv");
    let rows = "person,name,roles,team,supervises\nedda,Edda,supervisor,,\n";
    std::fs::write(&file, rows).unwrap();
    command(&world, &["import", "people", file.to_str().unwrap()]);
    edda.until("dropped", |phone| phone.has_heard("refused forbidden")).await;
    let ended = world.store.supervised().unwrap();
    assert_eq!(ended.len(), 1);
    assert_eq!((&ended[0].supervisor, &ended[0].worker), (&person("edda"), &person("samira")));

    let rows = "person,name,roles,team,supervises\nsamira,Samira,editor,Wheels,\n";
    std::fs::write(&file, rows).unwrap();
    command(&world, &["import", "people", file.to_str().unwrap()]);
    samira.log(id, "no worker any more").await;
    samira.until("refused", |phone| phone.has_heard("refused forbidden")).await;
}

/// `ropes WORDS… --data DIR`, as a process of its own.
fn command(world: &World, words: &[&str]) {
    let mut ropes = std::process::Command::new(env!("CARGO_BIN_EXE_ropes"));
    let ran = ropes.args(words).arg("--data").arg(world.directory.path()).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}
