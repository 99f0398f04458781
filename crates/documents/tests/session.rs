//! One side of a shadowing session in a document: two phones of one person add up, nothing fails.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use documents::{Document, Problem, Reading, pack_reading, read_entries, unpack_reading};
use domain::{
    Aspect, Body, Entry, EntryId, Jot, Kind, Moment, Outcome, PersonId, Rated, Session, Side,
    TaskTypeId, Typed,
};

const NOON: Moment = Moment { utc_ms: 1_779_000_000_000, offset_min: 120 };

fn id(text: &str) -> EntryId {
    EntryId::new(text).unwrap()
}

fn jot(name: &str, minute: i64, text: &str) -> Jot {
    Jot { id: id(name), at: NOON.plus_ms(minute * 60_000), text: text.into() }
}

fn outcome(about: Aspect, rated: Rated) -> Outcome {
    Outcome { about, version: 1, levels: 4, rated }
}

fn entry(session: Session) -> Entry {
    let body = Body::Session(session);
    Entry { id: id("s"), saved: NOON, edited: None, body, void: None, copied_from: None }
}

fn planned() -> Session {
    Session {
        session: id("s"),
        side: Side::Buddy,
        with: PersonId::new("samira").unwrap(),
        what: Some(Typed::Type { id: TaskTypeId::new("v-brakes").unwrap(), version: 2 }),
        planned: Some(NOON.plus_ms(3_600_000)),
        began: None,
        ended: None,
        jots: vec![],
        outcomes: vec![],
        next_time: None,
        thanks: None,
    }
}

fn done() -> Session {
    Session {
        began: Some(NOON.plus_ms(3_660_000)),
        ended: Some(NOON.plus_ms(6_000_000)),
        jots: vec![jot("j1", 62, "Cable before spring."), jot("j2", 70, "")],
        outcomes: vec![
            outcome(Aspect::Alone, Rated::Level(3)),
            outcome(Aspect::Hard, Rated::CannotSay),
        ],
        next_time: Some("Front brake first.".into()),
        thanks: Some(NOON.plus_ms(7_000_000)),
        ..planned()
    }
}

fn only(document: &Document) -> (Session, Vec<Problem>) {
    match read_entries(document).remove(0) {
        Reading::Entry { entry: Entry { body: Body::Session(session), .. }, problems } => {
            (session, problems)
        }
        other => panic!("{other:?}"),
    }
}

// SPEC D4, D14, J1
#[test]
fn a_session_reads_back_as_it_was_written() {
    let mut document = Document::new(Kind::Shadow, [1; 16]);
    for session in [planned(), done()] {
        let entry = entry(session.clone());
        assert!(document.put_entry(&entry, NOON).unwrap().is_some());
        assert_eq!(document.put_entry(&entry, NOON).unwrap(), None, "nothing differs");
        assert_eq!(only(&document), (session, vec![]));
        let reading = Reading::Entry { entry, problems: vec![] };
        assert_eq!(unpack_reading("s", &pack_reading(&reading)), Some(reading));
    }
}

// SPEC D4: the bytes of an entry, frozen.
#[test]
fn the_change_of_a_session_is_frozen() {
    let mut document = Document::new(Kind::Shadow, [1; 16]);
    let written = document.put_entry(&entry(done()), NOON).unwrap().unwrap();
    let hex: String = written.hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "5e8eba23372624196af48b057ec1fbad716561d1a7725dbce4511a7645b8cb24");
}

// SPEC J6
#[test]
fn two_phones_of_one_person_add_to_the_same_notes() {
    let (mut one, mut two) =
        (Document::new(Kind::Shadow, [1; 16]), Document::new(Kind::Shadow, [2; 16]));
    let first = one.put_entry(&entry(planned()), NOON).unwrap().unwrap();
    two.apply(&[first.bytes]).unwrap();
    let with = |jot: Jot, outcome: Outcome| {
        entry(Session { jots: vec![jot], outcomes: vec![outcome], ..planned() })
    };
    let here = with(jot("j1", 1, "here"), outcome(Aspect::Alone, Rated::Level(2)));
    let there = with(jot("j2", 2, "there"), outcome(Aspect::Hard, Rated::Level(4)));
    let a = one.put_entry(&here, NOON).unwrap().unwrap();
    let b = two.put_entry(&there, NOON).unwrap().unwrap();
    one.apply(&[b.bytes]).unwrap();
    two.apply(&[a.bytes]).unwrap();
    assert_eq!(only(&one), only(&two));
    let (session, problems) = only(&one);
    assert_eq!((session.jots.len(), session.outcomes.len(), problems), (2, 2, vec![]));
}

// SPEC D6, D7, J6
#[test]
fn an_edit_leaves_notes_alone_that_this_version_does_not_understand() {
    let mut document = Document::new(Kind::Shadow, [1; 16]);
    document.put_entry(&entry(done()), NOON).unwrap();
    let doc = document.automerge_mut();
    let at = |doc: &automerge::Automerge, object: &automerge::ObjId, key: &str| {
        doc.get(object, key).unwrap().unwrap().1
    };
    let entries = at(doc, &ROOT, "entries");
    let half = at(doc, &entries, "s");
    let (jots, outcomes) = (at(doc, &half, "jots"), at(doc, &half, "outcomes"));
    let known = at(doc, &jots, "j1");
    let mut tx = doc.transaction();
    tx.put(&known, "photo", "sha256-1").unwrap();
    let sketch = tx.put_object(&jots, "j9", ObjType::Map).unwrap();
    tx.put(&sketch, "drawing", "…").unwrap();
    tx.put_object(&outcomes, "mood", ObjType::Map).unwrap();
    tx.commit();
    assert_eq!(only(&document), (done(), vec![Problem::WrongType("jots".into())]));
    let fewer = Session { jots: done().jots[..1].to_vec(), outcomes: vec![], ..done() };
    document.put_entry(&entry(fewer.clone()), NOON).unwrap();
    assert_eq!(only(&document).0, fewer);
    let doc = document.automerge();
    let has = |object: &automerge::ObjId, key: &str| doc.get(object, key).unwrap().is_some();
    assert!(has(&known, "photo") && has(&jots, "j9") && has(&outcomes, "mood"));
    assert!(!has(&jots, "j2"));
}

// SPEC D7
#[test]
fn a_side_without_what_it_needs_is_a_row_that_says_so() {
    for field in ["session", "side", "with"] {
        let mut document = Document::new(Kind::Shadow, [1; 16]);
        document.put_entry(&entry(done()), NOON).unwrap();
        let doc = document.automerge_mut();
        let entries = doc.get(ROOT, "entries").unwrap().unwrap().1;
        let half = doc.get(&entries, "s").unwrap().unwrap().1;
        let mut tx = doc.transaction();
        tx.put(&half, field, "not / one").unwrap();
        tx.commit();
        let Reading::Unreadable { problem, .. } = read_entries(&document).remove(0) else {
            panic!("{field} was taken");
        };
        assert_eq!(problem, Problem::WrongType(field.into()));
    }
}
