//! Scanning a person's own card: what it begins, and what it says where there is nothing to begin.

use client::view::{CardProblem, Stage};
use client::{Cards, Event, Place, Shadow};
use domain::{OrgId, PersonId, Role};
use exchange::card::{Card, PersonCard};

use crate::world::{Phone, Server, pair, person, run, workshop};

fn id(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

fn card(of: &Phone) -> String {
    of.client.own_card().unwrap().text
}

fn scan(phone: &mut Phone, server: &mut Server, text: &str) -> Option<CardProblem> {
    phone.place = None;
    phone.is_offline = true;
    phone.now = phone.now.plus_ms(60_000);
    phone.tell(Event::Card(Cards::Read(text.into())));
    run(server, &mut [phone]);
    phone.client.card_problem()
}

fn session(phone: &mut Phone) -> domain::EntryId {
    match phone.place.take() {
        Some(Place::Session(id)) => id,
        other => panic!("{other:?}"),
    }
}

// SPEC G91
#[test]
fn a_supervisor_who_scans_somebody_has_the_form_open() {
    let mut server = workshop();
    let samira = Phone::joined("samira", &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    assert_eq!(scan(&mut ingrid, &mut server, &card(&samira)), None);
    assert_eq!(ingrid.place, Some(Place::ObserveForm));
    assert_eq!(ingrid.client.observe_form().unwrap().draft.about, id("samira"));
}

// SPEC G91
#[test]
fn buddy_and_learner_begin_the_session_between_them_and_scanning_again_leads_back_to_it() {
    let mut server = workshop();
    pair(&mut server);
    let mut samira = Phone::joined("samira", &mut server);
    let mut marek = Phone::joined("marek", &mut server);
    assert_eq!(scan(&mut marek, &mut server, &card(&samira)), None);
    let begun = session(&mut marek);
    assert_eq!(marek.client.session_page(&begun).unwrap().stage, Stage::Running);
    assert_eq!(scan(&mut marek, &mut server, &card(&samira)), None);
    assert_eq!(session(&mut marek), begun);
    // A planned one goes before a new one.
    let at = samira.now.plus_ms(3_600_000);
    samira.is_offline = true;
    samira.tell(Event::Shadow(Shadow::Plan { with: id("marek"), what: None, at }));
    run(&mut server, &mut [&mut samira]);
    let planned = session(&mut samira);
    assert_eq!(scan(&mut samira, &mut server, &card(&marek)), None);
    assert_eq!(samira.client.sessions(None, samira.now).rows.len(), 1);
    assert_eq!(samira.client.session_page(&planned).unwrap().stage, Stage::Running);
}

// SPEC G91
#[test]
fn who_is_both_in_charge_and_a_buddy_is_asked_which() {
    let mut server = workshop();
    pair(&mut server);
    server.roster.buddies[0].buddy = id("ingrid");
    let samira = Phone::joined("samira", &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let met = CardProblem::Met { person: id("samira"), name: "samira Testperson".into() };
    assert_eq!(scan(&mut ingrid, &mut server, &card(&samira)), Some(met));
    assert_eq!(ingrid.place, None);
    ingrid.tell(Event::Card(Cards::GoAlong(id("samira"))));
    run(&mut server, &mut [&mut ingrid]);
    session(&mut ingrid);
}

// SPEC G90
#[test]
fn a_card_of_nobody_one_has_to_do_with_opens_nothing() {
    let mut server = workshop();
    server.roster.people.push(person("jan", Role::Supervisor));
    let samira = Phone::joined("samira", &mut server);
    let mut jan = Phone::joined("jan", &mut server);
    let name = |problem| match problem {
        Some(CardProblem::NotYours(name)) => name,
        other => panic!("{other:?}"),
    };
    let samiras = card(&samira);
    assert_eq!(name(scan(&mut jan, &mut server, &samiras)).as_deref(), Some("samira Testperson"));
    let own = card(&jan);
    assert_eq!(scan(&mut jan, &mut server, &own), Some(CardProblem::Own));
    let org = OrgId::new("elsewhere").unwrap();
    let other = Card::Person(PersonCard { org, person: id("samira"), name: "Samira".into() });
    let other = other.write().unwrap();
    assert_eq!(scan(&mut jan, &mut server, &other), Some(CardProblem::OtherOrganisation));
    assert_eq!(jan.place, None);
}
