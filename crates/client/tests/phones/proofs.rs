//! Proof of a sign-off from phone to phone with no network, and what is refused of it.

use client::view::{CardProblem, Deed, ProofProblem, ProofState, Reason, SignedView, Worth};
use client::{Attest, Cards, Event, Fault, Table};
use domain::{EntryId, OrgId, PersonId, Rated};
use exchange::attestation::{Attestation, Certificate, SecretKey, Signed};
use exchange::card::{Card, ProofCard, Unread};

use crate::cards::{scan, show, two};
use crate::observing::{fill_in, samira};
use crate::signing::{Seen, rows, seen, worths};
use crate::world::{edit_saying, log_saying, run, truing};

type Opened = (Signed<Attestation>, Signed<Certificate>);

/// Watched and signed by ingrid from samira's card; neither has a network.
fn signed_by_card() -> Seen {
    let (mut server, mut samira, mut ingrid) = two();
    let task = log_saying(&mut samira, &mut server, "");
    let card = show(&mut samira, &mut server, &task);
    assert_eq!(scan(&mut ingrid, &mut server, &card.text), None);
    let observation = fill_in(&mut ingrid, &mut server, Rated::Level(2));
    let mut world = Seen { server, samira, ingrid, task, observation };
    world.sign();
    world
}

/// The text of the card that ingrid shows.
fn proof(world: &mut Seen) -> String {
    let entry = world.page().levels[0].signed.clone().unwrap();
    world.ingrid.tell(Event::Card(Cards::ShowProof(entry.clone())));
    run(&mut world.server, &mut [&mut world.ingrid]);
    match world.ingrid.client.proof(&entry) {
        ProofState::Made(made) => made.text,
        other => panic!("{other:?}"),
    }
}

/// What samira is told.
fn take(world: &mut Seen, text: &str) -> Result<SignedView, CardProblem> {
    world.samira.tell(Event::Card(Cards::Read(text.into())));
    run(&mut world.server, &mut [&mut world.samira]);
    match world.samira.client.card_problem() {
        Some(problem) => Err(problem),
        None => Ok(world.samira.client.proof_kept().unwrap()),
    }
}

fn refused(problem: ProofProblem) -> Result<SignedView, CardProblem> {
    Err(CardProblem::Proof(problem))
}

fn kept(world: &mut Seen) -> usize {
    world.samira.store().load(Table::Meta, "proof/").len()
}

fn opened(text: &str) -> Opened {
    match Card::read(text.as_bytes()) {
        Ok(Card::Proof(card)) => card.open().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn write((signed, certificate): &Opened) -> String {
    Card::Proof(ProofCard::of(signed, certificate)).write().unwrap()
}

// SPEC G68
#[test]
fn both_phones_hold_proof_before_any_server_has_heard_of_it() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    let told = take(&mut world, &text).unwrap();
    assert_eq!((told.signer.as_str(), told.worth), ("ingrid Testperson", Worth::Proof));
    world.samira.restart(&mut world.server);
    run(&mut world.server, &mut [&mut world.samira]);
    world.rate();
    let of_proof = &rows(&world.samira)[0];
    assert_eq!((of_proof.level, of_proof.worth, &of_proof.entry), (Some(2), Worth::Proof, &None));
    assert_eq!(of_proof.evidence.as_ref(), Some(&world.task));
    assert_eq!(worths(&world.ingrid), [(Deed::Signed, Some(2), Worth::Waits)]);
    let page = world.samira.client.competency_page(&truing(), None).unwrap();
    assert_eq!(page.row.signed, None, "it does not count yet");

    (world.samira.is_offline, world.ingrid.is_offline) = (false, false);
    world.meet();
    for phone in [&world.ingrid, &world.samira] {
        assert_eq!(worths(phone), [(Deed::Signed, Some(2), Worth::Counts)]);
    }
    assert!(rows(&world.samira)[0].entry.is_some(), "the record itself");
    assert_eq!(kept(&mut world), 1);
}

// SPEC G72
#[test]
fn a_task_that_has_not_arrived_is_signed_as_its_card_named_it() {
    let mut world = signed_by_card();
    assert!(world.page().of_task);
    let (signed, _) = opened(&proof(&mut world));
    assert_eq!(signed.record.evidence.entry, world.task);
    (world.samira.is_offline, world.ingrid.is_offline) = (false, false);
    world.meet();
    world.ingrid.restart(&mut world.server);
    run(&mut world.server, &mut [&mut world.ingrid]);
    world.attest(Attest::Open(world.observation.clone()));
    assert!(world.page().levels[0].signed.is_some(), "nothing is left to sign");
}

// SPEC G69
#[test]
fn a_proof_that_does_not_hold_says_why_and_is_not_kept() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    let (signed, certificate) = opened(&text);
    let forger = SecretKey::from_seed([9; 32]);
    let other = |change: &dyn Fn(&mut Attestation)| {
        let mut record = signed.record.clone();
        change(&mut record);
        record
    };
    let certified = |key: &SecretKey, issuer: &SecretKey| {
        let (key, issued) = (key.public(), issuer.public());
        let record = Certificate { key, issuer: issued, ..certificate.record.clone() };
        Signed::by(issuer, record).unwrap()
    };
    // Another workplace's own server certified all of it.
    let foreign = |record: Attestation| {
        let mut certificate = certified(&forger, &forger).record;
        certificate.org = record.org.clone();
        (Signed::by(&forger, record).unwrap(), Signed::by(&forger, certificate).unwrap())
    };
    let higher = Signed { record: other(&|one| one.skill.level = 4), ..signed.clone() };
    let elsewhere = foreign(other(&|one| one.org = OrgId::new("other").unwrap()));
    let tuan = foreign(other(&|one| one.subject = PersonId::new("tuan").unwrap()));
    let cases = [
        (write(&(higher, certificate.clone())), Reason::BadSignature),
        (write(&elsewhere), Reason::OtherOrganisation),
        (write(&tuan), Reason::OtherSubject),
        (write(&foreign(signed.record.clone())), Reason::OrganisationNotConfirmed),
    ];
    for (text, reason) in cases {
        assert_eq!(take(&mut world, &text), refused(ProofProblem::Not(reason)));
    }
    let torn = take(&mut world, &text[..text.len() - 1]);
    assert_eq!(torn, Err(CardProblem::Unread(Unread::Torn)));
    assert_eq!(kept(&mut world), 0);
    assert!(take(&mut world, &text).is_ok());
    assert_eq!(take(&mut world, &text), refused(ProofProblem::Held));
    assert_eq!(kept(&mut world), 1);
}

// SPEC G69
#[test]
fn a_proof_of_somebody_who_is_not_in_charge_or_of_what_is_here_is_not_kept() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    (world.samira.is_offline, world.ingrid.is_offline) = (false, false);
    world.meet();
    assert_eq!(take(&mut world, &text), refused(ProofProblem::Held));

    let mut world = signed_by_card();
    let text = proof(&mut world);
    world.server.roster.teams[0].supervisors.clear();
    world.samira.is_offline = false;
    world.samira.wait(60_000);
    run(&mut world.server, &mut [&mut world.samira]);
    let problem = take(&mut world, &text).unwrap_err();
    assert!(matches!(problem, CardProblem::Proof(ProofProblem::NotInCharge(_))), "{problem:?}");
    assert_eq!(kept(&mut world), 0);
}

// SPEC G69
#[test]
fn a_proof_from_a_phone_that_was_signed_out_is_not_kept() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    world.server.trust.revoked.insert("ingrid-1".into(), world.server.now_ms);
    world.samira.is_offline = false;
    world.samira.wait(60_000);
    run(&mut world.server, &mut [&mut world.samira]);
    let revoked = refused(ProofProblem::Not(Reason::DeviceRevoked));
    assert_eq!(take(&mut world, &text), revoked);
}

// SPEC G70
#[test]
fn a_proof_is_kept_when_it_is_on_disk_and_checked_before() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    world.samira.disk_is_full = true;
    assert_eq!(take(&mut world, &text), refused(ProofProblem::NotKept(Fault::Full)));
    assert!(rows(&world.samira).is_empty());
    world.samira.disk_is_full = false;
    world.samira.module_is_missing = true;
    assert_eq!(take(&mut world, &text), refused(ProofProblem::NotChecked));
    world.samira.module_is_missing = false;
    assert!(take(&mut world, &text).is_ok());
}

// SPEC G70
#[test]
fn a_phone_that_never_heard_of_the_organisations_key_keeps_no_proof() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    let trust = client::Write::Delete { table: Table::Meta, key: "trust".into() };
    world.samira.store().apply(vec![trust]);
    world.samira.restart(&mut world.server);
    run(&mut world.server, &mut [&mut world.samira]);
    assert_eq!(take(&mut world, &text), refused(ProofProblem::ConnectOnce));
    world.samira.is_offline = false;
    world.samira.wait(60_000);
    run(&mut world.server, &mut [&mut world.samira]);
    assert!(take(&mut world, &text).is_ok());
}

// SPEC G71
#[test]
fn a_proof_says_when_what_was_signed_has_changed_and_hides_its_level_first() {
    let mut world = signed_by_card();
    let text = proof(&mut world);
    let told = take(&mut world, &text).unwrap();
    assert_eq!((told.level, told.level_name.as_str()), (None, ""));
    assert_eq!(worths(&world.samira), [(Deed::Signed, None, Worth::Proof)]);
    world.rate();
    edit_saying(&mut world.samira, &mut world.server, &world.task.clone(), "By quarters.");
    let changed = Worth::Not(Reason::ChangedAfterSignOff);
    assert_eq!(worths(&world.samira), [(Deed::Signed, Some(2), changed)]);
}

// SPEC G73
#[test]
fn nobody_shows_proof_of_what_they_did_not_sign_here() {
    let mut world = seen();
    world.rate();
    world.sign();
    world.meet();
    let entry = rows(&world.samira)[0].entry.clone().unwrap();
    world.samira.tell(Event::Card(Cards::ShowProof(entry.clone())));
    run(&mut world.server, &mut [&mut world.samira]);
    assert_eq!(world.samira.client.proof(&entry), ProofState::Failed);
    let unknown = EntryId::new("nothing").unwrap();
    world.ingrid.tell(Event::Card(Cards::ShowProof(unknown.clone())));
    run(&mut world.server, &mut [&mut world.ingrid]);
    assert_eq!(world.ingrid.client.proof(&unknown), ProofState::Failed);
    // As a file it is the same card.
    let text = proof(&mut world);
    world.ingrid.tell(Event::Card(Cards::SaveFile));
    run(&mut world.server, &mut [&mut world.ingrid]);
    let (name, file) = world.ingrid.files.pop().unwrap();
    assert_eq!((name.as_str(), file), ("ropes-proof-2026-11-22.txt", text.into_bytes()));
    assert_eq!(opened(&proof(&mut world)).0.record.subject, samira());
}
