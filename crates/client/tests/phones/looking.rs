//! When a phone that is connected asks again, and when it has no reason to.

use client::{Event, Table};
use domain::{PersonId, Rated};

use crate::world::{Phone, Server, log, run, tasks_at, truing, wheel, workshop};

fn days(ingrid: &Phone, person: &str) -> usize {
    let page = ingrid.client.person_page(&PersonId::new(person).unwrap(), ingrid.now);
    page.map_or(0, |page| page.days.iter().map(|(_, entries)| entries.len()).sum())
}

fn chunks(phone: &mut Phone) -> usize {
    phone.store().0.keys().filter(|(table, _)| *table == Table::Chunks).count()
}

/// Samira has logged once, and her supervisor has read it.
fn two() -> (Server, Phone, Phone) {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let ingrid = Phone::joined("ingrid", &mut server);
    (server, samira, ingrid)
}

// SPEC C46
#[test]
fn what_came_while_the_phone_was_full_is_asked_for_again() {
    let (mut server, mut samira, mut ingrid) = two();
    let before = chunks(&mut ingrid);
    ingrid.nothing_fits = true;
    log(&mut samira, &mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(chunks(&mut ingrid), before);
    ingrid.nothing_fits = false;
    ingrid.wait(60_000);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(chunks(&mut ingrid), before + 1);
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(days(&ingrid, "samira"), 2);
}

// SPEC C45, C46
#[test]
fn about_what_it_could_not_store_a_phone_says_nothing_until_it_connects_anew() {
    let (mut server, mut samira, _) = two();
    let mut tablet = Phone::joined_again("samira", &mut server);
    run(&mut server, &mut [&mut tablet]);
    tablet.nothing_fits = true;
    log(&mut samira, &mut server);
    run(&mut server, &mut [&mut tablet]);
    tablet.nothing_fits = false;
    log(&mut tablet, &mut server);
    assert_eq!(tablet.client.sync().waiting, 1);
    tablet.wait(60_000);
    run(&mut server, &mut [&mut tablet]);
    assert_eq!((tasks_at(&server, "samira"), tablet.client.sync().waiting), (3, 0));
}

// SPEC C2, C46
#[test]
fn nothing_is_built_on_what_came_and_could_not_be_stored() {
    let (mut server, mut samira, _) = two();
    let mut tablet = Phone::joined_again("samira", &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira]);
    let draft = samira.client.log_form().unwrap().draft;
    log(&mut tablet, &mut server);
    // It comes, and is taken in; before the phone hears that it could not be stored, two things are
    // saved.
    samira.nothing_fits = true;
    assert!(samira.step(&mut server) && samira.step(&mut server));
    samira.nothing_fits = false;
    let rated = Rated::Level(2);
    samira.tell_at_once(Event::Rate { competency: truing(), rated, task: None });
    samira.tell_at_once(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!((tasks_at(&server, "samira"), samira.client.sync().waiting), (4, 0));
}

// SPEC H60
#[test]
fn of_two_messages_that_come_while_a_document_is_opened_both_are_taken() {
    let (mut server, mut samira, mut ingrid) = two();
    log(&mut samira, &mut server);
    ingrid.hear_at_once(&mut server);
    assert!(ingrid.step(&mut server));
    log(&mut samira, &mut server);
    ingrid.hear_at_once(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(days(&ingrid, "samira"), 3);
}

// SPEC C47
#[test]
fn a_look_at_the_phone_brings_what_may_be_read_since_it_connected() {
    let (mut server, _, mut ingrid) = two();
    let mut tuan = Phone::joined("tuan", &mut server);
    log(&mut tuan, &mut server);
    server.roster.teams[0].members.push(PersonId::new("tuan").unwrap());
    ingrid.now = ingrid.now.plus_ms(60_000);
    ingrid.tell(Event::Woken);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(days(&ingrid, "tuan"), 1);
}

// SPEC C47
#[test]
fn a_look_at_the_phone_drops_what_may_not_be_read_any_more() {
    let (mut server, _, mut ingrid) = two();
    server.roster.teams[0].supervisors.clear();
    ingrid.now = ingrid.now.plus_ms(60_000);
    ingrid.tell(Event::Woken);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(chunks(&mut ingrid), 1, "the catalogue only");
}

// SPEC C45
#[test]
fn a_phone_does_not_connect_anew_for_what_it_cannot_send() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    samira.crash_twice(&mut server);
    samira.is_offline = false;
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    let before = samira.sockets;
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!((samira.client.sync().waiting, samira.sockets), (1, before));
}
