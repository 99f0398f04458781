//! Who works here, and how that changes: as the commands beside a running server change it.

use std::collections::BTreeSet;

use documents::{CATALOG_WORK, Document, DocumentId, DocumentKey, write_catalog};
use domain::{
    Buddy, Catalog, Day, Kind, Level, Moment, OrgId, Period, PersonId, Role, Scale, ScaleId, Team,
    TeamId, Text,
};
use sync_server::access::register_catalog;
use sync_server::auth::create_invite;
use sync_server::store::{Append, Change, Organisation, PeopleUpdate, PersonRecord, Store};

use crate::die::Die;
use crate::machine::URL;

pub(crate) const PEOPLE: [&str; 4] = ["samira", "tuan", "noor", "ingrid"];
const DAY_MS: i64 = 86_400_000;

pub(crate) fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

pub(crate) fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

/// Two workers in one team with a supervisor, and a third who is buddy of one of them.
pub(crate) fn found(store: &dyn Store, now: i64) {
    let name = "Bicycles".to_owned();
    let created_at = now - 300 * DAY_MS;
    store.found(&Organisation { id: org(), name, created_at, is_demo: false }).unwrap();
    let supervises = |id: &&str| if *id == "ingrid" { Role::Supervisor } else { Role::Worker };
    let people = PEOPLE.iter().map(|id| record(id, vec![supervises(id)], true)).collect();
    let teams = vec![team(&["samira", "tuan"], &["ingrid"])];
    let buddies = Some(vec![pair("noor", "samira", None)]);
    store
        .update_people(&PeopleUpdate { people, teams, buddies, ..PeopleUpdate::default() })
        .unwrap();
    register_catalog(store, &org(), CATALOG_WORK, now).unwrap();
    edit_catalog(store, 1, now);
}

fn record(id: &str, roles: Vec<Role>, is_active: bool) -> PersonRecord {
    PersonRecord { id: person(id), key: id.into(), name: id.into(), roles, job: None, is_active }
}

fn team(members: &[&str], supervisors: &[&str]) -> Team {
    let all = |ids: &[&str]| ids.iter().map(|id| person(id)).collect();
    let (members, supervisors) = (all(members), all(supervisors));
    Team { id: TeamId::new("floor").unwrap(), name: "Floor".into(), members, supervisors }
}

fn pair(buddy: &str, learner: &str, until: Option<Day>) -> Buddy {
    Buddy { buddy: person(buddy), learner: person(learner), from: Day(0), until }
}

/// Changes teams, pairs, roles or who is there. Says what.
pub(crate) fn flip(store: &dyn Store, die: &mut Die, now: i64) -> String {
    let mut update = PeopleUpdate::default();
    let some = |die: &mut Die, of: &[&'static str]| -> Vec<&'static str> {
        of.iter().filter(|_| die.percent(60)).copied().collect()
    };
    let what = match die.below(6) {
        0..=2 => {
            let (members, leads) = (some(die, &PEOPLE[..3]), some(die, &["ingrid", "tuan"]));
            update.teams = vec![team(&members, &leads)];
            format!("the team is {members:?}, led by {leads:?}")
        }
        3 => {
            let today = Moment::new(now, 0).day();
            let until = die.percent(50).then(|| Day(today.0 + die.below(3) as i32 - 1));
            let learners = some(die, &PEOPLE[..2]);
            update.buddies = Some(learners.iter().map(|one| pair("noor", one, until)).collect());
            format!("noor is buddy of {learners:?} until {until:?}")
        }
        4 => {
            let id = die.pick(&PEOPLE).unwrap();
            let roles = match die.below(3) {
                0 => vec![Role::Worker],
                1 => vec![Role::Supervisor],
                _ => vec![Role::Worker, Role::Supervisor],
            };
            let words = format!("{id} is {roles:?}");
            update.people = vec![record(id, roles, true)];
            words
        }
        _ => {
            let known = store.person(&person(die.pick(&PEOPLE).unwrap())).unwrap().unwrap();
            let words = format!("{} is here: {}", known.id, !known.is_active);
            update.people = vec![PersonRecord { is_active: !known.is_active, ..known }];
            words
        }
    };
    store.update_people(&update).unwrap();
    what
}

/// Revokes one device that is still good. Says whose.
pub(crate) fn revoke(store: &dyn Store, die: &mut Die, now: i64) -> Option<String> {
    let mut devices = store.devices().unwrap();
    devices.retain(|device| device.revoked_at.is_none());
    devices.sort_by_key(|device| (device.created_at, device.name.clone()));
    let device = die.pick(&devices)?;
    store.revoke_device(&device.id, now).unwrap();
    Some(device.name)
}

pub(crate) fn invite(store: &dyn Store, id: &str, now: i64) -> String {
    create_invite(store, &person(id), URL, now).unwrap().code
}

/// Writes the catalogue anew, as an import does beside the server.
pub(crate) fn edit_catalog(store: &dyn Store, edition: u32, now: i64) {
    let id = DocumentKey::catalog(org(), CATALOG_WORK).id();
    let chunks = store.chunks(id).unwrap();
    let pieces: Vec<_> = chunks.iter().map(|chunk| chunk.bytes.as_slice()).collect();
    let mut actor = [7; 16];
    actor[..4].copy_from_slice(&edition.to_be_bytes());
    let mut document = Document::load(&pieces, actor).document;
    let before = document.heads();
    write_catalog(&mut document, &catalog(edition), Moment::new(now, 0)).unwrap();
    let change = |written: documents::Written| Change {
        hash: written.hash,
        bytes: written.bytes,
        clock_wrong: false,
    };
    let changes = document.changes_since(&before).into_iter().map(change).collect();
    let heads = document.heads();
    let (person, device) = (None, None);
    let append = Append { document: id, person, device, received_at: now, changes, heads };
    store.append(&[append]).unwrap();
}

fn catalog(edition: u32) -> Catalog {
    let level = |name: &str| Level { name: Text::of("en", name), text: Text::default() };
    let levels = vec![level("with help"), level(&format!("alone, edition {edition}"))];
    let scale = Scale::new(ScaleId::new("two").unwrap(), edition, levels).unwrap();
    Catalog { scales: [(scale.id.clone(), scale)].into(), ..Catalog::default() }
}

/// Every kind a person of the workshop may write.
pub(crate) const WRITTEN: [Kind; 4] = [Kind::Log, Kind::Journal, Kind::Shadow, Kind::Obs];

/// Every document that a person could write, in any year a clock of these runs can show.
pub(crate) fn could_write(id: &str) -> BTreeSet<DocumentId> {
    let mut all = BTreeSet::new();
    for period in (2_020..2_032).map(Period) {
        for kind in WRITTEN {
            let about = if kind.is_own() { vec![id] } else { PEOPLE.to_vec() };
            all.extend(about.into_iter().map(|subject| {
                let (author, subject) = (Some(person(id)), subject.to_owned());
                DocumentKey { org: org(), kind, author, subject, period: Some(period) }.id()
            }));
        }
    }
    all
}
