//! `ropes verify`, on a machine that has nothing but the file.

use std::path::{Path, PathBuf};

use documents::DocumentKey;
use domain::{DeviceId, Kind, OrgId, Period, PersonId};
use exchange::attestation::{
    Export, FoundIn, Names, Receipt, SecretKey, Signed, SignedSuccession, example, write_export,
};
use serde_json::Value;

use crate::founded::{Ran, ran, ropes};

const SEEN: i64 = example::SEEN;
const DAY: i64 = 86_400_000;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

fn person(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

/// Sara's observations of Ali.
fn observations() -> String {
    let key = DocumentKey {
        org: org(),
        kind: Kind::Obs,
        author: Some(person("sara")),
        subject: "ali".into(),
        period: Some(Period(2026)),
    };
    key.id().to_string()
}

fn export() -> Export {
    let attestation = Signed::by(&key(2), example::attestation()).unwrap();
    let device = DeviceId::new("saras-phone").unwrap();
    let certificate = example::certificate(key(2).public(), key(1).public());
    let receipt = Receipt {
        org: org(),
        document: observations(),
        change: [6; 32],
        person: person("sara"),
        device,
        received_at: SEEN + 3 * DAY,
        attestation: Some(attestation.digest()),
        issuer: key(1).public(),
    };
    Export {
        names: Names { subject: "Ali\u{1b}[2J".into(), ..Names::default() },
        found_in: FoundIn { document: observations(), period: Period(2026) },
        certificate: Signed::by(&key(1), certificate).unwrap(),
        receipt: Some(Signed::by(&key(1), receipt).unwrap()),
        attestation,
        chain: Vec::new(),
    }
}

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn verify(&self, export: &Export, more: &[&str]) -> Ran {
        verify(&self.file("sign-off.json", write_export(export)), more)
    }
}

fn verify(file: &Path, more: &[&str]) -> Ran {
    ran(ropes().arg("verify").arg(file).args(more).output().unwrap())
}

fn fingerprint(seed: u8) -> String {
    key(seed).public().fingerprint().to_string()
}

// SPEC G40
#[test]
fn a_sign_off_of_a_confirmed_organisation_counts_without_any_server() {
    let desk = Desk::new();
    let ran = desk.verify(&export(), &["--org-key", &fingerprint(1)]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for words in [
        "This sign-off counts.",
        "Who signed: sara",
        "What they did: signed off ali (\"Ali[2J\")",
        "Skill: truing, version 2",
        "Level: 3 of 4",
        "Seen on: 2026-05-17",
        "Received by the server on: 2026-05-20",
        &fingerprint(1),
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let held = format!("Spokes\n{}\n", fingerprint(1));
    let held = desk.file("key.txt", held);
    assert_eq!(desk.verify(&export(), &["--org-key", held.to_str().unwrap()]).code, Some(0));
}

// SPEC G41
#[test]
fn an_organisation_nobody_confirmed_is_said_with_its_fingerprint() {
    let desk = Desk::new();
    for more in [&[][..], &["--org-key", &fingerprint(9)]] {
        let ran = desk.verify(&export(), more);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let said = "signed by an organisation you have not confirmed";
        assert!(ran.out.contains(said) && ran.out.contains(&fingerprint(1)), "{}", ran.out);
    }
}

// SPEC G42
#[test]
fn what_does_not_count_is_said_in_plain_words() {
    let desk = Desk::new();
    let check = |export: &Export, words: &str| {
        let ran = desk.verify(export, &["--org-key", &fingerprint(1)]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(
            ran.out.starts_with(&format!("This sign-off does not count{words}")),
            "{}",
            ran.out
        );
    };
    let mut forged = export();
    forged.attestation.record.skill.level = 4;
    check(&forged, ": the signature does not fit: something was changed, or another key signed.");
    let waiting = Export { receipt: None, ..export() };
    check(&waiting, " yet: it waits: the server's receipt is not in the file.");
    let mut elsewhere = export();
    elsewhere.found_in.period = Period(2027);
    check(&elsewhere, ": it does not stand in the signer's own observations of that person.");
    let mut late = export();
    let mut receipt = late.receipt.unwrap().record;
    receipt.received_at = SEEN + 800 * DAY;
    late.receipt = Some(Signed::by(&key(1), receipt).unwrap());
    check(&late, ": the device's certificate had expired when the server received it.");
}

// SPEC G40
#[test]
fn the_verdict_is_there_for_programs_too() {
    let desk = Desk::new();
    let ran = desk.verify(&export(), &["--json", "--org-key", &fingerprint(1)]);
    let judged: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, Some(0));
    assert_eq!((&judged["counts"], &judged["verdict"]), (&true.into(), &"it counts".into()));
    assert_eq!((&judged["subject"], &judged["level"]), (&"ali".into(), &3.into()));
    let ran = desk.verify(&export(), &["--json"]);
    let judged: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &judged["counts"]), (Some(1), &false.into()));
    assert_eq!(judged["fingerprint"], fingerprint(1));
}

// SPEC G43
#[test]
fn a_key_that_was_replaced_still_leads_to_the_one_that_was_confirmed() {
    let desk = Desk::new();
    let chain = vec![SignedSuccession::by(&key(1), &key(3), org(), SEEN + 30 * DAY)];
    let rotated = Export { chain, ..export() };
    for known in [1, 3] {
        assert_eq!(desk.verify(&rotated, &["--org-key", &fingerprint(known)]).code, Some(0));
    }
    assert_eq!(desk.verify(&export(), &["--org-key", &fingerprint(3)]).code, Some(1));
}

// SPEC G42
#[test]
fn a_file_or_key_that_cannot_be_used_is_an_error() {
    let desk = Desk::new();
    let foreign = verify(&desk.file("x.json", "{\"format\": \"photo\"}"), &[]);
    assert_eq!(foreign.code, Some(1));
    assert!(foreign.err.contains("this is not a sign-off exported by Ropes"), "{}", foreign.err);
    assert!(verify(Path::new("nowhere.json"), &[]).err.contains("cannot read nowhere.json"));
    let no_key = desk.verify(&export(), &["--org-key", "1234"]);
    assert!(no_key.err.contains("1234 is neither a fingerprint nor a file"), "{}", no_key.err);
}
