//! One sign-off as the file that anyone can verify.

use super::reply::{Refusal, Reply};
use super::request::Exporting;
use super::trusting::{Memory, receipt};
use crate::attestation::{Attestation, Export, FoundIn, Signed, write_export};

pub(super) fn export(exporting: Exporting, memory: &mut Memory) -> Result<Reply, Refusal> {
    let Exporting { item, org, period, trust, names } = exporting;
    let attestation = Signed::<Attestation>::open(&item.attestation, &item.signature);
    let attestation = attestation.map_err(|_| Refusal::NotAnAttestation)?;
    let (trust, checked) = memory.trust(&trust, &org);
    let mut numbered = trust.certificates.iter().filter(|one| one.record.serial == item.serial);
    let certificate = numbered.find(|one| checked.verifies(&attestation, &one.record.key));
    let certificate = certificate.ok_or(Refusal::NotCertified)?.clone();
    Ok(Reply::Bytes(write_export(&Export {
        names,
        found_in: FoundIn { document: item.document, period },
        attestation,
        certificate,
        receipt: item.receipt.as_deref().and_then(receipt),
        chain: trust.chain.clone(),
    })))
}
