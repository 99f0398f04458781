//! Sign-offs as Open Badges: what counts, in words, signed with the organisation's key of badges.

use domain::{Day, PersonId};
use exchange::attestation::{Digest, Verdict};
use exchange::badge::{Badge, Framework, Issuer as Profile, to_be_signed, token};

use crate::access::Directory;
use crate::projection::{Proof, Words, proof_for, words_for};
use crate::store::Store;
use crate::trust::{Issuer, TrustError};

/// Where others find out about the issuer.
#[derive(Clone, Debug)]
pub(crate) struct Addresses {
    pub(crate) url: String,
    /// The issuer's id.
    pub(crate) profile: String,
    /// The key's id.
    pub(crate) key: String,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum NoBadge {
    #[error("there is no such sign-off")]
    NotHere,
    #[error("{}", why(*.0))]
    DoesNotCount(Verdict),
    #[error(transparent)]
    Trust(#[from] TrustError),
}

impl Addresses {
    /// `url`: where the server is reached, without a slash at its end.
    pub(crate) fn below(url: &str) -> Self {
        let at = |path: &str| format!("{url}{path}");
        Self { url: url.to_owned(), profile: at("/api/issuer"), key: at("/api/badge-key") }
    }

    pub(crate) fn issuer(&self) -> Profile<'_> {
        Profile { id: &self.profile, url: &self.url }
    }
}

/// The token for `owner`'s sign-off with this digest, as it counts now. Blocks.
pub(crate) fn badge_for(
    store: &dyn Store,
    directory: &Directory,
    (owner, digest): (&PersonId, &Digest),
    addresses: &Addresses,
    (today, now): (Day, i64),
) -> Result<String, NoBadge> {
    let proof = proof_for(store, directory, owner, digest, today, now)?;
    let proof = proof.ok_or(NoBadge::NotHere)?.map_err(NoBadge::DoesNotCount)?;
    let words = words_for(store, directory, &proof.attestation.record);
    let words = words.map_err(TrustError::from)?;
    let text = to_be_signed(&badge(&proof, &words, addresses), &addresses.key);
    Ok(token(&text, &Issuer::of(store, now)?.sign(&text)?))
}

fn badge<'a>(proof: &'a Proof, words: &'a Words, addresses: &'a Addresses) -> Badge<'a> {
    Badge {
        issuer: addresses.issuer(),
        attestation: &proof.attestation,
        receipt: &proof.receipt,
        names: &words.names,
        levels: &words.levels,
        framework: Framework { title: &words.framework, code: words.code.as_deref() },
    }
}

fn why(verdict: Verdict) -> String {
    match verdict {
        // A sign-off that counts always has a receipt here.
        Verdict::Counts | Verdict::AwaitingReceipt => "the server has no receipt for it".into(),
        Verdict::AwaitingConfirmation => {
            "it was signed on somebody else's phone and its signer has not confirmed it yet".into()
        }
        Verdict::DoesNotCount(reason) => reason.to_string(),
    }
}
