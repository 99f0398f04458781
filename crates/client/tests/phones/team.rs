//! The team at a glance: what the server told, its age, and what this phone knows better.

use client::view::{Able, Cell, Matrix, Narrow, Renewal, Unseen, WhoCan};
use client::{Event, Observe, Table};
use domain::{
    Competency, CompetencyId, Day, Newest, PersonId, Rated, Role, Rollup, SignedLevel, SkillRollup,
    Text,
};

use crate::observing::{fill_in, meet, observe, open};
use crate::world::{
    MORNING, Phone, Server, catalog, log, person, run, truing, wheel, wheel_list, workshop,
};

const DAY_MS: i64 = 86_400_000;

fn days_ago(days: i64) -> i64 {
    MORNING.utc_ms - days * DAY_MS
}

fn today() -> Day {
    MORNING.day()
}

fn said(level: u8, days: i64, count: u32) -> Option<Newest> {
    Some(Newest { level: Some(level), levels: 4, at: days_ago(days), count })
}

fn signed(level: u8, days: i64) -> Option<SignedLevel> {
    let by = PersonId::new("ingrid").unwrap();
    Some(SignedLevel { level, levels: 4, at: days_ago(days), by, version: 3, until: None })
}

/// What the server tells of somebody.
fn told(name: &str, skill: SkillRollup) -> Rollup {
    let observed = skill.seen.map(|seen| seen.at);
    let person = PersonId::new(name).unwrap();
    Rollup { observed, skills: [(truing(), skill)].into(), ..Rollup::new(person) }
}

/// Samira says 3, was seen at 2, and has nothing on this phone.
fn server() -> Server {
    let mut server = workshop();
    let skill = SkillRollup {
        own: said(3, 20, 5),
        seen: said(2, 14, 4),
        observers: 2,
        signed: signed(1, 40),
    };
    server.rollups = vec![told("samira", skill)];
    server
}

fn matrix(phone: &Phone, narrow: &Narrow, least: u8) -> Matrix {
    phone.client.matrix(narrow, least, phone.now)
}

fn cell(phone: &Phone) -> Option<Cell> {
    matrix(phone, &Narrow::All, 0).rows.first().and_then(|row| *row.cells.first()?)
}

const CELL: Cell = Cell {
    levels: 4,
    own: Some(3),
    seen: Some(2),
    signed: Some(1),
    is_due: false,
    ended: None,
    target: None,
    day: None,
    count: 4,
};

// SPEC V11
#[test]
fn the_team_is_there_offline_with_its_age() {
    let mut server = server();
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let first = ingrid.client.team(ingrid.now);
    assert_eq!(first.as_of, Some(MORNING));
    assert_eq!(cell(&ingrid), Some(Cell { day: Some(Day(today().0 - 14)), ..CELL }));
    ingrid.is_offline = true;
    ingrid.now = ingrid.now.plus_ms(DAY_MS);
    ingrid.restart(&mut server);
    run(&mut server, &mut [&mut ingrid]);
    ingrid.tell(Event::OpenTeam);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(ingrid.client.team(ingrid.now).as_of, Some(MORNING));
    assert_eq!(cell(&ingrid).map(|cell| cell.count), Some(4));
    // What is unchanged need not come again, and is known to be so.
    ingrid.is_offline = false;
    ingrid.wait(60_000);
    run(&mut server, &mut [&mut ingrid]);
    let as_of = ingrid.client.team(ingrid.now).as_of;
    assert_eq!(as_of, Some(MORNING.plus_ms(DAY_MS + 60_000)));
    ingrid.tell(Event::OpenTeam);
    server.rollups[0].skills.get_mut(&truing()).unwrap().signed = signed(3, 0);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(cell(&ingrid).and_then(|cell| cell.signed), Some(3));
}

// SPEC V11
#[test]
fn a_server_that_tells_of_no_team_leaves_what_the_phone_holds() {
    let mut server = workshop();
    let mut samira = Phone::joined("samira", &mut server);
    rate(&mut samira, &mut server, 2);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    run(&mut server, &mut [&mut ingrid]);
    let own = Cell { own: Some(2), seen: None, signed: None, count: 1, ..CELL };
    let day = cell(&ingrid).and_then(|cell| cell.day);
    assert_eq!((cell(&ingrid), day), (Some(Cell { day, ..own }), Some(today())));
}

fn rate(phone: &mut Phone, server: &mut Server, level: u8) {
    phone.now = phone.now.plus_ms(60_000);
    let rated = Rated::Level(level);
    phone.tell(Event::Rate { competency: truing(), rated, task: None });
    run(server, &mut [phone]);
}

// SPEC V12
#[test]
fn what_this_phone_saw_or_received_since_is_laid_over_once() {
    let mut server = server();
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let mut samira = Phone::joined("samira", &mut server);
    ingrid.is_offline = true;
    open(&mut ingrid, &mut server, None);
    let list = Observe::List(Some(wheel_list().id));
    observe(&mut ingrid, &mut server, list);
    fill_in(&mut ingrid, &mut server, Rated::Level(4));
    let seen = cell(&ingrid).unwrap();
    assert_eq!((seen.seen, seen.count, seen.day), (Some(4), 5, Some(today())));
    rate(&mut samira, &mut server, 2);
    log(&mut samira, &mut server);
    meet(&mut server, &mut [&mut ingrid, &mut samira]);
    let both = cell(&ingrid).unwrap();
    assert_eq!((both.own, both.seen, both.count), (Some(2), Some(4), 5));

    // The server has read both by now: they count once.
    let at = |days: i64| ingrid.now.utc_ms - days;
    let told = server.rollups[0].skills.get_mut(&truing()).unwrap();
    told.own = Some(Newest { level: Some(2), levels: 4, at: at(0), count: 6 });
    told.seen = Some(Newest { level: Some(4), levels: 4, at: at(0), count: 5 });
    ingrid.tell(Event::OpenTeam);
    run(&mut server, &mut [&mut ingrid]);
    assert_eq!(cell(&ingrid).map(|cell| (cell.own, cell.count)), Some((Some(2), 5)));
    // What is older than that changes nothing.
    let team = ingrid.client.team(ingrid.now);
    assert_eq!((team.unseen, team.left_out), (vec![], 0));
}

// SPEC V13
#[test]
fn who_left_the_team_goes_and_with_the_role_all_of_it() {
    let mut server = server();
    server.roster.teams[0].members.push(PersonId::new("tuan").unwrap());
    server.rollups.push(told("tuan", SkillRollup { own: said(1, 1, 1), ..Default::default() }));
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let names = |phone: &Phone| {
        let rows = matrix(phone, &Narrow::All, 0).rows.into_iter();
        rows.map(|row| row.person.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&ingrid), ["samira", "tuan"]);
    let kept = |phone: &mut Phone| {
        let store = phone.store();
        store
            .load(Table::Meta, "team")
            .iter()
            .any(|(_, value)| String::from_utf8_lossy(value).contains("samira"))
    };
    assert!(kept(&mut ingrid));
    server.roster.teams[0].members.remove(0);
    look(&mut ingrid, &mut server);
    assert_eq!((names(&ingrid), kept(&mut ingrid)), (vec!["tuan".to_owned()], false));
    server.roster.people.retain(|person| person.id.as_str() != "ingrid");
    server.roster.people.push(person("ingrid", Role::Worker));
    ingrid.is_offline = true;
    ingrid.wait(60_000);
    run(&mut server, &mut [&mut ingrid]);
    ingrid.is_offline = false;
    look(&mut ingrid, &mut server);
    assert_eq!(names(&ingrid), Vec::<String>::new());
    assert!(ingrid.store().load(Table::Meta, "team").is_empty());
    assert_eq!(ingrid.client.team(ingrid.now).as_of, None);
}

fn look(phone: &mut Phone, server: &mut Server) {
    phone.wait(60_000);
    phone.tell(Event::Woken);
    run(server, &mut [phone]);
}

/// Three people: one signed off, one seen, one who only says so.
fn three() -> Server {
    let mut server = server();
    server.roster.people.push(person("marek", Role::Worker));
    let members = &mut server.roster.teams[0].members;
    members.extend(["tuan", "marek"].map(|name| PersonId::new(name).unwrap()));
    let seen = SkillRollup { seen: said(3, 40, 1), observers: 1, ..SkillRollup::default() };
    let own = SkillRollup { own: said(4, 1, 1), ..SkillRollup::default() };
    server.rollups = vec![
        told("samira", SkillRollup { signed: signed(3, 2), seen: said(2, 2, 1), ..own.clone() }),
        told("tuan", seen),
        told("marek", own),
    ];
    server
}

// SPEC V14
#[test]
fn who_can_do_it_is_named_by_how_others_know_it_and_the_rest_are_left_out() {
    let mut server = three();
    let mut ingrid = Phone::joined("ingrid", &mut server);
    ingrid.is_offline = true;
    let able = |name: &str, level, days: i32| Able {
        person: PersonId::new(name).unwrap(),
        name: format!("{name} Testperson"),
        level,
        day: Some(Day(today().0 - days)),
    };
    let (signed, seen) = (vec![able("samira", 3, 2)], vec![able("tuan", 3, 40)]);
    let all = WhoCan { signed, seen, ended: vec![] };
    assert_eq!(ingrid.client.who_can(&truing(), 3, ingrid.now), all);
    assert_eq!(ingrid.client.who_can(&truing(), 4, ingrid.now), WhoCan::default());
    let rows = |least| {
        let rows = matrix(&ingrid, &Narrow::Skill(truing()), least).rows.into_iter();
        rows.map(|row| row.person.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(rows(0), ["samira", "tuan", "marek"]);
    assert_eq!(rows(3), ["samira", "tuan"]);
    assert_eq!(rows(4), Vec::<String>::new());
}

/// Samira's sign-off at level 3 holds until so many days from now.
fn ends_in(days: i32) -> (Phone, Option<Day>) {
    let mut server = three();
    let until = Some(Day(today().0 + days));
    let skill = server.rollups[0].skills.get_mut(&truing()).unwrap();
    skill.signed = signed(3, 200).map(|signed| SignedLevel { until, ..signed });
    skill.seen = said(4, 2, 1);
    (Phone::joined("ingrid", &mut server), until)
}

// SPEC V22
#[test]
fn whose_sign_off_has_ended_is_named_apart_and_fills_no_place() {
    let (ingrid, until) = ends_in(-1);
    let who = ingrid.client.who_can(&truing(), 3, ingrid.now);
    let name = |able: &Able| (able.person.to_string(), able.day);
    assert_eq!(who.ended.iter().map(name).collect::<Vec<_>>(), [("samira".to_owned(), until)]);
    assert_eq!(who.signed, []);
    assert_eq!(who.seen.len(), 1, "tuan was only ever seen");
    let rows = matrix(&ingrid, &Narrow::All, 3).rows.into_iter();
    assert_eq!(rows.map(|row| row.person.to_string()).collect::<Vec<_>>(), ["tuan"]);
    assert_eq!(
        cell(&ingrid).map(|cell| (cell.signed, cell.is_due, cell.ended)),
        Some((None, false, until))
    );
    let (ingrid, _) = ends_in(0);
    assert_eq!(
        cell(&ingrid).map(|cell| (cell.signed, cell.is_due, cell.ended)),
        Some((Some(3), true, None))
    );
    assert_eq!(ingrid.client.who_can(&truing(), 3, ingrid.now).signed.len(), 1);
}

// SPEC V23
#[test]
fn sign_offs_that_ended_or_end_within_thirty_days_are_listed_the_earliest_first() {
    let (ingrid, until) = ends_in(29);
    let renewal = Renewal {
        person: PersonId::new("samira").unwrap(),
        name: "samira Testperson".into(),
        skill: truing(),
        skill_name: "Wheel truing".into(),
        until: until.unwrap(),
        is_over: false,
    };
    assert_eq!(ingrid.client.team(ingrid.now).renewals, std::slice::from_ref(&renewal));
    let later = ingrid.now.plus_ms(30 * DAY_MS);
    assert_eq!(ingrid.client.team(later).renewals, [Renewal { is_over: true, ..renewal }]);
    let (ingrid, _) = ends_in(30);
    assert_eq!(ingrid.client.team(ingrid.now).renewals, []);
}

// SPEC V15
#[test]
fn who_was_not_seen_for_thirty_days_is_listed_the_longest_first() {
    let mut server = three();
    server.rollups[2].tasks = 7;
    let ingrid = Phone::joined("ingrid", &mut server);
    let row = |name: &str, last: Option<i32>, tasks| Unseen {
        person: PersonId::new(name).unwrap(),
        name: format!("{name} Testperson"),
        last: last.map(|days| Day(today().0 - days)),
        tasks,
    };
    let unseen = ingrid.client.team(ingrid.now).unseen;
    assert_eq!(unseen, [row("marek", None, 7), row("tuan", Some(40), 0)]);
    let later = ingrid.now.plus_ms(28 * DAY_MS);
    assert_eq!(ingrid.client.team(later).unseen.len(), 3);
}

// SPEC V16
#[test]
fn the_matrix_is_narrowed_down_to_an_area_or_a_task() {
    let mut server = server();
    let mut shop = catalog();
    let id = |name: &str| CompetencyId::new(name).unwrap();
    let area = Competency {
        id: id("wheels"),
        is_area: true,
        statement: Text::of("en", "Wheels"),
        ..shop.competencies[&truing()].clone()
    };
    let other = Competency { id: id("brakes"), order: 1, ..shop.competencies[&truing()].clone() };
    let framed = Competency { parent: Some(area.id.clone()), ..other.clone() };
    let framed = Competency { id: truing(), order: 0, ..framed };
    shop.competencies.extend([area, other, framed].map(|one| (one.id.clone(), one)));
    server.put_catalog(&shop);
    let skill = SkillRollup { own: said(1, 1, 1), ..SkillRollup::default() };
    server.rollups[0].skills.insert(id("brakes"), skill);
    let ingrid = Phone::joined("ingrid", &mut server);
    let columns = |narrow: Narrow| {
        let skills = matrix(&ingrid, &narrow, 0).skills.into_iter();
        skills.map(|(id, _)| id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(columns(Narrow::All), ["truing", "brakes"]);
    assert_eq!(columns(Narrow::Area(id("wheels"))), ["truing"]);
    assert_eq!(columns(Narrow::Task(wheel())), ["truing"]);
    assert_eq!(columns(Narrow::Skill(id("brakes"))), ["brakes"]);
    let narrows = ingrid.client.team(ingrid.now).narrows;
    assert_eq!(narrows.areas, [(id("wheels"), "Wheels".to_owned())]);
    assert_eq!(narrows.tasks, [(wheel(), "True a rear wheel".to_owned())]);
    assert_eq!((narrows.skills.len(), narrows.levels), (2, 4));
}
