//! What every store must do, run against each implementation.

use documents::DocumentKey;
use domain::{Buddy, Day, DeviceId, Kind, OrgId, Period, PersonId, Role, Team, TeamId};

use super::{
    Append, Change, DocumentId, DocumentRecord, InviteRecord, JoinOutcome, MemoryStore, NewDevice,
    Organisation, PeopleUpdate, PersonRecord, Quarantined, SecretHash, SqliteStore, Store,
    StoreError,
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

// SPEC S1
#[test]
fn an_organisation_is_founded_once() {
    check(|store| {
        assert_eq!(store.organisation().unwrap(), None);
        assert!(matches!(store.org_id(), Err(StoreError::NoOrganisation)));
        let first = Organisation {
            id: OrgId::new("bicycles").unwrap(),
            name: "Spokes & Sons".into(),
            created_at: NOW,
            is_demo: true,
        };
        assert_eq!(store.found(&first).unwrap(), first);
        let second = Organisation { id: OrgId::new("others").unwrap(), ..first.clone() };
        assert_eq!(store.found(&second).unwrap(), first);
        assert_eq!(store.organisation().unwrap(), Some(first));
    });
}

#[test]
fn people_teams_and_buddies_read_back_as_written() {
    check(|store| {
        add_people(store);
        let team = Team {
            id: TeamId::new("floor").unwrap(),
            name: "Floor".into(),
            members: vec![person_id("sue"), person_id("sam")],
            supervisors: vec![person_id("sue")],
        };
        let pair = Buddy {
            buddy: person_id("sue"),
            learner: person_id("sam"),
            from: Day(20_000),
            until: None,
        };
        let update = PeopleUpdate {
            people: Vec::new(),
            teams: vec![team.clone()],
            buddies: Some(vec![pair.clone()]),
            catalog: Vec::new(),
        };
        store.update_people(&update).unwrap();
        assert_eq!(store.teams().unwrap(), [team]);
        assert_eq!(store.buddies().unwrap(), [pair]);
        let names: Vec<_> = store.people().unwrap().into_iter().map(|p| p.id).collect();
        assert_eq!(names, ["ada", "sam", "sue"].map(person_id));
        let sue = person("sue", &[Role::Worker, Role::Supervisor]);
        assert_eq!(store.person(&person_id("sue")).unwrap(), Some(sue));
        assert_eq!(store.person(&person_id("nobody")).unwrap(), None);
    });
}

// SPEC S2
#[test]
fn the_last_admin_cannot_be_removed() {
    check(|store| {
        add_people(store);
        let mut ada = person("ada", &[Role::Admin]);
        ada.is_active = false;
        let update = PeopleUpdate { people: vec![ada], ..PeopleUpdate::default() };
        assert!(matches!(store.update_people(&update), Err(StoreError::LastAdmin)));
        let demoted = PeopleUpdate {
            people: vec![person("ada", &[Role::Worker])],
            ..PeopleUpdate::default()
        };
        assert!(matches!(store.update_people(&demoted), Err(StoreError::LastAdmin)));
        assert_eq!(store.people().unwrap()[0], person("ada", &[Role::Admin]));

        let successor = person("sue", &[Role::Admin]);
        let handed_over =
            PeopleUpdate { people: vec![person("ada", &[]), successor], ..PeopleUpdate::default() };
        store.update_people(&handed_over).unwrap();
    });
}

// SPEC S3
#[test]
fn an_update_of_people_is_all_or_nothing() {
    check(|store| {
        add_people(store);
        let before = (store.people().unwrap(), store.versions().unwrap());
        let team = Team {
            id: TeamId::new("floor").unwrap(),
            name: "Floor".into(),
            members: vec![person_id("ghost")],
            supervisors: Vec::new(),
        };
        let newcomer = person("new", &[Role::Worker]);
        let update =
            PeopleUpdate { people: vec![newcomer], teams: vec![team], ..PeopleUpdate::default() };
        let refused = store.update_people(&update);
        assert!(matches!(refused, Err(StoreError::UnknownPerson(who)) if who.as_str() == "ghost"));
        let twin = PersonRecord { key: "nr-sam".into(), ..person("new", &[Role::Worker]) };
        let update = PeopleUpdate { people: vec![twin], ..PeopleUpdate::default() };
        let refused = store.update_people(&update);
        assert!(matches!(refused, Err(StoreError::KeyTaken(key)) if key == "nr-sam"));
        assert_eq!((store.people().unwrap(), store.versions().unwrap()), before);
        assert_eq!(store.teams().unwrap(), []);
    });
}

// SPEC S3
#[test]
fn people_and_what_the_catalogue_gains_with_them_come_together_or_not_at_all() {
    check(|store| {
        let id = register(store, "sam");
        let people = vec![person("ada", &[Role::Admin])];
        let unknown = vec![append(id, &[1]), append(record("sue").id, &[2])];
        let refused = PeopleUpdate { people, catalog: unknown, ..PeopleUpdate::default() };
        assert!(matches!(store.update_people(&refused), Err(StoreError::UnknownDocument(_))));
        assert_eq!((store.people().unwrap(), bytes_of(store, id)), (Vec::new(), vec![0]));

        let good = PeopleUpdate { catalog: vec![append(id, &[1])], ..refused };
        store.update_people(&good).unwrap();
        assert_eq!((store.people().unwrap(), bytes_of(store, id)), (good.people, vec![0, 1]));
    });
}

#[test]
fn two_people_can_swap_their_keys() {
    check(|store| {
        add_people(store);
        let sam = PersonRecord { key: "nr-sue".into(), ..person("sam", &[Role::Worker]) };
        let sue = PersonRecord { key: "nr-sam".into(), ..person("sue", &[Role::Worker]) };
        let update = PeopleUpdate { people: vec![sam, sue], ..PeopleUpdate::default() };
        store.update_people(&update).unwrap();
        assert_eq!(store.person(&person_id("sam")).unwrap().unwrap().key, "nr-sue");
    });
}

// SPEC S4
#[test]
fn a_document_is_registered_once_together_with_its_genesis() {
    check(|store| {
        let id = register(store, "sam");
        assert!(!store.register_document(&record("sam"), &change(9)).unwrap());
        assert_eq!(bytes_of(store, id), [0]);
        assert_eq!(store.heads(id).unwrap(), [[0; 32]]);
        assert_eq!(store.document(id).unwrap(), Some(record("sam")));
        assert_eq!(store.receipts(id).unwrap()[0].person, None);
    });
}

#[test]
fn documents_are_found_by_author_and_subject() {
    check(|store| {
        register(store, "sam");
        register(store, "sue");
        assert_eq!(store.documents().unwrap().len(), 2);
        assert_eq!(store.documents_by(&person_id("sam")).unwrap(), [record("sam")]);
        assert_eq!(store.documents_about("sue").unwrap(), [record("sue")]);
        assert_eq!(store.documents_about("ada").unwrap(), []);
    });
}

// SPEC S5
#[test]
fn changes_come_back_in_order_of_arrival_each_once_with_its_first_receipt() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[3, 1]), append(id, &[2])]).unwrap();
        let again = Append { device: Some(device_id("other")), ..append(id, &[1, 4]) };
        store.append(&[again]).unwrap();
        assert_eq!(bytes_of(store, id), [0, 3, 1, 2, 4]);
        assert_eq!(store.heads(id).unwrap(), [[4; 32]]);
        let receipts = store.receipts(id).unwrap();
        let devices: Vec<_> =
            receipts.iter().map(|r| r.device.as_ref().map(DeviceId::as_str)).collect();
        let phone = Some("phone");
        assert_eq!(devices, [None, phone, phone, phone, Some("other")]);
        assert!(receipts.is_sorted_by(|a, b| a.number < b.number));
        assert_eq!((receipts[1].clock_wrong, receipts[3].clock_wrong), (true, false));
        assert_eq!(receipts[1].received_at, NOW + 1);
    });
}

// SPEC S6
#[test]
fn an_append_to_many_documents_is_all_or_nothing() {
    check(|store| {
        let id = register(store, "sam");
        let before = store.versions().unwrap();
        let unknown = record("sue").id;
        let refused = store.append(&[append(id, &[1]), append(unknown, &[2])]);
        assert!(matches!(refused, Err(StoreError::UnknownDocument(it)) if it == unknown));
        assert_eq!(bytes_of(store, id), [0]);
        assert_eq!(store.heads(id).unwrap(), [[0; 32]]);
        assert_eq!(store.versions().unwrap(), before);
    });
}

// SPEC S7
#[test]
fn a_snapshot_replaces_only_what_it_covers_and_keeps_every_receipt() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[1, 2, 3])]).unwrap();
        store.snapshot(id, &[77; 9], &[[0; 32], [1; 32], [2; 32]]).unwrap();
        assert_eq!(bytes_of(store, id), [77, 3]);
        assert_eq!(store.chunks(id).unwrap()[0].hash, None);
        store.append(&[append(id, &[2, 4])]).unwrap();
        assert_eq!(bytes_of(store, id), [77, 3, 4]);
        store.snapshot(id, &[78; 9], &[[3; 32], [4; 32]]).unwrap();
        assert_eq!(bytes_of(store, id), [78]);
        assert_eq!(store.receipts(id).unwrap().len(), 5);
        let refused = store.snapshot(record("sue").id, &[1], &[]);
        assert!(matches!(refused, Err(StoreError::UnknownDocument(_))));
    });
}

// SPEC S8
#[test]
fn a_reader_learns_which_documents_got_changes_since_it_last_asked() {
    check(|store| {
        assert_eq!(store.appended_after(0).unwrap(), super::Appended::default());
        let id = register(store, "sam");
        let first = store.appended_after(0).unwrap();
        assert_eq!(first.documents, [(id, None)]);
        assert_eq!(first.newest, store.versions().unwrap().receipts);
        store.append(&[append(id, &[1, 2])]).unwrap();
        let second = store.appended_after(first.newest).unwrap();
        assert_eq!(second.documents, [(id, Some(device_id("phone")))]);
        assert_eq!(store.appended_after(second.newest).unwrap().documents, []);
    });
}

#[test]
fn what_was_refused_is_kept() {
    check(|store| {
        let refused = Quarantined {
            document: record("sam").id,
            bytes: vec![1, 2, 3],
            person: person_id("sam"),
            device: device_id("phone"),
            reason: "too-large".into(),
            at: NOW,
        };
        store.quarantine(&refused).unwrap();
        store.quarantine(&refused).unwrap();
        assert_eq!(store.quarantined().unwrap(), [refused.clone(), refused]);
    });
}

// SPEC S9
#[test]
fn an_invite_is_used_up_by_joining_and_by_nothing_else() {
    check(|store| {
        add_people(store);
        invite(store, 1);
        let code = secret(1);
        assert_eq!(store.invite(&code).unwrap().unwrap().used, None);
        let joined = store.join(&code, &new_device("phone", 11), NOW).unwrap();
        let JoinOutcome::Joined(session) = joined else { panic!("{joined:?}") };
        assert_eq!(session.person.id, person_id("sam"));
        assert_eq!(store.session(&secret(11)).unwrap(), Some(session));
        assert_eq!(store.invite(&code).unwrap().unwrap().used, Some((NOW, device_id("phone"))));
        let again = store.join(&code, &new_device("thief", 12), NOW).unwrap();
        assert_eq!(again, JoinOutcome::Used);
        assert_eq!(store.session(&secret(12)).unwrap(), None);
        assert_eq!(store.devices().unwrap().len(), 1);
    });
}

// SPEC S10
#[test]
fn an_unknown_an_expired_and_a_leavers_invite_are_told_apart() {
    check(|store| {
        add_people(store);
        invite(store, 1);
        let phone = new_device("phone", 11);
        assert_eq!(store.join(&secret(2), &phone, NOW).unwrap(), JoinOutcome::Unknown);
        assert_eq!(store.join(&secret(1), &phone, NOW + 1_000).unwrap(), JoinOutcome::Expired);
        let gone = PersonRecord { is_active: false, ..person("sam", &[Role::Worker]) };
        let update = PeopleUpdate { people: vec![gone], ..PeopleUpdate::default() };
        store.update_people(&update).unwrap();
        assert_eq!(store.join(&secret(1), &phone, NOW).unwrap(), JoinOutcome::Inactive);
        assert_eq!(store.invite(&secret(1)).unwrap().unwrap().used, None);
        assert_eq!(store.devices().unwrap(), []);
    });
}

#[test]
fn nobody_unknown_gets_an_invite_or_a_device() {
    check(|store| {
        let ghost = person_id("ghost");
        let invite = InviteRecord {
            code: secret(1),
            person: ghost.clone(),
            created_at: NOW,
            expires_at: NOW + 1,
            used: None,
        };
        assert!(matches!(store.create_invite(&invite), Err(StoreError::UnknownPerson(_))));
        let device = store.add_device(&ghost, &new_device("phone", 2), NOW);
        assert!(matches!(device, Err(StoreError::UnknownPerson(_))));
    });
}

// SPEC S11
#[test]
fn a_revoked_device_keeps_the_time_of_its_first_revocation_and_can_still_be_named() {
    check(|store| {
        add_people(store);
        store.add_device(&person_id("sam"), &new_device("phone", 11), NOW).unwrap();
        store.touch_device(&device_id("phone"), NOW + 5).unwrap();
        store.touch_device(&device_id("phone"), NOW + 3).unwrap();
        assert!(store.revoke_device(&device_id("phone"), NOW + 9).unwrap());
        assert!(store.revoke_device(&device_id("phone"), NOW + 99).unwrap());
        assert!(!store.revoke_device(&device_id("none"), NOW).unwrap());
        let session = store.session(&secret(11)).unwrap().unwrap();
        assert_eq!((session.device.last_seen, session.device.revoked_at), (NOW + 5, Some(NOW + 9)));
        assert_eq!(store.device(&device_id("phone")).unwrap(), Some(session.device));
    });
}

#[test]
fn an_ended_session_is_gone_and_the_device_stays() {
    check(|store| {
        add_people(store);
        store.add_device(&person_id("sam"), &new_device("phone", 11), NOW).unwrap();
        store.end_session(&secret(11)).unwrap();
        store.end_session(&secret(11)).unwrap();
        assert_eq!(store.session(&secret(11)).unwrap(), None);
        assert!(store.device(&device_id("phone")).unwrap().is_some());
    });
}

// SPEC S12
#[test]
fn everything_that_decides_who_may_do_what_moves_the_version_of_people() {
    check(|store| {
        let steps: [&dyn Fn(); 5] = [
            &|| add_people(store),
            &|| drop(store.add_device(&person_id("sam"), &new_device("a", 1), NOW).unwrap()),
            &|| {
                invite(store, 3);
                store.join(&secret(3), &new_device("b", 2), NOW).unwrap();
            },
            &|| assert!(store.revoke_device(&device_id("a"), NOW).unwrap()),
            &|| store.end_session(&secret(1)).unwrap(),
        ];
        for (number, step) in steps.iter().enumerate() {
            let before = store.versions().unwrap().people;
            step();
            assert!(store.versions().unwrap().people > before, "step {number}");
        }
        let before = store.versions().unwrap().people;
        store.touch_device(&device_id("b"), NOW + 1).unwrap();
        register(store, "sam");
        assert_eq!(store.versions().unwrap().people, before);
    });
}

#[test]
fn a_sound_store_has_no_problems() {
    check(|store| {
        add_people(store);
        let id = register(store, "sam");
        store.append(&[append(id, &[1])]).unwrap();
        store.snapshot(id, &[7], &[[1; 32]]).unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    });
}
