//! What every store must do, run against each implementation.

mod documents;
mod people;
mod sessions;
mod summaries;
mod trust;

use ::documents::DocumentKey;
use domain::{DeviceId, Kind, OrgId, Period, PersonId, Role};

use super::{
    Append, Change, DocumentId, DocumentRecord, InviteRecord, MemoryStore, NewDevice, PeopleUpdate,
    PersonRecord, SecretHash, SqliteStore, Store,
};

const NOW: i64 = 1_795_000_000_000;

/// One test of the contract, run on each store.
fn check(contract: impl Fn(&dyn Store)) {
    contract(&MemoryStore::new());
    let data = tempfile::tempdir().unwrap();
    contract(&SqliteStore::open(data.path()).unwrap());
}

fn person_id(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

fn device_id(name: &str) -> DeviceId {
    DeviceId::new(name).unwrap()
}

fn person(name: &str, roles: &[Role]) -> PersonRecord {
    PersonRecord {
        id: person_id(name),
        key: format!("nr-{name}"),
        name: name.to_uppercase(),
        roles: roles.to_vec(),
        job: None,
        is_active: true,
    }
}

fn add_people(store: &dyn Store) {
    let people = vec![
        person("ada", &[Role::Admin]),
        person("sam", &[Role::Worker]),
        person("sue", &[Role::Worker, Role::Supervisor]),
    ];
    store.update_people(&PeopleUpdate { people, ..PeopleUpdate::default() }).unwrap();
}

fn record(person: &str) -> DocumentRecord {
    let org = OrgId::new("bicycles").unwrap();
    let key = DocumentKey::own(org, Kind::Log, person_id(person), Period(2026));
    DocumentRecord {
        id: key.id(),
        kind: Kind::Log,
        author: key.author,
        subject: key.subject,
        period: key.period,
        registered_at: NOW,
    }
}

fn change(number: u8) -> Change {
    Change { hash: [number; 32], bytes: vec![number; 40], clock_wrong: number % 2 == 1 }
}

fn register(store: &dyn Store, name: &str) -> DocumentId {
    let record = record(name);
    assert!(store.register_document(&record, &change(0)).unwrap());
    record.id
}

fn append(document: DocumentId, numbers: &[u8]) -> Append {
    Append {
        document,
        person: Some(person_id("sam")),
        device: Some(device_id("phone")),
        received_at: NOW + 1,
        changes: numbers.iter().copied().map(change).collect(),
        heads: numbers.last().map(|number| vec![[*number; 32]]).unwrap_or_default(),
    }
}

fn bytes_of(store: &dyn Store, document: DocumentId) -> Vec<u8> {
    store.chunks(document).unwrap().iter().map(|chunk| chunk.bytes[0]).collect()
}

fn secret(number: u8) -> SecretHash {
    SecretHash([number; 32])
}

fn new_device(name: &str, number: u8) -> NewDevice {
    NewDevice { id: device_id(name), name: format!("{name} of sam"), secret: secret(number) }
}

fn invite(store: &dyn Store, number: u8) {
    let (code, person) = (secret(number), person_id("sam"));
    let expires_at = NOW + 1_000;
    let invite = InviteRecord { code, person, created_at: NOW, expires_at, used: None };
    store.create_invite(&invite).unwrap();
}
