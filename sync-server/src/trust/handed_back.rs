//! Receipts that were given before a restore, taken back from whoever kept them.

use exchange::attestation::{Receipt, Signed};

use super::{Authority, TrustError};
use crate::store::{ReceivedBefore, Store};

/// Each must be signed by a key of this organisation: so it says what this server knew once, whoever brings it. One
/// that names no sign-off changes nothing. Blocks.
pub fn take_receipts_back(
    store: &dyn Store,
    receipts: &[Signed<Receipt>],
    now: i64,
) -> Result<(), TrustError> {
    let authority = Authority::of(store, now)?;
    let ours = |one: &&Signed<Receipt>| {
        one.record.org == authority.org
            && authority.has(&one.record.issuer)
            && one.verifies(&one.record.issuer)
    };
    if !receipts.iter().all(|one| ours(&one)) {
        return Err(TrustError::NotOurReceipt);
    }
    let named = receipts.iter().filter(|one| one.record.attestation.is_some());
    let before = named.map(|one| received(&one.record)).collect::<Result<Vec<_>, _>>()?;
    Ok(store.put_received_before(&before)?)
}

fn received(receipt: &Receipt) -> Result<ReceivedBefore, TrustError> {
    Ok(ReceivedBefore {
        document: receipt.document.parse().map_err(|_| TrustError::NotOurReceipt)?,
        hash: receipt.change,
        person: receipt.person.clone(),
        device: receipt.device.clone(),
        received_at: receipt.received_at,
    })
}
