//! What can be taken of a message that cannot be taken whole.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use automerge::sync::{State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, Change, ROOT, ReadDoc};
use protocol::session::sift;
use protocol::{Limits, Refusal, RefusalCode, names_change};

fn document() -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from([0; 16]));
    write(&mut doc, "v", "1");
    doc.with_actor(ActorId::from([7; 16]))
}

fn write(doc: &mut Automerge, key: &str, value: &str) -> Change {
    let mut tx = doc.transaction();
    tx.put(ROOT, key, value).unwrap();
    tx.commit();
    doc.get_last_local_change().unwrap()
}

/// All that `ours` has and `theirs` has not, as one sync message.
fn message(ours: &Automerge, theirs: &Automerge) -> Vec<u8> {
    let (mut here, mut there) = (State::new(), State::new());
    let mut ours = ours.clone();
    let hello = theirs.generate_sync_message(&mut there).unwrap();
    ours.receive_sync_message(&mut here, hello).unwrap();
    // As our phones do: each change by itself, compressed.
    here.their_capabilities = None;
    let mut message = ours.generate_sync_message(&mut here).unwrap();
    let small = |chunk: &[u8]| Change::try_from(chunk).unwrap().bytes().into_owned();
    message.changes = message.changes.iter().map(small).collect::<Vec<_>>().into();
    message.encode()
}

fn keys(doc: &Automerge) -> String {
    doc.keys(ROOT).collect::<Vec<_>>().join(" ")
}

fn short(change: &Change) -> Result<(), Refusal> {
    let fits = change.raw_bytes().len() < 400;
    fits.then_some(()).ok_or_else(|| Refusal::new(RefusalCode::TooLarge, "a long change"))
}

#[test]
fn what_came_before_a_refused_change_is_taken_and_what_rests_on_it_waits() {
    // SPEC H32
    let server = document();
    let mut phone = server.clone();
    phone.set_actor(ActorId::from([9; 16]));
    let mut changes = Vec::new();
    for key in ["a", "b", "c", "d", "e"] {
        let value = if key == "c" { "x".repeat(900) } else { key.to_owned() };
        changes.push(write(&mut phone, key, &value));
    }
    // Another of the phone's tabs wrote on what the server has.
    let mut tab = server.clone();
    tab.set_actor(ActorId::from([8; 16]));
    write(&mut tab, "t", "t");
    phone.merge(&mut tab).unwrap();

    let data = message(&phone, &server);
    let mut copy = server.clone();
    let sifted = sift([&data[..]], &mut copy, &Limits::SERVER, short).unwrap();
    assert_eq!(keys(&copy), "a b t v");
    assert_eq!(sifted.taken.len(), 3);
    let [refusal] = &sifted.refusals[..] else { panic!("{:?}", sifted.refusals) };
    assert_eq!(refusal.code, RefusalCode::TooLarge);
    assert_eq!(refusal.changes, [changes[2].hash().0.to_vec()]);
    let left = Automerge::load(&server.save()).unwrap();
    let mut rest = left.with_actor(ActorId::from([6; 16]));
    rest.apply_changes([changes[0].clone(), changes[1].clone()]).unwrap();
    rest.load_incremental(&sifted.left).unwrap();
    assert_eq!(keys(&rest), "a b c d e v", "what is left can be read back");
}

#[test]
fn what_waited_for_a_message_is_judged_with_it() {
    // SPEC H32, H36
    let server = document();
    let mut phone = server.clone();
    phone.set_actor(ActorId::from([9; 16]));
    let values = ["a".to_owned(), "x".repeat(900), "c".to_owned()];
    let mut lacks = server.clone();
    let mut messages = Vec::new();
    for (key, value) in ["a", "b", "c"].into_iter().zip(values) {
        write(&mut phone, key, &value);
        messages.push(message(&phone, &lacks));
        lacks = phone.clone();
    }
    let mut copy = server.clone();
    // They came in the wrong order, so the first to be written is the latest.
    let latest_first = messages.iter().map(Vec::as_slice);
    let sifted = sift(latest_first, &mut copy, &Limits::SERVER, short).unwrap();
    assert_eq!((keys(&copy).as_str(), sifted.taken.len()), ("a v", 1));
    assert_eq!(sifted.refusals[0].changes.len(), 1);
}

#[test]
fn every_change_that_is_refused_for_itself_is_named_at_once() {
    // SPEC H32
    let server = document();
    let mut phone = server.clone();
    phone.set_actor(ActorId::from([9; 16]));
    for key in ["a", "b", "c", "d"] {
        let value = if key == "b" || key == "d" { "x".repeat(900) } else { key.to_owned() };
        write(&mut phone, key, &value);
    }
    let mut copy = server.clone();
    let sifted = sift([&message(&phone, &server)[..]], &mut copy, &Limits::SERVER, short).unwrap();
    assert_eq!((keys(&copy).as_str(), sifted.refusals[0].changes.len()), ("a v", 2));
}

#[test]
fn a_change_that_inflates_too_far_is_named_by_the_start_of_its_hash() {
    // SPEC H32
    let server = document();
    let mut phone = server.clone();
    phone.set_actor(ActorId::from([9; 16]));
    write(&mut phone, "a", "a");
    let bomb = write(&mut phone, "b", &"b".repeat(1 << 20));
    write(&mut phone, "c", "c");
    let mut copy = server.clone();
    let data = message(&phone, &server);
    let sifted = sift([&data[..]], &mut copy, &Limits::SERVER, |_| Ok(())).unwrap();
    assert_eq!(keys(&copy), "a v");
    let [refusal] = &sifted.refusals[..] else { panic!("{:?}", sifted.refusals) };
    assert_eq!(refusal.code, RefusalCode::InflatesTooFar);
    assert!(names_change(&refusal.changes[0], &bomb.hash().0));
}

#[test]
fn a_message_that_is_too_much_only_as_a_whole_is_taken_change_by_change() {
    // SPEC H32
    let server = document();
    let mut phone = server.clone();
    phone.set_actor(ActorId::from([9; 16]));
    (0..40).for_each(|n| drop(write(&mut phone, &format!("k{n:02}"), "x")));
    let limits = Limits { rows: 20, ..Limits::SERVER };
    let mut copy = server.clone();
    let sifted = sift([&message(&phone, &server)[..]], &mut copy, &limits, |_| Ok(())).unwrap();
    assert_eq!((sifted.taken.len(), sifted.refusals.len()), (40, 0));
    assert_eq!(copy.get_heads(), phone.get_heads());
}
