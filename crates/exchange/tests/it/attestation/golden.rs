//! The bytes of version 1, frozen: append a version, never change one.

use exchange::attestation::{
    Act, Attestation, Certificate, Receipt, Record, Signed, SignedSuccession, Succession, from_hex,
    to_hex,
};

use super::cast::{
    attestation, certificate, certified, org, phone, receipt, root, signed, verdict,
};

const GOLDEN: &str = include_str!("golden_1.txt");

/// The lines of the golden file, by name.
fn golden(name: &str) -> &'static str {
    let line = GOLDEN.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in the golden file"))
}

fn check<R: Record>(name: &str, signed: &Signed<R>) {
    assert_eq!(to_hex(&signed.record.encode()), golden(name), "{name}");
    assert_eq!(to_hex(&signed.signature), golden(&format!("{name}.signature")), "{name}");
}

fn void() -> Attestation {
    let act = Act::Void { of: signed(attestation()).digest(), reason: "Wrong person".into() };
    Attestation { act, followed: None, ..attestation() }
}

// SPEC G1
#[test]
fn the_bytes_and_signatures_of_version_1_are_frozen() {
    check("attestation", &signed(attestation()));
    check("void", &signed(void()));
    check("certificate", &certified(certificate()));
    let of = signed(attestation()).digest();
    check::<Receipt>("receipt", &Signed::by(&root(), receipt(of)).unwrap());
    let succession = SignedSuccession::by(&root(), &phone(), org("bicycles"), 1_780_000_000_000);
    let SignedSuccession { succession, by_old, by_new } = succession;
    check("succession", &Signed { record: succession.clone(), signature: by_old });
    check("succession.new", &Signed { record: succession, signature: by_new });
    assert_eq!(to_hex(&of), golden("attestation.digest"));
    assert_eq!(root().public().fingerprint().to_string(), golden("fingerprint"));
}

// SPEC G1
#[test]
fn golden_bytes_read_back_and_count() {
    let part = |name: &str| from_hex(golden(name)).unwrap();
    let signature = part("attestation.signature");
    let read = Signed::<Attestation>::open(&part("attestation"), &signature).unwrap();
    assert_eq!(read, signed(attestation()));
    assert!(verdict(&read, |_| ()).counts());
    assert_eq!(Attestation::decode(&part("void")).unwrap(), void());
    assert_eq!(Certificate::decode(&part("certificate")).unwrap(), certificate());
    assert!(Receipt::decode(&part("receipt")).is_ok());
    assert!(Succession::decode(&part("succession")).is_ok());
}
