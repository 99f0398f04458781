//! One refusal never blocks later work: what becomes of it and of what came after.

use client::Event;
use client::view::{Attention, EntryBody, Mark, MeNotice, Phase, SyncState};
use documents::{Reading, read_entries};
use domain::{Body, EntryId, Kind, Rated, Role};

use crate::world::{Phone, Server, edit_saying, log, log_saying, run, tasks_at, truing, workshop};

/// The server of these tests takes changes of up to so many bytes.
const LONGEST: usize = 1_500;

fn long() -> String {
    "far too long ".repeat(200)
}

/// Ten entries on a phone with no network; of those in `long_ones` the words are far too long.
fn ten(server: &mut Server, long_ones: &[usize]) -> (Phone, Vec<EntryId>) {
    let mut samira = Phone::joined("samira", server);
    server.longest = LONGEST;
    samira.is_offline = true;
    let words = |n| if long_ones.contains(&n) { long() } else { format!("number {n}") };
    let ids = (1..=10).map(|n| log_saying(&mut samira, server, &words(n))).collect();
    (samira, ids)
}

fn online(phone: &mut Phone, server: &mut Server) {
    phone.is_offline = false;
    phone.wait(60_000);
    run(server, &mut [phone]);
}

/// What the server has of samira's log: "id: words", and whether any field has two values.
fn at_server(server: &Server) -> Vec<(String, String)> {
    let readings = read_entries(server.document(Kind::Log, "samira", 2026).unwrap());
    let shown = readings.iter().map(|reading| match reading {
        Reading::Entry { entry, problems } => {
            assert!(problems.is_empty(), "{problems:?}");
            let words = match &entry.body {
                Body::Task(task) => task.learned.clone().unwrap_or_default(),
                other => format!("{other:?}"),
            };
            (entry.id.to_string(), words)
        }
        Reading::Unreadable { .. } => panic!("{reading:?}"),
    });
    shown.collect()
}

fn words_of(phone: &Phone, id: &EntryId) -> String {
    match phone.client.entry(id).unwrap().body {
        EntryBody::Task { learned, .. } => learned.unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

// SPEC C30, C31
#[test]
fn of_ten_entries_the_fourth_is_refused_and_nine_arrive() {
    let mut server = workshop();
    let (mut samira, ids) = ten(&mut server, &[4]);
    online(&mut samira, &mut server);

    let arrived: Vec<_> = at_server(&server).into_iter().map(|(id, _)| id).collect();
    let mut expected: Vec<_> = ids.iter().map(ToString::to_string).collect();
    let refused = expected.remove(3);
    expected.sort();
    assert_eq!(arrived, expected);
    assert!(!arrived.contains(&refused));
    assert_eq!(samira.client.sync().waiting, 0);
    assert_eq!(samira.client.home(samira.now).tasks_today, 9);
    for id in ids.iter().filter(|id| **id != ids[3]) {
        assert_eq!(samira.client.entry(id).unwrap().mark, Mark::OnServer);
    }
    assert!(!server.quarantine.is_empty(), "the server keeps the bytes");

    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    let rows = samira.client.not_accepted();
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((row.title.as_deref(), row.code.as_str()), (Some("True a rear wheel"), "too-large"));
    let page = samira.client.sync_page();
    assert_eq!(page.attention, [Attention::NotAcceptedEntries(1)]);
    assert_eq!(page.sync.state, SyncState::Attention);

    samira.tell(Event::ExportNotAccepted(row.id.clone()));
    run(&mut server, &mut [&mut samira]);
    let (name, file) = samira.files.pop().unwrap();
    assert_eq!(name, "ropes-2026-11-22.not-accepted.json");
    let file = String::from_utf8(file).unwrap();
    assert!(file.contains(long().trim()) && file.contains("not accepted: too-large"), "{file}");
    assert!(samira.client.not_accepted()[0].is_exported);

    samira.tell(Event::DropNotAccepted(row.id.clone()));
    run(&mut server, &mut [&mut samira]);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert!(samira.client.not_accepted().is_empty());
    assert_eq!(samira.client.sync().state, SyncState::Sent);

    // Work goes on, and another phone of hers has the same nine.
    log(&mut samira, &mut server);
    let mut other = Phone::joined_again("samira", &mut server);
    run(&mut server, &mut [&mut samira, &mut other]);
    assert_eq!((tasks_at(&server, "samira"), other.client.home(other.now).tasks_today), (10, 10));
}

// SPEC C30
#[test]
fn a_refused_edit_leaves_the_entry_as_accepted_and_later_edits_arrive() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    let first = log_saying(&mut samira, &mut server, "first");
    let second = log_saying(&mut samira, &mut server, "second");
    server.longest = LONGEST;
    samira.is_offline = true;
    edit_saying(&mut samira, &mut server, &first, &long());
    let third = log_saying(&mut samira, &mut server, "third");
    edit_saying(&mut samira, &mut server, &second, "second, better");
    samira.tell(Event::Void { entry: third.clone(), reason: "wrong day".into() });
    run(&mut server, &mut [&mut samira]);
    online(&mut samira, &mut server);

    assert_eq!(words_of(&samira, &first), "first");
    assert_eq!(words_of(&samira, &second), "second, better");
    assert_eq!(samira.client.entry(&third).unwrap().void.as_deref(), Some("wrong day"));
    let words: Vec<_> = at_server(&server).into_iter().map(|(_, words)| words).collect();
    assert!(["first", "second, better", "third"].iter().all(|one| words.iter().any(|w| w == one)));
    let rows = samira.client.not_accepted();
    assert_eq!(rows.len(), 1);
    // The entry can be changed again.
    edit_saying(&mut samira, &mut server, &first, "first, shorter");
    assert_eq!(words_of(&samira, &first), "first, shorter");
    assert_eq!(samira.client.entry(&first).unwrap().mark, Mark::OnServer);
}

// SPEC C32
#[test]
fn a_phone_killed_at_any_moment_of_the_re_write_loses_and_doubles_nothing() {
    let mut killed = 0;
    for effects in 1.. {
        let mut server = workshop();
        let (mut samira, _) = ten(&mut server, &[4]);
        samira.effects_left = Some(effects);
        online(&mut samira, &mut server);
        if !samira.is_killed() {
            break;
        }
        killed += 1;
        samira.restart(&mut server);
        online(&mut samira, &mut server);
        assert_eq!(at_server(&server).len(), 9, "killed after {effects} effects");
        assert_eq!(samira.client.not_accepted().len(), 1, "killed after {effects} effects");
        assert_eq!(samira.client.sync().waiting, 0, "killed after {effects} effects");
        assert_eq!(samira.client.home(samira.now).tasks_today, 9);
    }
    assert!(killed > 20, "{killed}");
}

// SPEC C32
#[test]
fn a_re_write_that_cannot_be_stored_is_tried_again_and_loses_nothing() {
    let mut server = workshop();
    let (mut samira, _) = ten(&mut server, &[4]);
    samira.disk_is_full = true;
    online(&mut samira, &mut server);
    assert_eq!(samira.client.home(samira.now).tasks_today, 10, "all is where it was");
    assert_eq!((at_server(&server).len(), samira.client.not_accepted().len()), (3, 0));
    samira.disk_is_full = false;
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!((at_server(&server).len(), samira.client.not_accepted().len()), (9, 1));
}

// SPEC C33
#[test]
fn several_are_refused_and_later_ones_too() {
    let mut server = workshop();
    let (mut samira, _) = ten(&mut server, &[4, 7]);
    online(&mut samira, &mut server);
    assert_eq!((at_server(&server).len(), samira.client.not_accepted().len()), (8, 2));
    log_saying(&mut samira, &mut server, &long());
    log(&mut samira, &mut server);
    assert_eq!((at_server(&server).len(), samira.client.not_accepted().len()), (9, 3));
}

// SPEC C33
#[test]
fn a_second_refusal_at_any_moment_of_the_first_re_write_goes_the_same_way() {
    let mut seen = [false; 2];
    for steps in 0..60 {
        let mut server = workshop();
        let (mut samira, ids) = ten(&mut server, &[4]);
        samira.is_offline = true;
        edit_saying(&mut samira, &mut server, &ids[7], &"somewhat long ".repeat(40));
        samira.is_offline = false;
        samira.wait(60_000);
        for _ in 0..steps {
            samira.step(&mut server);
        }
        server.longest = 400;
        run(&mut server, &mut [&mut samira]);
        let aside = samira.client.not_accepted().len();
        assert_eq!(at_server(&server).len(), 9, "after {steps} steps");
        assert!((1..=2).contains(&aside), "after {steps} steps: {aside}");
        assert_eq!(samira.client.sync().waiting, 0, "after {steps} steps");
        seen[aside - 1] = true;
    }
    assert_eq!(seen, [true; 2], "both came before and after the second limit");
}

// SPEC C30
#[test]
fn what_is_saved_while_a_refusal_is_on_its_way_arrives() {
    for steps in 0..60 {
        let mut server = workshop();
        let (mut samira, ids) = ten(&mut server, &[4]);
        samira.is_offline = false;
        samira.wait(60_000);
        for _ in 0..steps {
            samira.step(&mut server);
        }
        let rated = Rated::Level(2);
        samira.tell(Event::Rate { competency: truing(), rated, task: None });
        samira.tell(Event::Void { entry: ids[0].clone(), reason: "wrong day".into() });
        run(&mut server, &mut [&mut samira]);
        assert_eq!(at_server(&server).len(), 10, "after {steps} steps");
        let first = samira.client.entry(&ids[0]).unwrap();
        assert_eq!((first.void.as_deref(), first.mark), (Some("wrong day"), Mark::OnServer));
        assert_eq!(samira.client.not_accepted().len(), 1, "after {steps} steps");
        assert_eq!(samira.client.sync().waiting, 0, "after {steps} steps");
    }
}

// SPEC C34
#[test]
fn a_server_that_names_nothing_is_understood_as_before() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    server.refuses = true;
    log(&mut samira, &mut server);
    log(&mut samira, &mut server);
    let page = samira.client.sync_page();
    assert!(matches!(&page.attention[..], [Attention::NotAccepted { .. }]));
    assert_eq!((page.sync.waiting, samira.client.home(samira.now).tasks_today), (2, 2));
    assert!(samira.client.not_accepted().is_empty());
    server.refuses = false;
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 2);
    assert_eq!(samira.client.sync().state, SyncState::Sent);
}

// SPEC C35
#[test]
fn signing_out_waits_for_what_was_not_accepted() {
    let mut server = workshop();
    let (mut samira, _) = ten(&mut server, &[4]);
    online(&mut samira, &mut server);
    samira.tell(Event::SignOut);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.me(samira.now).notice, Some(MeNotice::NotAcceptedFirst(1)));
    let id = samira.client.not_accepted()[0].id.clone();
    samira.tell(Event::ExportNotAccepted(id));
    samira.tell(Event::SignOut);
    run(&mut server, &mut [&mut samira]);
    samira.tell(Event::SignOut);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(*samira.client.phase(), Phase::Join);
}

// SPEC C36
#[test]
fn an_author_who_may_no_longer_write_gets_what_waits_set_aside_with_the_reason() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    samira.is_offline = true;
    log(&mut samira, &mut server);
    log(&mut samira, &mut server);
    server.roster.people[0].roles = vec![Role::Editor];
    online(&mut samira, &mut server);
    assert_eq!(tasks_at(&server, "samira"), 1);
    let rows = samira.client.not_accepted();
    assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["forbidden"; 2]);
    assert_eq!(samira.client.sync().waiting, 0);
    assert!(!server.quarantine.is_empty());
}

// SPEC C36
#[test]
fn a_document_the_server_will_not_have_is_set_aside_with_the_reason() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.is_offline = true;
    samira.now = domain::Day::from_ymd(2027, 1, 2).at(600, 60);
    log(&mut samira, &mut server);
    server.roster.people[0].roles = vec![Role::Editor];
    online(&mut samira, &mut server);
    let rows = samira.client.not_accepted();
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(row.code, "forbidden");
    assert_eq!(samira.client.sync().waiting, 0);
}
