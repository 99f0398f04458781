//! Signing off on two phones: what is signed, what arrives, and what it is worth there.

use client::view::{Deed, Reason, SignPage, SignProblem, SignedView, Worth};
use client::{Attest, Event, Fault, Line, Observe, Place};
use documents::{Reading, read_entries};
use domain::{Body, Did, EntryId, Kind, Rated, Role, StepId};
use exchange::attestation::read_export;

use crate::observing::{fill_in, meet, observe, open, samira, watch};
use crate::world::{
    Phone, Server, catalog, edit_saying, log_saying, person, roster, run, truing, workshop,
};

/// A task, seen and saved by ingrid; both phones have both.
pub(crate) struct Seen {
    pub(crate) server: Server,
    pub(crate) samira: Phone,
    pub(crate) ingrid: Phone,
    pub(crate) task: EntryId,
    pub(crate) observation: EntryId,
}

pub(crate) fn seen_in(mut server: Server) -> Seen {
    let mut samira = Phone::joined("samira", &mut server);
    let mut ingrid = Phone::joined("ingrid", &mut server);
    let task = log_saying(&mut samira, &mut server, "");
    run(&mut server, &mut [&mut ingrid]);
    let observation = watch(&mut ingrid, &mut server, &task);
    run(&mut server, &mut [&mut samira, &mut ingrid]);
    Seen { server, samira, ingrid, task, observation }
}

pub(crate) fn seen() -> Seen {
    seen_in(workshop())
}

impl Seen {
    pub(crate) fn attest(&mut self, what: Attest) {
        self.ingrid.now = self.ingrid.now.plus_ms(1_000);
        self.ingrid.tell(Event::Attest(what));
        run(&mut self.server, &mut [&mut self.ingrid]);
    }

    /// Looks at what can be signed, and signs the one level there is.
    pub(crate) fn sign(&mut self) {
        self.attest(Attest::Open(self.observation.clone()));
        self.attest(self.level());
    }

    pub(crate) fn level(&self) -> Attest {
        Attest::Level { observation: self.observation.clone(), competency: truing() }
    }

    pub(crate) fn meet(&mut self) {
        meet(&mut self.server, &mut [&mut self.samira, &mut self.ingrid]);
    }

    /// Samira says what she thinks of it herself.
    pub(crate) fn rate(&mut self) {
        let (competency, task) = (truing(), Some(self.task.clone()));
        self.samira.tell(Event::Rate { competency, rated: Rated::Level(2), task });
        run(&mut self.server, &mut [&mut self.samira]);
    }

    pub(crate) fn page(&self) -> SignPage {
        self.ingrid.client.sign_page(&self.observation).unwrap()
    }
}

/// What a phone shows of samira's skill, settled.
pub(crate) fn rows(phone: &Phone) -> Vec<SignedView> {
    let signed = phone.client.signed_of(&samira(), Some(&truing()));
    assert!(!signed.is_checking && !signed.is_stuck, "{signed:?}");
    signed.rows
}

pub(crate) fn worths(phone: &Phone) -> Vec<(Deed, Option<u8>, Worth)> {
    rows(phone).into_iter().map(|row| (row.deed, row.level, row.worth)).collect()
}

/// How many sign-offs the server has.
pub(crate) fn arrived(server: &Server) -> usize {
    let document = server.document_about(Kind::Obs, "ingrid", "samira", 2026);
    let entries = document.map(read_entries).unwrap_or_default();
    let is_signature = |reading: &&Reading| matches!(reading, Reading::Entry { entry, .. } if matches!(entry.body, Body::SignOff(_)));
    entries.iter().filter(is_signature).count()
}

const SIGNED: Deed = Deed::Signed;

// SPEC G50
#[test]
fn what_was_seen_is_signed_offline_and_counts_on_both_phones_once_it_has_arrived() {
    let mut world = seen();
    assert_eq!(world.ingrid.place, Some(Place::Sign(world.observation.clone())));
    world.rate();
    world.ingrid.is_offline = true;
    world.attest(Attest::Open(world.observation.clone()));
    let page = world.page();
    let [level] = page.levels.as_slice() else { panic!("{page:?}") };
    assert_eq!((level.name.as_str(), level.level.number), ("Wheel truing", 2));
    assert_eq!(page.checklist, Some(("Truing".into(), 4, 2)));
    assert!(page.of_task && page.undone.is_empty() && level.signed.is_none());
    world.attest(world.level());
    assert!(world.page().levels[0].signed.is_some() && !world.page().is_busy);
    assert_eq!(worths(&world.ingrid), [(SIGNED, Some(2), Worth::Waits)]);
    world.meet();
    for phone in [&world.ingrid, &world.samira] {
        assert_eq!(worths(phone), [(SIGNED, Some(2), Worth::Counts)]);
    }
    let page = world.samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!(page.row.signed, Some(2));
    let row = &page.signed.rows[0];
    assert_eq!((row.signer.as_str(), row.level_name.as_str()), ("ingrid Testperson", "with help"));
    assert_eq!(row.evidence.as_ref(), Some(&world.task));
    assert!(row.received.is_some() && !row.is_own);
}

// SPEC G50: nobody else's phone is asked.
#[test]
fn an_exported_sign_off_holds_certificate_and_receipt() {
    let mut world = seen();
    world.rate();
    world.sign();
    world.meet();
    let entry = rows(&world.samira)[0].entry.clone().unwrap();
    world.samira.tell(Event::Attest(Attest::Export(entry)));
    run(&mut world.server, &mut [&mut world.samira]);
    let (name, file) = world.samira.files.pop().unwrap();
    assert_eq!(name, "ropes-sign-off-2026-11-22.json");
    let export = read_export(&file).unwrap();
    assert_eq!(export.names.signer, "ingrid Testperson");
    assert_eq!(export.names.competency, "Wheel truing");
    assert!(export.receipt.is_some());
    assert_eq!(export.attestation.record.skill.level, 2);
    assert_eq!(export.attestation.record.followed.unwrap().answers.len(), 2);
}

// SPEC E18
#[test]
fn a_signed_level_is_hidden_until_the_worker_has_said_their_own() {
    let mut world = seen();
    world.sign();
    world.meet();
    assert_eq!(worths(&world.samira), [(SIGNED, None, Worth::Counts)]);
    let page = world.samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!(page.row.signed, None);
    assert_eq!(page.signed.rows[0].rate_first.as_ref(), Some(&world.task));
    world.rate();
    assert_eq!(worths(&world.samira), [(SIGNED, Some(2), Worth::Counts)]);
}

// SPEC G51
#[test]
fn a_key_that_was_never_certified_signs_nothing_and_says_to_connect_once() {
    let mut server = workshop();
    server.trust.is_away = true;
    let mut world = seen_in(server);
    world.sign();
    assert_eq!(world.page().problem, Some(SignProblem::ConnectOnce));
    assert!(world.page().levels[0].signed.is_none() && !world.page().is_busy);
    world.server.trust.is_away = false;
    world.ingrid.restart(&mut world.server);
    run(&mut world.server, &mut [&mut world.ingrid]);
    world.sign();
    assert_eq!(world.page().problem, None);
    world.meet();
    assert_eq!(worths(&world.ingrid), [(SIGNED, Some(2), Worth::Counts)]);
}

// SPEC G51
#[test]
fn a_certificate_that_ran_out_signs_nothing() {
    let mut world = seen();
    world.ingrid.is_offline = true;
    world.ingrid.now = world.ingrid.now.plus_ms(401 * 86_400_000);
    world.sign();
    assert_eq!(world.page().problem, Some(SignProblem::ConnectOnce));
}

// SPEC G52
#[test]
fn nothing_is_signed_while_a_step_that_must_be_done_was_not() {
    let mut server = workshop();
    let mut strict = catalog();
    for list in strict.checklists.values_mut() {
        list.tasks[0].steps[1].critical = true;
    }
    server.put_catalog(&strict);
    let mut world = seen_in(server);
    assert_eq!(world.page().undone, ["Turns by quarters"]);
    world.sign();
    world.meet();
    assert_eq!((worths(&world.ingrid), arrived(&world.server)), (vec![], 0));
    open(&mut world.ingrid, &mut world.server, Some(&world.task));
    world.observation = world.ingrid.client.observe_form().unwrap().draft.entry;
    let step = |id: &str| Observe::Step(StepId::new(id).unwrap(), Did::Done);
    let next = Observe::Words(Line::NextTime, "By quarters.".into());
    let level = Observe::Level(truing(), Rated::Level(3));
    for what in [step("1"), step("2"), level, next, Observe::Save] {
        observe(&mut world.ingrid, &mut world.server, what);
    }
    world.sign();
    world.meet();
    assert_eq!(worths(&world.ingrid), [(SIGNED, Some(3), Worth::Counts)]);
}

// SPEC G52
#[test]
fn what_was_not_observed_or_was_taken_back_is_nothing_to_sign() {
    let mut world = seen();
    open(&mut world.ingrid, &mut world.server, None);
    let entry = fill_in(&mut world.ingrid, &mut world.server, Rated::CannotSay);
    assert_eq!(world.ingrid.place, Some(Place::People));
    assert!(world.ingrid.client.sign_page(&entry).unwrap().levels.is_empty());
    let void = Event::Void { entry: world.observation.clone(), reason: "double".into() };
    world.ingrid.tell(void);
    run(&mut world.server, &mut [&mut world.ingrid]);
    assert_eq!(world.ingrid.client.sign_page(&world.observation), None);
    world.sign();
    world.meet();
    assert_eq!(arrived(&world.server), 0);
}

// SPEC G57
#[test]
fn correcting_and_taking_back_are_new_records_and_the_earlier_ones_stay() {
    let mut world = seen();
    world.rate();
    world.sign();
    world.meet();
    let of = rows(&world.ingrid)[0].entry.clone().unwrap();
    let reason = "It was alone.".to_owned();
    world.server.now_ms += 60_000;
    world.attest(Attest::Correct { of, level: 3, reason: reason.clone() });
    world.meet();
    let corrected = |worth| (Deed::Corrected, Some(3), worth);
    let before = (SIGNED, Some(2), Worth::Not(Reason::Corrected));
    for phone in [&world.ingrid, &world.samira] {
        assert_eq!(rows(phone)[0].reason.as_ref(), Some(&reason));
        assert_eq!(worths(phone), [corrected(Worth::Counts), before]);
    }
    let row = world.samira.client.competency_page(&truing(), None).unwrap().row;
    assert_eq!(row.signed, Some(3));
    let of = rows(&world.ingrid)[0].entry.clone().unwrap();
    world.server.now_ms += 60_000;
    world.attest(Attest::TakeBack { of, reason: "Wrong wheel.".into() });
    world.meet();
    let took_back = (Deed::TookBack, Some(3), Worth::Counts);
    for phone in [&world.ingrid, &world.samira] {
        assert_eq!(worths(phone), [took_back, corrected(Worth::Not(Reason::Voided)), before]);
    }
    let row = world.samira.client.competency_page(&truing(), None).unwrap().row;
    assert_eq!((row.signed, arrived(&world.server)), (None, 3));
}

// SPEC G57
#[test]
fn what_two_supervisors_signed_stays_side_by_side_and_the_later_decision_is_shown() {
    let mut both = roster();
    both.people.push(person("omar", Role::Supervisor));
    both.teams[0].supervisors.push(domain::PersonId::new("omar").unwrap());
    let mut world = seen_in(Server::new(both, &catalog()));
    world.rate();
    world.sign();
    world.meet();
    let mut omar = Phone::joined("omar", &mut world.server);
    open(&mut omar, &mut world.server, Some(&world.task));
    let observation = fill_in(&mut omar, &mut world.server, Rated::Level(3));
    world.server.now_ms += 60_000;
    omar.tell(Event::Attest(Attest::Level { observation, competency: truing() }));
    run(&mut world.server, &mut [&mut omar]);
    meet(&mut world.server, &mut [&mut world.samira, &mut omar]);
    let signed = |level| (SIGNED, Some(level), Worth::Counts);
    assert_eq!(worths(&world.samira), [signed(3), signed(2)]);
    let row = world.samira.client.competency_page(&truing(), None).unwrap().row;
    assert_eq!(row.signed, Some(3));
}

// SPEC G56
#[test]
fn a_sign_off_says_when_what_was_signed_has_changed_since() {
    let mut world = seen();
    world.rate();
    world.sign();
    world.meet();
    edit_saying(&mut world.samira, &mut world.server, &world.task.clone(), "By quarters.");
    world.meet();
    let changed = [(SIGNED, Some(2), Worth::Not(Reason::ChangedAfterSignOff))];
    for phone in [&world.ingrid, &world.samira] {
        assert_eq!(worths(phone), changed);
    }
    assert_eq!(world.samira.client.competency_page(&truing(), None).unwrap().row.signed, None);
    world.ingrid.tell(Event::OpenPerson(samira()));
    run(&mut world.server, &mut [&mut world.ingrid]);
    assert_eq!(worths(&world.ingrid), changed);
}

// SPEC G54
#[test]
fn a_sign_off_that_the_store_does_not_take_is_not_signed_and_said() {
    let mut world = seen();
    world.ingrid.disk_is_full = true;
    world.sign();
    let page = world.page();
    assert_eq!((page.not_saved, page.is_busy), (Some(Fault::Full), false));
    assert!(page.levels[0].signed.is_none());
    world.ingrid.disk_is_full = false;
    world.sign();
    assert!(world.page().levels[0].signed.is_some());
    world.meet();
    assert_eq!(arrived(&world.server), 1);
}
