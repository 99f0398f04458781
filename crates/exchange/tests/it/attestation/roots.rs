//! Whose word for a device is taken, also after the organisation's key was replaced.

use exchange::attestation::{BadFingerprint, PublicKey, Roots};
use exchange::attestation::{
    Certificate, Fingerprint, Reason, SecretKey, Signed, SignedSuccession, Trust, Verdict,
};

use super::cast::{DAY, RECEIVED, attestation, certificate, org, receipt, root, signed, verdict};

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

fn link(old: u8, new: u8, at: i64) -> SignedSuccession {
    SignedSuccession::by(&key(old), &key(new), org("bicycles"), at)
}

fn trust(confirmed: u8, chain: &[SignedSuccession], asked: u8) -> Trust {
    let confirmed = vec![key(confirmed).public().fingerprint()];
    Roots::new(confirmed, &org("bicycles"), chain).trust(&key(asked).public())
}

// SPEC G14
#[test]
fn a_replaced_key_leads_to_its_successor_and_back() {
    let chain = [link(1, 20, 500), link(20, 30, 900)];
    assert_eq!(trust(1, &chain, 30), Trust::Confirmed);
    assert_eq!(trust(30, &chain, 1), Trust::Until(500));
    assert_eq!(trust(20, &chain, 20), Trust::Until(900));
    assert_eq!(trust(1, &chain[1..], 30), Trust::Unknown, "a link is missing");
}

// SPEC G14
#[test]
fn a_stolen_old_key_names_no_successor_for_those_who_confirmed_the_new_one() {
    let chain = [link(1, 20, 500), link(1, 66, 400)];
    assert_eq!(trust(20, &chain, 66), Trust::Unknown);
    assert_eq!(trust(20, &chain, 1), Trust::Until(400));
}

// SPEC G14
#[test]
fn a_succession_needs_both_keys_and_the_same_organisation() {
    let mut one_sided = link(1, 66, 500);
    one_sided.by_old = key(66).sign(b"nothing");
    assert_eq!(trust(1, &[one_sided], 66), Trust::Unknown);
    let mut taken_over = link(1, 66, 500);
    taken_over.by_new = key(1).sign(b"nothing");
    assert_eq!(trust(66, &[taken_over], 1), Trust::Unknown);
    let elsewhere = SignedSuccession::by(&key(1), &key(66), org("trams"), 500);
    assert_eq!(trust(1, &[elsewhere], 66), Trust::Unknown);
    let circle = [link(1, 20, 500), link(20, 1, 600)];
    assert_eq!(trust(99, &circle, 1), Trust::Unknown);
}

// SPEC G14
#[test]
fn what_a_replaced_key_signed_later_does_not_count() {
    let good = signed(attestation());
    let replaced_at = |at| {
        verdict(&good, |reader| {
            reader.confirmed = vec![key(20).public().fingerprint()];
            reader.chain = vec![link(1, 20, at)];
        })
    };
    assert_eq!(replaced_at(RECEIVED), Verdict::Counts);
    assert_eq!(replaced_at(RECEIVED - 1), Verdict::DoesNotCount(Reason::RootReplaced));
    let before = certificate().from - 1;
    assert_eq!(replaced_at(before), Verdict::DoesNotCount(Reason::RootReplaced));
    let again = verdict(&good, |reader| {
        reader.confirmed = vec![key(20).public().fingerprint()];
        reader.chain = vec![link(1, 20, RECEIVED - DAY)];
        let by_new =
            exchange::attestation::Receipt { issuer: key(20).public(), ..receipt(good.digest()) };
        reader.receipt = Some(Signed::by(&key(20), by_new).unwrap());
    });
    assert_eq!(again, Verdict::Counts, "the new key signs the receipt anew");
}

// SPEC G14
#[test]
fn an_organisation_nobody_confirmed_is_named_as_one() {
    let good = signed(attestation());
    let unconfirmed = Verdict::DoesNotCount(Reason::OrganisationNotConfirmed);
    assert_eq!(verdict(&good, |reader| reader.confirmed.clear()), unconfirmed);
    let mixed = verdict(&good, |reader| {
        let stranger = Certificate { issuer: root().public(), ..certificate() };
        reader.certificates = vec![Signed::by(&root(), stranger).unwrap()];
        let by_other =
            exchange::attestation::Receipt { issuer: key(99).public(), ..receipt(good.digest()) };
        reader.receipt = Some(Signed::by(&key(99), by_other).unwrap());
    });
    assert_eq!(mixed, unconfirmed, "the receipt is by another key");
}

// SPEC G14
#[test]
fn a_fingerprint_reads_however_it_was_copied() {
    let fingerprint = root().public().fingerprint();
    let text = fingerprint.to_string();
    for spelt in [text.clone(), text.to_uppercase(), text.replace('-', " "), text.replace('-', "")]
    {
        assert_eq!(spelt.parse(), Ok(fingerprint));
    }
    for bad in ["", "12", &text[1..]] {
        assert_eq!(bad.parse::<Fingerprint>(), Err(BadFingerprint));
    }
    assert!(root().public().is_sound());
    assert!(!PublicKey([0; 32]).is_sound() && !PublicKey([2; 32]).is_sound());
}
