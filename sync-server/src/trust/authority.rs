//! The organisation's root keys: the newest signs, those before it are remembered.

use domain::OrgId;
use exchange::attestation::{
    Fingerprint, PublicKey, Record, SecretKey, Signed, SignedSuccession, Succession,
};

use super::{TRIES, TrustError};
use crate::auth::fresh;
use crate::store::{RootRecord, Store};

pub struct Authority {
    pub org: OrgId,
    /// Oldest first; the last one signs.
    roots: Vec<RootRecord>,
    secret: SecretKey,
}

impl Authority {
    /// The organisation's keys; its first one is made where it has none. Blocks.
    pub fn of(store: &dyn Store, now: i64) -> Result<Self, TrustError> {
        let org = store.org_id()?;
        for _ in 0..TRIES {
            let roots = store.roots()?;
            if let Some(newest) = roots.last() {
                let secret = newest.secret.clone().ok_or(TrustError::NoSecret)?;
                return Ok(Self { org, roots, secret });
            }
            store.put_root(&made(now, None)?, None)?;
        }
        Err(TrustError::Contended)
    }

    /// Puts a new key in the place of the newest: each signs that it is so. Blocks.
    pub fn rotate(store: &dyn Store, now: i64) -> Result<Self, TrustError> {
        let before = Self::of(store, now)?;
        let root = made(now, Some(&before))?;
        if !store.put_root(&root, Some(&before.public()))? {
            return Err(TrustError::Contended);
        }
        Self::of(store, now)
    }

    pub fn public(&self) -> PublicKey {
        self.secret.public()
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.public().fingerprint()
    }

    /// Every key with the moment it was made, oldest first.
    pub fn keys(&self) -> impl Iterator<Item = (Fingerprint, i64)> {
        self.roots.iter().map(|root| (root.public.fingerprint(), root.made_at))
    }

    /// Whether this is a key of the organisation, or was.
    pub(super) fn has(&self, key: &PublicKey) -> bool {
        self.roots.iter().any(|root| &root.public == key)
    }

    /// How each key took over from the one before it.
    pub fn chain(&self) -> Vec<SignedSuccession> {
        Self::chain_of(&self.org, &self.roots)
    }

    pub(super) fn chain_of(org: &OrgId, roots: &[RootRecord]) -> Vec<SignedSuccession> {
        let pairs = roots.windows(2).filter_map(|pair| match pair {
            [old, new] => {
                let (by_old, by_new) = new.handed_over?;
                let succession = Succession {
                    org: org.clone(),
                    old: old.public,
                    new: new.public,
                    at: new.made_at,
                };
                Some(SignedSuccession { succession, by_old, by_new })
            }
            _ => None,
        });
        pairs.collect()
    }

    pub(super) fn sign<R: Record>(&self, record: R) -> Result<Signed<R>, TrustError> {
        Ok(Signed::by(&self.secret, record)?)
    }
}

fn made(now: i64, before: Option<&Authority>) -> Result<RootRecord, TrustError> {
    let secret = SecretKey::from_seed(fresh()?);
    let handed_over = before.map(|before| {
        let signed = SignedSuccession::by(&before.secret, &secret, before.org.clone(), now);
        (signed.by_old, signed.by_new)
    });
    Ok(RootRecord { public: secret.public(), secret: Some(secret), made_at: now, handed_over })
}
