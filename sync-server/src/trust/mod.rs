//! What the organisation vouches for: its root key, the devices that it certifies, and receipts.
//!
//! The root key and the key of badges are made when they are first needed and never leave the store;
//! they sign here and nowhere else.

mod authority;
mod certify;
mod handed_back;
mod issuer;
mod receipts;
mod soundness;
mod visible;

pub use authority::Authority;
pub use certify::{Wish, certify};
pub use handed_back::take_receipts_back;
pub use issuer::Issuer;
pub(crate) use receipts::receipt_naming;
pub use receipts::{Page, receipts};
pub use soundness::{KeyProblem, key_problems};
pub use visible::certificates_for;

use exchange::attestation::Unreadable;

use crate::auth::NoRandomness;
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    #[error("the organisation's newest key is here without its secret: restore a backup")]
    NoSecret,
    #[error("what the store has of a key cannot be used: restore a backup")]
    Unreadable(#[from] Unreadable),
    #[error("the key of badges cannot be made or used: `ropes key rotate` has a new one made")]
    BadgeKey,
    #[error("a receipt is not one of this organisation's")]
    NotOurReceipt,
    #[error("this is not an Ed25519 public key")]
    NotAKey,
    #[error("this device has had as many certificates as it may: join anew with a new invite")]
    TooManyKeys,
    #[error("others were certified at the same moment: try again")]
    Contended,
}

/// How often somebody may come first before one gives up.
const TRIES: usize = 16;
