//! Entries in documents: what is written reads back, what is foreign survives, nothing fails.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::Map;

use automerge::transaction::Transactable;
use automerge::{ObjType, PatchAction, ROOT, ReadDoc};
use documents::{
    Document, Problem, Reading, pack_reading, read_entries, read_entry, touched, unpack_reading,
};
use domain::{
    Body, CompetencyId, Entry, EntryId, Goal, Kind, Moment, PersonId, PromptId, Rated, Reflection,
    ScaleId, SelfRating, Set, SignOff, Source, Task, TaskTypeId, Typed, Void,
};

const NOON: Moment = Moment { utc_ms: 1_779_000_000_000, offset_min: 120 };

fn entry(id: &str, body: Body) -> Entry {
    let id = EntryId::new(id).unwrap();
    Entry { id, saved: NOON, edited: None, body, void: None, copied_from: None }
}

fn task() -> Task {
    let tag = |id: &str| (CompetencyId::new(id).unwrap(), 2);
    Task {
        what: Typed::Type { id: TaskTypeId::new("true-wheel").unwrap(), version: 3 },
        when: NOON.plus_ms(-3_600_000),
        minutes: Some(25),
        quantity: Some(2),
        tags: Map::from([tag("truing"), tag("tension")]),
        first_time: true,
        learned_from: Some(Source::Person(PersonId::new("marek").unwrap())),
        learned: Some("Dish first.".into()),
    }
}

fn sign_off() -> SignOff {
    SignOff { attestation: vec![0xb0, 0, 1], signature: vec![7; 64], certificate: 12 }
}

fn every_kind() -> Vec<Entry> {
    let rating = |rated| SelfRating {
        competency: CompetencyId::new("truing").unwrap(),
        competency_version: 2,
        scale: ScaleId::new("four").unwrap(),
        scale_version: 1,
        levels: 4,
        rated,
        when: NOON,
        task: Some(EntryId::new("a").unwrap()),
    };
    let reflection = Reflection {
        prompt: Some((PromptId::new("p1").unwrap(), 1)),
        text: "It went better than last week.".into(),
        when: NOON,
        task: None,
    };
    let goal = Goal {
        text: "Build a wheel".into(),
        competency: None,
        when: NOON,
        reached: Some(NOON.plus_ms(1)),
    };
    let own = Task { what: Typed::Own("Swept the yard".into()), tags: Map::new(), ..task() };
    vec![
        entry("a", Body::Task(task())),
        entry("b", Body::Task(own)),
        entry("c", Body::Rating(rating(Rated::Level(3)))),
        entry("d", Body::Rating(rating(Rated::CannotSay))),
        Entry {
            copied_from: Some(EntryId::new("j").unwrap()),
            edited: Some(NOON.plus_ms(5)),
            void: Some(Void { at: NOON.plus_ms(9), reason: "double".into() }),
            ..entry("e", Body::Reflection(reflection))
        },
        entry("f", Body::Goal(goal)),
        entry("g", Body::SignOff(sign_off())),
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn document(actor: u8) -> Document {
    Document::new(Kind::Log, [actor; 16])
}

fn only(document: &Document) -> Vec<Entry> {
    read_entries(document)
        .into_iter()
        .map(|reading| match reading {
            Reading::Entry { entry, problems } if problems.is_empty() => entry,
            other => panic!("{other:?}"),
        })
        .collect()
}

// SPEC D4
#[test]
fn every_kind_of_entry_reads_back_as_it_was_written() {
    let mut document = document(1);
    for entry in every_kind() {
        assert!(document.put_entry(&entry, NOON).unwrap().is_some());
        assert_eq!(document.put_entry(&entry, NOON).unwrap(), None, "nothing differs");
    }
    assert_eq!(only(&document), every_kind());
}

// SPEC D4: the bytes of an entry, frozen.
#[test]
fn the_change_of_a_task_is_frozen() {
    let mut document = document(1);
    let written = document.put_entry(&every_kind()[0], NOON).unwrap().unwrap();
    assert_eq!(
        hex(&written.hash),
        "013b6f553be12d144ead9bf6ce4866588db45a5272abb58bca3f2b136b72337e"
    );
}

// SPEC G21: the bytes of a sign-off, frozen.
#[test]
fn the_change_of_a_sign_off_is_frozen() {
    let mut document = Document::new(Kind::Obs, [1; 16]);
    let signed = entry("g", Body::SignOff(sign_off()));
    let written = document.put_entry(&signed, NOON).unwrap().unwrap();
    assert_eq!(
        hex(&written.hash),
        "a6e3ae3742e18c13395053ff9467648f8d9f8123cc0dc95c75e36e9d41c94188"
    );
    let row = pack_reading(&Reading::Entry { entry: signed, problems: vec![] });
    let fields = "01060000000200000061740200bea9349e010000030000006174740503000000b00001040000006365\
        7274020c00000000000000010000006b04070000007369676e6f6666030000006f66660278000000000000000300\
        00007369670540000000";
    assert_eq!(hex(&row), fields.to_owned() + &"07".repeat(64));
}

// SPEC D5
#[test]
fn two_phones_that_never_met_make_one_document() {
    let (mut one, mut two) = (document(1), document(2));
    let entries = every_kind();
    let a = one.put_entry(&entries[0], NOON).unwrap().unwrap();
    let b = two.put_entry(&entries[1], NOON).unwrap().unwrap();
    one.apply(&[b.bytes]).unwrap();
    two.apply(&[a.bytes]).unwrap();
    assert_eq!(one.heads(), two.heads());
    assert_eq!(only(&one), entries[..2]);
}

// SPEC D6
#[test]
fn an_edit_keeps_fields_that_this_version_does_not_know() {
    let mut document = document(1);
    let mut entry = every_kind().remove(0);
    document.put_entry(&entry, NOON).unwrap();
    let doc = document.automerge_mut();
    let (_, entries) = doc.get(ROOT, "entries").unwrap().unwrap();
    let (_, object) = doc.get(&entries, "a").unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&object, "mood", "sunny").unwrap();
    tx.commit();
    let Body::Task(task) = &mut entry.body else { panic!() };
    task.minutes = None;
    task.tags.remove(&CompetencyId::new("tension").unwrap());
    document.put_entry(&entry, NOON).unwrap();
    let mood = document.automerge().get(&object, "mood").unwrap().unwrap();
    assert_eq!(mood.0.as_str(), Some("sunny"));
    assert_eq!(only(&document), [entry]);
}

// SPEC D7
#[test]
fn a_record_that_cannot_be_understood_is_a_row_that_says_so() {
    let mut document = document(1);
    document.put_entry(&every_kind()[0], NOON).unwrap();
    let doc = document.automerge_mut();
    let (_, entries) = doc.get(ROOT, "entries").unwrap().unwrap();
    let mut tx = doc.transaction();
    tx.put(&entries, "number", 7).unwrap();
    let blank = tx.put_object(&entries, "blank", ObjType::Map).unwrap();
    tx.put(&blank, "mood", "sunny").unwrap();
    let late = tx.put_object(&entries, "late", ObjType::Map).unwrap();
    tx.put(&late, "k", "task").unwrap();
    tx.put(&late, "at", "noon").unwrap();
    let hologram = tx.put_object(&entries, "hologram", ObjType::Map).unwrap();
    tx.put(&hologram, "k", "hologram").unwrap();
    tx.put(&hologram, "at", 5).unwrap();
    tx.put_object(&entries, "bad id", ObjType::Map).unwrap();
    tx.commit();
    let problem = |id: &str| {
        read_entries(&document).into_iter().find_map(|reading| match reading {
            Reading::Unreadable { id: found, problem, .. } if found == id => Some(problem),
            Reading::Unreadable { .. } | Reading::Entry { .. } => None,
        })
    };
    assert_eq!(problem("number"), Some(Problem::NotAMap));
    assert_eq!(problem("blank"), Some(Problem::NoKind));
    assert_eq!(problem("late"), Some(Problem::Missing("at".into())));
    assert_eq!(problem("bad id"), Some(Problem::BadId));
    let hologram = read_entry(&document, &EntryId::new("hologram").unwrap());
    let Some(Reading::Entry { entry, .. }) = hologram else { panic!() };
    assert_eq!(entry.body, Body::Other { kind: "hologram".into() });
    assert_eq!(read_entries(&document).len(), 6);
}

// SPEC D8
#[test]
fn text_objects_and_any_integer_form_read_as_ours() {
    let mut document = document(1);
    let doc = document.automerge_mut();
    let (_, entries) = doc.get(ROOT, "entries").unwrap().unwrap();
    let mut tx = doc.transaction();
    let object = tx.put_object(&entries, "stock", ObjType::Map).unwrap();
    for (field, words) in [("k", "task"), ("title", "Fit tyre"), ("from", "customer")] {
        let text = tx.put_object(&object, field, ObjType::Text).unwrap();
        tx.splice_text(&text, 0, 0, words).unwrap();
    }
    tx.put(&object, "at", automerge::ScalarValue::Timestamp(NOON.utc_ms)).unwrap();
    tx.put(&object, "off", 120_u64).unwrap();
    tx.put(&object, "min", 20.0).unwrap();
    tx.commit();
    let [entry] = only(&document).try_into().unwrap();
    let Body::Task(task) = entry.body else { panic!() };
    assert_eq!((task.minutes, task.what), (Some(20), Typed::Own("Fit tyre".into())));
    assert_eq!((entry.saved, task.learned_from), (NOON, Some(Source::Customer)));
}

// SPEC D9
#[test]
fn two_values_of_one_field_are_both_named() {
    let (mut one, mut two) = (document(1), document(2));
    let entry = every_kind().remove(0);
    let first = one.put_entry(&entry, NOON).unwrap().unwrap();
    two.apply(&[first.bytes]).unwrap();
    let with = |minutes| {
        let mut changed = entry.clone();
        let Body::Task(task) = &mut changed.body else { panic!() };
        task.minutes = Some(minutes);
        changed
    };
    let a = one.put_entry(&with(30), NOON).unwrap().unwrap();
    let b = two.put_entry(&with(40), NOON).unwrap().unwrap();
    one.apply(&[b.bytes]).unwrap();
    two.apply(&[a.bytes]).unwrap();
    assert_eq!(read_entries(&one), read_entries(&two));
    let Reading::Entry { problems, .. } = read_entries(&one).remove(0) else { panic!() };
    assert_eq!(problems, [Problem::TwoValues("min".into())]);
}

// SPEC D10
#[test]
fn a_damaged_chunk_takes_no_other_with_it() {
    let mut document = document(1);
    let mut chunks = vec![documents::genesis(Kind::Log)];
    for entry in every_kind() {
        chunks.push(document.put_entry(&entry, NOON).unwrap().unwrap().bytes);
    }
    let last = chunks.len() - 1;
    for cut in 0..chunks[last].len() {
        let mut damaged = chunks.clone();
        damaged[last].truncate(cut);
        let loaded = Document::load(&damaged, [9; 16]);
        assert_eq!(read_entries(&loaded.document).len(), 6, "cut at {cut}");
        assert!(cut == 0 || loaded.damaged == [last]);
    }
    let nonsense = Document::load(&[b"nonsense".to_vec()], [9; 16]);
    assert_eq!((nonsense.damaged, read_entries(&nonsense.document)), (vec![0], vec![]));
}

// SPEC D11
#[test]
fn a_snapshot_holds_what_its_changes_held() {
    let mut document = document(1);
    for entry in every_kind() {
        document.put_entry(&entry, NOON).unwrap();
    }
    let again = Document::load(&[document.snapshot().unwrap()], [2; 16]).document;
    assert_eq!(again.heads(), document.heads());
    assert_eq!(only(&again), every_kind());
}

// SPEC D12
#[test]
fn heads_of_the_server_tell_which_changes_it_has() {
    let mut document = document(1);
    let written: Vec<_> = every_kind()
        .iter()
        .map(|entry| document.put_entry(entry, NOON).unwrap().unwrap().hash)
        .collect();
    assert_eq!(document.included(&written, &[written[2]]), written[..3]);
    assert_eq!(document.included(&written, &[[7; 32]]), Vec::<[u8; 32]>::new());
    assert_eq!(document.included(&written, &document.heads()), written);
}

// SPEC D14
#[test]
fn a_row_reads_as_its_record_and_nonsense_reads_as_nothing() {
    let mut readings = vec![Reading::Unreadable {
        id: "x".into(),
        kind: Some("task".into()),
        problem: Problem::Missing("at".into()),
    }];
    for entry in every_kind() {
        readings.push(Reading::Entry { entry, problems: vec![Problem::TwoValues("min".into())] });
    }
    for reading in readings {
        let id = match &reading {
            Reading::Entry { entry, .. } => entry.id.to_string(),
            Reading::Unreadable { id, .. } => id.clone(),
        };
        let row = pack_reading(&reading);
        assert_eq!(unpack_reading(&id, &row), Some(reading));
        for cut in 0..row.len() {
            assert_eq!(unpack_reading(&id, &row[..cut]), None);
        }
        assert_eq!(unpack_reading(&id, &[&[9], &row[1..]].concat()), None);
    }
}

// SPEC D14
#[test]
fn only_touched_records_are_read_again() {
    let mut document = document(1);
    let mut entries = every_kind();
    document.put_entry(&entries[0], NOON).unwrap();
    let before = document.heads();
    document.put_entry(&entries[2], NOON).unwrap();
    let Body::Task(task) = &mut entries[0].body else { panic!() };
    task.tags.clear();
    document.put_entry(&entries[0], NOON).unwrap();
    let ids: Vec<_> = touched(&document, &before).unwrap().into_iter().collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(touched(&document, &document.heads()), Some(Set::new()));
    assert_eq!(touched(&document, &[[7; 32]]), None);
}

/// What Automerge says differs is the oracle.
// SPEC D14
#[test]
fn whatever_differs_was_touched() {
    let mut document = document(1);
    let mut entries = every_kind();
    for entry in &entries {
        document.put_entry(entry, NOON).unwrap();
    }
    let before = document.heads();
    let mut other = Document::load(&[document.snapshot().unwrap()], [2; 16]).document;
    for (writer, minute) in [(&mut document, 1), (&mut other, 2)] {
        for entry in entries.iter_mut().skip(minute) {
            entry.edited = Some(NOON.plus_ms(minute as i64));
            writer.put_entry(entry, NOON).unwrap();
        }
        let doc = writer.automerge_mut();
        let mut tx = doc.transaction();
        let (_, records) = tx.get(ROOT, "entries").unwrap().unwrap();
        let (_, first) = tx.get(&records, "a").unwrap().unwrap();
        let (_, tags) = tx.get(&first, "tags").unwrap().unwrap();
        tx.put(&tags, "truing", minute as i64).unwrap();
        let notes = tx.put_object(&first, "notes", ObjType::List).unwrap();
        tx.insert_object(&notes, 0, ObjType::Text).unwrap();
        tx.delete(&records, "b").unwrap();
        tx.commit();
    }
    document.apply(&changes(&other)).unwrap();
    let doc = document.automerge();
    let hashes: Vec<_> = before.iter().map(|hash| automerge::ChangeHash(*hash)).collect();
    let patches = doc.diff(&hashes, &doc.get_heads());
    let differ: Set<String> = patches
        .iter()
        .map(|patch| match (patch.path.get(1), &patch.action) {
            (Some((_, prop)), _) => prop.to_string(),
            (None, PatchAction::PutMap { key, .. } | PatchAction::DeleteMap { key }) => key.clone(),
            (None, other) => panic!("{other:?}"),
        })
        .collect();
    assert!(differ.len() > 2, "{differ:?}");
    assert_eq!(touched(&document, &before), Some(differ));
}

fn changes(document: &Document) -> Vec<Vec<u8>> {
    document.changes().into_iter().map(|change| change.bytes).collect()
}
