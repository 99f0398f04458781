//! What goes wrong around sign-offs: forgers, revoked phones, kills, a module that does not load.

use client::view::{Deed, Reason, SignProblem, Worth};
use client::{Attest, Event};
use documents::{Document, read_entries};
use domain::{Body, Entry, EntryId, Kind, SignOff};

use crate::observing::samira;
use crate::signing::{Seen, arrived, rows, seen, worths};
use crate::world::{MORNING, Phone, run, truing};

const OBSERVATIONS: (Kind, &str, &str) = (Kind::Obs, "ingrid", "samira");
/// What a question about verdicts begins with.
const JUDGE: u8 = 5;

/// A sign-off that arrived and counts.
fn signed() -> Seen {
    let mut world = seen();
    world.rate();
    world.sign();
    world.meet();
    assert_eq!(worths(&world.samira), [(Deed::Signed, Some(2), Worth::Counts)]);
    world
}

fn signature(document: &Document) -> Entry {
    let entries = read_entries(document).into_iter();
    let mut signatures = entries.filter_map(|reading| match reading {
        documents::Reading::Entry { entry, .. } => {
            matches!(entry.body, Body::SignOff(_)).then_some(entry)
        }
        documents::Reading::Unreadable { .. } => None,
    });
    signatures.next().unwrap()
}

fn change(entry: &mut Entry, change: impl FnOnce(&mut SignOff)) {
    let Body::SignOff(signed) = &mut entry.body else { panic!("{entry:?}") };
    change(signed);
}

fn questions(phone: &Phone) -> usize {
    phone.asked.iter().filter(|asked| asked.first() == Some(&JUDGE)).count()
}

// SPEC G55
#[test]
fn an_altered_sign_off_does_not_count_and_the_true_one_still_does() {
    let mut world = signed();
    world.server.tamper(OBSERVATIONS, |document| {
        let mut forged = signature(document);
        forged.id = EntryId::new("forged").unwrap();
        // The level, near the end of the first fields: from 2 to 3.
        change(&mut forged, |signed| {
            let at = signed.attestation.windows(2).position(|pair| pair == [0x0b, 2]).unwrap();
            signed.attestation[at + 1] = 3;
        });
        document.put_entry(&forged, MORNING).unwrap();
    });
    world.meet();
    let mut worths = worths(&world.samira);
    worths.sort_by_key(|(_, level, _)| *level);
    let forged = (Deed::Signed, Some(3), Worth::Not(Reason::BadSignature));
    assert_eq!(worths, [(Deed::Signed, Some(2), Worth::Counts), forged]);
    let page = world.samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!(page.row.signed, Some(2));
}

// SPEC G55
#[test]
fn a_sign_off_in_the_workers_own_log_changes_nothing() {
    let mut world = signed();
    let before = world.samira.client.competency_page(&truing(), None).unwrap();
    let document = world.server.document_about(Kind::Obs, "ingrid", "samira", 2026).unwrap();
    let mut copy = signature(document);
    world.server.tamper((Kind::Log, "samira", "samira"), |document| {
        for name in ["copied", copy.id.clone().as_str()] {
            copy.id = EntryId::new(name).unwrap();
            document.put_entry(&copy, MORNING).unwrap();
        }
    });
    world.meet();
    let after = world.samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!((after.row, after.signed), (before.row, before.signed));
    let shown = world.samira.client.entry(&EntryId::new("copied").unwrap()).unwrap();
    assert_eq!(shown.body, client::view::EntryBody::SignOff(None));
}

// SPEC G55
#[test]
fn a_sign_off_under_a_certificate_nobody_has_does_not_count() {
    let mut world = signed();
    let document = world.server.document_about(Kind::Obs, "ingrid", "samira", 2026).unwrap();
    let mut copy = signature(document);
    change(&mut copy, |signed| signed.certificate = 999);
    world.server.tamper(OBSERVATIONS, |document| {
        document.put_entry(&copy, MORNING).unwrap();
    });
    world.meet();
    let unknown = Worth::Not(Reason::NoCertificate);
    assert_eq!(worths(&world.samira), [(Deed::Signed, Some(2), unknown)]);
}

// SPEC G55
#[test]
fn what_a_revoked_device_sent_does_not_count() {
    let mut world = seen();
    world.rate();
    world.ingrid.is_offline = true;
    world.sign();
    world.server.trust.revoked.insert("ingrid-1".into(), world.server.now_ms);
    world.server.now_ms += 1_000;
    world.meet();
    let revoked = Worth::Not(Reason::DeviceRevoked);
    assert_eq!(worths(&world.samira), [(Deed::Signed, Some(2), revoked)]);
}

// SPEC G53
#[test]
fn pressing_sign_twice_signs_once() {
    let mut world = seen();
    for _ in 0..2 {
        world.ingrid.tell(Event::Attest(world.level()));
    }
    run(&mut world.server, &mut [&mut world.ingrid]);
    world.meet();
    assert_eq!(arrived(&world.server), 1);
}

// SPEC G53
#[test]
fn a_phone_killed_at_any_moment_has_the_whole_sign_off_or_none() {
    let mut shown_as_signed = 0;
    for effects in 0..12 {
        let mut world = seen();
        world.attest(Attest::Open(world.observation.clone()));
        world.ingrid.effects_left = Some(effects);
        world.ingrid.tell(Event::Attest(world.level()));
        run(&mut world.server, &mut [&mut world.ingrid]);
        let was_shown = world.page().levels[0].signed.is_some();
        world.ingrid.restart(&mut world.server);
        run(&mut world.server, &mut [&mut world.ingrid]);
        world.ingrid.tell(Event::OpenPerson(samira()));
        world.meet();
        let there = rows(&world.ingrid).len();
        assert!(there >= usize::from(was_shown), "{effects}");
        assert_eq!(there, arrived(&world.server), "{effects}");
        shown_as_signed += there;
    }
    assert!((1..12).contains(&shown_as_signed), "{shown_as_signed}");
}

// SPEC G58
#[test]
fn what_was_judged_is_not_judged_again_until_something_changes() {
    let mut world = signed();
    world.samira.asked.clear();
    for _ in 0..3 {
        world.samira.tell(Event::OpenPerson(samira()));
        world.meet();
    }
    assert_eq!(questions(&world.samira), 0);
    world.samira.restart(&mut world.server);
    run(&mut world.server, &mut [&mut world.samira]);
    assert_eq!(worths(&world.samira), [(Deed::Signed, Some(2), Worth::Counts)]);
    assert_eq!(questions(&world.samira), 0, "after a restart neither");
    let of = rows(&world.ingrid)[0].entry.clone().unwrap();
    world.attest(Attest::TakeBack { of, reason: "Wrong wheel.".into() });
    world.meet();
    assert!(questions(&world.samira) > 0);
}

// SPEC G58
#[test]
fn a_receipt_is_kept_whatever_the_server_forgets() {
    let mut world = signed();
    world.server.trust.has_forgotten = true;
    for phone in [&mut world.samira, &mut world.ingrid] {
        phone.restart(&mut world.server);
    }
    world.ingrid.tell(Event::OpenPerson(samira()));
    world.meet();
    for phone in [&world.samira, &world.ingrid] {
        assert_eq!(worths(phone), [(Deed::Signed, Some(2), Worth::Counts)]);
    }
}

// SPEC G59
#[test]
fn a_module_that_does_not_load_is_said_and_tried_again_and_nothing_is_lost() {
    let mut world = seen();
    world.ingrid.module_is_missing = true;
    world.samira.module_is_missing = true;
    world.rate();
    world.sign();
    assert!(matches!(world.page().problem, Some(SignProblem::NotLoaded(_))));
    assert!(!world.page().is_busy);
    world.ingrid.module_is_missing = false;
    world.sign();
    assert_eq!(world.page().problem, None);
    world.meet();
    let signed = world.samira.client.signed_of(&samira(), None);
    assert!(signed.is_stuck && signed.rows.is_empty());
    world.samira.module_is_missing = false;
    world.samira.tell(Event::OpenPerson(samira()));
    world.meet();
    assert_eq!(worths(&world.samira), [(Deed::Signed, Some(2), Worth::Counts)]);
}
