//! What a sign-off names: an entry as it is now, and the change that brought a signature.

use automerge::ReadDoc;
use domain::EntryId;
use sha2::{Digest, Sha256};

use crate::entry::ATTESTATION;
use crate::pack::put_node;
use crate::{Document, Hash, read_raw};

const DOMAIN: &[u8] = b"ropes entry v1\0";

/// SHA-256 over a text and every field that the entry has, understood or not, in the encoding of
/// docs/sign-off.md. Any edit, void or added field gives another. `None` where there is no such entry.
pub fn entry_hash(document: &Document, entry: &EntryId) -> Option<Hash> {
    let mut bytes = DOMAIN.to_vec();
    put_node(&mut bytes, &read_raw(document, entry.as_str())?);
    Some(Sha256::digest(bytes).into())
}

/// SHA-256, for what is only compared with itself: the phone has no other hash.
pub fn digest(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// The change that wrote the attestation this sign-off has now. `None` where there is none.
pub fn signed_in(document: &Document, entry: &EntryId) -> Option<Hash> {
    let doc = document.automerge();
    let (_, object) = doc.get(document.container("entries")?, entry.as_str()).ok()??;
    let (_, operation) = doc.get(object, ATTESTATION).ok()??;
    doc.hash_for_opid(&operation).map(|hash| hash.0)
}
