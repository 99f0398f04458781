//! Sign-offs in documents, and what they name: the hash of an entry, and the change of a signature.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use automerge::transaction::Transactable;
use automerge::{ROOT, ReadDoc};
use documents::{Document, Problem, Reading, entry_hash, read_entry, signed_in};
use domain::{Body, Entry, EntryId, Kind, Map, Moment, SignOff, Task, Typed, Void};

const NOON: Moment = Moment { utc_ms: 1_779_000_000_000, offset_min: 120 };

fn id(text: &str) -> EntryId {
    EntryId::new(text).unwrap()
}

fn entry(text: &str, body: Body) -> Entry {
    Entry { id: id(text), saved: NOON, edited: None, body, void: None, copied_from: None }
}

fn task(minutes: u32) -> Entry {
    let task = Task {
        what: Typed::Own("Swept the yard".into()),
        when: NOON,
        minutes: Some(minutes),
        quantity: None,
        tags: Map::new(),
        first_time: false,
        learned_from: None,
        learned: None,
    };
    entry("a", Body::Task(task))
}

fn sign_off(first: u8) -> Entry {
    let signed = SignOff { attestation: vec![first; 300], signature: vec![7; 64], certificate: 12 };
    entry("s", Body::SignOff(signed))
}

/// A field that a newer version wrote.
fn put(
    document: &mut Document,
    entry: &str,
    field: &str,
    value: impl Into<automerge::ScalarValue>,
) {
    let doc = document.automerge_mut();
    let (_, entries) = doc.get(ROOT, "entries").unwrap().unwrap();
    let (_, object) = doc.get(&entries, entry).unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&object, field, value).unwrap();
    tx.commit();
}

// SPEC G20: what is hashed, frozen.
#[test]
fn the_hash_of_an_entry_is_frozen_and_the_same_on_every_phone() {
    let mut one = Document::new(Kind::Log, [1; 16]);
    one.put_entry(&task(25), NOON).unwrap();
    let hash = entry_hash(&one, &id("a")).unwrap();
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "62ad967b7859154dbc0665da11c2b4ff88525a98440032bb75bbe8311fe18836");
    let mut two = Document::new(Kind::Log, [2; 16]);
    two.put_entry(&task(20), NOON).unwrap();
    two.put_entry(&task(25), NOON).unwrap();
    assert_eq!(entry_hash(&two, &id("a")), Some(hash), "the way there does not matter");
    let again = Document::load(&[one.snapshot().unwrap()], [3; 16]).document;
    assert_eq!(entry_hash(&again, &id("a")), Some(hash));
}

// SPEC G20
#[test]
fn an_edit_a_void_and_a_field_of_a_newer_version_give_another_hash() {
    let mut document = Document::new(Kind::Log, [1; 16]);
    document.put_entry(&task(25), NOON).unwrap();
    let before = entry_hash(&document, &id("a")).unwrap();
    let mut seen = vec![before];
    let mut differs = |document: &Document| {
        let hash = entry_hash(document, &id("a")).unwrap();
        assert!(!seen.contains(&hash));
        seen.push(hash);
    };
    document.put_entry(&task(26), NOON).unwrap();
    differs(&document);
    let void = Some(Void { at: NOON, reason: "double".into() });
    document.put_entry(&Entry { void, ..task(25) }, NOON).unwrap();
    differs(&document);
    document.put_entry(&task(25), NOON).unwrap();
    assert_eq!(entry_hash(&document, &id("a")), Some(before), "as it was");
    put(&mut document, "a", "mood", "sunny");
    differs(&document);
    document.put_entry(&sign_off(1), NOON).unwrap();
    assert_eq!(entry_hash(&document, &id("nobody")), None);
}

// SPEC G21
#[test]
fn a_sign_off_keeps_what_a_newer_version_added() {
    let mut document = Document::new(Kind::Obs, [1; 16]);
    document.put_entry(&sign_off(1), NOON).unwrap();
    put(&mut document, "s", "witness", "omar");
    let mut voided = sign_off(1);
    voided.void = Some(Void { at: NOON, reason: "double".into() });
    document.put_entry(&voided, NOON).unwrap();
    let raw = documents::read_raw(&document, "s").unwrap();
    let documents::Node::Map(fields) = raw else { panic!("{raw:?}") };
    assert_eq!(fields.get("witness"), Some(&documents::Node::Text("omar".into())));
    let reading = read_entry(&document, &id("s")).unwrap();
    assert_eq!(reading, Reading::Entry { entry: voided, problems: vec![] });
}

// SPEC G21
#[test]
fn a_sign_off_without_its_bytes_is_a_row_that_says_so() {
    for (field, problem) in [
        ("att", Problem::WrongType("att".into())),
        ("sig", Problem::WrongType("sig".into())),
        ("cert", Problem::Missing("cert".into())),
    ] {
        let mut document = Document::new(Kind::Obs, [1; 16]);
        document.put_entry(&sign_off(1), NOON).unwrap();
        put(&mut document, "s", field, "text");
        let reading = read_entry(&document, &id("s")).unwrap();
        let kind = Some("signoff".into());
        assert_eq!(reading, Reading::Unreadable { id: "s".into(), kind, problem });
    }
}

// SPEC G22
#[test]
fn the_change_that_wrote_a_signature_is_known_and_moves_when_it_is_written_again() {
    let mut document = Document::new(Kind::Obs, [1; 16]);
    document.put_entry(&task(25), NOON).unwrap();
    let first = document.put_entry(&sign_off(1), NOON).unwrap().unwrap();
    document.put_entry(&task(26), NOON).unwrap();
    assert_eq!(signed_in(&document, &id("s")), Some(first.hash));
    put(&mut document, "s", "witness", "omar");
    assert_eq!(signed_in(&document, &id("s")), Some(first.hash), "another field is no signature");
    let again = document.put_entry(&sign_off(2), NOON).unwrap().unwrap();
    assert_eq!(signed_in(&document, &id("s")), Some(again.hash));
    let loaded = Document::load(&[document.snapshot().unwrap()], [3; 16]).document;
    assert_eq!(signed_in(&loaded, &id("s")), Some(again.hash));
    assert_eq!(signed_in(&document, &id("a")), None);
}
