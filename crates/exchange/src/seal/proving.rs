//! Proof cards: made of a sign-off and the certificate of its phone's key, and judged where one is read.

use domain::Kind;

use super::reply::{Judged, Refusal, Reply, Said};
use super::request::{Batch, Proof};
use super::signing::is_of;
use super::trusting::{Trust, certificate};
use crate::attestation::{
    Asked, Attestation, Certificate, Checked, Facts, Follow, Place, Reason, Signed, Tie, Verdict,
    judge,
};
use crate::card::{Card, ProofCard};

/// The card's text. `signed_for`: the server's answer that certifies the key.
pub(super) fn prove(
    attestation: &[u8],
    signature: &[u8],
    signed_for: &[u8],
) -> Result<Reply, Refusal> {
    let signed = Signed::<Attestation>::open(attestation, signature);
    let signed = signed.map_err(|_| Refusal::NotAnAttestation)?;
    let certificate = certificate(signed_for).ok_or(Refusal::NotCertified)?;
    if !is_of(&certificate.record, &signed.record) || !signed.verifies(&certificate.record.key) {
        return Err(Refusal::NotCertified);
    }
    let card = Card::Proof(ProofCard::of(&signed, &certificate)).write();
    card.map(|text| Reply::Bytes(text.into_bytes())).map_err(|_| Refusal::TooLarge)
}

/// Without a receipt the best that can be said is that it waits for one.
pub(super) fn judged(proof: &Proof, batch: &Batch, trust: &Trust, checked: &mut Checked) -> Judged {
    let opened = opened(&proof.card);
    let verdict = match &opened {
        Some((signed, certificate)) => verdict(signed, certificate, proof, batch, trust, checked),
        None => Verdict::DoesNotCount(Reason::Unreadable),
    };
    let said = opened.map(|(signed, _)| Said::of(&signed.record, signed.digest(), None));
    Judged { entry: proof.key.clone(), verdict, said }
}

fn opened(card: &[u8]) -> Option<(Signed<Attestation>, Signed<Certificate>)> {
    match Card::read(card) {
        Ok(Card::Proof(card)) => card.open().ok(),
        Ok(Card::Request(_)) | Err(_) => None,
    }
}

/// The certificate on the card is good where the organisation signed it. What is known of its end or its
/// phone's is said at once, since the server would say it too.
fn verdict(
    signed: &Signed<Attestation>,
    certificate: &Signed<Certificate>,
    proof: &Proof,
    batch: &Batch,
    trust: &Trust,
    checked: &mut Checked,
) -> Verdict {
    let serial = certificate.record.serial;
    let subject = domain::PersonId::new(batch.subject.as_str()).ok();
    let facts = Facts {
        asked: Asked { org: &batch.org, subject: subject.as_ref(), entry: None },
        place: Place {
            document: "",
            kind: Kind::Obs,
            author: Some(&signed.record.signer),
            subject: &batch.subject,
        },
        serial,
        certificates: std::slice::from_ref(certificate),
        receipt: None,
        roots: &trust.roots,
        revoked: None,
        tie: Tie::Vouched,
        evidence: proof.evidence,
        newest_version: proof.newest,
        follow: Follow::default(),
    };
    let verdict = judge(signed, &facts, checked);
    let has_ended = signed.record.observed.utc_ms > certificate.record.until;
    match verdict {
        Verdict::AwaitingReceipt if trust.revoked.contains_key(&serial) => {
            Verdict::DoesNotCount(Reason::DeviceRevoked)
        }
        Verdict::AwaitingReceipt if has_ended => Verdict::DoesNotCount(Reason::CertificateExpired),
        Verdict::Counts
        | Verdict::AwaitingReceipt
        | Verdict::AwaitingConfirmation
        | Verdict::DoesNotCount(_) => verdict,
    }
}
