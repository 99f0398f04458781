//! Two phones at one task, offline: each keeps its own half, and both show one page.

use client::view::{SessionPage, Stage};
use client::{Event, Fault, Place, Shadow};
use documents::read_entries;
use domain::{Aspect, Day, EntryId, Kind, Part, PersonId, Rated, Said, Side};

use crate::world::{MORNING, Phone, Server, pair, run, wheel, workshop};

const DAY_MS: i64 = 86_400_000;

fn id(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

/// A workshop where marek is samira's buddy, and both phones.
fn two() -> (Server, Phone, Phone) {
    let mut server = workshop();
    pair(&mut server);
    let marek = Phone::joined("marek", &mut server);
    let samira = Phone::joined("samira", &mut server);
    (server, marek, samira)
}

/// A minute later somebody does this.
fn does(phone: &mut Phone, server: &mut Server, step: Shadow) {
    phone.now = phone.now.plus_ms(60_000);
    phone.tell(Event::Shadow(step));
    run(server, &mut [phone]);
}

fn jots(phone: &mut Phone, server: &mut Server, session: &EntryId, text: &str) {
    let (session, text) = (session.clone(), text.to_owned());
    does(phone, server, Shadow::Jot { session, text });
}

/// The phone has the network, looks, and hears all there is.
fn meets(phone: &mut Phone, server: &mut Server) {
    phone.is_offline = false;
    for _ in 0..2 {
        phone.wait(60_000);
        phone.tell(Event::Woken);
        run(server, &mut [phone]);
    }
}

fn starts(phone: &mut Phone, server: &mut Server, with: &str) -> EntryId {
    does(phone, server, Shadow::Start { with: id(with), what: Some(wheel()) });
    match phone.place.take() {
        Some(Place::Session(session)) => session,
        other => panic!("{other:?}"),
    }
}

fn page(phone: &Phone, session: &EntryId) -> SessionPage {
    phone.client.session_page(session).unwrap()
}

/// All of one kind, in the order of time.
fn parts(page: &SessionPage, part: Part) -> Vec<Said> {
    page.page.said.iter().filter(|said| said.part == part).cloned().collect()
}

fn words(page: &SessionPage) -> Vec<(Side, String)> {
    parts(page, Part::Jot).into_iter().map(|said| (said.side, said.text)).collect()
}

fn halves_at(server: &Server, author: &str, kind: Kind) -> usize {
    let about = server.document_about(kind, author, "samira", 2026);
    about.map_or(0, |document| read_entries(document).len())
}

// SPEC J7
#[test]
fn a_planned_session_is_a_reminder_on_both_phones_until_it_is_taken_back() {
    let (mut server, mut marek, mut samira) = two();
    let at = MORNING.plus_ms(3 * 3_600_000);
    does(&mut marek, &mut server, Shadow::Plan { with: id("samira"), what: Some(wheel()), at });
    meets(&mut samira, &mut server);
    for phone in [&marek, &samira] {
        let [row] = phone.client.home(phone.now).sessions.try_into().unwrap();
        assert_eq!((row.stage, row.when, &*row.name), (Stage::Planned, at, "True a rear wheel"));
    }
    let row = samira.client.home(samira.now).sessions.remove(0);
    assert_eq!(row.with, "marek Testperson");
    let later = samira.now.plus_ms(2 * DAY_MS);
    assert!(samira.client.home(later).sessions.is_empty(), "not for ever");

    let entry = page(&marek, &row.session).half.unwrap();
    marek.tell(Event::Void { entry, reason: "ill".into() });
    run(&mut server, &mut [&mut marek]);
    meets(&mut samira, &mut server);
    for phone in [&marek, &samira] {
        assert!(phone.client.home(phone.now).sessions.is_empty());
    }
    assert!(page(&samira, &row.session).page.has(Side::Buddy, Part::Void));
}

// SPEC J8, J10
#[test]
fn both_write_offline_and_both_read_one_page_in_whatever_order_they_come_back() {
    for first in ["marek", "samira"] {
        let (mut server, mut marek, mut samira) = two();
        let at = MORNING.plus_ms(600_000);
        does(&mut samira, &mut server, Shadow::Plan { with: id("marek"), what: None, at });
        meets(&mut marek, &mut server);
        let session = marek.client.home(marek.now).sessions[0].session.clone();
        for (phone, lines) in [
            (&mut marek, ["Cable before spring.", "", "Quarter turns."]),
            (&mut samira, ["Left arm pulls.", "2 mm now.", ""]),
        ] {
            phone.is_offline = true;
            does(phone, &mut server, Shadow::Begin(session.clone()));
            for line in lines {
                jots(phone, &mut server, &session, line);
            }
            phone.restart(&mut server);
            run(&mut server, &mut [phone]);
        }
        let end = |next: &str| Shadow::End { session: session.clone(), next_time: next.into() };
        does(&mut marek, &mut server, end("Front brake first."));
        samira.now = samira.now.plus_ms(600_000);
        does(&mut samira, &mut server, end("Toe-in by eye."));
        let rate = |about, rated| Shadow::Rate { session: session.clone(), about, rated };
        does(&mut marek, &mut server, rate(Aspect::Alone, Rated::Level(3)));
        does(&mut marek, &mut server, rate(Aspect::Hard, Rated::CannotSay));
        does(&mut samira, &mut server, rate(Aspect::Alone, Rated::Level(2)));
        assert_eq!(words(&page(&marek, &session)).len(), 3, "the own ones");

        if first == "marek" {
            meets(&mut marek, &mut server);
            meets(&mut samira, &mut server);
        } else {
            meets(&mut samira, &mut server);
            meets(&mut marek, &mut server);
        }
        meets(&mut marek, &mut server);
        meets(&mut samira, &mut server);
        let (one, other) = (page(&marek, &session), page(&samira, &session));
        assert_eq!(one.page, other.page, "{first} first");
        assert_eq!((one.mine, other.mine), (Some(Side::Buddy), Some(Side::Learner)));
        let jots = parts(&one, Part::Jot);
        assert!(jots.len() == 6 && jots.is_sorted_by_key(|said| said.at.utc_ms));
        let endings = parts(&one, Part::Ended);
        assert!(endings.len() == 2 && endings[0].at != endings[1].at, "both stand");
        assert_eq!(parts(&one, Part::NextTime).len(), 2);
        let rated = |said: &&Said| matches!(said.part, Part::Outcome(_));
        assert_eq!(one.page.said.iter().filter(rated).count(), 3);
        assert_eq!(marek.client.sync().waiting + samira.client.sync().waiting, 0);
        assert_eq!(
            (halves_at(&server, "marek", Kind::Shadow), halves_at(&server, "samira", Kind::Log)),
            (1, 1)
        );
    }
}

// SPEC J9
#[test]
fn each_jot_is_on_disk_with_its_tap_and_two_quick_taps_are_two() {
    let (mut server, mut marek, _) = two();
    let session = starts(&mut marek, &mut server, "samira");
    marek.is_offline = true;
    for text in ["one", "two", "three"] {
        let (session, text) = (session.clone(), text.to_owned());
        marek.tell(Event::Shadow(Shadow::Jot { session, text }));
    }
    run(&mut server, &mut [&mut marek]);
    marek.restart(&mut server);
    run(&mut server, &mut [&mut marek]);
    let said: Vec<_> = words(&page(&marek, &session)).into_iter().map(|(_, text)| text).collect();
    assert_eq!(said.len(), 3);
    assert!(["one", "two", "three"].iter().all(|text| said.iter().any(|one| one == text)));

    marek.disk_is_full = true;
    jots(&mut marek, &mut server, &session, "four");
    let shown = page(&marek, &session);
    assert_eq!((shown.not_saved.clone(), words(&shown).len()), (Some(Fault::Full), 3));
    marek.disk_is_full = false;
    jots(&mut marek, &mut server, &session, "four");
    assert_eq!(words(&page(&marek, &session)).len(), 4);
    meets(&mut marek, &mut server);
    assert_eq!(halves_at(&server, "marek", Kind::Shadow), 1);
}

// SPEC J9
#[test]
fn own_notes_can_be_reworded_and_taken_out_and_nobody_else_s() {
    let (mut server, mut marek, mut samira) = two();
    let session = starts(&mut marek, &mut server, "samira");
    jots(&mut marek, &mut server, &session, "");
    jots(&mut marek, &mut server, &session, "wrong");
    let jot = |at: usize, phone: &Phone| parts(&page(phone, &session), Part::Jot)[at].id.clone();
    let (stamp, wrong) = (jot(0, &marek), jot(1, &marek));
    let reword = |jot: &EntryId, text: Option<&str>| Shadow::Reword {
        session: session.clone(),
        jot: jot.clone(),
        text: text.map(str::to_owned),
    };
    does(&mut marek, &mut server, reword(&stamp, Some("Seat the cable.")));
    does(&mut marek, &mut server, reword(&wrong, None));
    assert_eq!(words(&page(&marek, &session)), [(Side::Buddy, "Seat the cable.".to_owned())]);
    meets(&mut samira, &mut server);
    does(&mut samira, &mut server, reword(&stamp, Some("mine now")));
    meets(&mut samira, &mut server);
    meets(&mut marek, &mut server);
    assert_eq!(words(&page(&marek, &session)), [(Side::Buddy, "Seat the cable.".to_owned())]);
}

// SPEC J11
#[test]
fn typed_words_survive_a_crash_and_are_gone_once_saved() {
    let (mut server, mut marek, _) = two();
    let session = starts(&mut marek, &mut server, "samira");
    let place = session.to_string();
    does(&mut marek, &mut server, Shadow::Type { place: place.clone(), text: "Cab".into() });
    assert!(marek.client.is_dirty());
    marek.restart(&mut server);
    run(&mut server, &mut [&mut marek]);
    assert_eq!(page(&marek, &session).typed, Some((place, "Cab".to_owned())));
    jots(&mut marek, &mut server, &session, "Cable.");
    assert_eq!(page(&marek, &session).typed, None);
    marek.restart(&mut server);
    run(&mut server, &mut [&mut marek]);
    assert_eq!(page(&marek, &session).typed, None);
    assert!(!marek.client.is_dirty());
}

// SPEC J12
#[test]
fn thanks_arrive_are_seen_and_stand_in_the_buddy_s_record() {
    let (mut server, mut marek, mut samira) = two();
    let session = starts(&mut marek, &mut server, "samira");
    meets(&mut samira, &mut server);
    does(&mut samira, &mut server, Shadow::Thank(session.clone()));
    does(&mut samira, &mut server, Shadow::Thank(session.clone()));
    meets(&mut marek, &mut server);
    let has = |phone: &Phone, side| page(phone, &session).page.has(side, Part::Thanks);
    let record = |phone: &Phone, person: Option<&str>| {
        let record = phone.client.sessions(person.map(id).as_ref(), phone.now);
        (record.given, record.thanks)
    };
    assert!(has(&marek, Side::Learner) && !has(&marek, Side::Buddy));
    assert_eq!(record(&marek, None), (1, 1));
    does(&mut marek, &mut server, Shadow::Thank(session.clone()));
    meets(&mut samira, &mut server);
    assert!(has(&samira, Side::Buddy));
    assert_eq!(record(&samira, Some("marek")), (1, 1));
    assert_eq!(record(&samira, None), (0, 0), "a learner gives none");
}

// SPEC J13
#[test]
fn a_session_that_the_end_of_the_pair_cuts_short_arrives_within_the_grace() {
    let (mut server, mut marek, mut samira) = two();
    let session = starts(&mut marek, &mut server, "samira");
    meets(&mut samira, &mut server);
    marek.is_offline = true;
    jots(&mut marek, &mut server, &session, "Cable before spring.");
    server.roster.buddies[0].until = Some(MORNING.day());
    server.now_ms += 13 * DAY_MS;
    meets(&mut marek, &mut server);
    assert_eq!(marek.client.sync().waiting, 0);
    let (with, what) = (id("samira"), None);
    marek.now = marek.now.plus_ms(13 * DAY_MS);
    does(&mut marek, &mut server, Shadow::Start { with, what });
    assert_eq!(marek.place, None, "no new one");
    meets(&mut samira, &mut server);
    assert_eq!(words(&page(&samira, &session)).len(), 1);

    server.now_ms += 2 * DAY_MS;
    jots(&mut marek, &mut server, &session, "too late");
    for _ in 0..3 {
        meets(&mut marek, &mut server);
    }
    assert_eq!(marek.client.not_accepted().len(), 1, "kept aside, and said");
    assert_eq!(marek.client.sync().waiting, 0);
    meets(&mut samira, &mut server);
    assert_eq!(words(&page(&samira, &session)).len(), 1);
    assert!(
        !page(&marek, &session).page.has(Side::Learner, Part::Half),
        "hers may not be read any more"
    );
}

// SPEC J14
#[test]
fn only_a_buddy_and_their_learner_begin_a_session() {
    let (mut server, mut marek, mut samira) = two();
    for (phone, with) in [(&mut marek, "tuan"), (&mut samira, "samira")] {
        does(phone, &mut server, Shadow::Start { with: id(with), what: None });
        assert_eq!((phone.place.clone(), phone.client.sync().waiting), (Some(Place::Home), 0));
        assert_eq!(phone.client.session_form(&id(with)), None);
    }
    assert_eq!(marek.client.session_form(&id("samira")).unwrap().side, Side::Buddy);
    assert_eq!(samira.client.session_form(&id("marek")).unwrap().side, Side::Learner);
    assert_eq!(samira.client.home(samira.now).partners, "marek");
}

// SPEC J6, J15
#[test]
fn a_second_phone_of_the_buddy_and_a_rescue_file_have_it_too() {
    let (mut server, mut marek, mut samira) = two();
    let session = starts(&mut marek, &mut server, "samira");
    let mut tablet = Phone::joined_again("marek", &mut server);
    assert_eq!(page(&tablet, &session).stage, Stage::Running);
    for (phone, text) in [(&mut marek, "phone"), (&mut tablet, "tablet")] {
        phone.is_offline = true;
        jots(phone, &mut server, &session, text);
    }
    marek.tell(Event::MakeRescueFile);
    run(&mut server, &mut [&mut marek]);
    let (_, file) = marek.files.pop().unwrap();
    marek.tell(Event::ExportJson);
    run(&mut server, &mut [&mut marek]);
    let (_, export) = marek.files.pop().unwrap();
    let export = String::from_utf8(export).unwrap();
    assert!(export.contains("\"side\": \"buddy\"") && export.contains("\"text\": \"phone\""));
    let mut lost = Phone::joined_again("marek", &mut server);
    lost.tell(Event::TakeRescueFile(file));
    run(&mut server, &mut [&mut lost]);
    meets(&mut lost, &mut server);
    meets(&mut tablet, &mut server);
    meets(&mut samira, &mut server);
    let said: Vec<_> = words(&page(&samira, &session)).into_iter().map(|(_, t)| t).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(lost.client.sync().waiting + tablet.client.sync().waiting, 0);
}

// SPEC J16
#[test]
fn the_supervisor_reads_the_page_and_is_on_neither_side() {
    let (mut server, mut marek, mut samira) = two();
    let session = starts(&mut samira, &mut server, "marek");
    meets(&mut marek, &mut server);
    does(&mut marek, &mut server, Shadow::Begin(session.clone()));
    jots(&mut marek, &mut server, &session, "Cable before spring.");
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let shown = page(&ingrid, &session);
    assert_eq!((shown.mine, words(&shown).len()), (None, 1));
    assert_eq!(shown.half, None);
    does(&mut ingrid, &mut server, Shadow::Jot { session: session.clone(), text: "me too".into() });
    assert_eq!((words(&page(&ingrid, &session)).len(), ingrid.client.sync().waiting), (1, 0));
    let rows = ingrid.client.sessions(Some(&id("samira")), ingrid.now).rows;
    assert_eq!((rows.len(), &*rows[0].with), (1, "marek Testperson"));
}

// SPEC J17
#[test]
fn a_new_buddy_reads_what_the_earlier_one_wrote() {
    let (mut server, mut marek, mut samira) = two();
    let session = starts(&mut marek, &mut server, "samira");
    jots(&mut marek, &mut server, &session, "Cable before spring.");
    meets(&mut samira, &mut server);
    let today = MORNING.day();
    let handed =
        domain::Buddy { buddy: id("tuan"), from: today, ..server.roster.buddies[0].clone() };
    server.roster.buddies[0].until = Some(Day(today.0 - 1));
    server.roster.buddies.push(handed);
    let mut tuan = Phone::joined("tuan", &mut server);
    let rows = tuan.client.sessions(Some(&id("samira")), tuan.now).rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(words(&page(&tuan, &session)).len(), 1);
    assert_eq!(page(&tuan, &session).mine, None);
    starts(&mut tuan, &mut server, "samira");
    meets(&mut samira, &mut server);
    assert_eq!(samira.client.sessions(None, samira.now).rows.len(), 2);
    assert_eq!(samira.client.home(samira.now).partners, "tuan");
}

// SPEC J19
#[test]
fn a_buddy_with_many_learners_is_named_to_who_looks_after_them() {
    let (mut server, mut marek, _) = two();
    assert_eq!(marek.client.people(marek.now).doubts, []);
    for learner in ["tuan", "ingrid"] {
        let pair = domain::Buddy { learner: id(learner), ..server.roster.buddies[0].clone() };
        server.roster.buddies.push(pair);
    }
    meets(&mut marek, &mut server);
    let [doubt] = marek.client.people(marek.now).doubts.try_into().unwrap();
    assert_eq!((&*doubt.name, doubt.learners), ("marek Testperson", 3));
    assert!(!doubt.cannot_teach, "nothing is known");
    let (competency, rated) = (crate::world::truing(), Rated::Level(3));
    marek.tell(Event::Rate { competency, rated, task: None });
    run(&mut server, &mut [&mut marek]);
    assert!(marek.client.people(marek.now).doubts[0].cannot_teach);
}
