//! The organisation and its people.

use domain::{Buddy, Day, OrgId, Role, Supervised, Team, TeamId};

use super::{NOW, add_people, append, bytes_of, check, person, person_id, record, register};
use crate::store::{Organisation, PeopleUpdate, PersonRecord, StoreError};

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
            ..PeopleUpdate::default()
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

// SPEC S62
#[test]
fn the_last_end_of_a_supervision_is_kept() {
    check(|store| {
        add_people(store);
        let ended = |until| Supervised {
            supervisor: person_id("sue"),
            worker: person_id("sam"),
            until: Day(until),
        };
        for until in [20_000, 20_030] {
            let update = PeopleUpdate { supervised: vec![ended(until)], ..PeopleUpdate::default() };
            store.update_people(&update).unwrap();
        }
        assert_eq!(store.supervised().unwrap(), [ended(20_030)]);
        let ghost = Supervised { worker: person_id("ghost"), ..ended(1) };
        let update = PeopleUpdate { supervised: vec![ghost], ..PeopleUpdate::default() };
        assert!(matches!(store.update_people(&update), Err(StoreError::UnknownPerson(_))));
    });
}
