//! Receipts that others can check: signed when they are asked for, from what was noted on arrival.

use std::collections::BTreeMap;

use documents::{Document, Reading, read_entries, signed_in};
use domain::{Body, Kind};
use exchange::attestation::{Attestation, Digest, Receipt, Signed};

use super::{Authority, TrustError};
use crate::access::Directory;
use crate::store::{ChangeHash, DocumentRecord, Receipt as Noted, Store};

/// Some of a document's receipts, in order of arrival.
pub struct Page {
    pub receipts: Vec<Signed<Receipt>>,
    /// Ask after this number for more.
    pub next: Option<u64>,
}

/// How many changes one page is about.
const PAGE: usize = 500;
/// Reads only, and never writes: any actor will do.
const READER: [u8; 16] = [0; 16];

/// Of changes that people sent, after the receipt of number `after`. A change that brought several
/// sign-offs has a receipt for each. What came from a device that had been revoked, as in a rescue
/// file, has a receipt that names none. Blocks.
pub fn receipts(
    store: &dyn Store,
    directory: &Directory,
    document: &DocumentRecord,
    after: u64,
    now: i64,
) -> Result<Page, TrustError> {
    let authority = Authority::of(store, now)?;
    let mut noted = store.receipts(document.id)?;
    noted.retain(|one| one.number > after && one.person.is_some());
    let next = noted.get(PAGE - 1).filter(|_| noted.len() > PAGE).map(|last| last.number);
    noted.truncate(PAGE);
    let brought = sign_offs(store, document)?;
    let mut receipts = Vec::new();
    for one in &noted {
        let named = brought.get(&one.hash).filter(|_| !was_revoked(directory, one));
        let named = named.map_or(&[][..], Vec::as_slice).iter().copied().map(Some);
        let none = (named.len() == 0).then_some(None);
        for attestation in named.chain(none) {
            receipts.extend(receipt(&authority, document, one, attestation).transpose()?);
        }
    }
    Ok(Page { receipts, next })
}

/// Of a change that brought this attestation; it names it unless the device had been revoked. `None`: the
/// server itself made the change.
pub(crate) fn receipt_naming(
    authority: &Authority,
    directory: &Directory,
    document: &DocumentRecord,
    noted: &Noted,
    attestation: Digest,
) -> Option<Result<Signed<Receipt>, TrustError>> {
    let named = (!was_revoked(directory, noted)).then_some(attestation);
    receipt(authority, document, noted, named)
}

fn was_revoked(directory: &Directory, noted: &Noted) -> bool {
    let device = noted.device.as_ref().and_then(|id| directory.devices.get(id));
    device.and_then(|device| device.revoked_at).is_some_and(|at| at <= noted.received_at)
}

fn receipt(
    authority: &Authority,
    document: &DocumentRecord,
    noted: &Noted,
    attestation: Option<Digest>,
) -> Option<Result<Signed<Receipt>, TrustError>> {
    Some(authority.sign(Receipt {
        org: authority.org.clone(),
        document: document.id.to_string(),
        change: noted.hash,
        person: noted.person.clone()?,
        device: noted.device.clone()?,
        received_at: noted.received_at,
        attestation,
        issuer: authority.public(),
    }))
}

/// The attestations that each change brought; only observations have any that count.
fn sign_offs(
    store: &dyn Store,
    record: &DocumentRecord,
) -> Result<BTreeMap<ChangeHash, Vec<Digest>>, TrustError> {
    let mut brought: BTreeMap<ChangeHash, Vec<Digest>> = BTreeMap::new();
    if record.kind != Kind::Obs {
        return Ok(brought);
    }
    let chunks: Vec<_> = store.chunks(record.id)?.into_iter().map(|chunk| chunk.bytes).collect();
    let document = Document::load(&chunks, READER).document;
    for reading in read_entries(&document) {
        let Reading::Entry { entry, .. } = reading else { continue };
        let Body::SignOff(signed) = &entry.body else { continue };
        let opened = Signed::<Attestation>::open(&signed.attestation, &signed.signature);
        if let (Ok(opened), Some(change)) = (opened, signed_in(&document, &entry.id)) {
            brought.entry(change).or_default().push(opened.digest());
        }
    }
    Ok(brought)
}
