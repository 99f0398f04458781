//! Taking back, correcting and confirming are records of their own.

use exchange::attestation::{
    Act, Attestation, Certificate, Digest, Follow, Reason, Verdict, follow,
};

use super::cast::{Reader, attestation, certificate, device, person, signed, verdict};

fn void(of: Digest) -> Attestation {
    Attestation { act: Act::Void { of, reason: "Wrong person".into() }, ..attestation() }
}

// SPEC G12
#[test]
fn a_void_or_correction_of_the_signer_ends_what_it_names() {
    let first = signed(attestation());
    let of = first.digest();
    let correct =
        Attestation { act: Act::Correct { of, reason: "One level lower".into() }, ..attestation() };
    for (later, reason) in [(void(of), Reason::Voided), (correct, Reason::Corrected)] {
        assert_eq!(verdict(&signed(later.clone()), |_| ()), Verdict::Counts);
        let follow = follow(&attestation(), &of, [&later]);
        let verdict = verdict(&first, |reader| reader.follow = follow);
        assert_eq!(verdict, Verdict::DoesNotCount(reason));
    }
}

// SPEC G12
#[test]
fn nobody_else_takes_back_what_a_supervisor_signed() {
    let of = signed(attestation()).digest();
    let strangers = [
        Attestation { signer: person("omar"), ..void(of) },
        Attestation { subject: person("alina"), ..void(of) },
        void([9; 32]),
        Attestation { act: Act::Sign { renews: Some(of) }, ..attestation() },
    ];
    assert_eq!(follow(&attestation(), &of, &strangers), Follow::default());
}

// SPEC G13
#[test]
fn what_was_signed_on_anothers_phone_waits_for_the_signers_own() {
    let on_alis = Attestation { device: device("sara-on-alis-phone"), ..attestation() };
    let first = signed(on_alis.clone());
    let guest =
        Certificate { device: device("sara-on-alis-phone"), is_guest: true, ..certificate() };
    let with = |follow| {
        let mut reader = Reader::of(&first).certified_by(vec![guest.clone()]);
        reader.receipt = reader.receipt.map(|mut receipt| {
            receipt.record.device = device("sara-on-alis-phone");
            exchange::attestation::Signed::by(&super::cast::root(), receipt.record).unwrap()
        });
        reader.follow = follow;
        reader.judge(&first)
    };
    assert_eq!(with(Follow::default()), Verdict::AwaitingConfirmation);
    let of = first.digest();
    let own = Attestation { act: Act::Confirm { of }, ..attestation() };
    assert_eq!(with(follow(&on_alis, &of, [&own])), Verdict::Counts);
    let same_phone = Attestation { device: device("sara-on-alis-phone"), ..own.clone() };
    assert_eq!(with(follow(&on_alis, &of, [&same_phone])), Verdict::AwaitingConfirmation);
    let mut lower = own;
    lower.skill.level = 2;
    assert_eq!(with(follow(&on_alis, &of, [&lower])), Verdict::AwaitingConfirmation);
    let disputed = follow(&on_alis, &of, [&void(of)]);
    assert_eq!(with(disputed), Verdict::DoesNotCount(Reason::Voided));
}
