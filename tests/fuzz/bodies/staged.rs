//! A log on the server, and what must hold of it after any message.

use std::cell::LazyCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::Change;
use documents::{Document, FIRST_ACTOR, read_entries};
use domain::{Body, Entry, EntryId, Kind, Map, Moment, Task, Typed};
use protocol::Limits;
use protocol::session::{ClientSession, Mode, Numbers, ServerIdentity, ServerSession};
use protocol::wire::Frame;

const LOG: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";
const ACTOR: [u8; 16] = [0; 16];

/// Enough for every trick, and nothing that takes long.
const LIMITS: Limits = Limits {
    frame_bytes: 64 << 10,
    inflated_bytes: 512 << 10,
    inflate_ratio: 100,
    chunks: 100,
    rows: 10_000,
};

thread_local! {
    static STORED: LazyCell<Document> = const { LazyCell::new(stored) };
}

/// Three entries by two page loads.
pub(super) fn stored() -> Document {
    let mut log = Document::new(Kind::Log, [1; 16]);
    for (n, words) in ["trued a wheel", "laced a hub", "patched a tube"].into_iter().enumerate() {
        log.continue_as([n as u8 / 2 + 1; 16]);
        let entry = entry(&format!("entry-{n}"), words);
        log.put_entry(&entry, entry.saved).unwrap();
    }
    log
}

fn entry(id: &str, words: &str) -> Entry {
    let when = Moment::new(1_795_348_800_000, 60);
    let task = Task {
        what: Typed::Own(words.to_owned()),
        when,
        minutes: None,
        quantity: None,
        tags: Map::new(),
        first_time: false,
        learned_from: None,
        learned: None,
    };
    let (id, body) = (EntryId::new(id).unwrap(), Body::Task(task));
    Entry { id, saved: when, edited: None, body, void: None, copied_from: None }
}

/// Gives a message to a server that has the log open for its writer, as the hub does: into a copy,
/// and a panic of Automerge is a refusal.
pub(super) fn receive(message: &[u8]) {
    STORED.with(|stored| {
        let mut server = session();
        let heads: Vec<_> = stored.automerge().get_heads();
        let settled = server.settle(LOG, message, &heads);
        if matches!(settled, Ok(Some(_))) {
            return;
        }
        let mut copy = Document::clone(stored);
        let taken = catch_unwind(AssertUnwindSafe(|| {
            server.receive(LOG, message, copy.automerge_mut())?;
            Ok::<_, protocol::Refusal>(copy.automerge().get_changes(&heads))
        }));
        match taken {
            Ok(Ok(changes)) if may_be(&changes, stored) => reads_back(stored, &copy),
            Ok(Ok(_) | Err(_)) | Err(_) => goes_on(&mut server, stored),
        }
    });
}

/// The hub's judge: nobody begins a document twice, writes as the first actor, or leaves the order of
/// numbers.
fn may_be(changes: &[Change], stored: &Document) -> bool {
    let mut numbers = Numbers::of(stored.automerge());
    changes.iter().all(|change| {
        let is_next = numbers.continue_with(change);
        numbers.let_in(change);
        let is_later = !change.deps().is_empty();
        is_later && is_next && change.actor_id().to_bytes() != FIRST_ACTOR.as_slice()
    })
}

fn session() -> ServerSession {
    let me = ServerIdentity { peer_id: "server".into(), storage_id: "store".into() };
    let mut session = ServerSession::new(me, LIMITS);
    let phone = ClientSession::new("phone", Limits::PHONE);
    session.on_frame(phone.join_frame());
    session.open(LOG, Mode::Write);
    session
}

/// What was taken is stored change by change, becomes a snapshot, is read, and goes to others.
fn reads_back(stored: &Document, taken: &Document) {
    let mut chunks: Vec<_> = stored.changes().into_iter().map(|change| change.bytes).collect();
    chunks.extend(taken.changes_since(&stored.heads()).into_iter().map(|change| change.bytes));
    for chunk in &chunks {
        protocol::limits::check_chunks(chunk, &Limits::PHONE).unwrap();
    }
    let loaded = Document::load(&chunks, ACTOR);
    assert!(loaded.damaged.is_empty(), "chunks {:?} do not load", loaded.damaged);
    assert_eq!(loaded.document.heads(), taken.heads());
    let snapshot = Document::load(&[taken.snapshot().unwrap()], ACTOR);
    assert!(snapshot.damaged.is_empty());
    assert_eq!(snapshot.document.heads(), taken.heads());
    let readings = read_entries(taken);
    assert_eq!(read_entries(&loaded.document), readings);
    assert_eq!(read_entries(&snapshot.document), readings);
    reaches_a_reader(taken);
}

/// A phone that has nothing ends up with the same.
fn reaches_a_reader(document: &Document) {
    let mut server = session();
    let mut phone = ClientSession::new("phone", Limits::PHONE);
    let mut copy = Document::load(&[] as &[Vec<u8>], ACTOR).document;
    let mut theirs = document.clone();
    let peer = Frame::Peer {
        sender: "server".into(),
        target: "phone".into(),
        version: "1".into(),
        meta: protocol::wire::PeerMeta::default(),
    };
    phone.on_frame(peer);
    for _ in 0..10 {
        if let Some(Frame::Request { data, .. } | Frame::Sync { data, .. }) =
            phone.generate(LOG, copy.automerge())
        {
            server.receive(LOG, &data, theirs.automerge_mut()).unwrap();
        }
        if let Some(Frame::Sync { data, .. }) = server.generate(LOG, theirs.automerge()) {
            phone.apply(LOG, &data, copy.automerge_mut()).unwrap();
        }
    }
    assert_eq!(copy.heads(), document.heads());
}

/// After a refusal the same session takes an honest entry.
fn goes_on(server: &mut ServerSession, stored: &Document) {
    let mut honest = stored.clone();
    honest.continue_as([9; 16]);
    let entry = entry("honest", "swept the floor");
    let change = honest.put_entry(&entry, entry.saved).unwrap().unwrap();
    let mut copy = stored.clone();
    let message = super::sync::bringing(&[&change.bytes]);
    server.receive(LOG, &message, copy.automerge_mut()).unwrap();
    assert_eq!(copy.heads(), honest.heads());
}
