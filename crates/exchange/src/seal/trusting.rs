//! Whom the server says to trust, and its receipts, from its answers as they came.

use domain::{Map, OrgId};
use json::Json;

use super::bytes::{In, Out};
use super::reply::Reply;
use crate::attestation::{
    Certificate, Checked, Fingerprint, Receipt, Record, Roots, Signature, Signed, SignedSuccession,
    Succession, from_hex, to_hex,
};

/// What makes the next answer quicker.
#[derive(Debug, Default)]
pub struct Memory {
    pub(super) checked: Checked,
    trust: Option<(Vec<u8>, Trust)>,
}

/// The organisation's keys and the certificates of devices.
#[derive(Clone, Debug, Default)]
pub(super) struct Trust {
    pub(super) roots: Roots,
    pub(super) chain: Vec<SignedSuccession>,
    pub(super) certificates: Vec<Signed<Certificate>>,
    /// By the certificate's number: when its device was revoked.
    pub(super) revoked: Map<u64, i64>,
}

impl Memory {
    /// The trust of this answer, read once, and what was verified.
    pub(super) fn trust(&mut self, body: &[u8], org: &OrgId) -> (&Trust, &mut Checked) {
        if self.trust.as_ref().is_none_or(|(read, _)| read != body) {
            self.trust = None;
        }
        let fresh = || (body.to_vec(), Trust::read(body, org).unwrap_or_default());
        let (_, trust) = self.trust.get_or_insert_with(fresh);
        (trust, &mut self.checked)
    }
}

impl Trust {
    /// What cannot be read of it is left out.
    fn read(body: &[u8], org: &OrgId) -> Option<Self> {
        let json = json::read(body)?;
        let confirmed: Option<Fingerprint> = json.text("fingerprint")?.parse().ok();
        let chain: Vec<_> = list(&json, "chain").iter().filter_map(succession).collect();
        let mut trust = Self {
            roots: Roots::new(confirmed.into_iter().collect(), org, &chain),
            chain,
            ..Self::default()
        };
        for one in list(&json, "certificates") {
            let Some(certificate) = pair::<Certificate>(one) else { continue };
            if let Some(at) = one.number("revoked_at") {
                trust.revoked.insert(certificate.record.serial, at);
            }
            trust.certificates.push(certificate);
        }
        Some(trust)
    }
}

/// A certificate as the server answers it.
pub(super) fn certificate(body: &[u8]) -> Option<Signed<Certificate>> {
    pair(&json::read(body)?)
}

/// Those that name a sign-off, each as it is kept.
pub(super) fn receipts(body: &[u8]) -> Reply {
    let json = json::read(body).unwrap_or(Json::Null);
    let named = |one: &Json| {
        let receipt = pair::<Receipt>(one)?;
        Some((receipt.record.attestation?, kept(&receipt)))
    };
    Reply::Receipts {
        receipts: list(&json, "receipts").iter().filter_map(named).collect(),
        next: json.number::<i64>("next").and_then(|next| next.try_into().ok()),
    }
}

fn kept(receipt: &Signed<Receipt>) -> Vec<u8> {
    let mut out = Out::default();
    out.bytes(&receipt.record.encode());
    out.bytes(&receipt.signature);
    out.0
}

/// A receipt that was kept.
pub(super) fn receipt(kept: &[u8]) -> Option<Signed<Receipt>> {
    let mut from = In::new(kept);
    let signed = Signed::open(from.bytes()?, from.bytes()?).ok()?;
    from.end(signed)
}

/// The same as the server answered it. Reads nothing of what it says.
pub fn as_answered(kept: &[u8]) -> Option<Json> {
    let mut from = In::new(kept);
    let (bytes, signature) = (to_hex(from.bytes()?), to_hex(from.bytes()?));
    Some(Json::object().with("bytes", bytes).with("signature", signature))
}

fn list<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json.get(name).and_then(Json::as_list).unwrap_or_default()
}

fn pair<R: Record>(json: &Json) -> Option<Signed<R>> {
    Signed::open(&hex(json, "bytes")?, &hex(json, "signature")?).ok()
}

fn succession(json: &Json) -> Option<SignedSuccession> {
    let signature = |name| -> Option<Signature> { hex(json, name)?.try_into().ok() };
    Some(SignedSuccession {
        succession: Succession::decode(&hex(json, "bytes")?).ok()?,
        by_old: signature("by_old")?,
        by_new: signature("by_new")?,
    })
}

fn hex(json: &Json, name: &str) -> Option<Vec<u8>> {
    from_hex(&json.text(name)?)
}
