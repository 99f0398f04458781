//! A shift on phones in memory: offline work, kills, syncing, and what others read.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod world;

use std::collections::BTreeMap;

use client::view::{EntryBody, JoinProblem, Mark, MeNotice, Phase, SyncState};
use client::{Event, Fault, Place, Table};
use documents::read_entries;
use domain::{
    Catalog, Competency, CompetencyId, FrameworkId, Kind, Level, Person, PersonId, Rated, Role,
    Roster, Scale, ScaleId, TaskType, TaskTypeId, Team, TeamId, Text,
};
use world::{MORNING, Phone, Server, run};

fn person(id: &str, role: Role) -> Person {
    let id = PersonId::new(id).unwrap();
    Person { name: format!("{id} Testperson"), id, roles: vec![role], job: None }
}

fn roster() -> Roster {
    let ids = |list: &[&str]| list.iter().map(|id| PersonId::new(*id).unwrap()).collect();
    Roster {
        people: vec![
            person("samira", Role::Worker),
            person("tuan", Role::Worker),
            person("ingrid", Role::Supervisor),
        ],
        teams: vec![Team {
            id: TeamId::new("floor").unwrap(),
            name: "Floor".into(),
            members: ids(&["samira"]),
            supervisors: ids(&["ingrid"]),
        }],
        buddies: vec![],
    }
}

fn truing() -> CompetencyId {
    CompetencyId::new("truing").unwrap()
}

fn wheel() -> TaskTypeId {
    TaskTypeId::new("true-wheel").unwrap()
}

fn catalog() -> Catalog {
    let level = |name: &str| Level { name: Text::of("en", name), text: Text::default() };
    let levels = ["watch", "with help", "alone", "teach"].map(level).into();
    let scale = Scale::new(ScaleId::new("four").unwrap(), 1, levels).unwrap();
    let competency = Competency {
        id: truing(),
        framework: FrameworkId::new("bikes").unwrap(),
        version: 3,
        code: None,
        statement: Text::of("en", "Wheel truing"),
        parent: None,
        order: 0,
        is_area: false,
        scale: Some(scale.id.clone()),
        level_texts: BTreeMap::new(),
        retired: false,
    };
    let task = TaskType {
        id: wheel(),
        version: 2,
        name: Text::of("en", "True a rear wheel").and("nl", "Achterwiel richten"),
        minutes: Some(25),
        unit: None,
        tags: vec![truing()],
        steps: vec![],
        aids: vec![],
        jobs: vec![],
        retired: false,
    };
    Catalog {
        scales: [(scale.id.clone(), scale)].into(),
        competencies: [(competency.id.clone(), competency)].into(),
        task_types: [(task.id.clone(), task)].into(),
        ..Catalog::default()
    }
}

fn workshop() -> Server {
    Server::new(roster(), &catalog())
}

/// Taps a tile and presses Save.
fn log(phone: &mut Phone, server: &mut Server) {
    phone.now = phone.now.plus_ms(60_000);
    phone.tell(Event::OpenTask(wheel()));
    run(server, &mut [phone]);
    let draft = phone.client.log_form().unwrap().draft;
    phone.tell(Event::SaveTask(draft));
    run(server, &mut [phone]);
}

fn tasks_at(server: &Server, person: &str) -> usize {
    server.document(Kind::Log, person, 2026).map_or(0, |document| read_entries(document).len())
}

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
    assert_eq!(samira.client.sync(samira.now).waiting, 12);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 12, "after a cold start");
    samira.is_offline = false;
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(tasks_at(&server, "samira"), 12);
    let sync = samira.client.sync(samira.now);
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
    assert_eq!(samira.client.sync(samira.now).waiting, 0);
    samira.disk_is_full = false;
    samira.tell(Event::SaveTask(form.draft));
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1);
    assert_eq!(samira.place, Some(Place::Home));
    assert_eq!(tasks_at(&server, "samira"), 1, "the server holds one, not the failed one too");
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

// SPEC C8
#[test]
fn a_stranger_gets_nothing() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    log(&mut samira, &mut server);
    let mut tuan = Phone::joined("tuan", &mut server);
    let id = PersonId::new("samira").unwrap();
    assert!(tuan.client.person_page(&id, tuan.now).unwrap().days.is_empty());
    let own: Vec<_> = tuan.store().keys().filter(|(table, _)| *table == Table::Chunks).collect();
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
    let chunks = ingrid.store().keys().filter(|(table, _)| *table == Table::Chunks).count();
    assert_eq!(chunks, 1, "the catalogue only");
}

// SPEC C10
#[test]
fn what_the_server_could_not_store_is_not_shown_as_sent() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    server.disk_is_full = true;
    log(&mut samira, &mut server);
    let sync = samira.client.sync(samira.now);
    assert_eq!((sync.waiting, tasks_at(&server, "samira")), (1, 0));
    server.disk_is_full = false;
    for _ in 0..2 {
        samira.wait(60_000);
        run(&mut server, &mut [&mut samira]);
    }
    assert_eq!((samira.client.sync(samira.now).waiting, tasks_at(&server, "samira")), (0, 1));
}

// SPEC C11
#[test]
fn signed_out_revoked_and_out_of_reach_are_different_things() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    server.is_up = false;
    samira.wait(1_000);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.sync(samira.now).state, SyncState::Away);
    server.restart();
    server.revoked.push("samira-0".into());
    samira.wait(60_000);
    run(&mut server, &mut [&mut samira]);
    let page = samira.client.sync_page(samira.now);
    assert_eq!(page.attention, [client::view::Attention::Revoked]);
    log(&mut samira, &mut server);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1, "work goes on");
}

// SPEC C12
#[test]
fn a_code_that_does_not_work_says_why_and_joining_can_be_tried_again() {
    let mut server = workshop();
    let mut phone = Phone::new("samira");
    phone.tell(Event::Join { code: "nobody".into(), device_name: String::new() });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.join_problem(), Some(JoinProblem::Unknown));
    server.is_up = false;
    phone.tell(Event::Join { code: "samira".into(), device_name: String::new() });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.join_problem(), Some(JoinProblem::NoServer));
    server.is_up = true;
    phone.tell(Event::Join { code: "samira".into(), device_name: String::new() });
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
    phone.tell(Event::Join { code: "tuan".into(), device_name: String::new() });
    run(&mut server, &mut [&mut phone]);
    log(&mut phone, &mut server);
    phone.wait(60_000);
    run(&mut server, &mut [&mut phone]);
    assert_eq!((tasks_at(&server, "samira"), tasks_at(&server, "tuan")), (0, 1));
    phone.tell(Event::SwitchTo { person: "workshop/samira".into() });
    run(&mut server, &mut [&mut phone]);
    assert_eq!(phone.client.home(phone.now).tasks_today, 1);
    assert_eq!(phone.client.sync(phone.now).state, SyncState::Attention, "the session is Tuan's");
    assert_eq!(tasks_at(&server, "samira"), 0);
    phone.tell(Event::Join { code: "samira".into(), device_name: String::new() });
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
    let bytes = samira.store().len();
    for _ in 0..2 {
        // The note "opening" is stored; the page dies before the chunks were read.
        samira.is_offline = true;
        samira.restart(&mut server);
        while samira.client.phase() != &Phase::Ready {
            samira.step(&mut server);
        }
        samira.step(&mut server);
    }
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    let attention = samira.client.sync_page(samira.now).attention;
    assert!(!attention.is_empty(), "{attention:?}");
    assert!(samira.store().len() >= bytes);
    assert_eq!(samira.client.home(samira.now).tasks_today, 1, "rows are still shown");
}

// SPEC C17
#[test]
fn rows_that_do_not_read_are_made_anew_from_the_document() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    for _ in 0..3 {
        log(&mut samira, &mut server);
    }
    for ((table, _), value) in samira.store().iter_mut() {
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
    let page = samira.client.sync_page(samira.now);
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
