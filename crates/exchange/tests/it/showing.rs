//! A proof as a page without the app has it judged.

use domain::Period;
use exchange::attestation::{
    Attestation, Certificate, Export, FoundIn, Names, Receipt, SecretKey, Signed, example,
    write_export,
};
use exchange::card::{Card, ProofCard};
use exchange::seal::{Memory, check};
use json::Json;

const DOCUMENT: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

/// As `/api/root` answers it.
fn root(seed: u8) -> Vec<u8> {
    let fingerprint = key(seed).public().fingerprint().to_string();
    Json::object().with("org", "bicycles").with("fingerprint", fingerprint).to_bytes()
}

fn signed() -> (Signed<Attestation>, Signed<Certificate>) {
    let certificate = example::certificate(key(2).public(), key(1).public());
    let attestation = Signed::by(&key(2), example::attestation()).unwrap();
    (attestation, Signed::by(&key(1), certificate).unwrap())
}

fn card() -> String {
    let (attestation, certificate) = signed();
    Card::Proof(ProofCard::of(&attestation, &certificate)).write().unwrap()
}

fn file() -> Vec<u8> {
    let (attestation, certificate) = signed();
    let receipt = Receipt {
        org: attestation.record.org.clone(),
        document: DOCUMENT.into(),
        change: [6; 32],
        person: attestation.record.signer.clone(),
        device: attestation.record.device.clone(),
        received_at: example::SEEN + 86_400_000,
        attestation: Some(attestation.digest()),
        issuer: key(1).public(),
    };
    let names = Names { subject: "Ali".into(), ..Names::default() };
    let found_in = FoundIn { document: DOCUMENT.into(), period: Period(2026) };
    let receipt = Some(Signed::by(&key(1), receipt).unwrap());
    write_export(&Export { names, found_in, attestation, certificate, receipt, chain: vec![] })
}

fn told(shown: &[u8], root: &[u8]) -> Json {
    json::read(&check(shown, root, &mut Memory::default())).unwrap()
}

fn verdict(shown: &[u8], root: &[u8]) -> String {
    told(shown, root).text("verdict").unwrap()
}

// SPEC G92
#[test]
fn a_card_is_signed_and_a_file_counts_for_who_has_the_organisations_key() {
    assert_eq!(verdict(card().as_bytes(), &root(1)), "signed");
    assert_eq!(verdict(&file(), &root(1)), "counts");
    let told = told(&file(), &root(1));
    let subject = told.get("subject").unwrap();
    assert_eq!(subject.text("name").as_deref(), Some("Ali"));
    assert_eq!(subject.text("id").as_deref(), Some("ali"));
    assert_eq!((told.number::<i64>("level"), told.number::<i64>("levels")), (Some(3), Some(4)));
    assert_eq!(told.number("received"), Some(example::SEEN + 86_400_000));
}

// SPEC G92
#[test]
fn a_key_that_is_not_this_servers_is_a_strangers_and_so_is_every_key_without_a_server() {
    for shown in [card().into_bytes(), file()] {
        assert_eq!(verdict(&shown, &root(9)), "stranger");
        assert_eq!(verdict(&shown, b""), "stranger");
        assert_eq!(verdict(&shown, b"{}"), "stranger");
    }
}

// SPEC G92
#[test]
fn what_was_changed_is_never_good_and_what_is_no_proof_is_said_to_be_none() {
    let (mut attestation, certificate) = signed();
    attestation.record.skill.level = 4;
    let higher = Card::Proof(ProofCard::of(&attestation, &certificate)).write().unwrap();
    assert_eq!(verdict(higher.as_bytes(), &root(1)), "bad");
    let text = card();
    for place in 0..text.len() {
        let mut harmed = text.clone().into_bytes();
        harmed[place] = if harmed[place] == b'2' { b'3' } else { b'2' };
        let found = verdict(&harmed, &root(1));
        assert!(["unreadable", "bad"].contains(&found.as_str()), "{place}: {found}");
    }
    for shown in [&b""[..], b"x", b"{}", b"ROPES1:P"] {
        assert_eq!(verdict(shown, &root(1)), "unreadable");
    }
}
