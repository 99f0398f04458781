//! Which entries somebody's sign-offs name, and what those are now.

use std::collections::{BTreeMap, BTreeSet};

use exchange::attestation::{Attestation, Seen, Signed, from_hex};

use super::extract::{Extract, SignOff};
use super::reading::extract_of;
use crate::store::{DocumentId, Store, StoreError, Summarized};

/// A document about somebody, and what it says.
pub(super) struct Paper {
    pub(super) document: Summarized,
    pub(super) extract: Extract,
}

/// The attestation, where its bytes can be read.
pub(super) fn opened(one: &SignOff) -> Option<Signed<Attestation>> {
    Signed::open(&from_hex(&one.attestation)?, &from_hex(&one.signature)?).ok()
}

/// Brings the hashes of the entries that the sign-offs among these documents name.
pub(super) fn with_evidence(
    store: &dyn Store,
    mut all: Vec<Paper>,
) -> Result<Vec<Paper>, StoreError> {
    let mut named: BTreeMap<DocumentId, BTreeSet<String>> = BTreeMap::new();
    for one in all.iter().flat_map(|paper| &paper.extract.sign_offs).filter_map(opened) {
        let evidence = one.record.evidence;
        if let Ok(document) = evidence.document.parse() {
            named.entry(document).or_default().insert(evidence.entry.to_string());
        }
    }
    for paper in &mut all {
        let Some(wanted) = named.get(&paper.document.record.id) else { continue };
        if !wanted.iter().all(|entry| paper.extract.entries.contains_key(entry)) {
            paper.extract = extract_of(store, &paper.document, wanted)?;
        }
    }
    Ok(all)
}

/// What was signed, as it is now. All documents of the organisation are here, so that what is in none
/// about this person, or in one that cannot be read, is gone.
pub(super) fn seen(attestation: &Attestation, all: &[Paper]) -> Seen {
    let evidence = &attestation.evidence;
    let is_it = |paper: &&Paper| paper.document.record.id.to_string() == evidence.document;
    let entries = all.iter().find(is_it).map(|paper| &paper.extract.entries);
    let hash = entries.and_then(|entries| entries.get(evidence.entry.as_str())?.as_deref());
    let hash = hash.and_then(from_hex).and_then(|hash| hash.try_into().ok());
    hash.map_or(Seen::Gone, Seen::Hash)
}
