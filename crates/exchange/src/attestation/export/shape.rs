//! The JSON of an exported sign-off.

use domain::{Moment, Period};
use serde::{Deserialize, Serialize};

use super::{Export, ExportError, FoundIn, Names};
use crate::attestation::{
    Act, Record, Signature, Signed, SignedSuccession, Succession, from_hex, to_hex,
};
use crate::iso;

pub(super) const FORMAT: &str = "ropes-sign-off";
pub(super) const VERSION: u32 = 1;

/// Read first, so that a foreign file is called foreign.
#[derive(Deserialize)]
pub(super) struct Head {
    #[serde(default)]
    pub(super) format: String,
    #[serde(default)]
    pub(super) version: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Whole {
    format: String,
    version: u32,
    names: Names,
    pub(super) says: Says,
    found_in: Place,
    attestation: String,
    signature: String,
    certificate: Pair,
    receipt: Option<Pair>,
    chain: Vec<Link>,
    fingerprint: String,
}

#[derive(PartialEq, Serialize, Deserialize)]
pub(super) struct Says {
    act: String,
    organisation: String,
    signer: String,
    device: String,
    subject: String,
    competency: String,
    competency_version: u32,
    scale: String,
    scale_version: u32,
    level: u8,
    levels: u8,
    observed: String,
    evidence: Shown,
    received: Option<String>,
}

#[derive(PartialEq, Serialize, Deserialize)]
struct Shown {
    document: String,
    entry: String,
    hash: String,
}

#[derive(Serialize, Deserialize)]
struct Place {
    document: String,
    period: u16,
}

#[derive(Serialize, Deserialize)]
struct Pair {
    bytes: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
struct Link {
    bytes: String,
    by_old: String,
    by_new: String,
}

impl Whole {
    pub(super) fn of(export: &Export) -> Self {
        let Export { names, found_in, attestation, certificate, receipt, chain } = export;
        Self {
            format: FORMAT.into(),
            version: VERSION,
            names: names.clone(),
            says: Says::of(export),
            found_in: Place { document: found_in.document.clone(), period: found_in.period.0 },
            attestation: to_hex(&attestation.record.encode()),
            signature: to_hex(&attestation.signature),
            certificate: Pair::of(certificate),
            receipt: receipt.as_ref().map(Pair::of),
            chain: chain.iter().map(Link::of).collect(),
            fingerprint: certificate.record.issuer.fingerprint().to_string(),
        }
    }

    pub(super) fn read(&self) -> Result<Export, ExportError> {
        let receipt = self.receipt.as_ref();
        Ok(Export {
            names: self.names.clone(),
            found_in: FoundIn {
                document: self.found_in.document.clone(),
                period: Period(self.found_in.period),
            },
            attestation: signed(&self.attestation, &self.signature, "the attestation")?,
            certificate: self.certificate.read("the certificate")?,
            receipt: receipt.map(|pair| pair.read("the receipt")).transpose()?,
            chain: self.chain.iter().map(Link::read).collect::<Result<_, _>>()?,
        })
    }
}

impl Says {
    pub(super) fn of(export: &Export) -> Self {
        let signed = &export.attestation.record;
        let (skill, evidence) = (&signed.skill, &signed.evidence);
        let received = export.receipt.as_ref().map(|receipt| receipt.record.received_at);
        Self {
            act: act(&signed.act).into(),
            organisation: signed.org.to_string(),
            signer: signed.signer.to_string(),
            device: signed.device.to_string(),
            subject: signed.subject.to_string(),
            competency: skill.competency.to_string(),
            competency_version: skill.competency_version,
            scale: skill.scale.to_string(),
            scale_version: skill.scale_version,
            level: skill.level,
            levels: skill.levels,
            observed: iso::text(signed.observed),
            evidence: Shown {
                document: evidence.document.clone(),
                entry: evidence.entry.to_string(),
                hash: to_hex(&evidence.hash),
            },
            received: received.map(|at| iso::text(Moment::new(at, 0))),
        }
    }
}

fn act(act: &Act) -> &'static str {
    match act {
        Act::Sign { .. } => "sign",
        Act::Correct { .. } => "correct",
        Act::Void { .. } => "void",
        Act::Confirm { .. } => "confirm",
    }
}

impl Pair {
    fn of<R: Record>(signed: &Signed<R>) -> Self {
        let bytes = to_hex(&signed.record.encode());
        Self { bytes, signature: to_hex(&signed.signature) }
    }

    fn read<R: Record>(&self, what: &'static str) -> Result<Signed<R>, ExportError> {
        signed(&self.bytes, &self.signature, what)
    }
}

impl Link {
    fn of(one: &SignedSuccession) -> Self {
        Self {
            bytes: to_hex(&one.succession.encode()),
            by_old: to_hex(&one.by_old),
            by_new: to_hex(&one.by_new),
        }
    }

    fn read(&self) -> Result<SignedSuccession, ExportError> {
        let what = "the chain of keys";
        let succession = Succession::decode(&hex(&self.bytes, what)?);
        Ok(SignedSuccession {
            succession: succession.map_err(|error| ExportError::Unreadable(what, error))?,
            by_old: signature(&self.by_old, what)?,
            by_new: signature(&self.by_new, what)?,
        })
    }
}

fn signed<R: Record>(bytes: &str, by: &str, what: &'static str) -> Result<Signed<R>, ExportError> {
    let record = R::decode(&hex(bytes, what)?);
    let record = record.map_err(|error| ExportError::Unreadable(what, error))?;
    Ok(Signed { record, signature: signature(by, what)? })
}

fn signature(text: &str, what: &'static str) -> Result<Signature, ExportError> {
    hex(text, what)?.try_into().map_err(|_| ExportError::NotHex(what))
}

fn hex(text: &str, what: &'static str) -> Result<Vec<u8>, ExportError> {
    from_hex(text).ok_or(ExportError::NotHex(what))
}
