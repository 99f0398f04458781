//! Several people on one phone: who is signed in, what waits for whom, and stores under a PIN.

use client::view::{LockProblem, Phase, SyncState};
use client::{Event, Locks, Table};

use crate::world::{Phone, Server, log, run, tasks_at, workshop};

const PIN: &str = "2468";

fn join(phone: &mut Phone, server: &mut Server, code: &str) {
    let (code, device_name) = (code.into(), "phone".into());
    phone.tell(Event::Join { code, device_name, is_guest: true });
    run(server, &mut [phone]);
}

fn switch(phone: &mut Phone, server: &mut Server, person: &str) {
    phone.tell(Event::SwitchTo { person: format!("workshop/{person}") });
    run(server, &mut [phone]);
}

fn tell(phone: &mut Phone, server: &mut Server, locks: Locks) {
    phone.tell(Event::Lock(locks));
    run(server, &mut [phone]);
}

fn set(phone: &mut Phone, server: &mut Server, old: &str, pin: Option<&str>) {
    let (old, pin) = (old.into(), pin.map(ToOwned::to_owned));
    tell(phone, server, Locks::Set { old, pin });
}

fn reload(phone: &mut Phone, server: &mut Server) {
    phone.restart(server);
    run(server, &mut [phone]);
}

/// Samira, who joined alone and has a task that is not sent, then Ingrid, on one phone.
fn shared(server: &mut Server) -> Phone {
    let mut phone = Phone::joined("samira", server);
    phone.is_offline = true;
    log(&mut phone, server);
    phone.is_offline = false;
    join(&mut phone, server, "ingrid");
    phone
}

// SPEC N1
#[test]
fn a_second_person_joins_without_signing_the_first_one_out() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    assert_eq!(phone.client.me(phone.now).name, "ingrid Testperson");
    assert_eq!(phone.client.sync().state, SyncState::Sent);
    assert_eq!(tasks_at(&server, "samira"), 0, "it waits for Samira");
    switch(&mut phone, &mut server, "samira");
    assert_eq!(phone.client.sync().state, SyncState::Sent);
    assert_eq!(tasks_at(&server, "samira"), 1, "and leaves with her");
    switch(&mut phone, &mut server, "ingrid");
    assert_eq!(phone.client.sync().state, SyncState::Sent);
}

// SPEC N2
#[test]
fn people_switch_with_no_network_and_each_signs_out_alone() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    phone.is_offline = true;
    switch(&mut phone, &mut server, "samira");
    assert_eq!(phone.client.home(phone.now).tasks_today, 1);
    assert_eq!(phone.client.waits_here(), Some(("workshop/samira".into(), 1)));
    switch(&mut phone, &mut server, "ingrid");
    phone.is_offline = false;
    reload(&mut phone, &mut server);
    phone.tell(Event::SignOut);
    run(&mut server, &mut [&mut phone]);
    assert_eq!(*phone.client.phase(), Phase::Join);
    switch(&mut phone, &mut server, "samira");
    assert_eq!(phone.client.sync().state, SyncState::Sent, "her session goes on");
    assert_eq!(tasks_at(&server, "samira"), 1);
}

// SPEC N3
#[test]
fn what_is_being_saved_is_on_disk_before_another_person_is_there() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    switch(&mut phone, &mut server, "samira");
    phone.is_offline = true;
    phone.tell(Event::OpenTask(crate::world::wheel()));
    run(&mut server, &mut [&mut phone]);
    let draft = phone.client.log_form().unwrap().draft;
    phone.tell(Event::SaveTask(draft));
    phone.tell(Event::SwitchTo { person: "workshop/ingrid".into() });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.me(phone.now).name, "ingrid Testperson");
    switch(&mut phone, &mut server, "samira");
    assert_eq!(phone.client.home(phone.now).tasks_today, 2);
}

// SPEC N10
#[test]
fn a_store_under_a_pin_opens_with_it_alone() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    switch(&mut phone, &mut server, "samira");
    log(&mut phone, &mut server);
    set(&mut phone, &mut server, "", Some(PIN));
    assert!(phone.client.lock_view(phone.now).is_done);
    let plain = |phone: &mut Phone| {
        let records = phone.store().0.clone().into_iter();
        let mut kept = records.filter(|((table, _), _)| *table != Table::Lock);
        kept.any(|(_, value)| String::from_utf8_lossy(&value).contains("samira"))
    };
    assert!(!plain(&mut phone));
    phone.is_offline = true;
    log(&mut phone, &mut server);
    reload(&mut phone, &mut server);
    assert_eq!(*phone.client.phase(), Phase::Locked);
    assert_eq!((phone.client.me(phone.now).name, phone.client.waits_here()), (String::new(), None));
    tell(&mut phone, &mut server, Locks::Unlock("1357".into()));
    assert_eq!(*phone.client.phase(), Phase::Locked);
    assert_eq!(phone.client.lock_view(phone.now).problem, Some(LockProblem::WrongPin));
    tell(&mut phone, &mut server, Locks::Unlock(PIN.into()));
    assert_eq!(phone.client.home(phone.now).tasks_today, 3);
    phone.is_offline = false;
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    assert_eq!(tasks_at(&server, "samira"), 3);
    set(&mut phone, &mut server, PIN, None);
    assert!(plain(&mut phone));
    reload(&mut phone, &mut server);
    assert_eq!(phone.client.home(phone.now).tasks_today, 3);
}

// SPEC N11
#[test]
fn wrong_pins_cost_time_that_a_reload_does_not_give_back() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    set(&mut phone, &mut server, "", Some(PIN));
    reload(&mut phone, &mut server);
    for _ in 0..5 {
        tell(&mut phone, &mut server, Locks::Unlock("0000".into()));
        phone.now = phone.now.plus_ms(phone.client.lock_view(phone.now).wait_s * 1_000);
    }
    tell(&mut phone, &mut server, Locks::Unlock("0000".into()));
    assert_eq!(phone.client.lock_view(phone.now).wait_s, 8);
    reload(&mut phone, &mut server);
    assert_eq!(phone.client.lock_view(phone.now).wait_s, 8);
    tell(&mut phone, &mut server, Locks::Unlock(PIN.into()));
    assert_eq!(*phone.client.phase(), Phase::Locked, "not yet");
    phone.now = phone.now.plus_ms(8_000);
    tell(&mut phone, &mut server, Locks::Unlock(PIN.into()));
    assert_eq!(*phone.client.phase(), Phase::Ready);
    assert_eq!(phone.client.lock_view(phone.now).wait_s, 0);
    set(&mut phone, &mut server, "1111", None);
    assert_eq!(phone.client.lock_view(phone.now).problem, Some(LockProblem::WrongPin));
    assert!(phone.client.lock_view(phone.now).is_on);
}

// SPEC N11
#[test]
fn a_pin_that_was_tried_is_counted_even_if_the_app_is_ended_before_it_says_so() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    set(&mut phone, &mut server, "", Some(PIN));
    for _ in 0..4 {
        reload(&mut phone, &mut server);
        phone.now = phone.now.plus_ms(1_000_000);
        phone.tell(Event::Lock(Locks::Unlock("0000".into())));
        // The note is stored; the PIN is looked at after that.
        phone.effects_left = Some(1);
        run(&mut server, &mut [&mut phone]);
    }
    reload(&mut phone, &mut server);
    assert_eq!(phone.client.lock_view(phone.now).wait_s, 2);
}

// SPEC N13
#[test]
fn a_pin_that_could_not_be_set_leaves_everything_as_it_was() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    let check = |phone: &mut Phone, problem| {
        assert_eq!(phone.client.lock_view(phone.now).problem, Some(problem));
        assert!(!phone.client.lock_view(phone.now).is_on);
    };
    for pin in ["123", "123456789", "12a4", "½234", ""] {
        set(&mut phone, &mut server, "", Some(pin));
        check(&mut phone, LockProblem::NoPin);
    }
    phone.disk_is_full = true;
    set(&mut phone, &mut server, "", Some(PIN));
    check(&mut phone, LockProblem::NotStored);
    phone.disk_is_full = false;
    reload(&mut phone, &mut server);
    assert_eq!(*phone.client.phase(), Phase::Ready);
}

// SPEC N14
#[test]
fn the_phone_locks_itself_after_a_while_out_of_sight() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    tell(&mut phone, &mut server, Locks::Away { ms: 3_600_000 });
    assert_eq!(*phone.client.phase(), Phase::Ready, "no PIN");
    set(&mut phone, &mut server, "", Some(PIN));
    tell(&mut phone, &mut server, Locks::Away { ms: 5 * 60_000 - 1 });
    assert_eq!(*phone.client.phase(), Phase::Ready);
    tell(&mut phone, &mut server, Locks::After(1));
    tell(&mut phone, &mut server, Locks::Away { ms: 60_000 });
    assert_eq!(*phone.client.phase(), Phase::Locked);
    tell(&mut phone, &mut server, Locks::Unlock(PIN.into()));
    assert_eq!(phone.client.lock_view(phone.now).after_min, 1);
    tell(&mut phone, &mut server, Locks::Now);
    assert_eq!(*phone.client.phase(), Phase::Locked);
}

// SPEC N15
#[test]
fn who_sets_a_pin_gives_up_the_browsers_cookie() {
    let mut server = workshop();
    let mut phone = Phone::joined("samira", &mut server);
    assert!(phone.has_cookie());
    phone.is_offline = true;
    set(&mut phone, &mut server, "", Some(PIN));
    assert!(phone.client.lock_view(phone.now).is_on, "with no network too");
    phone.is_offline = false;
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    assert!(!phone.has_cookie());
    log(&mut phone, &mut server);
    assert_eq!(phone.client.sync().state, SyncState::Sent);
    assert_eq!(tasks_at(&server, "samira"), 1);
}

// SPEC N15
#[test]
fn a_phone_that_is_killed_while_it_gives_up_its_cookie_stays_signed_in() {
    for effects in 1..40 {
        let mut server = workshop();
        let mut phone = Phone::joined("samira", &mut server);
        phone.tell(Event::Lock(Locks::Set { old: String::new(), pin: Some(PIN.into()) }));
        phone.effects_left = Some(effects);
        run(&mut server, &mut [&mut phone]);
        reload(&mut phone, &mut server);
        tell(&mut phone, &mut server, Locks::Unlock(PIN.into()));
        phone.wait(60_000);
        run(&mut server, &mut [&mut phone]);
        assert_eq!(phone.client.sync().state, SyncState::Sent, "after {effects} effects");
        let is_sealed = phone.client.lock_view(phone.now).is_on;
        assert_eq!(phone.has_cookie(), !is_sealed, "after {effects} effects");
    }
}

// SPEC N16
#[test]
fn a_new_code_does_not_open_a_store_under_a_pin_and_removing_it_makes_a_new_one() {
    let mut server = workshop();
    let mut phone = shared(&mut server);
    switch(&mut phone, &mut server, "samira");
    set(&mut phone, &mut server, "", Some(PIN));
    reload(&mut phone, &mut server);
    join(&mut phone, &mut server, "samira");
    assert_eq!(*phone.client.phase(), Phase::Locked);
    tell(&mut phone, &mut server, Locks::Unlock(PIN.into()));
    assert_eq!(phone.client.home(phone.now).tasks_today, 1, "joined again, nothing lost");
    assert!(phone.client.lock_view(phone.now).is_on);

    reload(&mut phone, &mut server);
    join(&mut phone, &mut server, "samira");
    tell(&mut phone, &mut server, Locks::Forget);
    assert_eq!(*phone.client.phase(), Phase::Ready);
    assert_eq!(phone.client.home(phone.now).tasks_today, 1, "from the server");
    assert!(!phone.client.lock_view(phone.now).is_on);
}
