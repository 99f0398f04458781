//! A receipt is said even when the peer agrees before we speak.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ROOT};
use protocol::Limits;
use protocol::session::{ClientSession, ClientStep, Mode, ServerIdentity, ServerSession};
use protocol::wire::Frame;

const LOG: &str = "27VFqKpjFanAfT4YagzG1fUrS3X6";

fn put(document: &mut Automerge, value: i64) {
    let mut tx = document.transaction();
    tx.put(ROOT, "v", value).unwrap();
    tx.commit();
}

fn data(frame: Option<Frame>) -> Vec<u8> {
    match frame {
        Some(Frame::Sync { data, .. } | Frame::Request { data, .. }) => data,
        other => panic!("no sync message: {other:?}"),
    }
}

// SPEC P12
#[test]
fn a_change_and_an_agreement_right_behind_it_are_confirmed() {
    let mut theirs = Automerge::new().with_actor(ActorId::from([1; 16]));
    put(&mut theirs, 1);
    let mut ours = theirs.clone().with_actor(ActorId::from([2; 16]));
    let identity = ServerIdentity { peer_id: "server".into(), storage_id: "s".into() };
    let mut server = ServerSession::new(identity, Limits::SERVER);
    let mut phone = ClientSession::new("phone", Limits::PHONE);
    let step = server.on_frame(phone.join_frame());
    let protocol::session::ServerStep::Joined { reply, .. } = step else { panic!("{step:?}") };
    assert!(matches!(phone.on_frame(reply), ClientStep::Connected { .. }));
    server.open(LOG, Mode::Write);

    // It writes while its first message is under way.
    let first = data(phone.generate(LOG, &ours));
    put(&mut ours, 2);
    let second = data(phone.generate(LOG, &ours));
    let answer = server.settle(LOG, &first, &theirs.get_heads()).unwrap().unwrap();
    let first_answer = data(answer);
    server.receive(LOG, &second, &mut theirs).unwrap();
    let second_answer = data(server.generate(LOG, &theirs));
    phone.apply(LOG, &first_answer, &mut ours).unwrap();
    let change = data(phone.generate(LOG, &ours));
    phone.apply(LOG, &second_answer, &mut ours).unwrap();
    let agreement = data(phone.generate(LOG, &ours));

    assert!(server.receive(LOG, &change, &mut theirs).unwrap().changed);
    server.receive(LOG, &agreement, &mut theirs).unwrap();
    phone.apply(LOG, &data(server.generate(LOG, &theirs)), &mut ours).unwrap();
    assert_eq!(phone.unsent(LOG, &ours), Some(Vec::new()));
    assert_eq!(server.generate(LOG, &theirs), None);
    assert_eq!(phone.generate(LOG, &ours), None);
}
