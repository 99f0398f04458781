//! Only the server's clock decides: what a phone says about when it signed proves nothing.

use domain::Moment;
use exchange::attestation::{Attestation, Certificate, Reason, SecretKey, Signed, Tie, Verdict};

use super::cast::{DAY, RECEIVED, Reader, SEEN, attestation, certificate, signed, verdict};

fn received(at: i64) -> Verdict {
    let good = signed(attestation());
    Reader::of(&good).received(&good, at).judge(&good)
}

// SPEC G6
#[test]
fn the_certificate_must_be_valid_when_the_server_receives_it() {
    let Certificate { from, until, .. } = certificate();
    assert_eq!(received(until), Verdict::Counts);
    let expired = Verdict::DoesNotCount(Reason::CertificateExpired);
    assert_eq!(received(until + 1), expired, "although it was seen long before");
    let good = signed(attestation());
    let later = Certificate { from: RECEIVED + 1, ..certificate() };
    let early = Reader::of(&good).certified_by(vec![later]).judge(&good);
    assert_eq!(early, Verdict::DoesNotCount(Reason::CertificateNotYetValid));
    assert!(from < SEEN);
}

// SPEC G6
#[test]
fn a_clock_put_back_does_not_undo_a_revocation() {
    let put_back = Attestation { observed: Moment::new(SEEN - 300 * DAY, 0), ..attestation() };
    let put_back = signed(put_back);
    let revoked = |at| verdict(&put_back, |reader| reader.revoked = Some(at));
    assert_eq!(revoked(RECEIVED), Verdict::DoesNotCount(Reason::DeviceRevoked));
    assert_eq!(revoked(RECEIVED - 1), Verdict::DoesNotCount(Reason::DeviceRevoked));
    assert_eq!(revoked(RECEIVED + 1), Verdict::Counts, "received while the device was good");
}

// SPEC G6
#[test]
fn what_is_dated_after_its_receipt_does_not_count() {
    let ahead = |ms| {
        let ahead = Attestation { observed: Moment::new(RECEIVED + ms, 0), ..attestation() };
        verdict(&signed(ahead), |_| ())
    };
    assert_eq!(ahead(DAY), Verdict::Counts, "a clock may be a little off");
    assert_eq!(ahead(DAY + 1), Verdict::DoesNotCount(Reason::ObservedLater));
    assert_eq!(ahead(i64::MAX - RECEIVED), Verdict::DoesNotCount(Reason::ObservedLater));
}

// SPEC G8
#[test]
fn an_ended_relation_has_its_grace_and_no_more() {
    let last = Moment::new(RECEIVED - 14 * DAY, 0).day();
    let good = signed(attestation());
    let ended = |grace| verdict(&good, |reader| reader.tie = Tie::Ended { last, grace });
    assert_eq!(ended(14), Verdict::Counts);
    assert_eq!(ended(13), Verdict::DoesNotCount(Reason::RelationEnded));
}

// SPEC G7
#[test]
fn of_two_certificates_of_one_device_the_later_key_holds() {
    let other = SecretKey::from_seed([8; 32]);
    let second =
        Certificate { key: other.public(), serial: 8, from: RECEIVED - DAY, ..certificate() };
    let old = signed(attestation());
    let with = |certificates: Vec<Certificate>, serial, one: &Signed<Attestation>| {
        let mut reader = Reader::of(one).certified_by(certificates);
        reader.serial = serial;
        reader.judge(one)
    };
    let both = || vec![certificate(), second.clone()];
    assert_eq!(with(both(), 7, &old), Verdict::DoesNotCount(Reason::KeyReplaced));
    assert_eq!(with(both(), 8, &old), Verdict::DoesNotCount(Reason::BadSignature));
    let new = Signed::by(&other, attestation()).unwrap();
    assert_eq!(with(both(), 8, &new), Verdict::Counts);
    assert_eq!(with(both(), 7, &new), Verdict::DoesNotCount(Reason::BadSignature));
    let not_yet = Certificate { from: RECEIVED + 1, ..second.clone() };
    assert_eq!(with(vec![certificate(), not_yet], 7, &old), Verdict::Counts);
    let renewed = Certificate { serial: 8, from: RECEIVED - DAY, ..certificate() };
    assert_eq!(with(vec![certificate(), renewed], 7, &old), Verdict::Counts, "the same key");
}

// SPEC G7
#[test]
fn a_forged_second_certificate_does_not_end_the_first() {
    let stranger = SecretKey::from_seed([77; 32]);
    let forged = Certificate {
        key: stranger.public(),
        serial: 8,
        from: SEEN,
        issuer: stranger.public(),
        ..certificate()
    };
    let good = signed(attestation());
    let forged = Signed::by(&stranger, forged).unwrap();
    let stands = verdict(&good, |reader| reader.certificates.push(forged.clone()));
    assert_eq!(stands, Verdict::Counts);
    let mut copied = forged;
    copied.record.issuer = certificate().issuer;
    let stands = verdict(&good, |reader| reader.certificates.push(copied));
    assert_eq!(stands, Verdict::Counts);
}
