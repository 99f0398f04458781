//! Who may speak on a connection, and what becomes of frames that should not be there.

use protocol::session::{
    ClientSession, ClientStep, CloseReason, IgnoreReason, Mode, ServerIdentity, ServerSession,
    ServerStep,
};
use protocol::wire::{Frame, PeerMeta, encode};
use protocol::{End, EndCode, Limits, Refusal, RefusalCode};

const LOG: &str = "27VFqKpjFanAfT4YagzG1fUrS3X6";

fn server() -> ServerSession {
    let me = ServerIdentity { peer_id: "server".into(), storage_id: "store-1".into() };
    ServerSession::new(me, Limits::SERVER)
}

fn join(sender: &str, versions: &[&str], ropes: Option<u8>) -> Frame {
    let versions = versions.iter().map(|version| (*version).to_owned()).collect();
    let meta = PeerMeta { storage_id: None, is_ephemeral: true, ropes };
    Frame::Join { sender: sender.into(), versions, meta }
}

fn joined(ropes: Option<u8>) -> ServerSession {
    let mut server = server();
    server.on_frame(join("iris", &["1"], ropes));
    server
}

fn sync(sender: &str, target: &str) -> Frame {
    let data = vec![0x42, 0, 0, 0, 0];
    Frame::Sync { sender: sender.into(), target: target.into(), document: LOG.into(), data }
}

fn reason(step: ServerStep) -> CloseReason {
    match step {
        ServerStep::Close { reply: Frame::Error { message, .. }, reason } => {
            assert_eq!(message, reason.end().to_string());
            reason
        }
        other => panic!("not a close with an error frame: {other:?}"),
    }
}

#[test]
fn a_join_is_answered_with_a_storage_id_so_that_stock_clients_keep_receipts() {
    // SPEC P23
    let step = server().on_binary(&encode(&join("iris", &["2", "1"], None)));
    let ServerStep::Joined { peer, reply: Frame::Peer { sender, target, version, meta }, .. } =
        step
    else {
        panic!("{step:?}");
    };
    assert_eq!((peer.as_str(), target.as_str(), version.as_str()), ("iris", "iris", "1"));
    assert_eq!((sender.as_str(), meta.storage_id.as_deref()), ("server", Some("store-1")));
    assert!(!meta.is_ephemeral);
}

#[test]
fn a_client_and_a_server_find_each_other() {
    // SPEC P23
    let mut client = ClientSession::new("iris.page", Limits::PHONE);
    let ServerStep::Joined { reply, .. } = server().on_frame(client.join_frame()) else {
        panic!("not joined");
    };
    let connected =
        ClientStep::Connected { server: "server".into(), storage_id: Some("store-1".into()) };
    assert_eq!(client.on_frame(reply.clone()), connected);
    assert_eq!(client.on_frame(reply), ClientStep::Ignored, "once is enough");
}

#[test]
fn what_comes_too_early_in_text_too_large_or_unreadable_closes_with_a_reason() {
    // SPEC P24
    assert_eq!(reason(server().on_frame(sync("iris", "server"))), CloseReason::NotJoined);
    assert_eq!(
        reason(server().on_frame(Frame::Leave { sender: "a".into() })),
        CloseReason::NotJoined
    );
    assert_eq!(reason(server().on_text()), CloseReason::TextFrame);
    assert_eq!(reason(joined(None).on_text()), CloseReason::TextFrame);
    assert_eq!(reason(server().on_binary(b"hello")), CloseReason::Unreadable);
    assert_eq!(reason(joined(None).on_binary(&[0xa0])), CloseReason::Unreadable);
    let large = vec![0xf6; Limits::SERVER.frame_bytes + 1];
    assert_eq!(reason(joined(None).on_binary(&large)), CloseReason::TooLarge);
}

#[test]
fn a_version_nobody_speaks_closes_with_a_reason() {
    // SPEC P24
    assert_eq!(reason(server().on_frame(join("iris", &["2"], None))), CloseReason::Version);
    assert_eq!(reason(server().on_frame(join("iris", &[], None))), CloseReason::Version);
    let mut client = ClientSession::new("iris", Limits::PHONE);
    let step = client.on_frame(Frame::Peer {
        sender: "server".into(),
        target: "iris".into(),
        version: "2".into(),
        meta: PeerMeta::default(),
    });
    assert_eq!(step, ClientStep::Failed { message: "the server speaks version 2".into() });
}

#[test]
fn a_second_join_is_answered_again_but_not_under_another_name() {
    // SPEC P24
    let mut server = joined(None);
    server.open(LOG, Mode::Write);
    assert!(matches!(server.on_frame(join("iris", &["1"], None)), ServerStep::Joined { .. }));
    assert!(server.is_open(LOG), "the talk about documents goes on");
    assert_eq!(reason(server.on_frame(join("joost", &["1"], None))), CloseReason::JoinedTwice);
    assert_eq!(server.peer_id(), Some("iris"));
}

#[test]
fn frames_of_others_and_for_others_are_dropped_and_the_connection_stays() {
    // SPEC P25
    let mut server = joined(None);
    let ignored = |reason| ServerStep::Ignored(reason);
    let echo = Frame::Ephemeral {
        sender: "bob".into(),
        target: "server".into(),
        document: LOG.into(),
        session: "s".into(),
        count: 1,
        data: vec![1],
    };
    assert_eq!(server.on_frame(echo), ignored(IgnoreReason::NotTheSender));
    assert_eq!(server.on_frame(sync("bob", "server")), ignored(IgnoreReason::NotTheSender));
    assert_eq!(server.on_frame(sync("iris", "joost")), ignored(IgnoreReason::NotForUs));
    let later = Frame::Unknown { kind: "later".into() };
    assert_eq!(server.on_frame(later), ignored(IgnoreReason::UnknownType));
    let gossip = Frame::RemoteSubscriptionChange {
        sender: "iris".into(),
        target: "server".into(),
        add: vec![],
        remove: vec![],
    };
    assert_eq!(server.on_frame(gossip), ignored(IgnoreReason::NotUsed));
    assert_eq!(server.on_frame(Frame::Leave { sender: "iris".into() }), ServerStep::Left);
    assert!(matches!(server.on_frame(sync("iris", "server")), ServerStep::Incoming { .. }));
}

#[test]
fn a_client_hears_only_its_own_server() {
    // SPEC P25
    let mut client = ClientSession::new("iris", Limits::PHONE);
    assert_eq!(client.on_frame(sync("server", "iris")), ClientStep::Ignored, "before the join");
    let ServerStep::Joined { reply, .. } = server().on_frame(client.join_frame()) else {
        panic!("not joined");
    };
    client.on_frame(reply);
    assert_eq!(client.on_frame(sync("somebody", "iris")), ClientStep::Ignored);
    assert_eq!(client.on_frame(sync("server", "joost")), ClientStep::Ignored);
    assert!(matches!(client.on_frame(sync("server", "iris")), ClientStep::Incoming { .. }));
    assert_eq!(client.on_frame(Frame::Unknown { kind: "x".into() }), ClientStep::Ignored);
}

#[test]
fn only_a_peer_that_declared_it_gets_our_own_frame() {
    // SPEC P26
    let large = Refusal::new(RefusalCode::TooLarge, "5000000 bytes");
    let forbidden = Refusal::new(RefusalCode::Forbidden, "not yours");
    let ours = joined(Some(1)).refusal_frame(LOG, &large);
    assert!(matches!(ours, Some(Frame::Refused { code, .. }) if code == "too-large"));
    let stock = joined(None);
    assert_eq!(stock.refusal_frame(LOG, &large), None);
    let unseen = stock.refusal_frame(LOG, &forbidden);
    assert!(matches!(unseen, Some(Frame::DocUnavailable { .. })));
    assert_eq!(server().refusal_frame(LOG, &large), None, "nobody to tell");
}

#[test]
fn refusal_codes_keep_their_texts() {
    // SPEC P26
    let texts: Vec<_> = RefusalCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(
        texts.join(" "),
        "too-large inflates-too-far malformed forbidden not-accepted relation-ended frozen \
         too-many-documents"
    );
    assert!(RefusalCode::ALL.iter().all(|code| RefusalCode::parse(code.as_str()) == Some(*code)));
    assert_eq!(RefusalCode::parse("later"), None);
}

#[test]
fn the_reason_of_an_end_reads_back_and_its_codes_keep_their_texts() {
    // SPEC P30
    let texts: Vec<_> = EndCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(
        texts.join(" "),
        "stopping revoked replaced too-many-connections too-many-requests not-stored not-kept \
         frame-too-large unreadable version too-many-phones server-full"
    );
    for code in EndCode::ALL {
        let end = End::new(code, "wait: a while");
        assert_eq!(End::parse(&end.to_string()), Some(end));
    }
    assert_eq!(End::parse("a frame that cannot be read"), None);
    assert_eq!(End::parse("unheard-of: wait"), None);
}

#[test]
fn a_document_nobody_opened_takes_nothing() {
    // SPEC P13
    let mut server = joined(Some(1));
    let mut doc = automerge::Automerge::new();
    let refusal = server.receive(LOG, &[0x42, 0, 0, 0, 0], &mut doc).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Forbidden);
    assert_eq!(server.generate(LOG, &doc), None);
}
