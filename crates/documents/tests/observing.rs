//! Observations, requests and answers in documents.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use automerge::transaction::Transactable;
use automerge::{ObjType, ROOT, ReadDoc};
use documents::{Document, Problem, Reading, pack_reading, read_entries, read_raw, unpack_reading};
use domain::{
    Answer, Ask, Body, ChecklistId, CompetencyId, Did, Entry, EntryId, Kind, LevelSeen, Map,
    Moment, Observation, PersonId, REQUEST_MS, Rated, Request, ScaleId, StepId, StepSeen, Void,
};

const NOON: Moment = Moment { utc_ms: 1_779_000_000_000, offset_min: 120 };

fn entry(id: &str, body: Body) -> Entry {
    let id = EntryId::new(id).unwrap();
    Entry { id, saved: NOON, edited: None, body, void: None, copied_from: None }
}

fn observation() -> Observation {
    let step = |id: &str, did, words: Option<&str>| {
        let words = words.map(str::to_owned);
        let seen = StepSeen { did, reason: words.clone(), note: words, at: NOON.plus_ms(-9_000) };
        (StepId::new(id).unwrap(), seen)
    };
    let level = |id: &str, rated| {
        let scale = ScaleId::new("four").unwrap();
        let seen = LevelSeen { competency_version: 3, scale, scale_version: 2, levels: 4, rated };
        (CompetencyId::new(id).unwrap(), seen)
    };
    Observation {
        checklist: Some((ChecklistId::new("final").unwrap(), 7)),
        task: Some(EntryId::new("task").unwrap()),
        what: None,
        request: Some(EntryId::new("request").unwrap()),
        steps: Map::from([
            step("1.1", Did::Done, None),
            step("1.2", Did::NeededHelp, Some("Asked how far the lever may go")),
            step("1.3", Did::NotDone, None),
            step("2.1", Did::NotSeen, None),
        ]),
        ratings: Map::from([level("truing", Rated::Level(2)), level("safety", Rated::CannotSay)]),
        praise: Some("Calm and tidy.".into()),
        next_time: "Look at the hanger first.".into(),
        comment: None,
        when: NOON.plus_ms(-60_000),
    }
}

fn every_kind() -> Vec<Entry> {
    let free = Observation {
        checklist: None,
        task: None,
        what: Some("Talking to a customer".into()),
        request: None,
        steps: Map::new(),
        ratings: Map::new(),
        praise: None,
        comment: Some("It was busy.".into()),
        ..observation()
    };
    let request = Request {
        to: PersonId::new("ingrid").unwrap(),
        ask: Ask::Observe,
        task: Some(EntryId::new("task").unwrap()),
        competencies: Map::from([(CompetencyId::new("truing").unwrap(), 3)]),
        asked: NOON,
        expires: NOON.plus_ms(REQUEST_MS),
    };
    let rate = Request { ask: Ask::Rate, task: None, competencies: Map::new(), ..request.clone() };
    let request_id = EntryId::new("c").unwrap();
    let no = Answer { request: request_id, reason: "On leave".into(), when: NOON };
    vec![
        entry("a", Body::Observation(observation())),
        entry("b", Body::Observation(free)),
        entry("c", Body::Request(request)),
        Entry {
            edited: Some(NOON.plus_ms(5)),
            void: Some(Void { at: NOON.plus_ms(9), reason: "asked twice".into() }),
            ..entry("d", Body::Request(rate))
        },
        entry("e", Body::Answer(no)),
    ]
}

fn document(actor: u8) -> Document {
    Document::new(Kind::Obs, [actor; 16])
}

fn only(document: &Document) -> (Entry, Vec<Problem>) {
    match read_entries(document).remove(0) {
        Reading::Entry { entry, problems } => (entry, problems),
        other => panic!("{other:?}"),
    }
}

// SPEC D4, E10
#[test]
fn what_was_seen_asked_and_answered_reads_back_as_it_was_written() {
    let mut document = document(1);
    for entry in every_kind() {
        assert!(document.put_entry(&entry, NOON).unwrap().is_some());
        assert_eq!(document.put_entry(&entry, NOON).unwrap(), None, "nothing differs");
    }
    let whole = |entry| Reading::Entry { entry, problems: vec![] };
    let expected: Vec<_> = every_kind().into_iter().map(whole).collect();
    assert_eq!(read_entries(&document), expected);
}

// SPEC D4, E10: the bytes, frozen.
#[test]
fn the_changes_of_an_observation_a_request_and_an_answer_are_frozen() {
    let hash = |place: usize| {
        let mut document = document(1);
        let written = document.put_entry(&every_kind()[place], NOON).unwrap().unwrap();
        written.hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    assert_eq!(
        [0, 2, 4].map(hash),
        [
            "4975bd3f5c025f3aacd101c47758a1f06c44a823b5d931e7bf885d11af1cf119",
            "41b9a09a7a201d33e983bb5807ae63e872cbc5822a8b1b24b1abb9382fe8638f",
            "edbe2595e375d9f54a56fe6debbdfc5f691729396a408758b771c926790c5a04",
        ]
    );
}

// SPEC D14
#[test]
fn a_row_of_each_reads_as_its_record() {
    for entry in every_kind() {
        let id = entry.id.to_string();
        let reading = Reading::Entry { entry, problems: vec![] };
        let row = pack_reading(&reading);
        assert_eq!(unpack_reading(&id, &row), Some(reading));
        for cut in 0..row.len() {
            assert_eq!(unpack_reading(&id, &row[..cut]), None);
        }
    }
}

// SPEC D6, E11
#[test]
fn an_edit_keeps_answers_and_levels_of_a_newer_version() {
    let mut document = document(1);
    let mut entry = every_kind().remove(0);
    document.put_entry(&entry, NOON).unwrap();
    let doc = document.automerge_mut();
    let (_, entries) = doc.get(ROOT, "entries").unwrap().unwrap();
    let (_, object) = doc.get(&entries, "a").unwrap().unwrap();
    let (_, steps) = doc.get(&object, "steps").unwrap().unwrap();
    let (_, seen) = doc.get(&object, "seen").unwrap().unwrap();
    let mut tx = doc.transaction();
    let wobbled = tx.put_object(&steps, "2.2", ObjType::Map).unwrap();
    tx.put(&wobbled, "did", "wobbled").unwrap();
    let (_, truing) = tx.get(&seen, "truing").unwrap().unwrap();
    tx.put(&truing, "mood", "sunny").unwrap();
    let beyond = tx.put_object(&seen, "beyond", ObjType::Map).unwrap();
    tx.put(&beyond, "scale", "four").unwrap();
    tx.put(&beyond, "level", 9).unwrap();
    tx.commit();
    let wrong = |field: &str| Problem::WrongType(field.into());
    assert_eq!(only(&document), (entry.clone(), vec![wrong("steps"), wrong("seen")]));

    let Body::Observation(seen) = &mut entry.body else { panic!() };
    seen.steps.remove(&StepId::new("2.1").unwrap());
    seen.next_time = "Count the turns.".into();
    document.put_entry(&entry, NOON).unwrap();
    assert_eq!(only(&document).0, entry);
    let raw = format!("{:?}", read_raw(&document, "a").unwrap());
    assert!(raw.contains("wobbled") && raw.contains("sunny") && raw.contains("beyond"), "{raw}");
}

// SPEC D7, E11
#[test]
fn a_request_that_cannot_be_understood_says_so() {
    let mut document = document(1);
    document.put_entry(&every_kind()[2], NOON).unwrap();
    let doc = document.automerge_mut();
    let (_, entries) = doc.get(ROOT, "entries").unwrap().unwrap();
    let (_, object) = doc.get(&entries, "c").unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&object, "ask", "sing").unwrap();
    tx.commit();
    let (kind, problem) = (Some("request".to_owned()), Problem::WrongType("ask".into()));
    assert_eq!(read_entries(&document), [Reading::Unreadable { id: "c".into(), kind, problem }]);
}
