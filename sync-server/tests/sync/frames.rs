//! Frames no phone of ours sends: refused with a reason, and nobody else notices.

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ROOT};
use documents::FIRST_ACTOR;
use futures_util::{SinkExt, StreamExt};
use protocol::wire::{Frame, decode, encode};
use sync_server::hub::Settings;
use sync_server::store::Store;
use tokio_tungstenite::tungstenite::Message;

use crate::phone::{Phone, dial};
use crate::world::{World, eventually, log};

/// SPEC H11
#[tokio::test]
async fn bad_frames_close_their_own_connection_with_a_reason() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    let too_large = vec![0_u8; (4 << 20) + 1];
    let wrong_type = b"\xa2dtypedsynchsenderId\x07".to_vec();
    let unjoined = Frame::Leave { sender: "noor-1.0".into() };
    let cases: [(&str, Message, u16); 6] = [
        ("random bytes", Message::Binary(random_bytes(300).into()), 1002),
        ("nothing", Message::Binary(Vec::new().into()), 1002),
        ("wrong types", Message::Binary(wrong_type.into()), 1002),
        ("before the join", Message::Binary(encode(&unjoined).into()), 1002),
        ("text", Message::text("hello"), 1003),
        ("too large", Message::Binary(too_large.into()), 1009),
    ];
    for (name, message, code) in cases {
        let mut socket = dial(&world, Some("noor-1")).await.unwrap();
        socket.send(message).await.unwrap();
        let Some(Ok(Message::Binary(bytes))) = socket.next().await else { panic!("{name}") };
        let Frame::Error { message, .. } = decode(&bytes).unwrap() else { panic!("{name}") };
        assert!(!message.is_empty(), "{name}");
        let Some(Ok(Message::Close(Some(close)))) = socket.next().await else { panic!("{name}") };
        assert_eq!((name, u16::from(close.code)), (name, code));
        assert_eq!(close.reason.as_str(), message);
    }
    samira.sends(id, "trued a wheel").await;
}

/// SPEC H11
#[tokio::test]
async fn a_frame_far_beyond_every_limit_is_not_read_to_its_end() {
    let world = World::new().await;
    let mut socket = dial(&world, Some("noor-1")).await.unwrap();
    let frame = vec![0_u8; 64 << 20];
    // The server stops reading, so the sending may or may not succeed.
    let _ = socket.send(Message::Binary(frame.into())).await;
    eventually("closed", || world.hub.metrics().connections() == 0).await;
}

fn random_bytes(count: usize) -> Vec<u8> {
    let mut state = 0x2026_1122_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as u8
    };
    (0..count).map(|_| next()).collect()
}

/// Does this to samira's log on her own phone, sends it, and returns what she hears.
async fn refused(world: &World, change: impl FnOnce(&mut Automerge)) -> String {
    let id = log("samira");
    let mut samira = Phone::following(world, "samira-1", id).await;
    change(samira.documents.get_mut(&id).unwrap().automerge_mut());
    samira.speak(id).await;
    samira.until("refused", |phone| phone.has_heard("refused")).await;
    assert!(!samira.all_sent(id));
    // Others do not notice, and neither does the next connection.
    let mut two = Phone::connect(world, "samira-2").await;
    two.open(id).await;
    two.sends(id, "trued a wheel").await;
    assert_eq!(two.words(id), ["trued a wheel"]);
    assert_eq!(world.receipts(id), 2);
    samira.heard.remove(0)
}

pub(crate) fn put(document: &mut Automerge, key: &str, value: &str) {
    let mut tx = document.transaction();
    tx.put(ROOT, key, value).unwrap();
    tx.commit();
}

/// SPEC H11
#[tokio::test]
async fn a_deflate_bomb_is_refused() {
    let world = World::new().await;
    let heard = refused(&world, |log| put(log, "bomb", &"a".repeat(8 << 20))).await;
    assert!(heard.starts_with("refused inflates-too-far"), "{heard}");
    assert_eq!(world.store.quarantined().unwrap().len(), 1);
}

/// SPEC H15
#[tokio::test]
async fn a_document_that_would_grow_too_large_is_refused() {
    let world = World::with(Settings { document_bytes: 2_000, ..Settings::default() }).await;
    let heard = refused(&world, |log| put(log, "long", &"b".repeat(3_000))).await;
    assert!(heard.starts_with("refused too-large"), "{heard}");
}

/// SPEC H16
#[tokio::test]
async fn a_document_cannot_begin_twice() {
    let world = World::new().await;
    let heard = refused(&world, |log| {
        let mut other = Automerge::new().with_actor(ActorId::from([5; 16]));
        put(&mut other, "entries", "mine");
        log.merge(&mut other).unwrap();
    });
    assert!(heard.await.starts_with("refused not-accepted"));
}

/// SPEC H16
#[tokio::test]
async fn nobody_writes_as_the_first_actor() {
    let world = World::new().await;
    let heard = refused(&world, |log| {
        *log = log.clone().with_actor(ActorId::from(FIRST_ACTOR));
        put(log, "v", "9");
    });
    assert!(heard.await.starts_with("refused not-accepted"));
    let kept = world.store.quarantined().unwrap();
    assert_eq!(kept[0].reason, "not-accepted");
}

/// SPEC H11
#[tokio::test]
async fn echoed_ephemerals_and_unknown_frames_are_dropped_without_harm() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    for sender in ["somebody-else", "samira-1.0"] {
        let echo = Frame::Ephemeral {
            sender: sender.into(),
            target: "ropes-bicycles".into(),
            document: id.to_string(),
            session: "s".into(),
            count: 1,
            data: vec![1],
        };
        samira.send(&echo).await;
    }
    samira.send(&Frame::Unknown { kind: "from-the-future".into() }).await;
    samira.open(id).await;
    samira.sends(id, "trued a wheel").await;
    assert!(samira.heard.is_empty());
}
