//! What a sync message may cost: real ones pass, bombs do not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use automerge::sync::{Message, State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, Automerge, ROOT};
use proptest::prelude::*;
use protocol::limits::{Limits, check, check_chunks};

/// "passes", or the code of the refusal.
fn outcome(data: &[u8], limits: &Limits) -> String {
    check(data, limits).map_or_else(|refusal| refusal.code.to_string(), |()| "passes".to_owned())
}

fn worker_year(entries: i64) -> AutoCommit {
    let mut doc = AutoCommit::new().with_actor(ActorId::from(b"a worker's phone"));
    for n in 0..entries {
        let at = doc.put_object(ROOT, format!("entry-{n}"), automerge::ObjType::Map).unwrap();
        doc.put(&at, "at", 1_795_000_000_000 + n * 60_000).unwrap();
        doc.put(&at, "note", format!("trued wheel {n}")).unwrap();
        doc.put(&at, "first", n % 7 == 0).unwrap();
        doc.commit();
    }
    doc
}

/// A message of version 1 with these chunks in it.
fn message(chunks: &[Vec<u8>]) -> Vec<u8> {
    let mut data = vec![0x42, 0, 0, 0, chunks.len() as u8];
    for chunk in chunks {
        number(&mut data, chunk.len() as u64);
        data.extend(chunk);
    }
    data
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn signed(out: &mut Vec<u8>, mut value: i64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if (value == 0 && byte & 0x40 == 0) || (value == -1 && byte & 0x40 != 0) {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

/// A change chunk whose columns are these.
fn change(columns: &[(u64, Vec<u8>)]) -> Vec<u8> {
    let mut body = vec![0, 1, 7, 1, 1, 0, 0, 0];
    number(&mut body, columns.len() as u64);
    for (spec, content) in columns {
        number(&mut body, *spec);
        number(&mut body, content.len() as u64);
    }
    columns.iter().for_each(|(_, content)| body.extend(content));
    let mut chunk = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1];
    number(&mut chunk, body.len() as u64);
    chunk.extend(body);
    chunk
}

fn run(length: i64, value: u64) -> Vec<u8> {
    let mut content = Vec::new();
    signed(&mut content, length);
    number(&mut content, value);
    content
}

const ACTION: u64 = 0x42;
const INSERT: u64 = 0x34;
const PREDECESSORS: u64 = 0x70;

/// One message from one peer to the other, checked on its way; its size, or 0 for none.
fn say(from: &mut AutoCommit, out: &mut State, to: &mut AutoCommit, into: &mut State) -> usize {
    let Some(message) = from.sync().generate_sync_message(out) else { return 0 };
    let data = message.encode();
    assert_eq!(outcome(&data, &Limits::SERVER), "passes");
    to.sync().receive_sync_message(into, Message::decode(&data).unwrap()).unwrap();
    data.len()
}

#[test]
fn everything_two_honest_peers_say_passes() {
    // SPEC P5
    let mut one = worker_year(300);
    let mut two = AutoCommit::new().with_actor(ActorId::from(b"b another phone"));
    two.put(ROOT, "mine", "yes").unwrap();
    let (mut at_one, mut at_two) = (State::new(), State::new());
    let mut largest = 0;
    loop {
        let there = say(&mut one, &mut at_one, &mut two, &mut at_two);
        let back = say(&mut two, &mut at_two, &mut one, &mut at_one);
        largest = largest.max(there);
        if there + back == 0 {
            break;
        }
    }
    assert_eq!(one.get_heads(), two.get_heads());
    assert!(largest > 1000);
}

#[test]
fn a_year_of_work_passes_whole_and_in_single_changes() {
    // SPEC P5
    let mut doc = worker_year(2000);
    assert_eq!(check_chunks(&doc.save(), &Limits::SERVER), Ok(()));
    assert_eq!(check_chunks(&doc.save_nocompress(), &Limits::SERVER), Ok(()));
    let changes: Vec<u8> =
        doc.get_changes(&[]).iter().flat_map(|change| change.raw_bytes().to_vec()).collect();
    assert_eq!(check_chunks(&changes, &Limits::SERVER), Ok(()));
}

#[test]
fn a_compressed_change_that_swells_is_refused() {
    // SPEC P6
    let mut doc = AutoCommit::new();
    doc.put(ROOT, "bomb", "a".repeat(8 << 20)).unwrap();
    doc.commit();
    let chunk = doc.get_changes(&[])[0].bytes().to_vec();
    assert!(chunk.len() < 20_000);
    assert_eq!(outcome(&message(&[chunk]), &Limits::SERVER), "inflates-too-far");
}

#[test]
fn a_document_whose_columns_swell_is_refused() {
    // SPEC P6
    let mut doc = AutoCommit::new();
    doc.put(ROOT, "bomb", "a".repeat(8 << 20)).unwrap();
    let chunk = doc.save();
    assert!(chunk.len() < 20_000);
    assert_eq!(outcome(&message(&[chunk]), &Limits::SERVER), "inflates-too-far");
}

#[test]
fn many_parts_that_swell_a_little_are_refused_together() {
    // SPEC P6
    let mut doc = AutoCommit::new();
    let text: String =
        (0..60_000_u32).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9))).collect();
    doc.put(ROOT, "text", text).unwrap();
    doc.commit();
    let chunk = doc.get_changes(&[])[0].bytes().to_vec();
    let limits = Limits { inflated_bytes: 3_000_000, ..Limits::SERVER };
    assert_eq!(outcome(&message(&[chunk.clone(), chunk.clone()]), &limits), "passes");
    assert_eq!(outcome(&message(&vec![chunk; 8]), &limits), "inflates-too-far");
}

#[test]
fn a_few_bytes_that_stand_for_a_billion_operations_are_refused() {
    // SPEC P7
    let nulls = [vec![0], {
        let mut length = Vec::new();
        number(&mut length, 1 << 60);
        length
    }]
    .concat();
    let mut booleans = Vec::new();
    number(&mut booleans, u64::MAX);
    for (what, column) in [
        ("run", (ACTION, run(1 << 30, 1))),
        ("longest run", (ACTION, run(i64::MAX, 1))),
        ("nulls", (ACTION, nulls)),
        ("booleans", (INSERT, booleans)),
        ("group", (PREDECESSORS, run(1, 1 << 40))),
        ("run of groups", (PREDECESSORS, run(900_000, 900_000))),
    ] {
        let data = message(&[change(&[column])]);
        assert!(data.len() < 60);
        assert_eq!(outcome(&data, &Limits::SERVER), "too-large", "{what}");
    }
    let small = message(&[change(&[(ACTION, run(100, 1)), (INSERT, vec![100])])]);
    assert_eq!(outcome(&small, &Limits::SERVER), "passes");
    let limits = Limits { rows: 150, ..Limits::SERVER };
    let twice = vec![change(&[(ACTION, run(100, 1))]); 2];
    assert_eq!(outcome(&message(&twice), &limits), "too-large");
}

#[test]
fn a_literal_run_cannot_claim_more_than_it_brings() {
    // SPEC P7
    let mut literal = Vec::new();
    signed(&mut literal, i64::MIN);
    assert_eq!(outcome(&message(&[change(&[(ACTION, literal)])]), &Limits::SERVER), "too-large");
    let mut short = Vec::new();
    signed(&mut short, -5);
    assert_eq!(outcome(&message(&[change(&[(ACTION, short)])]), &Limits::SERVER), "malformed");
}

#[test]
fn a_filter_that_would_stop_automerge_is_refused() {
    // SPEC P8
    let with_filter = |filter: &[u8]| {
        let mut data = vec![0x42, 0, 0, 1, 0];
        number(&mut data, filter.len() as u64);
        data.extend(filter);
        data.push(0);
        data
    };
    let limits = Limits::SERVER;
    assert_eq!(outcome(&with_filter(&[1, 0, 7]), &limits), "malformed", "no bits");
    let probes = [1, 10, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0];
    assert_eq!(outcome(&with_filter(&probes), &limits), "malformed", "4 billion probes");
    let cut = [100, 10, 7, 0];
    assert_eq!(outcome(&with_filter(&cut), &limits), "malformed", "fewer bits than claimed");
    assert_eq!(outcome(&with_filter(&[1, 10, 7, 0, 0]), &limits), "passes");
    assert_eq!(outcome(&with_filter(&[]), &limits), "passes");
}

#[test]
fn size_and_number_are_bounded() {
    // SPEC P9
    let limits = Limits { frame_bytes: 100, chunks: 3, ..Limits::SERVER };
    assert_eq!(outcome(&[0x42; 101], &limits), "too-large");
    let small = change(&[]);
    assert_eq!(outcome(&message(&vec![small.clone(); 3]), &limits), "passes");
    assert_eq!(outcome(&message(&vec![small; 4]), &limits), "too-large");
}

#[test]
fn what_automerge_does_not_write_is_malformed() {
    // SPEC P9
    let chunk = change(&[(ACTION, run(3, 1))]);
    let mut bundle = chunk.clone();
    bundle[8] = 3;
    let mut deflated_column = change(&[(ACTION | 8, run(3, 1))]);
    deflated_column[4] = 0;
    let cases: [(&str, Vec<u8>); 9] = [
        ("nothing", vec![]),
        ("another type", vec![0x44, 0, 0, 0, 0]),
        ("cut off", vec![0x42, 1, 0]),
        ("text", b"hello, is anybody there".to_vec()),
        ("a length past the end", vec![0x42, 0, 0, 0, 1, 0xff, 0xff, 0x03]),
        ("no magic", message(&[vec![0; 20]])),
        ("a cut chunk", message(&[chunk[..chunk.len() - 1].to_vec()])),
        ("a bundle", message(&[bundle])),
        ("a deflated column in a change", message(&[deflated_column])),
    ];
    for (what, data) in cases {
        assert_eq!(outcome(&data, &Limits::SERVER), "malformed", "{what}");
    }
}

fn real_messages() -> Vec<Vec<u8>> {
    let mut doc = worker_year(40);
    let changes = doc.get_changes(&[]);
    let chunks: Vec<_> = changes.iter().map(|change| change.raw_bytes().to_vec()).collect();
    vec![message(&[doc.save()]), message(&[doc.save_nocompress()]), message(&chunks)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, rng_seed: proptest::test_runner::RngSeed::Fixed(72), failure_persistence: None, ..ProptestConfig::default() })]

    // SPEC P9
    #[test]
    fn no_damage_makes_the_walk_panic(
        which in 0..3_usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut data = real_messages().swap_remove(which);
        for (at, byte) in damage {
            let at = at.index(data.len());
            data[at] = byte;
        }
        let _ = check(&data, &Limits::SERVER);
        let _ = check(&data[..cut.index(data.len())], &Limits::SERVER);
    }

    // SPEC P9
    #[test]
    fn no_bytes_make_the_walk_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = check(&bytes, &Limits::SERVER);
        let _ = check_chunks(&[&[0x85, 0x6f, 0x4a, 0x83][..], &bytes].concat(), &Limits::SERVER);
    }
}

#[test]
fn a_stored_document_reads_after_the_walk_as_before() {
    // SPEC P5
    let bytes = worker_year(50).save();
    assert_eq!(check_chunks(&bytes, &Limits::PHONE), Ok(()));
    assert!(Automerge::load(&bytes).is_ok());
}
