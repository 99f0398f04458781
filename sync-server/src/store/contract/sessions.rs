//! Invites, devices, sessions, and what tells of a change in who may do what.

use domain::Role;

use super::{
    NOW, add_people, check, device_id, invite, new_device, person, person_id, register, secret,
};
use crate::store::{InviteRecord, JoinOutcome, PeopleUpdate, PersonRecord, Rotation, StoreError};

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
        let none = (device_id("none"), NOW + 7);
        store.touch_devices(&[(device_id("phone"), NOW + 5), none]).unwrap();
        store.touch_devices(&[(device_id("phone"), NOW + 3)]).unwrap();
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
        store.touch_devices(&[(device_id("b"), NOW + 1)]).unwrap();
        register(store, "sam");
        assert_eq!(store.versions().unwrap().people, before);
    });
}

const DAY: i64 = 86_400_000;

// SPEC S68
#[test]
fn an_old_secret_gets_a_next_one_and_ends_when_that_has_settled() {
    check(|store| {
        add_people(store);
        let sam = person_id("sam");
        store.add_device(&sam, &new_device("phone", 11), NOW).unwrap();
        store.add_device(&sam, &new_device("tablet", 21), NOW).unwrap();
        let rotate =
            |shown: u8, next: u8, at: i64| store.rotate(&secret(shown), &secret(next), at).unwrap();
        let known = |number: u8| store.session(&secret(number)).unwrap().is_some();
        let people = store.versions().unwrap().people;
        assert_eq!(rotate(11, 12, NOW + DAY), Rotation::Kept);
        assert!(!known(12));
        let later = NOW + 7 * DAY;
        assert_eq!(rotate(11, 12, later), Rotation::Replaced);
        assert_eq!(rotate(11, 13, later), Rotation::Succeeded);
        assert_eq!(rotate(12, 13, later + 1), Rotation::Kept);
        assert_eq!((known(11), known(12), known(13)), (true, true, false));
        assert_eq!(rotate(12, 13, later + DAY), Rotation::Kept);
        assert_eq!((known(11), known(12), known(21)), (false, true, true));
        assert_eq!(rotate(99, 98, later), Rotation::Kept);
        assert!(!known(98));
        assert_eq!(store.versions().unwrap().people, people);
    });
}

// SPEC S21
#[test]
fn ending_a_session_ends_each_secret_of_its_device() {
    check(|store| {
        add_people(store);
        store.add_device(&person_id("sam"), &new_device("phone", 11), NOW).unwrap();
        store.rotate(&secret(11), &secret(12), NOW + 8 * DAY).unwrap();
        store.end_session(&secret(12)).unwrap();
        assert_eq!(store.session(&secret(11)).unwrap(), None);
        assert_eq!(store.session(&secret(12)).unwrap(), None);
    });
}
