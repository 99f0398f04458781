//! What goes wrong around the work: signed out, wrong codes, two people, crashes, clocks, refusals.

use crate::world::{MORNING, Phone, log, run, tasks_at, wheel, workshop};
use client::view::{Attention, JoinProblem, Mark, MeNotice, Phase, SyncState};
use client::{Event, Table};
use documents::read_entries;
use domain::Kind;
use protocol::wire::{Frame, encode};
use protocol::{End, EndCode};

// SPEC C11
#[test]
fn signed_out_revoked_and_out_of_reach_are_different_things() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    server.is_up = false;
    samira.wait(1_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.sync().state, SyncState::Away);
    server.restart();
    server.revoked.push("samira-0".into());
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    let page = samira.client.sync_page();
    assert_eq!(page.attention, [client::view::Attention::Revoked]);
    log(&mut samira, &mut server);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1, "work goes on");
}

// SPEC C12
#[test]
fn a_code_that_does_not_work_says_why_and_joining_can_be_tried_again() {
    let mut server = workshop();
    let mut phone = Phone::new("samira");
    phone.tell(Event::Join { code: "nobody".into(), device_name: String::new(), is_guest: false });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.join_problem(), Some(JoinProblem::Unknown));
    server.is_up = false;
    phone.tell(Event::Join { code: "samira".into(), device_name: String::new(), is_guest: false });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.join_problem(), Some(JoinProblem::NoServer));
    server.is_up = true;
    phone.tell(Event::Join { code: "samira".into(), device_name: String::new(), is_guest: false });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(*phone.client.phase(), Phase::Ready);
}

// SPEC C13
#[test]
fn two_people_in_one_browser_keep_their_stores_and_unsent_work_leaves_with_its_owner() {
    let mut server = workshop();
    let mut phone = Phone::joined("samira", &mut server);
    phone.is_offline = true;
    log(&mut phone, &mut server);
    phone.is_offline = false;
    phone.tell(Event::Join { code: "tuan".into(), device_name: String::new(), is_guest: false });
    run(&mut server, &mut [&mut phone]);
    log(&mut phone, &mut server);
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    assert_eq!((tasks_at(&server, "samira"), tasks_at(&server, "tuan")), (0, 1));
    phone.tell(Event::SwitchTo { person: "workshop/samira".into() });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.home(phone.now).tasks_today, 1);
    assert_eq!(phone.client.sync().state, SyncState::Attention, "the session is Tuan's");
    assert_eq!(tasks_at(&server, "samira"), 0);
    phone.tell(Event::Join { code: "samira".into(), device_name: String::new(), is_guest: false });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(tasks_at(&server, "samira"), 1);
}

// SPEC C14
#[test]
fn two_phones_of_one_person_end_up_the_same() {
    let mut server = workshop();
    let mut one = Phone::joined("samira", &mut server);
    let mut two = Phone::joined_again("samira", &mut server);
    one.is_offline = true;
    two.is_offline = true;
    log(&mut one, &mut server);
    log(&mut two, &mut server);
    log(&mut two, &mut server);
    for phone in [&mut one, &mut two] {
        phone.is_offline = false;
        phone.wait(60_000);
    }
    run(&mut server, &mut [&mut one, &mut two]);
    let later = one.now.plus_ms(600_000);
    assert_eq!(one.client.home(later).tasks_today, 3);
    assert_eq!(two.client.home(later).tasks_today, 3);
}

// SPEC C15
#[test]
fn signing_out_waits_for_unsent_work_and_a_rescue_file_brings_it_back() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    samira.tell(Event::SignOut);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.me(samira.now).notice, Some(MeNotice::SignOutRefused(1)));
    samira.tell(Event::MakeRescueFile);
    run(&mut server, &mut [&mut samira]);
    let (_, file) = samira.files.pop().unwrap();

    let mut other = Phone::joined_again("samira", &mut server);
    for (added, known) in [(1, 0), (0, 1)] {
        other.tell(Event::TakeRescueFile(file.clone()));
        run(&mut server, &mut [&mut other]);
        let notice = other.client.me(other.now).notice;
        assert_eq!(notice, Some(MeNotice::Rescued { added, known }));
    }
    assert_eq!(tasks_at(&server, "samira"), 1);
    let mut tuan = Phone::joined("tuan", &mut server);
    tuan.tell(Event::TakeRescueFile(file));
    run(&mut server, &mut [&mut tuan]);
    assert_eq!(tuan.client.me(tuan.now).notice, Some(MeNotice::RescueNotMine));
}

// SPEC C16
#[test]
fn a_document_that_crashed_the_app_twice_is_left_alone_and_kept() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let bytes = samira.store().0.len();
    samira.is_offline = true;
    samira.crash_twice(&mut server);
    let attention = samira.client.sync_page().attention;
    assert!(!attention.is_empty(), "{attention:?}");
    assert!(samira.store().0.len() >= bytes);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1, "rows are still shown");
}

fn left_alone(phone: &Phone) -> Option<String> {
    phone.client.sync_page().attention.into_iter().find_map(|item| match item {
        Attention::UnreadableDocument { document, .. } => Some(document),
        _ => None,
    })
}

// SPEC C62
#[test]
fn a_document_that_was_left_alone_is_opened_once_more_when_somebody_says_so() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    samira.crash_twice(&mut server);
    let document = left_alone(&samira).expect("one that is left alone");
    samira.tell(Event::TryAgain(document.clone()));
    samira.step(&mut server);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(left_alone(&samira), Some(document.clone()), "that crashed the app too");
    samira.is_offline = false;
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 0);

    samira.tell(Event::TryAgain(document));
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 1);
    log(&mut samira, &mut server);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!((tasks_at(&server, "samira"), left_alone(&samira)), (2, None));
}

// SPEC C63
#[test]
fn another_version_of_the_app_tries_a_document_once_that_was_left_alone() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    samira.crash_twice(&mut server);
    for version in ["2", "3"] {
        samira.version = version;
        samira.crash_once(&mut server);
        samira.restart(&mut server);
        run(&mut server, &mut [&mut samira]);
        assert!(left_alone(&samira).is_some(), "that crashed version {version} too");
    }
    samira.version = "4";
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(left_alone(&samira), None);
}

// SPEC C17
#[test]
fn rows_that_do_not_read_are_made_anew_from_the_document() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    for _ in 0..3 {
        log(&mut samira, &mut server);
    }
    for ((table, _), value) in samira.store().0.iter_mut() {
        if *table == Table::Rows {
            value.truncate(5);
        }
    }
    samira.is_offline = true;
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 3);
    assert_eq!(samira.client.home(samira.now).tiles.len(), 1, "the catalogue too");
}

// SPEC C18
#[test]
fn a_wrong_clock_is_accepted_and_marked() {
    for year in [1970, 2031] {
        let mut server = workshop();
        let mut samira = Phone::joined("samira", &mut server);
        samira.now = domain::Day::from_ymd(year, 3, 1).at(600, 0);
        log(&mut samira, &mut server);
        samira.now = MORNING;
        samira.wait(60_000);
        run(&mut server, &mut [&mut samira]);
        let document = server.document(Kind::Log, "samira", year as u16).unwrap();
        assert_eq!(read_entries(document).len(), 1);
        let found = samira.client.search("wheel", samira.now).found;
        let id = found.iter().find_map(|found| match found {
            client::view::Found::Entry { id, .. } => Some(id.clone()),
            _ => None,
        });
        assert!(samira.client.entry(&id.unwrap()).unwrap().clock_wrong, "{year}");
    }
}

// SPEC C19
#[test]
fn what_the_server_does_not_accept_is_shown_and_kept() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    server.refuses = true;
    log(&mut samira, &mut server);
    let page = samira.client.sync_page();
    assert!(matches!(&page.attention[..], [client::view::Attention::NotAccepted { .. }]));
    let bar = samira.client.home(samira.now).saved.unwrap();
    assert_eq!(samira.client.entry(&bar.entry).unwrap().mark, Mark::NotAccepted);
}

// SPEC C20
#[test]
fn another_tab_takes_over_and_this_one_writes_nothing_more() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira]);
    let draft = samira.client.log_form().unwrap().draft;
    samira.tell(Event::TakenOver);
    run(&mut server, &mut [&mut samira]);
    let before = samira.store().clone();
    samira.tell(Event::SaveTask(draft));
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(*samira.client.phase(), Phase::Elsewhere);
    assert_eq!(*samira.store(), before);
}

// SPEC H56
#[test]
fn why_the_server_ended_a_connection_is_shown_until_there_is_another() {
    let mut server = workshop();
    let mut phone = Phone::joined("samira", &mut server);
    assert_eq!(phone.client.sync_page().ended, None);
    server.is_up = false;
    let end = End::new(EndCode::TooManyConnections, "this device has newer connections");
    let (sender, target) = ("server".to_owned(), "phone".to_owned());
    let frame = Frame::Error { sender, target, message: end.to_string() };
    phone.tell(Event::Received(encode(&frame)));
    phone.tell(Event::SocketClosed);
    run(&mut server, &mut [&mut phone]);
    let page = phone.client.sync_page();
    assert_eq!((page.is_connected, page.ended), (false, Some(EndCode::TooManyConnections)));
    server.is_up = true;
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.sync_page().ended, None);
}

// SPEC C60
#[test]
fn a_phone_that_gave_way_to_newer_ones_waits_a_minute_before_it_comes_again() {
    for (code, seconds) in [(EndCode::TooManyPhones, 60), (EndCode::Stopping, 1)] {
        let mut server = workshop();
        let mut phone = Phone::joined("samira", &mut server);
        let (sender, target) = ("server".to_owned(), "phone".to_owned());
        let message = End::new(code, "why").to_string();
        phone.tell(Event::Received(encode(&Frame::Error { sender, target, message })));
        phone.tell(Event::SocketClosed);
        run(&mut server, &mut [&mut phone]);
        assert_eq!(phone.client.sync_page().retry_in_s, Some(seconds));
        phone.tell(Event::SyncNow);
        run(&mut server, &mut [&mut phone]);
        assert!(phone.client.sync_page().is_connected, "somebody looks");
    }
}

// SPEC C61
#[test]
fn why_there_is_no_connection_is_asked_and_shown() {
    let mut server = workshop();
    let mut phone = Phone::joined("samira", &mut server);
    server.restart();
    server.is_full = true;
    run(&mut server, &mut [&mut phone]);
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    let page = phone.client.sync_page();
    assert_eq!((page.is_connected, page.ended), (false, Some(EndCode::ServerFull)));
    log(&mut phone, &mut server);
    assert_eq!(phone.client.sync_page().sync.waiting, 1, "work goes on");
    server.is_full = false;
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    assert_eq!((tasks_at(&server, "samira"), phone.client.sync_page().ended), (1, None));
}
