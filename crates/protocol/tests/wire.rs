//! Frames as stock peers write them, frames as we write them, and frames nobody should write.
//!
//! `tests/golden/*.hex` were written by the CBOR library of the stock JavaScript client (`js_`), by
//! hand (`other_`) and by us (`ours_`). Below the bytes stands what they mean. Append only.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use protocol::wire::{Frame, PeerMeta, RemoteHeads, WireError, decode, encode};

struct Golden {
    name: String,
    bytes: Vec<u8>,
    meaning: String,
}

fn golden() -> Vec<Golden> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "hex"))
        .map(|path| read(&path))
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn read(path: &std::path::Path) -> Golden {
    let text = fs::read_to_string(path).unwrap();
    let lines = || text.lines().filter(|line| !line.starts_with('#'));
    let hex: String = lines().filter(|line| !line.starts_with('=')).collect();
    let bytes = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap());
    Golden {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        bytes: bytes.collect(),
        meaning: lines().filter_map(|line| line.strip_prefix("= ")).collect(),
    }
}

#[test]
fn every_golden_frame_means_what_it_meant() {
    // SPEC P1
    let all = golden();
    assert!(all.len() >= 29, "golden frames are missing");
    for one in all {
        let frame = decode(&one.bytes).unwrap_or_else(|e| panic!("{}: {e}", one.name));
        // A field that came later is not in older meanings.
        let meaning = format!("{frame:?}").replace(", changes: []", "");
        assert_eq!(meaning, one.meaning, "{}", one.name);
        assert_eq!(decode(&encode(&frame)).unwrap(), frame, "{}", one.name);
    }
}

#[test]
fn our_frames_are_written_as_they_were() {
    // SPEC P2
    let all = golden();
    for (name, frame) in ours() {
        let one = all.iter().find(|one| one.name == name).unwrap_or_else(|| {
            panic!("no golden file {name}: {}\n= {frame:?}", hex(&encode(&frame)))
        });
        assert_eq!(hex(&encode(&frame)), hex(&one.bytes), "{name}");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn ours() -> Vec<(&'static str, Frame)> {
    let sender = || "dev1.page1".to_owned();
    let target = || "server".to_owned();
    let document = || "27VFqKpjFanAfT4YagzG1fUrS3X6".to_owned();
    let data = || vec![0x42, 0, 0, 0, 0, 2, 2, 0x84];
    let meta = |storage: Option<&str>, ropes| PeerMeta {
        storage_id: storage.map(str::to_owned),
        is_ephemeral: storage.is_none(),
        ropes,
    };
    vec![
        (
            "ours_join",
            Frame::Join { sender: sender(), versions: vec!["1".into()], meta: meta(None, Some(1)) },
        ),
        (
            "ours_peer",
            Frame::Peer {
                sender: target(),
                target: sender(),
                version: "1".into(),
                meta: meta(Some("9b1c"), Some(1)),
            },
        ),
        (
            "ours_peer_plain",
            Frame::Peer {
                sender: target(),
                target: sender(),
                version: "1".into(),
                meta: meta(Some("9b1c"), None),
            },
        ),
        (
            "ours_request",
            Frame::Request {
                sender: sender(),
                target: target(),
                document: document(),
                data: data(),
            },
        ),
        (
            "ours_sync",
            Frame::Sync { sender: sender(), target: target(), document: document(), data: data() },
        ),
        (
            "ours_doc_unavailable",
            Frame::DocUnavailable { sender: target(), target: sender(), document: document() },
        ),
        (
            "ours_ephemeral",
            Frame::Ephemeral {
                sender: sender(),
                target: target(),
                document: document(),
                session: "s1".into(),
                count: 5_000_000_000,
                data: vec![0xf6],
            },
        ),
        (
            "ours_subscription",
            Frame::RemoteSubscriptionChange {
                sender: sender(),
                target: target(),
                add: vec!["9b1c".into()],
                remove: vec![],
            },
        ),
        (
            "ours_heads",
            Frame::RemoteHeadsChanged {
                sender: target(),
                target: sender(),
                document: document(),
                heads: vec![RemoteHeads {
                    storage_id: "9b1c".into(),
                    heads: vec!["2Uv9".into()],
                    timestamp: 1_795_353_600_123,
                }],
            },
        ),
        ("ours_error", Frame::Error { sender: target(), target: sender(), message: "no".into() }),
        ("ours_leave", Frame::Leave { sender: sender() }),
        (
            "ours_refused",
            Frame::Refused {
                sender: target(),
                target: sender(),
                document: document(),
                code: "too-large".into(),
                message: "5000000 bytes".into(),
                changes: vec![],
            },
        ),
        (
            "ours_refused_changes",
            Frame::Refused {
                sender: target(),
                target: sender(),
                document: document(),
                code: "too-large".into(),
                message: "5000000 bytes".into(),
                changes: vec![vec![7; 32], vec![1, 2, 3, 4]],
            },
        ),
        ("ours_unknown", Frame::Unknown { kind: "later".into() }),
    ]
}

#[test]
fn a_frame_without_what_it_must_carry_is_refused_by_name() {
    // SPEC P3
    for (name, frame) in ours().into_iter().filter(|(name, _)| *name != "ours_unknown") {
        let bytes = encode(&frame);
        let cut = replace(&bytes, b"senderId", b"senderXX");
        match (name, decode(&cut)) {
            ("ours_error", Ok(_)) => {}
            (_, Err(WireError::Field("senderId"))) => {}
            (_, other) => panic!("{name}: {other:?}"),
        }
    }
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn empty_sync_data_is_refused() {
    // SPEC P3
    let sync =
        Frame::Sync { sender: "a".into(), target: "b".into(), document: "c".into(), data: vec![] };
    assert!(matches!(decode(&encode(&sync)), Err(WireError::Field("data"))));
}

#[test]
fn deep_long_cut_off_and_trailing_frames_are_refused() {
    // SPEC P4
    let deep = [vec![0xa1, 0x61, b'x'], vec![0x81; 100_000], vec![0xf6]].concat();
    let many = [vec![0xa1, 0x61, b'x', 0x9f], vec![0xf6; 100_000], vec![0xff]].concat();
    let claims = [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x61, b'x', 0xf6].to_vec();
    let tags = [vec![0xa1, 0x61, b'x'], vec![0xc1; 100_000], vec![0xf6]].concat();
    let trailing = [encode(&Frame::Leave { sender: "a".into() }), vec![0]].concat();
    for bytes in [deep, many, claims, tags, trailing, vec![], vec![0xff], b"hello".to_vec()] {
        assert!(decode(&bytes).is_err());
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zA-Z0-9._-]{0,40}", any::<String>()]
}

fn hashes() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 4..33), 0..4)
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..300)
}

fn meta() -> impl Strategy<Value = PeerMeta> {
    let parts = (prop::option::of(text()), any::<bool>(), prop::option::of(any::<u8>()));
    parts.prop_map(|(storage_id, is_ephemeral, ropes)| PeerMeta { storage_id, is_ephemeral, ropes })
}

fn heads() -> impl Strategy<Value = Vec<RemoteHeads>> {
    let one = (text(), prop::collection::vec(text(), 0..4), 0..1_u64 << 53);
    prop::collection::vec(
        one.prop_map(|(storage_id, heads, timestamp)| RemoteHeads { storage_id, heads, timestamp }),
        0..4,
    )
}

fn frame() -> impl Strategy<Value = Frame> {
    let texts = || prop::collection::vec(text(), 0..5);
    let route = || (text(), text(), text());
    prop_oneof![
        (text(), texts(), meta()).prop_map(|(sender, versions, meta)| Frame::Join {
            sender,
            versions,
            meta
        }),
        (route(), meta()).prop_map(|((sender, target, version), meta)| Frame::Peer {
            sender,
            target,
            version,
            meta
        }),
        (route(), bytes()).prop_map(|((sender, target, document), data)| Frame::Request {
            sender,
            target,
            document,
            data
        }),
        (route(), bytes()).prop_map(|((sender, target, document), data)| Frame::Sync {
            sender,
            target,
            document,
            data
        }),
        route().prop_map(|(sender, target, document)| Frame::DocUnavailable {
            sender,
            target,
            document
        }),
        (route(), text(), 0..1_u64 << 53, bytes()).prop_map(
            |((sender, target, document), session, count, data)| Frame::Ephemeral {
                sender,
                target,
                document,
                session,
                count,
                data
            }
        ),
        (text(), text(), texts(), texts()).prop_map(|(sender, target, add, remove)| {
            Frame::RemoteSubscriptionChange { sender, target, add, remove }
        }),
        (route(), heads()).prop_map(|((sender, target, document), heads)| {
            Frame::RemoteHeadsChanged { sender, target, document, heads }
        }),
        route().prop_map(|(sender, target, message)| Frame::Error { sender, target, message }),
        text().prop_map(|sender| Frame::Leave { sender }),
        (route(), text(), text(), hashes()).prop_map(
            |((sender, target, document), code, message, changes)| Frame::Refused {
                sender,
                target,
                document,
                code,
                message,
                changes
            }
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: proptest::test_runner::RngSeed::Fixed(71), failure_persistence: None, ..ProptestConfig::default() })]

    // SPEC P2
    #[test]
    fn what_is_written_reads_back(frame in frame()) {
        prop_assert_eq!(decode(&encode(&frame)).unwrap(), frame);
    }

    // SPEC P4
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
    }

    // SPEC P4
    #[test]
    fn no_damage_to_a_frame_makes_the_reader_panic(
        frame in frame(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode(&frame);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = decode(&bytes);
        let _ = decode(&bytes[..cut.index(bytes.len())]);
    }
}
