//! Frames that are unfit to be read: each ends its own connection or is refused with a reason, leaves
//! the store as it was, and nobody else notices.

use automerge::transaction::Transactable;
use automerge::{AutoCommit, ROOT};
use documents::Document;
use domain::Kind;
use futures_util::{SinkExt, StreamExt};
use protocol::wire::{Frame, decode, encode};
use sync_server::store::Store;
use tokio_tungstenite::tungstenite::Message;

use super::attack::{Attack, Route, Written, bringing, write};
use super::intruder::Intruder;
use crate::phone::{Phone, Socket, dial};
use crate::world::{World, YEAR, log, org, person};

/// The websocket close code at the end, after whatever else comes.
async fn closed(mut socket: Socket) -> (u16, String) {
    let mut said = String::new();
    loop {
        match socket.next().await {
            Some(Ok(Message::Binary(bytes))) => {
                if let Frame::Error { message, .. } = decode(&bytes).unwrap() {
                    said = message;
                }
            }
            Some(Ok(Message::Close(Some(close)))) => return (close.code.into(), said),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => panic!("ended without a word"),
        }
    }
}

fn change() -> Written {
    let key = documents::DocumentKey::own(org(), Kind::Log, person("samira"), YEAR);
    write(&key, [7; 16], "words")
}

/// SPEC H78
#[tokio::test]
async fn every_frame_before_the_join_ends_the_connection_and_does_nothing() {
    let world = World::new().await;
    let route = Route { me: "samira-1.0", server: "ropes-bicycles" };
    for attack in Attack::ALL.into_iter().filter(|attack| *attack != Attack::JoinAgain) {
        let mut socket = dial(&world, Some("samira-1")).await.unwrap();
        let frame = attack.frame(route, &log("samira").to_string(), &change());
        socket.send(Message::Binary(encode(&frame).into())).await.unwrap();
        let (code, said) = closed(socket).await;
        assert_eq!(
            (code, said.as_str()),
            (1002, "unreadable: a frame before the join"),
            "{attack:?}"
        );
    }
    assert!(world.store.documents().unwrap().is_empty());
}

/// SPEC H78
#[tokio::test]
async fn malformed_cbor_ends_its_own_connection() {
    let world = World::new().await;
    let mut noor = Phone::connect(&world, "noor-1").await;
    noor.open(log("noor")).await;
    let join = [b"\xa1dtype".as_slice(), b"djoin"].concat();
    let cases: [(&str, Vec<u8>); 12] = [
        ("a list 100,000 deep", vec![0x81; 100_000]),
        ("a map 100,000 deep", vec![0xa1; 100_000]),
        ("tags 100,000 deep", vec![0xc1; 100_000]),
        ("endless lists 100,000 deep", vec![0x9f; 100_000]),
        ("a map of 2^64 - 1", [b"\xbb".as_slice(), &[0xff; 8]].concat()),
        ("a list of 2^63", b"\x9b\x80\0\0\0\0\0\0\0".to_vec()),
        ("bytes of 2^62", b"\xa1dtype\x5b\x40\0\0\0\0\0\0\0".to_vec()),
        ("text of 2^32", b"\xa1dtype\x7a\xff\xff\xff\xff".to_vec()),
        ("text that is no text", b"\xa1dtype\x62\xff\xfe".to_vec()),
        ("a map without an end", b"\xbfdtypedjoin".to_vec()),
        ("a word that does not exist", b"\xa1dtype\xfc".to_vec()),
        ("a join without a sender", join),
    ];
    for (name, bytes) in cases {
        let mut socket = dial(&world, Some("samira-1")).await.unwrap();
        socket.send(Message::Binary(bytes.into())).await.unwrap();
        let (code, said) = closed(socket).await;
        assert_eq!(
            (code, said.as_str()),
            (1002, "unreadable: a frame that cannot be read"),
            "{name}"
        );
    }
    noor.sends(log("noor"), "trued a wheel").await;
}

/// SPEC H78
#[tokio::test]
async fn a_second_name_and_an_unknown_version_end_the_connection() {
    let world = World::new().await;
    let mut samira = Intruder::join(&world, "samira-1").await;
    samira.say(&super::attack::join("samira-1.1")).await;
    assert_eq!(closed(samira.socket).await.0, 1002);
    let mut socket = dial(&world, Some("samira-1")).await.unwrap();
    let Frame::Join { sender, meta, .. } = super::attack::join("samira-1.0") else { panic!() };
    let join = Frame::Join { sender, versions: vec!["2".into(), String::new()], meta };
    socket.send(Message::Binary(encode(&join).into())).await.unwrap();
    assert_eq!(closed(socket).await.0, 1002);
}

/// SPEC H79
#[tokio::test]
async fn sync_data_that_would_cost_too_much_or_cannot_be_read_is_refused() {
    let world = World::new().await;
    let Written { hash, bytes } = change();
    let mut torn = bytes.clone();
    torn.truncate(bytes.len() - 9);
    let mut damaged = bytes.clone();
    let last = damaged.len() - 2;
    damaged[last] ^= 0x55;
    let cases: [(&str, &str, Vec<u8>); 6] = [
        ("inflates-too-far", "a document that inflates", bringing(&[hash], bomb())),
        ("malformed", "a filter of 16 GiB", filter()),
        ("malformed", "a change cut off", bringing(&[hash], torn)),
        ("malformed", "a change that was damaged", bringing(&[hash], damaged)),
        ("malformed", "no message at all", b"hello".to_vec()),
        ("malformed", "a message cut off", bringing(&[hash], bytes)[..20].to_vec()),
    ];
    for (expected, name, data) in cases {
        let mut samira = Intruder::join(&world, "samira-1").await;
        let (sender, target) = (samira.me.clone(), samira.server.clone());
        let document = log("samira").to_string();
        samira.say(&Frame::Sync { sender, target, document, data }).await;
        assert_eq!((refused(&mut samira).await.as_str(), name), (expected, name));
        assert_eq!(world.receipts(log("samira")), 1, "{name}");
    }
    assert_eq!(world.hub.metrics().panics(), 0);
    let mut phone = Phone::connect(&world, "samira-2").await;
    phone.open(log("samira")).await;
    phone.sends(log("samira"), "trued a wheel").await;
}

/// SPEC H79
#[tokio::test]
async fn a_change_that_can_be_taken_and_not_given_back_is_refused() {
    let world = World::new().await;
    let mut samira = Intruder::join(&world, "samira-1").await;
    let (sender, target) = (samira.me.clone(), samira.server.clone());
    let document = log("samira").to_string();
    let data = bringing(&[], one_way());
    samira.say(&Frame::Sync { sender, target, document, data }).await;
    assert_eq!(refused(&mut samira).await, "not-accepted");
    assert_eq!(world.receipts(log("samira")), 1);
    let mut phone = Phone::connect(&world, "samira-2").await;
    phone.open(log("samira")).await;
    phone.sends(log("samira"), "trued a wheel").await;
}

/// The code of the refusal. News of the document may come before it.
async fn refused(intruder: &mut Intruder) -> String {
    loop {
        match intruder.hear().await.expect("closed") {
            Frame::Refused { code, .. } => return code,
            Frame::Sync { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

/// A fuzzer's: the genesis with two letters changed and the checksum made to hold.
fn one_way() -> Vec<u8> {
    b"\x85oJ\x83\xbe\x9f\xf7B\x01C\x00\x10rotes.genesis.v1\x01\x01\x00\x00\x00\x06\x15\x104\x01B\x04V\x04W\x04p\x02}\x01v\x04kind\x07entreis\x03\x02\x01\x7f\x00}\x140\x00\x01log\x03\x00".to_vec()
}

/// A whole document of some kilobytes that becomes eight megabytes.
fn bomb() -> Vec<u8> {
    let log = Document::new(Kind::Log, [7; 16]).automerge().save();
    let mut log = AutoCommit::load(&log).unwrap();
    log.put(ROOT, "bomb", "a".repeat(8 << 20)).unwrap();
    log.save()
}

/// A summary that claims 2^32 - 1 entries of 32 bits.
fn filter() -> Vec<u8> {
    let filter = [0xff, 0xff, 0xff, 0xff, 0x0f, 32, 7, 0];
    let mut data = vec![0x42, 0, 0, 1, 0];
    data.push(filter.len() as u8);
    data.extend(filter);
    data.push(0);
    data
}
