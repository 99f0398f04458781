//! Cards between two phones with no network: what is shown, what is read, and what leads nowhere.

use client::view::{CardProblem, CardState, CardView, Unread};
use client::{Cards, Event, Observe, Place, Table};
use documents::entry_hash;
use domain::{Did, EntryId, Kind, OrgId, PersonId, REQUEST_MS, Rated, StepId};
use exchange::card::{Card, RequestCard};

use crate::observing::{fill_in, meet, observe, shown};
use crate::world::{Phone, Server, edit_saying, log_saying, run, truing, wheel_list, workshop};

/// Samira and her supervisor, who heard of nothing since they joined.
pub(crate) fn two() -> (Server, Phone, Phone) {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    (samira.is_offline, ingrid.is_offline) = (true, true);
    (server, samira, ingrid)
}

pub(crate) fn show(phone: &mut Phone, server: &mut Server, task: &EntryId) -> CardView {
    phone.tell(Event::Card(Cards::Show(task.clone())));
    run(server, &mut [phone]);
    match phone.client.card(task) {
        CardState::Made(card) => card,
        other => panic!("{other:?}"),
    }
}

/// What came of it: the problem, or that the form is open.
fn read(phone: &mut Phone, server: &mut Server, cards: Cards) -> Option<CardProblem> {
    phone.place = None;
    phone.tell(Event::Card(cards));
    run(server, &mut [phone]);
    let problem = phone.client.card_problem();
    assert_eq!(phone.place == Some(Place::ObserveForm), problem.is_none(), "{problem:?}");
    problem
}

pub(crate) fn scan(phone: &mut Phone, server: &mut Server, text: &str) -> Option<CardProblem> {
    read(phone, server, Cards::Read(text.into()))
}

fn request(text: &str) -> RequestCard {
    match Card::read(text.as_bytes()) {
        Ok(Card::Request(card)) => card,
        other => panic!("{other:?}"),
    }
}

fn write(card: RequestCard) -> String {
    Card::Request(card).write().unwrap()
}

// SPEC G63
#[test]
fn a_card_opens_the_form_for_a_task_that_no_other_phone_has_heard_of() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let card = show(&mut samira, &mut server, &task);
    assert_eq!(
        (card.what.as_str(), card.worker.as_str()),
        ("True a rear wheel", "samira Testperson")
    );
    assert_eq!(card.to.as_deref(), Some("ingrid"));
    assert_eq!(card.until, samira.now.plus_ms(REQUEST_MS));

    assert_eq!(scan(&mut ingrid, &mut server, &card.text), None);
    let form = ingrid.client.observe_form().unwrap();
    assert_eq!((form.name.as_str(), form.title.as_str()), ("samira Testperson", "Truing"));
    assert_eq!(form.draft.seen.checklist, Some((wheel_list().id, 4)));
    assert!(form.steps.iter().all(|step| step.seen.is_none()), "nothing is chosen");
    assert!(!ingrid.client.is_dirty(), "so another card may take its place");

    observe(&mut ingrid, &mut server, Observe::Step(StepId::new("1").unwrap(), Did::Done));
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    let again = ingrid.client.observe_form().unwrap();
    assert_eq!((again.title.as_str(), again.skills.len()), ("Truing", 1));
    let seen = fill_in(&mut ingrid, &mut server, Rated::Level(2));
    assert_eq!(shown(&ingrid, &seen).task, Some(task.clone()));

    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    assert_eq!(samira.client.seen_of_task(&task), [seen]);
}

// SPEC G63
#[test]
fn without_a_checklist_a_card_brings_the_name_and_the_skills_of_its_task() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let card = show(&mut samira, &mut server, &task);
    assert_eq!(scan(&mut ingrid, &mut server, &card.text), None);
    observe(&mut ingrid, &mut server, Observe::List(None));
    let form = ingrid.client.observe_form().unwrap();
    let skills: Vec<_> = form.skills.iter().map(|skill| &skill.competency).collect();
    assert_eq!((form.title.as_str(), skills), ("True a rear wheel", vec![&truing()]));

    let mut other = request(&card.text);
    other.evidence.entry = EntryId::new("another").unwrap();
    (other.task.task_type, other.task.title) = (None, "Something else".into());
    assert_eq!(scan(&mut ingrid, &mut server, &write(other)), None);
    assert_eq!(ingrid.client.observe_form().unwrap().title, "Something else");
    let seen = fill_in(&mut ingrid, &mut server, Rated::Level(2));
    assert_eq!(shown(&ingrid, &seen).title, "Something else");
    ingrid.now = ingrid.now.plus_ms(15 * 86_400_000);
    let later = RequestCard { made: ingrid.now, ..request(&card.text) };
    assert_eq!(scan(&mut ingrid, &mut server, &write(later)), None);
    assert_eq!(shown(&ingrid, &seen).title, "Something else", "its card is gone by now");
}

// SPEC G63
#[test]
fn the_request_that_goes_with_a_card_is_answered_by_watching() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let to = PersonId::new("ingrid").unwrap();
    observe(&mut samira, &mut server, Observe::Ask { to, task: task.clone() });
    let card = show(&mut samira, &mut server, &task);
    assert!(request(&card.text).request.is_some());
    assert_eq!(scan(&mut ingrid, &mut server, &card.text), None);
    fill_in(&mut ingrid, &mut server, Rated::Level(2));
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    assert!(samira.client.owed(samira.now).to_me.is_empty());
    assert!(ingrid.client.owed(ingrid.now).by_me.is_empty());
}

// SPEC G61
#[test]
fn a_card_that_leads_nowhere_says_why_and_keeps_nothing() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let text = show(&mut samira, &mut server, &task).text;
    let card = request(&text);
    let changed = |change: fn(&mut RequestCard)| {
        let mut card = card.clone();
        change(&mut card);
        write(card)
    };
    let stranger = changed(|card| card.worker = PersonId::new("nobody-here").unwrap());
    let tuan = changed(|card| card.worker = PersonId::new("tuan").unwrap());
    let cases = [
        ("WIFI:S:shop;;".to_owned(), CardProblem::Unread(Unread::Foreign)),
        (text[..text.len() - 1].to_owned(), CardProblem::Unread(Unread::Torn)),
        (text.replace("ROPES1", "ROPES2"), CardProblem::Unread(Unread::Newer)),
        (changed(|card| card.org = OrgId::new("other").unwrap()), CardProblem::OtherOrganisation),
        (changed(|card| card.worker = PersonId::new("ingrid").unwrap()), CardProblem::Own),
        (stranger, CardProblem::NotYours(None)),
        (tuan, CardProblem::NotYours(Some("tuan Testperson".into()))),
    ];
    for (text, problem) in cases {
        assert_eq!(scan(&mut ingrid, &mut server, &text), Some(problem), "{text}");
    }
    assert_eq!(ingrid.client.observe_form(), None);
    assert_eq!(scan(&mut samira, &mut server, &text), Some(CardProblem::Own));

    ingrid.now = samira.now.plus_ms(REQUEST_MS);
    assert_eq!(scan(&mut ingrid, &mut server, &text), None, "the last moment");
    ingrid.now = samira.now.plus_ms(REQUEST_MS + 1);
    let stale = CardProblem::Stale(samira.now);
    assert_eq!(scan(&mut ingrid, &mut server, &text), Some(stale));
    ingrid.tell(Event::Card(Cards::Dismiss));
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(ingrid.client.card_problem(), None);
}

// SPEC G61
#[test]
fn a_card_of_a_task_that_is_here_has_to_fit_it() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let task = log_saying(&mut samira, &mut server, "");
    let text = show(&mut samira, &mut server, &task).text;
    server.roster.teams[0].members.push(PersonId::new("tuan").unwrap());
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    let card = RequestCard { worker: PersonId::new("tuan").unwrap(), ..request(&text) };
    let torn = CardProblem::Unread(Unread::Torn);
    assert_eq!(scan(&mut ingrid, &mut server, &write(card)), Some(torn), "the task of another");
    samira.tell(Event::Void { entry: task, reason: "wrong day".into() });
    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    assert_eq!(scan(&mut ingrid, &mut server, &text), Some(CardProblem::TakenBack));
}

// SPEC C9
#[test]
fn a_card_goes_from_the_phone_when_its_reader_is_no_longer_in_charge() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let text = show(&mut samira, &mut server, &task).text;
    assert_eq!(scan(&mut ingrid, &mut server, &text), None);
    let kept = |phone: &mut Phone| phone.store().load(Table::Meta, "card/").len();
    assert_eq!(kept(&mut ingrid), 1);
    server.roster.teams[0].members.clear();
    meet(&mut server, &mut [&mut ingrid]);
    assert_eq!(kept(&mut ingrid), 0);
}

// SPEC G64
#[test]
fn a_card_read_again_after_watching_leads_to_what_was_saved() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let text = show(&mut samira, &mut server, &task).text;
    for _ in 0..2 {
        assert_eq!(scan(&mut ingrid, &mut server, &text), None, "before, it opens the form again");
    }
    let seen = fill_in(&mut ingrid, &mut server, Rated::Level(2));
    let worker = crate::observing::samira();
    let watched = CardProblem::Watched { seen, worker, task: task.clone(), request: None };
    assert_eq!(scan(&mut ingrid, &mut server, &text), Some(watched.clone()));
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(scan(&mut ingrid, &mut server, &text), Some(watched));
}

// SPEC G65
#[test]
fn the_letters_of_a_card_find_a_task_that_has_arrived() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let code = show(&mut samira, &mut server, &task).code;
    let typed = Cards::Typed(code.to_lowercase().replace('-', " "));
    let not_here = read(&mut ingrid, &mut server, typed.clone());
    assert_eq!(not_here, Some(CardProblem::NotHere));
    let mistyped = read(&mut ingrid, &mut server, Cards::Typed("four".into()));
    assert_eq!(mistyped, Some(CardProblem::Mistyped));

    meet(&mut server, &mut [&mut samira, &mut ingrid]);
    ingrid.is_offline = true;
    assert_eq!(read(&mut ingrid, &mut server, typed.clone()), None);
    assert_eq!(ingrid.client.observe_form().unwrap().draft.seen.task, Some(task));
    let mut tuan = Phone::joined("tuan", &mut server);
    assert_eq!(read(&mut tuan, &mut server, typed), Some(CardProblem::NotHere));
}

// SPEC G66
#[test]
fn a_card_names_the_task_as_it_is_now() {
    let (mut server, mut samira, _) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let first = request(&show(&mut samira, &mut server, &task).text);
    edit_saying(&mut samira, &mut server, &task, "turn by quarters");
    let second = request(&show(&mut samira, &mut server, &task).text);
    assert_ne!(first.evidence.hash, second.evidence.hash);
    assert_ne!(first.evidence.heads, second.evidence.heads);
    samira.restart(&mut server);
    run(&mut server, &mut [&mut samira]);
    let third = request(&show(&mut samira, &mut server, &task).text);
    assert_eq!(third.evidence, second.evidence);
    meet(&mut server, &mut [&mut samira]);
    let document = server.document(Kind::Log, "samira", 2026).unwrap();
    assert_eq!(Some(second.evidence.hash), entry_hash(document, &task), "and on the server");
    assert_eq!(second.evidence.heads, document.heads());
}

// SPEC G66
#[test]
fn a_card_waits_until_its_task_is_on_disk_and_there_is_none_of_what_was_taken_back() {
    let (mut server, mut samira, _) = two();
    let task = log_saying(&mut samira, &mut server, "");
    samira.tell(Event::Void { entry: task.clone(), reason: "wrong day".into() });
    samira.tell(Event::Card(Cards::Show(task.clone())));
    samira.step(&mut server);
    samira.step(&mut server);
    assert_eq!(samira.client.card(&task), CardState::Making);
    run(&mut server, &mut [&mut samira]);
    assert_eq!(samira.client.card(&task), CardState::Failed);
}

// SPEC G60
#[test]
fn a_card_is_handed_over_as_a_file_that_reads_like_its_code() {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    show(&mut samira, &mut server, &task);
    samira.tell(Event::Card(Cards::SaveFile));
    run(&mut server, &mut [&mut samira]);
    let (name, file) = samira.files.pop().unwrap();
    assert_eq!(name, "ropes-card-2026-11-22.txt");
    assert_eq!(read(&mut ingrid, &mut server, Cards::Read(file)), None);
}
