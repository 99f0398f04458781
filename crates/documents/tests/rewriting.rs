//! Later work written anew around what was refused.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use domain::Map;

use automerge::transaction::Transactable;
use automerge::{ROOT, ReadDoc};
use documents::{Document, Hash, Reading, Rewritten, read_entries, rewrite};
use domain::{Body, Entry, EntryId, Kind, Moment, Task, Typed};

const NOON: Moment = Moment { utc_ms: 1_795_348_800_000, offset_min: 60 };

/// "a=25 trued a wheel": id, minutes and words.
fn entry(text: &str) -> Entry {
    let (id, rest) = text.split_once('=').unwrap();
    let (minutes, words) = rest.split_once(' ').unwrap();
    let task = Task {
        what: Typed::Own(words.into()),
        when: NOON,
        minutes: minutes.parse().ok(),
        quantity: None,
        tags: Map::new(),
        first_time: false,
        learned_from: None,
        learned: None,
    };
    let id = EntryId::new(id).unwrap();
    Entry { id, saved: NOON, edited: None, body: Body::Task(task), void: None, copied_from: None }
}

fn put(document: &mut Document, text: &str) -> Hash {
    document.put_entry(&entry(text), NOON).unwrap().unwrap().hash
}

fn shown(readings: &[Reading]) -> String {
    let one = |reading: &Reading| match reading {
        Reading::Entry { entry, problems } => match &entry.body {
            Body::Task(Task { what: Typed::Own(words), minutes, .. }) => {
                let twice = if problems.is_empty() { "" } else { "!" };
                format!("{}={} {words}{twice}", entry.id, minutes.unwrap_or_default())
            }
            other => format!("{other:?}"),
        },
        unreadable => format!("{unreadable:?}"),
    };
    readings.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Writes `accepted`, then `later`, of which number `refused` is refused. Shows what becomes of it.
fn check(accepted: &[&str], later: &[&str], refused: usize) -> (Rewritten, String) {
    let mut phone = Document::new(Kind::Log, [1; 16]);
    for text in accepted {
        put(&mut phone, text);
    }
    let heads = phone.heads();
    let hashes: Vec<_> = later.iter().map(|text| put(&mut phone, text)).collect();
    let rewritten = rewrite(&phone, &heads, |hash| *hash == hashes[refused], [2; 16]).unwrap();
    // What was written anew rests on nothing that was refused: the server can take it.
    let mut server = Document::new(Kind::Log, [3; 16]);
    let changes: Vec<_> =
        rewritten.document.changes().into_iter().map(|change| change.bytes).collect();
    server.apply(&changes).unwrap();
    assert_eq!(server.heads(), rewritten.document.heads());
    assert!(rewritten.written.iter().all(|(hash, _)| server.has(hash)));
    assert!(hashes[refused..].iter().all(|hash| !server.has(hash)));
    let text = shown(&read_entries(&server));
    (rewritten, text)
}

// SPEC C30
#[test]
fn what_came_after_a_refused_entry_is_there_under_the_same_ids() {
    let (rewritten, text) = check(&["a=1 one"], &["b=2 two", "c=3 three", "d=4 four"], 1);
    assert_eq!(text, "a=1 one, b=2 two, d=4 four");
    let ids: Vec<_> = rewritten.written.iter().map(|(_, entry)| entry.as_str()).collect();
    assert_eq!(ids, ["b", "d"]);
    let [left] = &rewritten.left_out[..] else { panic!() };
    assert_eq!(shown(&left.reading.clone().into_iter().collect::<Vec<_>>()), "c=3 three");
}

// SPEC C30
#[test]
fn later_edits_of_earlier_entries_stay_edits() {
    let (_, text) = check(&["a=1 one"], &["b=2 two", "c=3 three", "a=9 one", "b=8 two"], 1);
    assert_eq!(text, "a=9 one, b=8 two");
}

// SPEC C30
#[test]
fn a_refused_edit_leaves_the_accepted_entry_and_later_edits_keep_what_they_changed() {
    let (rewritten, text) = check(&["a=1 one"], &["a=1 far-too-long", "a=7 far-too-long"], 0);
    assert_eq!(text, "a=7 one");
    let left = rewritten.left_out[0].reading.clone();
    assert_eq!(shown(&left.into_iter().collect::<Vec<_>>()), "a=1 far-too-long");
}

// SPEC C30
#[test]
fn an_edit_of_an_entry_whose_beginning_was_refused_writes_it_whole() {
    let (_, text) = check(&[], &["a=1 far-too-long", "b=2 two", "a=1 short"], 0);
    assert_eq!(text, "a=1 short, b=2 two");
}

// SPEC C30
#[test]
fn work_of_two_phones_and_of_a_newer_version_is_kept() {
    let mut one = Document::new(Kind::Log, [1; 16]);
    put(&mut one, "a=1 one");
    let mut two = one.clone();
    two.continue_as([4; 16]);
    // The other phone's edit is on the server; ours were made without seeing it.
    put(&mut two, "a=2 one");
    let heads = two.heads();
    let bad = put(&mut one, "b=5 bad");
    put(&mut one, "a=3 one");
    let entries = one.automerge().get(ROOT, "entries").unwrap().unwrap().1;
    let mut tx = one.automerge_mut().transaction();
    let a = tx.get(&entries, "a").unwrap().unwrap().1;
    tx.put(&a, "from-the-future", "kept").unwrap();
    tx.put(ROOT, "later", 5).unwrap();
    tx.commit();
    one.apply(&two.changes().iter().map(|change| &change.bytes).collect::<Vec<_>>()).unwrap();

    let rewritten = rewrite(&one, &heads, |hash| *hash == bad, [2; 16]).unwrap();
    assert_eq!(shown(&read_entries(&rewritten.document)), "a=3 one");
    let doc = rewritten.document.automerge();
    let entries = doc.get(ROOT, "entries").unwrap().unwrap().1;
    let a = doc.get(&entries, "a").unwrap().unwrap().1;
    assert_eq!(doc.get(&a, "from-the-future").unwrap().unwrap().0.as_str(), Some("kept"));
    assert!(doc.get(ROOT, "later").unwrap().is_some());
    assert_eq!(rewritten.written.len(), 2);
}

// SPEC C30
#[test]
fn when_everything_is_refused_the_servers_copy_is_left() {
    let mut phone = Document::new(Kind::Log, [1; 16]);
    put(&mut phone, "a=1 one");
    let heads = phone.heads();
    put(&mut phone, "b=2 two");
    put(&mut phone, "a=3 one");
    let rewritten = rewrite(&phone, &heads, |_| true, [2; 16]).unwrap();
    assert_eq!(shown(&read_entries(&rewritten.document)), "a=1 one");
    assert_eq!((rewritten.written.len(), rewritten.left_out.len()), (0, 2));
}
