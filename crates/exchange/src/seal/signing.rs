//! Before and after a key signs: the exact bytes, and whether they were signed.

use super::reply::{Refusal, Reply};
use super::request::{Preparing, Says};
use super::trusting::certificate;
use crate::attestation::{Act, Attestation, Certificate, PublicKey, Record, Signed};

/// Only for a key that the server has certified for this person's device, and for as long as it has.
pub(super) fn prepare(preparing: Preparing) -> Result<Reply, Refusal> {
    let Preparing { says, device, key, certificate, now } = preparing;
    let certificate = self::certificate(&certificate).ok_or(Refusal::NotCertified)?.record;
    let attestation = Attestation { device, ..said(says)? };
    if certificate.key != PublicKey(key) || !is_of(&certificate, &attestation) {
        return Err(Refusal::NotCertified);
    }
    if !certificate.holds_at(now) {
        return Err(Refusal::Expired);
    }
    let bytes = attestation.encode();
    Attestation::decode(&bytes).map_err(|_| Refusal::NotAnAttestation)?;
    Ok(Reply::Prepared { attestation: bytes, message: attestation.to_be_signed() })
}

pub(super) fn finish(
    attestation: &[u8],
    signature: &[u8],
    certificate: &[u8],
) -> Result<Reply, Refusal> {
    let signed = Signed::<Attestation>::open(attestation, signature);
    let signed = signed.map_err(|_| Refusal::NotSigned)?;
    let certificate = self::certificate(certificate).ok_or(Refusal::NotCertified)?.record;
    if !is_of(&certificate, &signed.record) {
        return Err(Refusal::NotCertified);
    }
    match signed.verifies(&certificate.key) {
        true => Ok(Reply::Finished { serial: certificate.serial }),
        false => Err(Refusal::NotSigned),
    }
}

pub(super) fn is_of(certificate: &Certificate, attestation: &Attestation) -> bool {
    let Certificate { org, person, device, .. } = certificate;
    (org, person, device) == (&attestation.org, &attestation.signer, &attestation.device)
}

/// A later word about an attestation repeats what it said and names it.
fn said(says: Says) -> Result<Attestation, Refusal> {
    let (earlier, level, reason) = match says {
        Says::New(attestation) => return Ok(attestation),
        Says::Correct { earlier, level, reason } => (earlier, Some(level), reason),
        Says::TakeBack { earlier, reason } => (earlier, None, reason),
    };
    let record = Attestation::decode(&earlier).map_err(|_| Refusal::NotAnAttestation)?;
    // A digest is over the bytes alone: any signature will do.
    let earlier = Signed { record, signature: [0; 64] };
    let (of, mut attestation) = (earlier.digest(), earlier.record);
    attestation.act = match level {
        Some(level) => {
            attestation.skill.level = level;
            Act::Correct { of, reason }
        }
        None => Act::Void { of, reason },
    };
    Ok(attestation)
}
