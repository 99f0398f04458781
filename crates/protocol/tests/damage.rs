//! Damaged sync messages: whatever Automerge makes of them, session and document are as before.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::sync::{State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, Automerge, ROOT};
use proptest::prelude::*;
use protocol::Limits;
use protocol::session::{Mode, ServerIdentity, ServerSession};

const LOG: &str = "27VFqKpjFanAfT4YagzG1fUrS3X6";

fn written(actor: u8, entries: usize) -> Automerge {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([actor; 16]));
    for n in 0..entries {
        let at = doc.put_object(ROOT, format!("e{n}"), automerge::ObjType::Map).unwrap();
        doc.put(&at, "note", format!("patched tube {n}, again and again")).unwrap();
        doc.put(&at, "at", 1_795_000_000_000_i64 + n as i64).unwrap();
        doc.commit();
    }
    Automerge::load(&doc.save()).unwrap()
}

/// What a phone that wrote says to a server that has nothing of it: its summary, then its changes.
fn honest(phone: &Automerge, server: &Automerge) -> Vec<Vec<u8>> {
    let (mut at_phone, mut at_server) = (State::new(), State::new());
    let mut server = server.clone();
    let first = phone.generate_sync_message(&mut at_phone).unwrap();
    server.receive_sync_message(&mut at_server, first.clone()).unwrap();
    let answer = server.generate_sync_message(&mut at_server).unwrap();
    let mut phone = phone.clone();
    phone.receive_sync_message(&mut at_phone, answer).unwrap();
    let second = phone.generate_sync_message(&mut at_phone).unwrap();
    vec![first.encode(), second.encode()]
}

fn session() -> ServerSession {
    let me = ServerIdentity { peer_id: "server".into(), storage_id: "store".into() };
    let mut session = ServerSession::new(me, Limits::SERVER);
    session.open(LOG, Mode::Write);
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, rng_seed: proptest::test_runner::RngSeed::Fixed(73), failure_persistence: None, ..ProptestConfig::default() })]

    // SPEC P18
    #[test]
    fn after_damage_the_session_takes_the_honest_messages(
        which in 0..2_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
    ) {
        let (phone, stored) = (written(1, 6), written(2, 1));
        let messages = honest(&phone, &stored);
        let mut data = messages[which].clone();
        for (at, byte) in damage {
            let at = at.index(data.len());
            data[at] = byte;
        }
        let mut session = session();
        let taken = catch_unwind(AssertUnwindSafe(|| {
            let mut copy = stored.clone();
            session.receive(LOG, &data, &mut copy)
        }));
        if !matches!(taken, Ok(Ok(_))) {
            let mut copy = stored.clone();
            for message in &messages {
                session.receive(LOG, message, &mut copy).unwrap();
            }
            let mut both = phone.clone();
            both.merge(&mut stored.clone()).unwrap();
            prop_assert_eq!(copy.get_heads(), both.get_heads());
        }
    }
}
