//! A sign-off cannot be forged, moved or quietly changed.

use domain::{CompetencyId, EntryId, Kind, Moment, ScaleId};
use exchange::attestation::{
    Act, Answer, Attestation, Certificate, Reason, Receipt, Record, SecretKey, Seen, Signed, Tie,
    Verdict,
};

use super::cast::{
    Reader, attestation, certificate, certified, device, org, person, phone, receipt, root, signed,
    verdict,
};

type Change = fn(&mut Attestation);
/// Another reader.
type Turn = fn(&mut Reader);

/// One change for every field.
const CHANGES: [(&str, Change); 24] = [
    ("act", |a| a.act = Act::Sign { renews: Some([9; 32]) }),
    ("correct", |a| a.act = Act::Correct { of: [9; 32], reason: "x".into() }),
    ("void", |a| a.act = Act::Void { of: [9; 32], reason: "x".into() }),
    ("organisation", |a| a.org = org("bicycle")),
    ("signer", |a| a.signer = person("sarah")),
    ("device", |a| a.device = device("alis-phone")),
    ("subject", |a| a.subject = person("alina")),
    ("competency", |a| a.skill.competency = CompetencyId::new("brakes").unwrap()),
    ("competency version", |a| a.skill.competency_version = 1),
    ("scale", |a| a.skill.scale = ScaleId::new("five").unwrap()),
    ("scale version", |a| a.skill.scale_version = 2),
    ("levels", |a| a.skill.levels = 5),
    ("level", |a| a.skill.level = 4),
    ("no checklist", |a| a.followed = None),
    ("checklist", |a| a.followed.as_mut().unwrap().checklist = "first-check".into()),
    ("checklist version", |a| a.followed.as_mut().unwrap().version = 4),
    ("answer", |a| a.followed.as_mut().unwrap().answers[1].answer = Answer::Done),
    ("step", |a| a.followed.as_mut().unwrap().answers[0].step = "true".into()),
    ("reason", |a| a.followed.as_mut().unwrap().answers[1].reason = None),
    ("document", |a| a.evidence.document = "27VFqKpjFanAfT4YagzG1fUrS3X6".into()),
    ("heads", |a| a.evidence.heads = vec![[3; 32]]),
    ("entry", |a| a.evidence.entry = EntryId::new("wheel-of-yesterday").unwrap()),
    ("entry hash", |a| a.evidence.hash = [8; 32]),
    ("observed", |a| a.observed = Moment::new(a.observed.utc_ms - 1, 120)),
];

// SPEC G3
#[test]
fn a_changed_field_does_not_verify() {
    assert_eq!(verdict(&signed(attestation()), |_| ()), Verdict::Counts);
    for (field, change) in CHANGES {
        let mut forged = signed(attestation());
        change(&mut forged.record);
        assert_ne!(forged.record, attestation(), "{field}");
        let verdict = verdict(&forged, |_| ());
        assert_eq!(verdict, Verdict::DoesNotCount(Reason::BadSignature), "{field}");
    }
    let mut offset = signed(attestation());
    offset.record.observed.offset_min = 60;
    assert_eq!(verdict(&offset, |_| ()), Verdict::DoesNotCount(Reason::BadSignature));
}

// SPEC G3
#[test]
fn a_changed_signature_or_another_key_does_not_verify() {
    let good = signed(attestation());
    for bit in 0..512 {
        let mut forged = good.clone();
        forged.signature[bit / 8] ^= 1 << (bit % 8);
        let verdict = verdict(&forged, |_| ());
        assert_eq!(verdict, Verdict::DoesNotCount(Reason::BadSignature), "bit {bit}");
    }
    let stranger = SecretKey::from_seed([77; 32]);
    let forged = Signed::by(&stranger, attestation()).unwrap();
    assert_eq!(verdict(&forged, |_| ()), Verdict::DoesNotCount(Reason::BadSignature));
    let of_another_kind =
        Signed { signature: phone().sign(&attestation().encode()), record: attestation() };
    let verdict = verdict(&of_another_kind, |_| ());
    assert_eq!(verdict, Verdict::DoesNotCount(Reason::BadSignature), "without what goes before");
}

// SPEC G4
#[test]
fn what_is_shown_for_another_person_entry_or_organisation_does_not_count() {
    let good = signed(attestation());
    let cases: [(Reason, Turn); 4] = [
        (Reason::OtherSubject, |reader| reader.subject = person("alina")),
        (Reason::OtherEntry, |reader| reader.entry.1 = EntryId::new("another").unwrap()),
        (Reason::OtherEntry, |reader| reader.entry.0 = "27VFqKpjFanAfT4YagzG1fUrS3X6".into()),
        (Reason::OtherOrganisation, |reader| reader.org = org("trams")),
    ];
    for (reason, change) in cases {
        assert_eq!(verdict(&good, change), Verdict::DoesNotCount(reason));
    }
    let foreign = Attestation { org: org("trams"), ..attestation() };
    let foreign = signed(foreign);
    assert_eq!(verdict(&foreign, |_| ()), Verdict::DoesNotCount(Reason::OtherOrganisation));
}

// SPEC G5
#[test]
fn a_sign_off_anywhere_but_in_the_signers_own_observations_changes_nothing() {
    let good = signed(attestation());
    let cases: [Turn; 5] = [
        |reader| (reader.kind, reader.author) = (Kind::Log, person("ali")),
        |reader| reader.kind = Kind::Log,
        |reader| reader.kind = Kind::Shadow,
        |reader| reader.author = person("omar"),
        |reader| reader.about = "alina".into(),
    ];
    for change in cases {
        assert_eq!(verdict(&good, change), Verdict::DoesNotCount(Reason::OtherPlace));
    }
}

// SPEC G5
#[test]
fn nobody_signs_off_their_own_skill() {
    let own = signed(Attestation { subject: person("sara"), ..attestation() });
    let verdict = verdict(&own, |reader| {
        reader.subject = person("sara");
        reader.about = "sara".into();
    });
    assert_eq!(verdict, Verdict::DoesNotCount(Reason::OwnSkill));
}

// SPEC G7
#[test]
fn a_certificate_that_the_organisation_did_not_sign_gives_nothing() {
    let good = signed(attestation());
    let stranger = SecretKey::from_seed([77; 32]);
    let of_a_stranger = Signed::by(&stranger, certificate()).unwrap();
    let bad = |one: Signed<Certificate>| verdict(&good, |reader| reader.certificates = vec![one]);
    assert_eq!(bad(of_a_stranger), Verdict::DoesNotCount(Reason::BadCertificate));
    let mut longer = certified(certificate());
    longer.record.until += 1;
    assert_eq!(bad(longer), Verdict::DoesNotCount(Reason::BadCertificate));
    let own_root = Certificate { issuer: stranger.public(), ..certificate() };
    let own_root = Signed::by(&stranger, own_root).unwrap();
    assert_eq!(bad(own_root), Verdict::DoesNotCount(Reason::OrganisationNotConfirmed));
    let none = verdict(&good, |reader| reader.certificates.clear());
    assert_eq!(none, Verdict::DoesNotCount(Reason::NoCertificate));
    let other = verdict(&good, |reader| reader.serial = 8);
    assert_eq!(other, Verdict::DoesNotCount(Reason::NoCertificate));
}

// SPEC G7
#[test]
fn a_certificate_of_another_person_device_or_organisation_gives_nothing() {
    let good = signed(attestation());
    let with = |certificate| Reader::of(&good).certified_by(vec![certificate]).judge(&good);
    let of_ali = Certificate { person: person("ali"), ..certificate() };
    assert_eq!(with(of_ali), Verdict::DoesNotCount(Reason::OtherSigner));
    let other_phone = Certificate { device: device("alis-phone"), ..certificate() };
    assert_eq!(with(other_phone), Verdict::DoesNotCount(Reason::OtherSigner));
    let elsewhere = Certificate { org: org("trams"), ..certificate() };
    assert_eq!(with(elsewhere), Verdict::DoesNotCount(Reason::OtherOrganisation));
}

// SPEC G9
#[test]
fn a_receipt_of_something_else_gives_nothing() {
    let good = signed(attestation());
    let with = |change: fn(&mut Receipt)| {
        let mut receipt = receipt(good.digest());
        change(&mut receipt);
        let receipt = Signed::by(&root(), receipt).unwrap();
        verdict(&good, |reader| reader.receipt = Some(receipt))
    };
    let changes: [fn(&mut Receipt); 6] = [
        |receipt| receipt.attestation = None,
        |receipt| receipt.attestation = Some([9; 32]),
        |receipt| receipt.person = person("ali"),
        |receipt| receipt.device = device("alis-phone"),
        |receipt| receipt.document = "27VFqKpjFanAfT4YagzG1fUrS3X6".into(),
        |receipt| receipt.org = org("trams"),
    ];
    for change in changes {
        assert_eq!(with(change), Verdict::DoesNotCount(Reason::OtherReceipt));
    }
    let mut earlier = Signed::by(&root(), receipt(good.digest())).unwrap();
    earlier.record.received_at -= 1;
    let verdict = verdict(&good, |reader| reader.receipt = Some(earlier));
    assert_eq!(verdict, Verdict::DoesNotCount(Reason::BadReceipt));
}

// SPEC G9
#[test]
fn without_a_receipt_it_waits() {
    let good = signed(attestation());
    let waits = verdict(&good, |reader| reader.receipt = None);
    assert_eq!(waits, Verdict::AwaitingReceipt);
    let mut forged = good;
    forged.record.skill.level = 4;
    let verdict = verdict(&forged, |reader| reader.receipt = None);
    assert_eq!(verdict, Verdict::DoesNotCount(Reason::BadSignature));
}

// SPEC G8, G10, G11
#[test]
fn relation_version_and_evidence_must_hold() {
    let good = signed(attestation());
    let cases: [(Reason, Turn); 4] = [
        (Reason::NoRelation, |reader| reader.tie = Tie::Never),
        (Reason::UnknownCompetencyVersion, |reader| reader.newest_version = Some(1)),
        (Reason::ChangedAfterSignOff, |reader| reader.evidence = Seen::Hash([6; 32])),
        (Reason::EvidenceGone, |reader| reader.evidence = Seen::Gone),
    ];
    for (reason, change) in cases {
        assert_eq!(verdict(&good, change), Verdict::DoesNotCount(reason));
    }
    let on_its_own = verdict(&good, |reader| {
        reader.tie = Tie::Vouched;
        reader.newest_version = None;
        reader.evidence = Seen::NotHere;
    });
    assert_eq!(on_its_own, Verdict::Counts);
}
