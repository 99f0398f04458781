//! Who may read and write what, asked of the server with real messages.

use automerge::sync::SyncDoc;
use documents::{Document, DocumentId};
use domain::{DeviceId, Kind, Moment};
use futures_util::{SinkExt, StreamExt};
use protocol::wire::{Frame, PeerMeta, decode, encode};
use sync_server::store::Store;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::phone::{Phone, Socket, dial, entry};
use crate::world::{NOON, World, eventually, log, nothing};

/// SPEC H2
#[tokio::test]
async fn a_device_nobody_knows_is_refused_before_the_upgrade() {
    let world = World::new().await;
    for device in [None, Some("nobody-1")] {
        let Err(error) = dial(&world, device).await else { panic!("{device:?} got in") };
        let Error::Http(response) = *error else { panic!("{error}") };
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
    assert_eq!(world.hub.metrics().connections_opened(), 0);
}

/// SPEC H3
#[tokio::test]
async fn a_document_that_may_not_be_seen_is_answered_like_one_that_does_not_exist() {
    let world = World::new().await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(log("samira")).await;
    samira.sends(log("samira"), "trued a wheel").await;

    let mut answers = Vec::new();
    for id in [log("samira"), nothing()] {
        let mut noor = Phone::connect(&world, "noor-1").await;
        noor.open(id).await;
        noor.log(id, "not mine").await;
        let Some(Ok(Message::Binary(bytes))) = noor.socket.next().await else { panic!() };
        let Frame::DocUnavailable { target, .. } = decode(&bytes).unwrap() else { panic!() };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        answers.push(text.replace(&id.to_string(), "ID").replace(&target, "PEER"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(world.receipts(log("samira")), 2);
    assert!(world.store.quarantined().unwrap().is_empty());
}

/// SPEC H30
#[tokio::test]
async fn a_denied_document_gets_the_bytes_of_an_absent_one() {
    let world = World::new().await;
    let id = log("samira");
    for ropes in [None, Some(protocol::wire::ROPES)] {
        // Nobody has made it yet.
        let absent = answers(&world, id, ropes).await;
        assert!(absent.iter().all(|bytes| is_unavailable(bytes)));
        let mut samira = Phone::connect(&world, "samira-1").await;
        samira.open(id).await;
        samira.sends(id, "trued a wheel").await;
        assert_eq!(answers(&world, id, ropes).await, absent);
    }
    assert!(world.store.quarantined().unwrap().is_empty());
}

fn is_unavailable(bytes: &[u8]) -> bool {
    matches!(decode(bytes), Ok(Frame::DocUnavailable { .. }))
}

/// What noor hears when she asks for a document and pushes changes to it, to the byte.
async fn answers(world: &World, id: DocumentId, ropes: Option<u8>) -> Vec<Vec<u8>> {
    let mut noor = Phone::connect(world, "noor-1").await;
    noor.documents.insert(id, Document::new(Kind::Log, [5; 16]));
    let document = noor.documents.get_mut(&id).unwrap();
    document.put_entry(&entry("not mine", NOON), Moment::new(NOON, 0)).unwrap();
    let automerge = noor.documents[&id].automerge().clone();
    let mut state = automerge::sync::State::new();
    let hello = SyncDoc::generate_sync_message(&automerge, &mut state).unwrap().encode();
    let (sender, target, document) = ("noor-1.same", "ropes-bicycles", id.to_string());
    let mut socket = dial(world, Some("noor-1")).await.unwrap();
    let meta = PeerMeta { ropes, ..PeerMeta::default() };
    let join = Frame::Join { sender: sender.into(), versions: vec!["1".into()], meta };
    let request = Frame::Request {
        sender: sender.into(),
        target: target.into(),
        document: document.clone(),
        data: hello.clone(),
    };
    let sync = Frame::Sync { sender: sender.into(), target: target.into(), document, data: hello };
    for frame in [&join, &request, &sync] {
        socket.send(Message::Binary(encode(frame).into())).await.unwrap();
    }
    noor.socket = socket;
    let push = noor.pushed(id, sender);
    noor.send(&push).await;
    let mut heard = Vec::new();
    while heard.len() < 4 {
        let Some(Ok(Message::Binary(bytes))) = noor.socket.next().await else { panic!() };
        heard.push(bytes.to_vec());
    }
    heard.split_off(1)
}

/// SPEC H4
#[tokio::test]
async fn a_supervisor_reads_and_cannot_write() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(id).await;
    samira.sends(id, "trued a wheel").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    edda.open(id).await;
    edda.shows(id, &["trued a wheel"]).await;

    edda.log(id, "edda was here").await;
    edda.until("told", |phone| phone.session.server_reads_only(&id.to_string())).await;
    samira.sends(id, "laced a hub").await;
    edda.shows(id, &["edda was here", "laced a hub", "trued a wheel"]).await;
    assert_eq!(samira.words(id), ["laced a hub", "trued a wheel"]);
    assert_eq!(world.receipts(id), 3);
}

/// SPEC H4
#[tokio::test]
async fn changes_pushed_by_somebody_who_may_only_read_are_kept_apart() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(id).await;
    samira.sends(id, "trued a wheel").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    edda.open(id).await;
    edda.shows(id, &["trued a wheel"]).await;
    edda.log(id, "edda was here").await;
    for _ in 0..2 {
        edda.heard.clear();
        edda.push(id).await;
        edda.until("refused", |phone| phone.has_heard("refused forbidden")).await;
    }
    assert_eq!(world.receipts(id), 2);
    let written = edda.documents[&id].changes().pop().unwrap();
    // Once, however often it is pushed.
    let kept = world.store.quarantined().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].person.as_str(), kept[0].reason.as_str()), ("edda", "forbidden"));
    let rescued = documents::Document::load(&[&kept[0].bytes], [1; 16]).document;
    assert!(rescued.has(&written.hash));
}

/// SPEC H4
#[tokio::test]
async fn a_stock_client_that_may_only_read_is_told_in_its_own_way() {
    let world = World::new().await;
    let id = log("samira");
    Phone::connect(&world, "samira-1").await.open(id).await;
    eventually("registered", || world.receipts(id) == 1).await;
    let mut edda = Phone::connect_stock(&world, "edda-1").await;
    edda.open(id).await;
    edda.log(id, "edda was here").await;
    edda.until("told", |phone| phone.session.server_reads_only(&id.to_string())).await;
    edda.push(id).await;
    eventually("kept", || world.store.quarantined().unwrap().len() == 1).await;
    assert_eq!(edda.heard, Vec::<String>::new());
    assert_eq!(world.receipts(id), 1);
}

/// SPEC H5
#[tokio::test]
async fn an_ended_relation_reaches_open_connections() {
    let world = World::new().await;
    let id = log("samira");
    let mut samira = Phone::connect(&world, "samira-1").await;
    let mut edda = Phone::connect(&world, "edda-1").await;
    samira.open(id).await;
    samira.is_sent(id).await;
    edda.open(id).await;
    edda.is_sent(id).await;

    world.supervised_by(&[]);
    world.hub.look_now();
    edda.until("dropped", |phone| phone.has_heard("refused forbidden")).await;
    samira.sends(id, "trued a wheel").await;
    edda.session.forget(&id.to_string());
    edda.speak(id).await;
    edda.until("gone", |phone| phone.has_heard("unavailable")).await;
    assert_eq!(edda.words(id), Vec::<String>::new());

    world.supervised_by(&["edda"]);
    edda.reconnect(&world).await;
    edda.shows(id, &["trued a wheel"]).await;
}

/// SPEC H6
#[tokio::test]
async fn a_revoked_device_is_closed_with_a_reason() {
    let world = World::new().await;
    let mut one = Phone::connect(&world, "samira-1").await;
    let mut two = Phone::connect(&world, "samira-2").await;
    let id = log("samira");
    one.open(id).await;
    one.is_sent(id).await;
    world.store.revoke_device(&DeviceId::new("samira-1").unwrap(), NOON).unwrap();
    // What comes after that is not taken, even before the hub has looked around.
    one.log(id, "too late").await;
    one.until("closed", |phone| phone.has_heard("closed 4401")).await;
    assert_eq!(world.receipts(id), 1);
    assert!(one.has_heard("failed: revoked: this device was revoked"));
    two.open(log("samira")).await;
    two.is_sent(log("samira")).await;
    assert!(dial(&world, Some("samira-1")).await.is_err());
}

/// SPEC H7
#[tokio::test]
async fn a_reader_who_came_early_hears_of_the_document_once_it_exists() {
    let world = World::new().await;
    let id = log("samira");
    let mut edda = Phone::connect(&world, "edda-1").await;
    edda.open(id).await;
    edda.until("not there", |phone| phone.has_heard("unavailable")).await;
    assert_eq!(world.receipts(id), 0);
    // People change meanwhile; it is nothing to edda.
    world.supervised_by(&["edda", "noor"]);
    edda.open(log("edda")).await;
    edda.until("answered", |phone| phone.heard.len() == 2).await;
    let mut samira = Phone::connect(&world, "samira-1").await;
    samira.open(id).await;
    samira.sends(id, "trued a wheel").await;
    edda.shows(id, &["trued a wheel"]).await;
}

/// SPEC H7
#[tokio::test]
async fn the_server_makes_the_genesis_at_its_writers_first_request() {
    let world = World::new().await;
    let id = log("samira");
    let mut socket = joined(&world, "samira-1").await;
    let mut state = automerge::sync::State::new();
    let empty = automerge::Automerge::new();
    let message = automerge::sync::SyncDoc::generate_sync_message(&empty, &mut state).unwrap();
    let frame = Frame::Request {
        sender: "samira-1.0".into(),
        target: "ropes-bicycles".into(),
        document: id.to_string(),
        data: message.encode(),
    };
    socket.send(Message::Binary(encode(&frame).into())).await.unwrap();
    let Some(Ok(Message::Binary(bytes))) = socket.next().await else { panic!() };
    let Frame::Sync { data, .. } = decode(&bytes).unwrap() else { panic!() };
    let answer = automerge::sync::Message::decode(&data).unwrap();
    let genesis = documents::genesis_hash(domain::Kind::Log);
    assert_eq!(answer.heads, [automerge::ChangeHash(genesis)]);
}

async fn joined(world: &World, device: &str) -> Socket {
    let mut socket = dial(world, Some(device)).await.unwrap();
    let join = Frame::Join {
        sender: format!("{device}.0"),
        versions: vec!["1".into()],
        meta: PeerMeta::default(),
    };
    socket.send(Message::Binary(encode(&join).into())).await.unwrap();
    let Some(Ok(Message::Binary(bytes))) = socket.next().await else { panic!() };
    let Frame::Peer { meta, .. } = decode(&bytes).unwrap() else { panic!() };
    assert_eq!(meta.storage_id.as_deref(), Some("ropes-bicycles"));
    assert!(!meta.is_ephemeral);
    socket
}
