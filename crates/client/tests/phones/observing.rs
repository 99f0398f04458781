//! Watching each other work, on two phones and three: the form, what arrives, and what is hidden.

use client::view::{EntryBody, ObservationView, ObserveForm};
use client::{Event, Fault, Line, Observe, Place};
use documents::read_entries;
use domain::{ChecklistId, Did, EntryId, Kind, PersonId, Rated, StepId, Text};

use crate::world::{
    Phone, Server, catalog, log, log_saying, person, roster, run, truing, wheel_list, workshop,
};

const NEXT: &str = "Count the quarter turns.";

pub(crate) fn samira() -> PersonId {
    PersonId::new("samira").unwrap()
}

pub(crate) fn observe(phone: &mut Phone, server: &mut Server, what: Observe) {
    phone.now = phone.now.plus_ms(1_000);
    phone.tell(Event::Observe(what));
    run(server, &mut [phone]);
}

pub(crate) fn open(phone: &mut Phone, server: &mut Server, task: Option<&EntryId>) {
    let person = samira();
    observe(phone, server, Observe::Open { person, task: task.cloned(), request: None });
}

fn step(id: &str) -> StepId {
    StepId::new(id).unwrap()
}

fn form(phone: &Phone) -> ObserveForm {
    phone.client.observe_form().unwrap()
}

/// Watches the task: both steps, a level, and the line for next time.
pub(crate) fn watch(phone: &mut Phone, server: &mut Server, task: &EntryId) -> EntryId {
    open(phone, server, Some(task));
    fill_in(phone, server, Rated::Level(2))
}

pub(crate) fn fill_in(phone: &mut Phone, server: &mut Server, level: Rated) -> EntryId {
    observe(phone, server, Observe::Step(step("1"), Did::Done));
    observe(phone, server, Observe::Step(step("2"), Did::NeededHelp));
    observe(phone, server, Observe::Reason(step("2"), "Half turns".into()));
    observe(phone, server, Observe::Level(truing(), level));
    observe(phone, server, Observe::Words(Line::NextTime, NEXT.into()));
    let entry = form(phone).draft.entry;
    observe(phone, server, Observe::Save);
    entry
}

pub(crate) fn shown(phone: &Phone, entry: &EntryId) -> ObservationView {
    match phone.client.entry(entry).map(|entry| entry.body) {
        Some(EntryBody::Observation(seen)) => *seen,
        other => panic!("{other:?}"),
    }
}

/// Both phones wake up and sync.
pub(crate) fn meet(server: &mut Server, phones: &mut [&mut Phone]) {
    for phone in phones.iter_mut() {
        phone.is_offline = false;
        phone.wait(60_000);
    }
    run(server, phones);
    for phone in phones.iter_mut() {
        phone.wait(60_000);
        phone.tell(Event::Woken);
    }
    run(server, phones);
}

fn two() -> (Server, Phone, Phone) {
    let mut server = workshop();
    let samira = Phone::joined("samira", &mut server);
    let ingrid = Phone::joined("ingrid", &mut server);
    (server, samira, ingrid)
}

// SPEC E12
#[test]
fn a_form_about_a_task_brings_its_checklist_and_chooses_nothing() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    open(&mut ingrid, &mut server, Some(&task));
    assert_eq!(ingrid.place, Some(Place::ObserveForm));
    let form = form(&ingrid);
    assert_eq!((form.name.as_str(), form.title.as_str()), ("samira Testperson", "Truing"));
    assert_eq!(form.steps.len(), 2);
    assert!(form.steps.iter().all(|step| step.seen.is_none()));
    assert!(form.skills.iter().all(|skill| skill.rated.is_none() && skill.levels.len() == 4));
    assert_eq!(form.draft.seen.checklist, Some((wheel_list().id, 4)));
}

// SPEC E12
#[test]
fn a_form_about_a_person_offers_every_checklist_until_a_step_is_answered() {
    let (mut server, _, mut ingrid) = two();
    open(&mut ingrid, &mut server, None);
    let before = form(&ingrid);
    assert_eq!((before.lists.len(), before.steps.len()), (1, 0));
    observe(&mut ingrid, &mut server, Observe::List(Some(ChecklistId::new("wheel").unwrap())));
    assert_eq!(form(&ingrid).steps.len(), 2);
    observe(&mut ingrid, &mut server, Observe::Step(step("1"), Did::Done));
    assert!(form(&ingrid).lists.is_empty());
}

// SPEC E13
#[test]
fn one_tap_answers_a_step_and_the_same_tap_takes_it_back() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    open(&mut ingrid, &mut server, Some(&task));
    observe(&mut ingrid, &mut server, Observe::Step(step("1"), Did::NotDone));
    let at = ingrid.now;
    observe(&mut ingrid, &mut server, Observe::Reason(step("1"), "Half turns".into()));
    observe(&mut ingrid, &mut server, Observe::Note(step("1"), "In a hurry".into()));
    let seen = form(&ingrid).steps[0].seen.clone().unwrap();
    assert_eq!((seen.did, seen.at), (Did::NotDone, at));
    assert_eq!(
        (seen.reason.as_deref(), seen.note.as_deref()),
        (Some("Half turns"), Some("In a hurry"))
    );
    observe(&mut ingrid, &mut server, Observe::Step(step("1"), Did::NeededHelp));
    let seen = form(&ingrid).steps[0].seen.clone().unwrap();
    assert_eq!((seen.did, seen.reason), (Did::NeededHelp, None), "another answer, another reason");
    assert_eq!(seen.note.as_deref(), Some("In a hurry"));
    observe(&mut ingrid, &mut server, Observe::Step(step("1"), Did::NeededHelp));
    assert_eq!(form(&ingrid).steps[0].seen, None);
}

// SPEC E14
#[test]
fn what_was_watched_so_far_comes_back_after_a_kill_and_goes_before_another() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    open(&mut ingrid, &mut server, Some(&task));
    observe(&mut ingrid, &mut server, Observe::Step(step("2"), Did::NotDone));
    observe(&mut ingrid, &mut server, Observe::Words(Line::Praise, "Calm.".into()));
    let before = form(&ingrid).draft;
    assert!(ingrid.client.is_dirty());
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(form(&ingrid).draft, before);
    assert_eq!(ingrid.client.people(ingrid.now).observing.as_deref(), Some("samira Testperson"));
    open(&mut ingrid, &mut server, None);
    assert_eq!(form(&ingrid).draft, before, "it comes back instead of a new one");
    observe(&mut ingrid, &mut server, Observe::Drop);
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(ingrid.client.observe_form(), None);
}

// SPEC E15
#[test]
fn nothing_is_saved_without_a_line_for_next_time_or_twice() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    open(&mut ingrid, &mut server, Some(&task));
    observe(&mut ingrid, &mut server, Observe::Step(step("1"), Did::Done));
    observe(&mut ingrid, &mut server, Observe::Words(Line::NextTime, "  ".into()));
    observe(&mut ingrid, &mut server, Observe::Save);
    assert!(ingrid.client.observe_form().is_some());
    observe(&mut ingrid, &mut server, Observe::Words(Line::NextTime, NEXT.into()));
    ingrid.tell(Event::Observe(Observe::Save));
    ingrid.tell(Event::Observe(Observe::Save));
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!((ingrid.client.observe_form(), ingrid.place.clone()), (None, Some(Place::People)));
    let document = server.document_about(Kind::Obs, "ingrid", "samira", 2026).unwrap();
    assert_eq!(read_entries(document).len(), 1);
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(ingrid.client.observe_form(), None, "the draft went with the save");
}

// SPEC E15, C2
#[test]
fn an_observation_that_could_not_be_stored_keeps_its_draft() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    ingrid.disk_is_full = true;
    watch(&mut ingrid, &mut server, &task);
    assert_eq!(form(&ingrid).not_saved, Some(Fault::Full));
    ingrid.disk_is_full = false;
    observe(&mut ingrid, &mut server, Observe::Save);
    assert_eq!(ingrid.client.observe_form(), None);
    assert_eq!(ingrid.client.seen_of_task(&task).len(), 1);
}

// SPEC E16
#[test]
fn levels_that_are_all_alike_are_pointed_out_and_saved_all_the_same() {
    let mut catalog = catalog();
    let mut ids = vec![truing()];
    for name in ["tension", "dish"] {
        let mut other = catalog.competencies[&truing()].clone();
        other.id = domain::CompetencyId::new(name).unwrap();
        other.statement = Text::of("en", name);
        ids.push(other.id.clone());
        catalog.competencies.insert(other.id.clone(), other);
    }
    let mut list = wheel_list();
    list.tasks[0].steps[0].competencies = ids.clone();
    catalog.checklists.insert(list.id.clone(), list);
    let mut server = Server::new(roster(), &catalog);
    let mut samira = Phone::joined("samira", &mut server);
    let task = log_saying(&mut samira, &mut server, "");
    let mut ingrid = Phone::joined("ingrid", &mut server);
    open(&mut ingrid, &mut server, Some(&task));
    for id in &ids {
        assert!(!form(&ingrid).are_alike);
        observe(&mut ingrid, &mut server, Observe::Level(id.clone(), Rated::Level(3)));
    }
    assert!(form(&ingrid).are_alike);
    observe(&mut ingrid, &mut server, Observe::Level(ids[1].clone(), Rated::CannotSay));
    assert!(!form(&ingrid).are_alike);
    observe(&mut ingrid, &mut server, Observe::Level(ids[1].clone(), Rated::Level(3)));
    observe(&mut ingrid, &mut server, Observe::Words(Line::NextTime, NEXT.into()));
    observe(&mut ingrid, &mut server, Observe::Save);
    assert_eq!(ingrid.client.observe_form(), None);
}

// SPEC E17
#[test]
fn what_was_watched_offline_arrives_and_the_worker_reads_it_offline_too() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    (samira.is_offline, ingrid.is_offline) = (true, true);
    let seen = watch(&mut ingrid, &mut server, &task);
    assert_eq!(ingrid.client.sync().waiting, 1);
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    let own = shown(&ingrid, &seen);
    assert_eq!((own.title.as_str(), own.worker.as_deref()), ("Truing", Some("samira Testperson")));
    assert_eq!(own.skills[0].rated, Some(Rated::Level(2)));

    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    assert_eq!(ingrid.client.sync().waiting, 0);
    samira.is_offline = true;
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    let theirs = shown(&samira, &seen);
    assert_eq!((theirs.observer.as_str(), theirs.worker), ("ingrid Testperson", None));
    assert_eq!((theirs.next_time.as_str(), theirs.is_older), (NEXT, false));
    let dids: Vec<_> = theirs.steps.iter().map(|step| step.seen.as_ref().map(|s| s.did)).collect();
    assert_eq!(dids, [Some(Did::Done), Some(Did::NeededHelp)]);
    assert_eq!(samira.client.seen_of_task(&task), std::slice::from_ref(&seen));
    assert_eq!(samira.client.home(samira.now).feedback.map(|f| f.entry), Some(seen));
    let rows = samira.client.person_page(&self::samira(), samira.now).unwrap().days;
    assert!(rows.iter().flat_map(|(_, list)| list).any(|entry| !entry.is_own));
}

// SPEC E17
#[test]
fn a_record_of_a_checklist_that_moved_on_says_so_and_keeps_its_answers() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    let seen = watch(&mut ingrid, &mut server, &task);
    let mut catalog = catalog();
    let mut list = wheel_list();
    list.version += 1;
    list.tasks[0].steps.remove(1);
    catalog.checklists.insert(list.id.clone(), list);
    server.put_catalog(&catalog);
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    let view = shown(&samira, &seen);
    let texts: Vec<_> = view.steps.iter().map(|step| step.text.as_str()).collect();
    assert_eq!((view.is_older, texts), (true, vec!["Checks the dish", "2"]));
}

// SPEC E18
#[test]
fn who_did_the_task_says_first_what_they_think_and_sees_the_other_level_after() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    let seen = watch(&mut ingrid, &mut server, &task);
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    let skill = shown(&samira, &seen).skills.remove(0);
    assert_eq!((skill.rated, skill.own, skill.is_hidden), (None, None, true));
    let page = samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!((page.observed.len(), page.row.observer), (0, None), "nor anywhere else");

    let rate = Event::Rate { competency: truing(), rated: Rated::Level(3), task: Some(task) };
    samira.tell(rate);
    run(&mut server, &mut [&mut samira, &mut ingrid]);
    let skill = shown(&samira, &seen).skills.remove(0);
    let both = (Some(Rated::Level(2)), Some(Rated::Level(3)), false);
    assert_eq!((skill.rated, skill.own, skill.is_hidden), both);
    let page = samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!((page.row.own, page.row.observer, page.row.observations), (Some(3), Some(2), 1));
    assert_eq!(page.evidence.len(), 3, "the task, the rating, the observation");
    let skill = shown(&ingrid, &seen).skills.remove(0);
    assert_eq!((skill.rated, skill.own), (both.0, both.1));
}

// SPEC E19
#[test]
fn the_newest_level_that_was_seen_counts_and_not_observed_is_none() {
    let (mut server, mut samira, mut ingrid) = two();
    log(&mut samira, &mut server);
    run(&mut server, &mut [&mut ingrid]);
    for level in [Rated::Level(2), Rated::Level(3), Rated::CannotSay] {
        open(&mut ingrid, &mut server, None);
        let list = Observe::List(Some(wheel_list().id));
        observe(&mut ingrid, &mut server, list);
        fill_in(&mut ingrid, &mut server, level);
    }
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    for (phone, whose) in [(&samira, None), (&ingrid, Some(self::samira()))] {
        let page = phone.client.competency_page(&truing(), whose.as_ref()).unwrap();
        let levels: Vec<_> = page.observed.iter().map(|point| point.level).collect();
        assert_eq!(levels, [Some(2), Some(3), None]);
        assert_eq!((page.row.observer, page.row.observations), (Some(3), 3));
    }
}

// SPEC E20
#[test]
fn two_supervisors_who_saw_one_task_differently_are_both_listed() {
    let mut roster = roster();
    roster.people.push(person("olaf", domain::Role::Supervisor));
    roster.teams[0].supervisors.push(PersonId::new("olaf").unwrap());
    let mut server = Server::new(roster, &catalog());
    let mut samira = Phone::joined("samira", &mut server);
    let task = log_saying(&mut samira, &mut server, "");
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let mut olaf = Phone::joined("olaf", &mut server);
    (ingrid.is_offline, olaf.is_offline) = (true, true);
    watch(&mut ingrid, &mut server, &task);
    olaf.now = olaf.now.plus_ms(3_600_000);
    open(&mut olaf, &mut server, Some(&task));
    fill_in(&mut olaf, &mut server, Rated::Level(4));
    meet(&mut server, &mut [&mut ingrid, &mut olaf, &mut samira]);
    assert_eq!(samira.client.seen_of_task(&task).len(), 2);
    for phone in [&ingrid, &olaf] {
        let page = phone.client.competency_page(&truing(), Some(&self::samira())).unwrap();
        let levels: Vec<_> = page.observed.iter().map(|point| point.level).collect();
        assert_eq!((levels, page.row.observer), (vec![Some(2), Some(4)], Some(4)));
    }
}

// SPEC E21
#[test]
fn who_is_not_in_charge_of_somebody_is_not_given_the_form() {
    let (mut server, mut samira, mut ingrid) = two();
    let mut tuan = Phone::joined("tuan", &mut server);
    for phone in [&mut samira, &mut tuan] {
        open(phone, &mut server, None);
        assert_eq!(phone.client.observe_form(), None);
    }
    let tuan = PersonId::new("tuan").unwrap();
    observe(&mut ingrid, &mut server, Observe::Open { person: tuan, task: None, request: None });
    assert_eq!(ingrid.client.observe_form(), None);
}

// SPEC E22
#[test]
fn an_observation_is_taken_back_with_its_reason_and_counts_no_more() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    let seen = watch(&mut ingrid, &mut server, &task);
    ingrid.tell(Event::Void { entry: seen.clone(), reason: "wrong person".into() });
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    assert_eq!(samira.client.entry(&seen).unwrap().void.as_deref(), Some("wrong person"));
    assert!(samira.client.seen_of_task(&task).is_empty());
    assert_eq!(samira.client.home(samira.now).feedback, None);
}

// SPEC E23, C40
#[test]
fn a_rescue_file_holds_what_was_seen_of_others_too() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    ingrid.is_offline = true;
    let seen = watch(&mut ingrid, &mut server, &task);
    ingrid.tell(Event::MakeRescueFile);
    run(&mut server, &mut [&mut ingrid]);
    let (_, file) = ingrid.files.pop().unwrap();
    let mut tablet = Phone::joined_again("ingrid", &mut server);
    tablet.tell(Event::TakeRescueFile(file));
    run(&mut server, &mut [&mut tablet]);
    meet(&mut server, &mut [&mut tablet, &mut samira]);
    assert_eq!(shown(&samira, &seen).next_time, NEXT);
}
