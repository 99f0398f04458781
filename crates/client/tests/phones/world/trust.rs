//! The organisation's key as the world's server has it: certificates, and receipts of what arrived.

use std::collections::BTreeMap;

use documents::{Document, DocumentId, Reading, read_entries, signed_in};
use domain::{Body, DeviceId, OrgId, PersonId};
use exchange::attestation::{
    Attestation, Certificate, PublicKey, Receipt, Record, SecretKey, Signed, from_hex, to_hex,
};
use protocol::http::{
    CertificateDto, CertificateWish, ProblemCode, ReceiptsDto, SignedDto, TrustDto,
};

use super::server::{ok, problem};

const DAY_MS: i64 = 86_400_000;

pub(crate) struct Trust {
    org: OrgId,
    root: SecretKey,
    /// It certifies nobody.
    pub(crate) is_away: bool,
    /// It has no receipts any more, as after a restore.
    pub(crate) has_forgotten: bool,
    certificates: Vec<Signed<Certificate>>,
    receipts: BTreeMap<String, Vec<Signed<Receipt>>>,
    /// When each device was revoked.
    pub(crate) revoked: BTreeMap<String, i64>,
}

impl Trust {
    pub(crate) fn new(org: &OrgId) -> Self {
        Self {
            org: org.clone(),
            root: SecretKey::from_seed([77; 32]),
            is_away: false,
            has_forgotten: false,
            certificates: Vec::new(),
            receipts: BTreeMap::new(),
            revoked: BTreeMap::new(),
        }
    }

    pub(super) fn certify(
        &mut self,
        person: &PersonId,
        device: &str,
        body: &[u8],
        now: i64,
    ) -> (u16, Vec<u8>) {
        if self.is_away {
            return problem(ProblemCode::NotFound);
        }
        let wish: CertificateWish = serde_json::from_slice(body).unwrap();
        let key = PublicKey(from_hex(&wish.public_key).unwrap().try_into().unwrap());
        if let Some(one) = self.certificates.iter().find(|one| one.record.key == key) {
            return ok(&dto(one));
        }
        let certificate = Certificate {
            org: self.org.clone(),
            person: person.clone(),
            device: DeviceId::new(device).unwrap(),
            key,
            serial: self.certificates.len() as u64 + 1,
            from: now,
            until: now + 400 * DAY_MS,
            is_guest: wish.guest,
            issuer: self.root.public(),
        };
        let certified = Signed::by(&self.root, certificate).unwrap();
        self.certificates.push(certified.clone());
        ok(&dto(&certified))
    }

    pub(super) fn answer(&self) -> (u16, Vec<u8>) {
        let certificate = |one: &Signed<Certificate>| {
            let SignedDto { bytes, signature } = dto(one);
            let revoked_at = self.revoked.get(one.record.device.as_str()).copied();
            CertificateDto { bytes, signature, revoked_at }
        };
        ok(&TrustDto {
            org: self.org.to_string(),
            fingerprint: self.root.public().fingerprint().to_string(),
            chain: vec![],
            certificates: self.certificates.iter().map(certificate).collect(),
        })
    }

    pub(super) fn receipts(&self, document: &str) -> (u16, Vec<u8>) {
        let receipts = self.receipts.get(document).filter(|_| !self.has_forgotten);
        let receipts = receipts.into_iter().flatten().map(dto).collect();
        ok(&ReceiptsDto { receipts, next: None })
    }

    /// Signs for what arrived in a document now.
    pub(super) fn note(
        &mut self,
        id: &DocumentId,
        document: &Document,
        person: &PersonId,
        device: &str,
        now: i64,
    ) {
        let receipts = self.receipts.entry(id.to_string()).or_default();
        for reading in read_entries(document) {
            let Reading::Entry { entry, .. } = reading else { continue };
            let Body::SignOff(signed) = &entry.body else { continue };
            let opened = Signed::<Attestation>::open(&signed.attestation, &signed.signature);
            let Ok(opened) = opened else { continue };
            let attestation = Some(opened.digest());
            if receipts.iter().any(|one| one.record.attestation == attestation) {
                continue;
            }
            let receipt = Receipt {
                org: self.org.clone(),
                document: id.to_string(),
                change: signed_in(document, &entry.id).unwrap(),
                person: person.clone(),
                device: DeviceId::new(device).unwrap(),
                received_at: now,
                attestation,
                issuer: self.root.public(),
            };
            receipts.push(Signed::by(&self.root, receipt).unwrap());
        }
    }
}

fn dto<R: Record>(one: &Signed<R>) -> SignedDto {
    SignedDto { bytes: to_hex(&one.record.encode()), signature: to_hex(&one.signature) }
}
