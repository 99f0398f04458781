//! Every viewer × every document around them × every message, against a real server and a real
//! database, held against the policy table.

use std::collections::{BTreeMap, BTreeSet};

use documents::{DocumentId, Hash, genesis, genesis_hash};
use domain::{Access, Kind, Period, PersonId, Relation};
use protocol::wire::Frame;
use sync_server::hub::Settings;
use sync_server::store::{Append, Change, DocumentRecord, Receipt, Store};

use super::attack::{Attack, Outcome, Written, asking, name, write};
use super::cast::{Place, VIEWERS, people, places};
use super::intruder::{Intruder, outcome};
use crate::world::{NOON, World, YEAR, nothing, person};

/// The year of documents that nobody has made.
const UNMADE: Period = Period(YEAR.0 - 1);

/// One frame to one document, and what must come of it.
struct Cell {
    id: DocumentId,
    kind: Kind,
    says: String,
    written: Written,
    access: Access,
    expected: Outcome,
}

/// All that may change through a socket.
#[derive(Debug, PartialEq)]
struct Contents {
    documents: BTreeSet<DocumentId>,
    receipts: BTreeMap<DocumentId, Vec<(Hash, Option<PersonId>)>>,
}

/// SPEC H75
#[test]
fn every_relation_of_the_table_is_stood_in() {
    let all = VIEWERS.into_iter().flat_map(|viewer| places(viewer, YEAR));
    let stood: BTreeSet<_> = all.flat_map(|place| place.standing.relations()).collect();
    assert_eq!(stood, BTreeSet::from(Relation::ALL));
}

/// SPEC H75
#[test]
fn every_type_of_frame_is_played() {
    let written = write(&places(VIEWERS[0], YEAR)[0].key, [1; 16], "words");
    let route = super::attack::Route { me: "me", server: "server" };
    let played: BTreeSet<_> =
        Attack::ALL.iter().map(|attack| name(&attack.frame(route, "id", &written))).collect();
    assert_eq!(played.len(), 12, "{played:?}");
}

/// SPEC H75
#[tokio::test]
async fn what_may_be_read_comes_what_may_be_written_is_stored_and_nothing_else() {
    let world = World::of(&people(), Settings::default()).await;
    seal(&world);
    let mut expected = Contents::of(&world);
    let mut cells = 0;
    for viewer in VIEWERS {
        let mut came = Vec::new();
        for attack in Attack::ALL {
            let mut intruder = Intruder::join(&world, &format!("{}-1", viewer.0)).await;
            let mut played = round(viewer, attack, cells);
            cells += played.len();
            play(&mut intruder, attack, &played).await;
            came.append(&mut intruder.came);
            played.retain(|cell| cell.expected != Outcome::Silence && cell.access == Access::Write);
            played.iter().for_each(|cell| expected.gain(viewer.0, cell));
        }
        holds_what_it_may(viewer, &came);
    }
    assert_eq!(Contents::of(&world), expected);
    let kept = world.store.quarantined().unwrap();
    assert!(!kept.is_empty());
    for refused in kept {
        assert!(expected.documents.contains(&refused.document));
        assert_eq!(refused.device.as_str(), format!("{}-1", refused.person));
    }
    assert!(cells > 9_000, "{cells}");
}

/// SPEC H75
#[tokio::test]
async fn the_list_of_documents_agrees_with_the_table() {
    let world = World::of(&people(), Settings::default()).await;
    seal(&world);
    for viewer in VIEWERS {
        let url = format!("http://{}/api/documents", world.address);
        let asked = reqwest::Client::new().get(url).bearer_auth(format!("{}-1", viewer.0));
        let lines: Vec<serde_json::Value> = asked.send().await.unwrap().json().await.unwrap();
        let listed: BTreeMap<_, _> = lines
            .iter()
            .map(|line| (line["document_id"].as_str().unwrap(), line["access"].as_str().unwrap()))
            .collect();
        for place in places(viewer, YEAR) {
            let expected = match place.access {
                Access::None => None,
                Access::Read => Some("read"),
                Access::Write => Some("write"),
            };
            let id = place.key.id().to_string();
            assert_eq!(listed.get(id.as_str()).copied(), expected, "{} {:?}", viewer.0, place.key);
        }
    }
}

/// Every document of this year is there, and each holds a sentence that is nowhere else.
fn seal(world: &World) {
    let all: BTreeMap<_, _> = VIEWERS
        .into_iter()
        .flat_map(|viewer| places(viewer, YEAR))
        .map(|Place { key, .. }| (key.id(), key))
        .collect();
    let mut appends = Vec::new();
    for (id, key) in all {
        let (hash, bytes) = (genesis_hash(key.kind), genesis(key.kind));
        let first = Change { hash, bytes, clock_wrong: false };
        world.store.register_document(&DocumentRecord::of(&key, NOON), &first).unwrap();
        let Written { hash, bytes } = write(&key, [2; 16], &sealed(id));
        appends.push(Append {
            document: id,
            person: key.author,
            device: None,
            received_at: NOON,
            changes: vec![Change { hash, bytes, clock_wrong: false }],
            heads: vec![hash],
        });
    }
    world.store.append(&appends).unwrap();
}

fn sealed(id: DocumentId) -> String {
    format!("sealed {id}")
}

/// One message about every document around a viewer. Of those nobody has made, a person's own log
/// and journal are made when they ask, and all others are not there.
fn round(viewer: (&str, &[domain::Role]), attack: Attack, start: usize) -> Vec<Cell> {
    let there = places(viewer, YEAR);
    let unmade = places(viewer, UNMADE).into_iter().map(|place| {
        let is_own =
            place.key.kind.is_own() && place.standing.is_author && place.standing.is_subject;
        let makes = is_own && place.access == Access::Write;
        Place { access: if makes { Access::Write } else { Access::None }, ..place }
    });
    let cell = |(n, Place { key, access, .. }): (usize, Place)| {
        let mut actor = [3; 16];
        actor[..8].copy_from_slice(&((start + n) as u64).to_be_bytes());
        Cell {
            id: key.id(),
            kind: key.kind,
            says: format!("{} {attack:?} {key:?}", viewer.0),
            written: write(&key, actor, "mine"),
            access,
            expected: attack.expected(access),
        }
    };
    there.into_iter().chain(unmade).enumerate().map(cell).collect()
}

/// Says everything, then hears until each document has its answer and nothing more comes.
async fn play(intruder: &mut Intruder, attack: Attack, cells: &[Cell]) {
    for cell in cells {
        let frame = attack.frame(intruder.route(), &cell.id.to_string(), &cell.written);
        intruder.say(&frame).await;
    }
    let by_id: BTreeMap<_, _> = cells.iter().map(|cell| (cell.id.to_string(), cell)).collect();
    let mut open: BTreeSet<_> = by_id
        .iter()
        .filter(|(_, cell)| cell.expected != Outcome::Silence)
        .map(|(id, _)| id.clone())
        .collect();
    let bell = nothing().to_string();
    let mut rings = 0;
    while rings < 2 {
        if open.is_empty() {
            ring(intruder, &bell).await;
        }
        let Some(frame) = intruder.hear().await else { panic!("closed; {open:?} unanswered") };
        let hash_of = |id: &str| by_id.get(id).map(|cell| cell.written.hash);
        let Some((id, seen)) = outcome(&frame, hash_of) else { continue };
        if id == bell {
            rings += 1;
            continue;
        }
        let cell = by_id[&id];
        if seen == cell.expected && open.remove(&id) {
            continue;
        }
        // Whoever asked and may read hears of what came beside the server at any time, also before
        // the answer.
        let pair = (seen, cell.expected);
        let more = matches!(pair, (Outcome::Shown, _) | (Outcome::Confirmed, Outcome::Confirmed));
        let may = cell.access > Access::None && cell.expected != Outcome::Silence;
        assert!(more && may, "{}: {seen:?}, not {:?}", cell.says, cell.expected);
    }
}

async fn ring(intruder: &mut Intruder, bell: &str) {
    let (sender, target) = (intruder.me.clone(), intruder.server.clone());
    let frame = Frame::Request { sender, target, document: bell.to_owned(), data: asking() };
    intruder.say(&frame).await;
}

fn holds_what_it_may(viewer: (&str, &[domain::Role]), came: &[u8]) {
    let came = String::from_utf8_lossy(came);
    let mut may: BTreeSet<_> = BTreeSet::new();
    for place in places(viewer, YEAR) {
        let is_there = came.contains(&sealed(place.key.id()));
        assert_eq!(is_there, place.access > Access::None, "{}: {:?}", viewer.0, place.key);
        may.insert(place.key.id());
    }
    for other in VIEWERS.into_iter().flat_map(|other| places(other, YEAR)) {
        let id = other.key.id();
        assert!(may.contains(&id) || !came.contains(&sealed(id)), "{}: {:?}", viewer.0, other.key);
    }
}

impl Contents {
    fn of(world: &World) -> Self {
        let documents: BTreeSet<_> =
            world.store.documents().unwrap().into_iter().map(|record| record.id).collect();
        let line = |receipt: Receipt| (receipt.hash, receipt.person);
        let receipts = documents.iter().map(|id| {
            let receipts = world.store.receipts(*id).unwrap();
            let mut heads = world.store.heads(*id).unwrap();
            heads.sort_unstable();
            let mut leaves: Vec<_> = receipts.iter().skip(1).map(|receipt| receipt.hash).collect();
            leaves.sort_unstable();
            assert!(heads == leaves || leaves.is_empty(), "{id}");
            (*id, receipts.into_iter().map(line).collect())
        });
        Self { receipts: receipts.collect(), documents: documents.clone() }
    }

    fn gain(&mut self, viewer: &str, Cell { id, kind, written, expected, .. }: &Cell) {
        if self.documents.insert(*id) {
            self.receipts.insert(*id, vec![(genesis_hash(*kind), None)]);
        }
        if *expected == Outcome::Confirmed {
            let line = (written.hash, Some(person(viewer)));
            self.receipts.entry(*id).or_default().push(line);
        }
    }
}
