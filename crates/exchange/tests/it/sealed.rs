//! The whole way of a sign-off through the one function: prepared, signed, checked, received, judged, taken
//! back, and made a file.

use domain::{DeviceId, Moment, OrgId, Period, PersonId};
use exchange::attestation::{
    Attestation, Certificate, Names, Reason, Receipt, Record, SecretKey, Seen, Signed, Verdict,
    example, read_export, to_hex,
};
use exchange::seal::{
    Batch, Deed, Exporting, Item, Judged, Memory, Preparing, Proof, Refusal, Reply, Request, Says,
    answer,
};
use json::Json;

const NOW: i64 = example::SEEN;
const OBSERVATIONS: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";
const SEED: [u8; 32] = [2; 32];

fn root() -> SecretKey {
    SecretKey::from_seed([1; 32])
}

fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

fn attestation() -> Attestation {
    Attestation { device: DeviceId::new("phone").unwrap(), ..example::attestation() }
}

fn pair<R: Record>(one: &Signed<R>) -> Json {
    let bytes = to_hex(&one.record.encode());
    Json::object().with("bytes", bytes).with("signature", to_hex(&one.signature))
}

/// As the server answers it.
fn certificate() -> Json {
    let certificate = Certificate {
        org: org(),
        person: PersonId::new("sara").unwrap(),
        device: DeviceId::new("phone").unwrap(),
        key: SecretKey::from_seed(SEED).public(),
        serial: 7,
        from: NOW - 1,
        until: NOW + 1_000,
        is_guest: false,
        issuer: root().public(),
    };
    pair(&Signed::by(&root(), certificate).unwrap())
}

fn trust() -> Vec<u8> {
    Json::object()
        .with("fingerprint", root().public().fingerprint().to_string())
        .with("certificates", [certificate()].into_iter().collect::<Json>())
        .to_bytes()
}

fn ask(request: Request) -> Reply {
    Reply::unpack(&answer(&request.pack(), &mut Memory::default())).unwrap()
}

fn preparing(says: Says) -> Preparing {
    Preparing {
        says,
        device: DeviceId::new("phone").unwrap(),
        key: SecretKey::from_seed(SEED).public().0,
        certificate: certificate().to_bytes(),
        now: NOW,
    }
}

/// Prepared, signed by the key of the seed, and found good.
fn signed(entry: &str, says: Says) -> Item {
    let prepared = ask(Request::Prepare(Box::new(preparing(says))));
    let Reply::Prepared { attestation, message } = prepared else { panic!("{prepared:?}") };
    let Reply::Bytes(signature) = ask(Request::Sign { seed: SEED, message }) else { panic!() };
    let finish = Request::Finish {
        attestation: attestation.clone(),
        signature: signature.clone(),
        certificate: certificate().to_bytes(),
    };
    assert_eq!(ask(finish), Reply::Finished { serial: 7 });
    Item {
        entry: entry.into(),
        document: OBSERVATIONS.into(),
        author: "sara".into(),
        receipt: Some(receipt(&attestation, &signature)),
        attestation,
        signature,
        serial: 7,
        evidence: Seen::Hash([5; 32]),
        newest: Some(2),
    }
}

fn receipt(attestation: &[u8], signature: &[u8]) -> Vec<u8> {
    let signed = Signed::<Attestation>::open(attestation, signature).unwrap();
    let receipt = Receipt {
        org: org(),
        document: OBSERVATIONS.into(),
        change: [6; 32],
        person: PersonId::new("sara").unwrap(),
        device: DeviceId::new("phone").unwrap(),
        received_at: NOW,
        attestation: Some(signed.digest()),
        issuer: root().public(),
    };
    let receipts = [pair(&Signed::by(&root(), receipt).unwrap())].into_iter().collect::<Json>();
    let body = Json::object().with("receipts", receipts).to_bytes();
    match ask(Request::Receipts { body }) {
        Reply::Receipts { mut receipts, next: None } => receipts.remove(0).1,
        other => panic!("{other:?}"),
    }
}

fn judged(items: &[&Item]) -> Vec<Judged> {
    let items = items.iter().map(|item| (*item).clone()).collect();
    let batch = Batch { org: org(), subject: "ali".into(), trust: trust(), items, proofs: vec![] };
    match ask(Request::Judge(batch)) {
        Reply::Judged(judged) => judged,
        other => panic!("{other:?}"),
    }
}

fn verdicts(items: &[&Item]) -> Vec<Verdict> {
    judged(items).into_iter().map(|one| one.verdict).collect()
}

// SPEC G44
#[test]
fn a_sign_off_is_prepared_signed_judged_and_made_a_file() {
    let item = signed("one", Says::New(attestation()));
    let one = judged(&[&item]).remove(0);
    let said = one.said.unwrap();
    assert_eq!((one.entry.as_str(), one.verdict), ("one", Verdict::Counts));
    assert_eq!((said.deed, said.level, said.received), (Deed::Signed, 3, Some(NOW)));
    let waits = Item { receipt: None, ..item.clone() };
    assert_eq!(verdicts(&[&waits]), [Verdict::AwaitingReceipt]);
    let changed = Item { evidence: Seen::Hash([9; 32]), ..item.clone() };
    let reason = Reason::ChangedAfterSignOff;
    assert_eq!(verdicts(&[&changed]), [Verdict::DoesNotCount(reason)]);
    let names = Names { signer: "Sara".into(), ..Names::default() };
    let exporting = Exporting { item, org: org(), period: Period(2026), trust: trust(), names };
    let Reply::Bytes(file) = ask(Request::Export(Box::new(exporting))) else { panic!() };
    let export = read_export(&file).unwrap();
    assert_eq!((export.attestation.record, export.names.signer), (attestation(), "Sara".into()));
    assert!(export.receipt.is_some());
}

// SPEC G44
#[test]
fn a_key_that_is_not_certified_prepares_nothing() {
    let refused = |change: &dyn Fn(&mut Preparing)| {
        let mut preparing = preparing(Says::New(attestation()));
        change(&mut preparing);
        ask(Request::Prepare(Box::new(preparing)))
    };
    let not_certified = Reply::Refused(Refusal::NotCertified);
    assert_eq!(refused(&|it| it.key = [9; 32]), not_certified);
    assert_eq!(refused(&|it| it.certificate.clear()), not_certified);
    assert_eq!(refused(&|it| it.device = DeviceId::new("tablet").unwrap()), not_certified);
    assert_eq!(refused(&|it| it.now += 1_001), Reply::Refused(Refusal::Expired));
    let nothing = Says::TakeBack { earlier: vec![], reason: "why".into() };
    let no_attestation = Reply::Refused(Refusal::NotAnAttestation);
    assert_eq!(refused(&|it| it.says = nothing.clone()), no_attestation);
}

// SPEC G46, G67
#[test]
fn taking_back_counts_whatever_became_of_what_was_signed() {
    let first = signed("one", Says::New(attestation()));
    let (earlier, reason) = (first.attestation.clone(), "Wrong wheel".to_owned());
    let second = signed("two", Says::Correct { earlier, level: 2, reason: reason.clone() });
    let corrected = Verdict::DoesNotCount(Reason::Corrected);
    assert_eq!(verdicts(&[&first, &second]), [corrected, Verdict::Counts]);
    let earlier = second.attestation.clone();
    let mut third = signed("three", Says::TakeBack { earlier, reason });
    let voided = Verdict::DoesNotCount(Reason::Voided);
    assert_eq!(verdicts(&[&first, &second, &third]), [corrected, voided, Verdict::Counts]);
    third.evidence = Seen::Gone;
    assert_eq!(verdicts(&[&second, &third]), [voided, Verdict::Counts]);
    let (earlier, reason) = (third.attestation.clone(), "By mistake".to_owned());
    let fourth = signed("four", Says::TakeBack { earlier, reason });
    let nothing_stands_again = [corrected, voided, voided, Verdict::Counts];
    assert_eq!(verdicts(&[&first, &second, &third, &fourth]), nothing_stands_again);
}

fn proven(card: &[u8], certificates: &Json) -> Verdict {
    let trust = Json::object()
        .with("fingerprint", root().public().fingerprint().to_string())
        .with("certificates", certificates.clone())
        .to_bytes();
    let (key, card) = ("proof".to_owned(), card.to_vec());
    let proof = Proof { key, card, evidence: Seen::NotHere, newest: Some(2) };
    let (items, proofs) = (vec![], vec![proof]);
    let batch = Batch { org: org(), subject: "ali".into(), trust, items, proofs };
    let Reply::Judged(mut judged) = ask(Request::Judge(batch)) else { panic!("not judged") };
    let one = judged.remove(0);
    assert_eq!(one.entry, "proof");
    one.verdict
}

fn prove(item: &Item, certificate: Vec<u8>) -> Reply {
    let (attestation, signature) = (item.attestation.clone(), item.signature.clone());
    ask(Request::Prove { attestation, signature, certificate })
}

// SPEC G68, G69
#[test]
fn a_proof_card_needs_the_certificate_of_the_key_that_signed_and_waits_for_the_receipt() {
    let item = signed("one", Says::New(attestation()));
    let made = prove(&item, certificate().to_bytes());
    let Reply::Bytes(card) = made else { panic!("{made:?}") };
    // The certificate is on the card.
    let nobody: Json = std::iter::empty::<Json>().collect();
    assert_eq!(proven(&card, &nobody), Verdict::AwaitingReceipt);
    let revoked: Json = [certificate().with("revoked_at", NOW)].into_iter().collect();
    assert_eq!(proven(&card, &revoked), Verdict::DoesNotCount(Reason::DeviceRevoked));
    assert_eq!(proven(b"ROPES1:P", &nobody), Verdict::DoesNotCount(Reason::Unreadable));

    let unsigned = Item { signature: vec![4; 64], ..item.clone() };
    let not_certified = Reply::Refused(Refusal::NotCertified);
    assert_eq!(prove(&unsigned, certificate().to_bytes()), not_certified);
    assert_eq!(prove(&item, Vec::new()), not_certified);

    let late = Attestation { observed: Moment::new(NOW + 1_001, 0), ..attestation() };
    let late = prove(&signed("late", Says::New(late)), certificate().to_bytes());
    let Reply::Bytes(card) = late else { panic!("{late:?}") };
    let expired = Verdict::DoesNotCount(Reason::CertificateExpired);
    assert_eq!(proven(&card, &nobody), expired);
}
