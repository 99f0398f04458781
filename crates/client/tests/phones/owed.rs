//! Asking to be watched, and who owes whom: offline on both sides, too late, twice, and no.

use client::view::{OwedState, WaitingKind};
use client::{Event, Observe};
use domain::{EntryId, PersonId, REQUEST_MS, Rated};

use crate::observing::{fill_in, meet, observe, shown, watch};
use crate::world::{Phone, Server, log_saying, run, workshop};

fn ingrid() -> PersonId {
    PersonId::new("ingrid").unwrap()
}

fn ask(phone: &mut Phone, server: &mut Server, task: &EntryId) {
    observe(phone, server, Observe::Ask { to: ingrid(), task: task.clone() });
}

/// Samira logged a task and asked Ingrid, whose phone has heard of it.
fn asked() -> (Server, Phone, Phone, EntryId) {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    samira.is_offline = true;
    let task = log_saying(&mut samira, &mut server, "");
    ask(&mut samira, &mut server, &task);
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    (server, samira, ingrid, task)
}

fn answer(phone: &mut Phone, server: &mut Server) -> EntryId {
    let row = phone.client.owed(phone.now).by_me.remove(0);
    let open = Observe::Open { person: row.person, task: row.task, request: Some(row.request) };
    observe(phone, server, open);
    fill_in(phone, server, Rated::Level(2))
}

// SPEC E30
#[test]
fn asking_takes_one_tap_and_nobody_is_asked_twice() {
    let (mut server, mut samira, _, task) = asked();
    assert!(samira.client.may_ask(&task).is_empty());
    ask(&mut samira, &mut server, &task);
    let owed = samira.client.owed(samira.now);
    let [row] = owed.to_me.try_into().unwrap();
    assert_eq!((row.state, row.person), (OwedState::Open, ingrid()));
    assert_eq!((row.what.as_str(), row.task), ("True a rear wheel", Some(task)));
    assert_eq!(row.expires.utc_ms - row.asked.utc_ms, REQUEST_MS);
    assert_eq!(samira.client.home(samira.now).owed, (0, 1));
}

// SPEC E30
#[test]
fn a_request_waits_on_the_phone_under_the_name_of_who_is_asked() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    let task = log_saying(&mut samira, &mut server, "");
    assert_eq!(samira.client.may_ask(&task)[0].first_name, "ingrid");
    ask(&mut samira, &mut server, &task);
    let rows = samira.client.sync_page().waiting;
    let row = rows.iter().find(|row| row.kind == WaitingKind::Request).unwrap();
    assert_eq!(row.title, "ingrid Testperson");
}

// SPEC E31
#[test]
fn both_sides_see_what_is_owed_and_watching_settles_it() {
    let (mut server, mut samira, mut ingrid, task) = asked();
    let owed = ingrid.client.owed(ingrid.now);
    assert_eq!((owed.by_me.len(), owed.to_me.len()), (1, 0));
    assert_eq!(owed.by_me[0].name, "samira Testperson");
    assert_eq!(ingrid.client.people(ingrid.now).owed, (1, 0));
    ingrid.is_offline = true;
    let seen = answer(&mut ingrid, &mut server);
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    assert!(samira.client.owed(samira.now).to_me.is_empty());
    assert_eq!(samira.client.seen_of_task(&task), [seen]);
    assert!(samira.client.may_ask(&task).is_empty(), "it was seen");
}

// SPEC E31
#[test]
fn watching_from_the_task_itself_settles_the_request_too() {
    let (mut server, _, mut ingrid, task) = asked();
    watch(&mut ingrid, &mut server, &task);
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
}

// SPEC E31
#[test]
fn a_no_comes_with_its_reason_and_others_can_be_asked() {
    let (mut server, mut samira, mut ingrid, task) = asked();
    let request = ingrid.client.owed(ingrid.now).by_me[0].request.clone();
    ingrid.is_offline = true;
    observe(&mut ingrid, &mut server, Observe::Decline { request, reason: " On leave ".into() });
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    let owed = samira.client.owed(samira.now);
    assert_eq!(owed.to_me[0].state, OwedState::Declined("On leave".into()));
    assert_eq!(samira.client.may_ask(&task).len(), 1);
}

// SPEC E32
#[test]
fn a_request_nobody_answered_in_time_leaves_the_list_and_its_asker_is_told() {
    let (mut server, mut samira, mut ingrid, task) = asked();
    for phone in [&mut samira, &mut ingrid] {
        phone.now = phone.now.plus_ms(REQUEST_MS);
    }
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
    assert_eq!(samira.client.owed(samira.now).to_me[0].state, OwedState::Expired);
    assert_eq!(samira.client.home(samira.now).owed, (0, 0));
    samira.tell(Event::Woken);
    run(&mut server, &mut [&mut samira]);
    ask(&mut samira, &mut server, &task);
    assert_eq!(samira.client.home(samira.now).owed, (0, 1), "it can be asked again");
    samira.now = samira.now.plus_ms(REQUEST_MS + 14 * 86_400_000);
    assert!(samira.client.owed(samira.now).to_me.is_empty(), "nor told for ever");
}

// SPEC E32
#[test]
fn a_request_answered_late_or_after_a_no_counts_as_watched() {
    let (mut server, mut samira, mut ingrid, _) = asked();
    let row = ingrid.client.owed(ingrid.now).by_me.remove(0);
    let no = Observe::Decline { request: row.request.clone(), reason: "Busy".into() };
    observe(&mut ingrid, &mut server, no);
    ingrid.now = ingrid.now.plus_ms(REQUEST_MS);
    let open = Observe::Open { person: row.person, task: row.task, request: Some(row.request) };
    observe(&mut ingrid, &mut server, open);
    fill_in(&mut ingrid, &mut server, Rated::Level(2));
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    assert!(samira.client.owed(samira.now).to_me.is_empty());
}

// SPEC E32
#[test]
fn a_request_answered_on_two_phones_keeps_both_answers() {
    let (mut server, mut samira, mut ingrid, task) = asked();
    let mut tablet = Phone::joined_again("ingrid", &mut server);
    (ingrid.is_offline, tablet.is_offline) = (true, true);
    let one = answer(&mut ingrid, &mut server);
    let two = answer(&mut tablet, &mut server);
    meet(&mut server, &mut [&mut ingrid, &mut tablet, &mut samira]);
    let mut seen = samira.client.seen_of_task(&task);
    let mut both = vec![one, two];
    seen.sort();
    both.sort();
    assert_eq!(seen, both);
    assert!(samira.client.owed(samira.now).to_me.is_empty());
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
}

// SPEC E33
#[test]
fn a_request_that_was_taken_back_is_owed_by_nobody() {
    let (mut server, mut samira, mut ingrid, task) = asked();
    let request = samira.client.owed(samira.now).to_me[0].request.clone();
    samira.tell(Event::Void { entry: request, reason: "not needed".into() });
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
    assert!(samira.client.owed(samira.now).to_me.is_empty());
    assert_eq!(samira.client.may_ask(&task).len(), 1);
}

// SPEC E33
#[test]
fn a_task_that_was_taken_back_cannot_be_asked_about() {
    let (mut server, mut samira, mut ingrid, _) = asked();
    let task = log_saying(&mut samira, &mut server, "");
    samira.tell(Event::Void { entry: task.clone(), reason: "twice".into() });
    run(&mut server, &mut [&mut samira]);
    assert!(samira.client.may_ask(&task).is_empty());
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    let seen = watch(&mut ingrid, &mut server, &task);
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    let view = shown(&samira, &seen);
    assert_eq!(view.skills[0].rated, Some(Rated::Level(2)), "nothing to rate oneself for");
}
