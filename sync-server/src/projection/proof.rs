//! What somebody can show of one of their own sign-offs.

use domain::{Day, PersonId};
use exchange::attestation::{Attestation, Digest, Receipt, Signed, Verdict};

use super::sign_offs::Court;
use super::team::papers;
use crate::access::Directory;
use crate::store::Store;
use crate::trust::TrustError;

/// A sign-off that counts.
#[derive(Clone, Debug)]
pub struct Proof {
    pub attestation: Signed<Attestation>,
    pub receipt: Signed<Receipt>,
}

/// Of the sign-off of `owner` whose attestation has this digest, in what they may read, or why it does
/// not count. `None`: there is none. Blocks.
pub fn proof_for(
    store: &dyn Store,
    directory: &Directory,
    owner: &PersonId,
    digest: &Digest,
    today: Day,
    now: i64,
) -> Result<Option<Result<Proof, Verdict>>, TrustError> {
    let (papers, _left_out) = papers(store, directory, owner, owner, today)?;
    Court::of(store, directory, now)?.proof(owner, &papers, digest)
}
