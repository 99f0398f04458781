//! Names that are not the sender's own: of peers and of actors.

use std::num::NonZeroU64;

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, Change, ChangeHash, ExpandedChange, ROOT};
use documents::DocumentKey;
use domain::Kind;
use protocol::wire::Frame;
use sync_server::store::Store;

use super::attack::{Outcome, Route, Written, asking, bringing, join, write};
use super::intruder::{Intruder, outcome};
use crate::phone::{Phone, dial};
use crate::world::{NOON, World, YEAR, log, org, person};

fn key(worker: &str) -> DocumentKey {
    DocumentKey::own(org(), Kind::Log, person(worker), YEAR)
}

fn sync(Route { me, server }: Route<'_>, worker: &str, data: Vec<u8>) -> Frame {
    let (sender, target) = (me.to_owned(), server.to_owned());
    Frame::Sync { sender, target, document: log(worker).to_string(), data }
}

fn pushing(written: &Written) -> Vec<u8> {
    bringing(&[written.hash], written.bytes.clone())
}

/// Until something is said about the log of this worker.
async fn hears(intruder: &mut Intruder, worker: &str, written: &Written) -> Outcome {
    loop {
        let frame = intruder.hear().await.expect("the connection is gone");
        if let Some((document, outcome)) = outcome(&frame, |_| Some(written.hash))
            && document == log(worker).to_string()
        {
            return outcome;
        }
    }
}

/// SPEC H76
#[tokio::test]
async fn a_peer_that_calls_itself_by_anothers_name_is_still_itself() {
    let world = World::new().await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(log("samira")).await;
    samira.sends(log("samira"), "trued a wheel").await;
    let Frame::Join { sender: her_name, .. } = samira.session.join_frame() else { panic!() };

    let socket = dial(&world, Some("noor-1")).await.unwrap();
    let (server, came) = ("ropes-bicycles".to_owned(), Vec::new());
    let mut noor = Intruder { socket, me: her_name.clone(), server, came };
    noor.say(&join(&her_name)).await;
    let mine = write(&key("samira"), [7; 16], "noor was here");
    for data in [asking(), pushing(&mine)] {
        noor.say(&sync(noor.route(), "samira", data)).await;
        assert_eq!(hears(&mut noor, "samira", &mine).await, Outcome::Unavailable);
    }
    // What she writes next goes to her, and to nobody who only took her name.
    samira.sends(log("samira"), "laced a hub").await;
    assert_eq!(samira.heard, Vec::<String>::new());
    noor.say(&sync(noor.route(), "noor", asking())).await;
    assert_eq!(hears(&mut noor, "noor", &mine).await, Outcome::Shown);
    let came = String::from_utf8_lossy(&noor.came).into_owned();
    assert!(!came.contains("trued") && !came.contains("laced"));
    assert_eq!(world.receipts(log("samira")), 3);
}

/// SPEC H77
#[tokio::test]
async fn a_reader_cannot_take_the_next_number_of_the_writers_actor() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(id).await;
    samira.sends(id, "trued a wheel").await;

    let mut theft = samira.documents[&id].clone();
    let at = domain::Moment::new(NOON, 0);
    let forged = theft.put_entry(&crate::phone::entry("stolen words", NOON), at).unwrap().unwrap();
    let forged = Written { hash: forged.hash, bytes: forged.bytes };
    let mut edda = Intruder::join(&world, "edda-1").await;
    edda.say(&sync(edda.route(), "samira", pushing(&forged))).await;
    assert_eq!(hears(&mut edda, "samira", &forged).await, Outcome::Refused);

    samira.sends(id, "laced a hub").await;
    let mut two = Phone::connect(&world, "samira-2").await;
    two.open(id).await;
    two.shows(id, &["laced a hub", "trued a wheel"]).await;
    assert_eq!(world.receipts(id), 3);
}

/// SPEC H77
#[tokio::test]
async fn of_two_changes_with_one_number_the_first_stays_and_the_other_is_refused() {
    let world = World::new().await;
    let id = log("samira");
    let mut one = Intruder::join(&world, "samira-1").await;
    let mut two = Intruder::join(&world, "samira-2").await;
    let first = write(&key("samira"), [7; 16], "the first");
    let second = write(&key("samira"), [7; 16], "the second");
    one.say(&sync(one.route(), "samira", pushing(&first))).await;
    assert_eq!(hears(&mut one, "samira", &first).await, Outcome::Confirmed);
    two.say(&sync(two.route(), "samira", pushing(&second))).await;
    assert_eq!(hears(&mut two, "samira", &second).await, Outcome::Refused);
    assert_eq!(world.store.heads(id).unwrap(), [first.hash]);
    // The document lives on, for the refused one too once it starts anew.
    let mut phone = Phone::connect(&world, "samira-2").await;
    phone.open(id).await;
    phone.sends(id, "trued a wheel").await;
}

/// SPEC H38, H77
#[tokio::test]
async fn numbers_that_no_phone_would_give_harm_nobody_else() {
    let strange = |edit: &dyn Fn(&mut ExpandedChange)| {
        let mut log = documents::Document::new(Kind::Log, [7; 16]);
        let log: &mut Automerge = log.automerge_mut();
        let mut tx = log.transaction();
        tx.put(ROOT, "words", "strange").unwrap();
        tx.commit_with(CommitOptions::default().with_time(0));
        let mut change = ExpandedChange::from(log.get_last_local_change().as_ref().unwrap());
        edit(&mut change);
        let change = Change::from(change);
        Written { hash: change.hash().0, bytes: change.raw_bytes().to_vec() }
    };
    use Outcome::{Confirmed, Refused, Shown};
    let cases = [
        ("a gap", Refused, strange(&|change| change.seq = 5)),
        ("zero", Refused, strange(&|change| change.seq = 0)),
        ("the last of all", Refused, strange(&|change| change.seq = u64::MAX)),
        ("numbers of the genesis", Refused, strange(&|change| change.start_op = NonZeroU64::MIN)),
        ("no actor", Confirmed, strange(&|change| change.actor_id = ActorId::from([0; 0]))),
        ("a long actor", Confirmed, strange(&|change| change.actor_id = vec![9; 5_000].into())),
        (
            "operations from the middle",
            Refused,
            strange(&|change| change.start_op = 4_000_000_000.try_into().unwrap()),
        ),
        (
            "waits for ever",
            Shown,
            strange(&|change| {
                change.actor_id = ActorId::from([8; 16]);
                change.deps.push(ChangeHash([9; 32]));
            }),
        ),
    ];
    let world = World::new().await;
    for (name, expected, written) in cases {
        let mut samira = Intruder::join(&world, "samira-1").await;
        samira.say(&sync(samira.route(), "samira", pushing(&written))).await;
        assert_eq!((hears(&mut samira, "samira", &written).await, name), (expected, name));
        let mut noor = Phone::connect(&world, "noor-1").await;
        noor.open(log("noor")).await;
        noor.sends(log("noor"), name).await;
        // And the owner of the document goes on from another device.
        let mut two = Phone::connect(&world, "samira-2").await;
        two.open(log("samira")).await;
        two.sends(log("samira"), name).await;
    }
}
