//! One refusal never blocks what has nothing to do with it.

use documents::{DocumentId, Hash, rewrite};
use domain::{Body, Moment};
use protocol::names_change;
use sync_server::hub::Settings;
use sync_server::store::Store;

use crate::phone::{Phone, actor, entry};
use crate::world::{NOON, World, log};

/// Puts entries into the phone's document without sending them. The words of those that `learned`
/// names are added to.
fn put(phone: &mut Phone, id: DocumentId, words: &str, learned: Option<String>) -> Hash {
    let mut entry = entry(words, NOON);
    if let Body::Task(task) = &mut entry.body {
        task.learned = learned;
    }
    let document = phone.documents.get_mut(&id).unwrap();
    document.put_entry(&entry, Moment::new(NOON, 0)).unwrap().unwrap().hash
}

fn word(number: usize) -> String {
    format!("entry {number:02}")
}

/// Ten entries in one message, of which the fourth has these words added.
async fn ten(world: &World, fourth: String) -> (Phone, Vec<Hash>) {
    let id = log("samira");
    let mut samira = Phone::following(world, "samira-1", id).await;
    let learned = |number| (number == 4).then(|| fourth.clone());
    let hashes = (1..=10).map(|n| put(&mut samira, id, &word(n), learned(n))).collect();
    samira.speak(id).await;
    samira.until("refused", |phone| phone.has_heard("refused")).await;
    (samira, hashes)
}

/// As the app does: takes what the server has, writes the rest anew, and comes again.
async fn write_anew(world: &World, phone: &mut Phone, id: DocumentId) {
    let text = id.to_string();
    phone.until("the server's heads", |phone| phone.session.server_reads_only(&text)).await;
    let heads = phone.session.their_heads(&text).unwrap();
    let named = std::mem::take(&mut phone.named);
    let is_named = |hash: &Hash| named.iter().any(|one| names_change(one, hash));
    let new = rewrite(&phone.documents[&id], &heads, is_named, actor()).unwrap();
    phone.documents.insert(id, new.document);
    phone.reconnect(world).await;
}

fn nine() -> Vec<String> {
    (1..=10).filter(|n| *n != 4).map(word).collect()
}

/// SPEC H32, H35
#[tokio::test]
async fn of_ten_entries_the_fourth_is_refused_and_nine_arrive() {
    let mut world = World::new().await;
    let id = log("samira");
    // A megabyte that compresses to a thousandth: further than a message may inflate.
    let (mut samira, hashes) = ten(&world, "a".repeat(1 << 20)).await;
    assert!(samira.has_heard("refused inflates-too-far"), "{:?}", samira.heard);
    assert_eq!(samira.named.len(), 1);
    assert!(names_change(&samira.named[0], &hashes[3]));
    assert_eq!(world.receipts(id), 4, "the genesis and what came before");

    let kept = world.store.quarantined().unwrap();
    assert_eq!((kept.len(), kept[0].reason.as_str()), (1, "inflates-too-far"));
    let mut chunks: Vec<_> = world.store.chunks(id).unwrap().into_iter().map(|c| c.bytes).collect();
    chunks.push(kept[0].bytes.clone());
    let whole = documents::Document::load(&chunks, [1; 16]).document;
    assert!(hashes.iter().all(|hash| whole.has(hash)), "nothing is lost on the server either");

    write_anew(&world, &mut samira, id).await;
    samira.is_sent(id).await;
    assert_eq!(samira.words(id), nine());
    assert_eq!(world.receipts(id), 10);
    world.restart().await;
    let mut other = Phone::connect(&world, "samira-2").await;
    other.open(id).await;
    other.until("nine", |phone| phone.words(id) == nine()).await;
}

/// SPEC H32
#[tokio::test]
async fn what_does_not_fit_is_named_and_what_fits_arrives() {
    let world = World::with(Settings { document_bytes: 4_000, ..Settings::default() }).await;
    let id = log("samira");
    let (mut samira, hashes) = ten(&world, noise(5_000)).await;
    assert!(samira.has_heard("refused too-large"), "{:?}", samira.heard);
    assert_eq!(samira.named, [hashes[3].to_vec()]);
    write_anew(&world, &mut samira, id).await;
    samira.is_sent(id).await;
    assert_eq!(samira.words(id), nine());

    // A second refusal on the way goes the same way.
    let again = put(&mut samira, id, "entry 11", Some(noise(5_000)));
    put(&mut samira, id, "entry 12", None);
    samira.speak(id).await;
    samira.until("refused", |phone| phone.has_heard("refused")).await;
    assert_eq!(samira.named, [again.to_vec()]);
    write_anew(&world, &mut samira, id).await;
    samira.is_sent(id).await;
    assert_eq!(samira.words(id).len(), 10);
}

/// SPEC H32
#[tokio::test]
async fn a_store_that_fails_while_the_good_ones_are_taken_acknowledges_nothing() {
    let world = World::with(Settings { document_bytes: 4_000, ..Settings::default() }).await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    put(&mut samira, id, "entry 01", None);
    put(&mut samira, id, "entry 02", Some(noise(5_000)));
    world.store.fail("append", 1);
    samira.speak(id).await;
    samira.until("closed", |phone| phone.has_heard("closed 1011")).await;
    assert!(samira.named.is_empty());
    assert_eq!(world.receipts(id), 1);
    samira.reconnect(&world).await;
    samira.until("refused", |phone| phone.has_heard("refused too-large")).await;
    assert_eq!(world.receipts(id), 2);
}

/// SPEC H36
#[tokio::test]
async fn a_change_that_came_before_what_it_rests_on_is_judged_like_any_other() {
    let world = World::with(Settings { document_bytes: 4_000, ..Settings::default() }).await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    let first = put(&mut samira, id, "entry 01", None);
    let long = put(&mut samira, id, "entry 02", Some(noise(5_000)));
    let last = put(&mut samira, id, "entry 03", None);
    samira.push_only(id, last).await;
    samira.push_only(id, long).await;
    samira.push_only(id, first).await;
    samira.until("refused", |phone| phone.has_heard("refused too-large")).await;
    assert_eq!(samira.named, [long.to_vec()]);
    assert_eq!(world.receipts(id), 2, "the genesis and the first");
    let kept = &world.store.quarantined().unwrap()[0].bytes;
    let both = kept.len() > 5_000 && kept.windows(32).any(|part| part == long);
    assert!(both, "what was refused and what rests on it is kept");

    write_anew(&world, &mut samira, id).await;
    samira.is_sent(id).await;
    assert_eq!(samira.words(id), ["entry 01", "entry 03"]);
}

/// SPEC H63
#[tokio::test]
async fn a_change_waits_for_what_it_rests_on_even_where_there_is_no_room() {
    let world = World::with(Settings { open_bytes: 1, ..Settings::default() }).await;
    let id = log("samira");
    let mut samira = Phone::following(&world, "samira-1", id).await;
    put(&mut samira, id, "entry 01", None);
    let last = put(&mut samira, id, "entry 02", None);
    samira.push_only(id, last).await;
    samira.is_sent(id).await;
    assert_eq!(world.receipts(id), 3);
}

/// SPEC H4, H32
#[tokio::test]
async fn of_a_reader_nothing_is_taken_however_it_is_mixed() {
    let world = World::new().await;
    let id = log("samira");
    let _samira = Phone::following(&world, "samira-1", id).await;
    let mut edda = Phone::following(&world, "edda-1", id).await;
    put(&mut edda, id, "edda was here", None);
    put(&mut edda, id, "edda was loud", Some("a".repeat(1 << 20)));
    edda.push(id).await;
    edda.until("refused", |phone| phone.has_heard("refused")).await;
    assert_eq!(world.receipts(id), 1);
    assert!(edda.named.is_empty());
}

/// Letters that do not compress.
fn noise(length: usize) -> String {
    let mut state = 2_026_u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + ((state >> 40) % 26) as u8)
    };
    (0..length).map(|_| letter()).collect()
}
