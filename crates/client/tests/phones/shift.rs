//! A shift on phones in memory: offline work, kills, syncing, and what others read.

use crate::world::{Phone, log, run, tasks_at, truing, wheel, workshop};
use client::view::{EntryBody, LogDraft, Mark, Phase, SyncState};
use client::{Event, Fault, Place, Table};
use domain::{PersonId, Rated};

// SPEC C1
#[test]
fn a_shift_offline_arrives_whole_and_the_supervisor_reads_it() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    assert_eq!(*samira.client.phase(), Phase::Ready);
    samira.is_offline = true;
    for _ in 0..12 {
        log(&mut samira, &mut server);
    }
    assert_eq!(samira.client.home(samira.now).tasks_today, 12);
    assert_eq!(samira.client.sync().waiting, 12);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 12, "after a cold start");
    samira.is_offline = false;
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 12);
    let sync = samira.client.sync();
    assert_eq!((sync.state, sync.waiting), (SyncState::Sent, 0));

    let mut ingrid = Phone::joined("ingrid", &mut server);
    let id = PersonId::new("samira").unwrap();
    let page = ingrid.client.person_page(&id, ingrid.now).unwrap();
    assert_eq!(page.days.iter().map(|(_, list)| list.len()).sum::<usize>(), 12);
    assert!(page.days[0].1.iter().all(|entry| !entry.is_own && entry.mark == Mark::OnServer));
    ingrid.is_offline = true;
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    let page = ingrid.client.person_page(&id, ingrid.now).unwrap();
    assert_eq!(page.weeks.last().unwrap().tasks, 12, "offline too");
}

// SPEC C2
#[test]
fn nothing_is_shown_as_saved_before_the_store_has_it() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.disk_is_full = true;
    log(&mut samira, &mut server);
    assert_eq!(samira.client.home(samira.now).tasks_today, 0);
    let form = samira.client.log_form().unwrap();
    assert_eq!(form.not_saved, Some(Fault::Full));
    assert_eq!(samira.client.sync().waiting, 0);
    samira.disk_is_full = false;
    samira.tell(Event::SaveTask(form.draft));
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1);
    assert_eq!(samira.place, Some(Place::Home));
    assert_eq!(tasks_at(&server, "samira"), 1, "the server holds one, not the failed one too");
}

// SPEC C48
#[test]
fn a_text_that_is_too_long_stays_a_draft_and_says_so() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira]);
    let draft = samira.client.log_form().unwrap().draft;
    let long = LogDraft { learned: "spoke ".repeat(50_000), ..draft.clone() };
    samira.tell(Event::SaveTask(long.clone()));
    run(&mut server, &mut [&mut samira]);
    let form = samira.client.log_form().unwrap();
    assert_eq!((form.not_saved, form.draft), (Some(Fault::TooLong), long));
    assert_eq!(tasks_at(&server, "samira"), 0);
    samira.tell(Event::SaveTask(LogDraft { learned: "spoke ".repeat(10), ..draft }));
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 1);
}

// SPEC C2
#[test]
fn nothing_is_sent_before_the_store_has_it() {
    let mut server = workshop();
    let mut tablet = Phone::joined_again("samira", &mut server);
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira, &mut tablet]);
    let draft = samira.client.log_form().unwrap().draft;
    // What the tablet logged comes while the save is under way, and the save fails.
    log(&mut tablet, &mut server);
    assert!(samira.step(&mut server));
    samira.disk_is_full = true;
    samira.tell_at_once(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 2);

    samira.disk_is_full = false;
    log(&mut samira, &mut server);
    log(&mut samira, &mut server);
    assert_eq!((tasks_at(&server, "samira"), samira.client.sync().waiting), (4, 0));
}

// SPEC C3
#[test]
fn pressing_save_twice_saves_once() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira]);
    let draft = samira.client.log_form().unwrap().draft;
    samira.tell(Event::SaveTask(draft.clone()));
    samira.tell(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    assert_eq!((samira.client.home(samira.now).tasks_today, tasks_at(&server, "samira")), (1, 1));
}

// SPEC C4
#[test]
fn a_draft_comes_back_after_a_kill() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.tell(Event::OpenTask(wheel()));
    run(&mut server, &mut [&mut samira]);
    let mut draft = samira.client.log_form().unwrap().draft;
    draft.learned = "Quarter turns.".into();
    samira.tell(Event::DraftChanged(draft));
    run(&mut server, &mut [&mut samira]);
    assert!(samira.client.is_dirty());
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).draft.as_deref(), Some("True a rear wheel"));
    let draft = samira.client.log_form().unwrap().draft;
    assert_eq!(draft.learned, "Quarter turns.");
    samira.tell(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).draft, None);
    assert!(!samira.client.is_dirty());
}

// SPEC C5
#[test]
fn undo_takes_back_and_edit_changes_in_place() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let bar = samira.client.home(samira.now).saved.unwrap();
    samira.tell(Event::OpenEdit(bar.entry.clone()));
    run(&mut server, &mut [&mut samira]);
    let mut draft = samira.client.log_form().unwrap().draft;
    draft.minutes = Some(40);
    samira.tell(Event::SaveTask(draft));
    run(&mut server, &mut [&mut samira]);
    let entry = samira.client.entry(&bar.entry).unwrap();
    assert!(matches!(entry.body, EntryBody::Task { minutes: Some(40), .. }));
    assert!(entry.edited.is_some());
    samira.tell(Event::Void { entry: bar.entry.clone(), reason: "wrong day".into() });
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 0);
    assert_eq!(samira.client.entry(&bar.entry).unwrap().void.as_deref(), Some("wrong day"));
    assert_eq!(tasks_at(&server, "samira"), 1, "a removal is a mark, not a hole");
}

// SPEC C6
#[test]
fn a_rating_form_tells_nothing_of_earlier_ratings() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let form = samira.client.rating_form(&truing(), None).unwrap();
    for rated in [Rated::Level(2), Rated::Level(3), Rated::CannotSay] {
        samira.now = samira.now.plus_ms(1_000);
        samira.tell(Event::Rate { competency: truing(), rated, task: None });
        run(&mut server, &mut [&mut samira]);
    }
    assert_eq!(samira.client.rating_form(&truing(), None).unwrap().saved, Some(Rated::CannotSay));
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.rating_form(&truing(), None).unwrap(), form);
    let page = samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!(page.climb.iter().map(|p| p.level).collect::<Vec<_>>(), [Some(2), Some(3), None]);
    assert_eq!((page.row.own, page.row.cannot_say, page.row.tasks), (None, true, 1));
}

// SPEC C7
#[test]
fn a_journal_stays_private_until_an_entry_is_shared() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    let mut draft = samira.client.journal(samira.now).draft;
    draft.text = "It went well.".into();
    samira.tell(Event::SaveReflection(draft));
    run(&mut server, &mut [&mut samira]);
    let entry = samira.client.journal(samira.now).reflections[0].id.clone();
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let id = PersonId::new("samira").unwrap();
    assert!(ingrid.client.person_page(&id, ingrid.now).unwrap().days.is_empty());
    assert!(ingrid.client.entry(&entry).is_none());
    samira.tell(Event::Share(entry.clone()));
    samira.tell(Event::Share(entry));
    run(&mut server, &mut [&mut samira, &mut ingrid]);
    assert!(samira.client.journal(samira.now).reflections[0].is_shared);
    assert_eq!(ingrid.client.person_page(&id, ingrid.now).unwrap().days[0].1.len(), 1);
}

// SPEC C65
#[test]
fn a_reflection_begun_right_after_another_entry_is_an_entry_of_its_own() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    samira.tell(Event::AddGoal { text: "True a wheel alone".into(), competency: None });
    samira.step(&mut server);
    let mut draft = samira.client.journal(samira.now).draft;
    draft.text = "It went well.".into();
    samira.tell(Event::SaveReflection(draft));
    run(&mut server, &mut [&mut samira]);
    let journal = samira.client.journal(samira.now);
    assert_eq!((journal.goals.len(), journal.reflections.len()), (1, 1));
}

// SPEC C8
#[test]
fn a_stranger_gets_nothing() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let mut tuan = Phone::joined("tuan", &mut server);
    let id = PersonId::new("samira").unwrap();
    assert!(tuan.client.person_page(&id, tuan.now).unwrap().days.is_empty());
    let own: Vec<_> = tuan.store().0.keys().filter(|(table, _)| *table == Table::Chunks).collect();
    assert_eq!(own.len(), 1, "the catalogue only: {own:?}");
}

// SPEC C9
#[test]
fn a_reader_who_may_no_longer_read_drops_what_he_had() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    server.roster.teams[0].supervisors.clear();
    server.restart();
    ingrid.wait(60_000);
    run(&mut server, &mut [&mut ingrid]);
    ingrid.wait(60_000);
    run(&mut server, &mut [&mut ingrid]);
    let id = PersonId::new("samira").unwrap();
    assert!(ingrid.client.person_page(&id, ingrid.now).unwrap().days.is_empty());
    let chunks = ingrid.store().0.keys().filter(|(table, _)| *table == Table::Chunks).count();
    assert_eq!(chunks, 1, "the catalogue only");
}

// SPEC C10
#[test]
fn what_the_server_could_not_store_is_not_shown_as_sent() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    server.disk_is_full = true;
    log(&mut samira, &mut server);
    let sync = samira.client.sync();
    assert_eq!((sync.waiting, tasks_at(&server, "samira")), (1, 0));
    server.disk_is_full = false;
    for _ in 0..2 {
        samira.wait(60_000);
        run(&mut server, &mut [&mut samira]);
    }
    assert_eq!((samira.client.sync().waiting, tasks_at(&server, "samira")), (0, 1));
}
