//! The key that signs badges.
//!
//! RSA, because verifiers of Open Badges know RS256 and few know Ed25519. It signs nothing that Ropes
//! itself judges by: what a sign-off is worth rests on the root key alone.

use std::sync::{Mutex, PoisonError};

use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::{RSA_PKCS1_SHA256, RsaPublicKeyComponents};
use rsa::pkcs8::EncodePrivateKey;
use rsa::{Generate, PrivateKey};

use super::TrustError;
use crate::store::{BadgeKeyRecord, Store};

#[derive(Debug)]
pub struct Issuer(KeyPair);

/// Making a key takes a second or more of a core: whoever comes meanwhile waits for that one.
static MAKING: Mutex<()> = Mutex::new(());

impl Issuer {
    /// `None`: no badge was ever asked for, or none since the root key was replaced. Blocks.
    pub fn known(store: &dyn Store) -> Result<Option<Self>, TrustError> {
        store.badge_key()?.map(|record| Self::open(&record)).transpose()
    }

    /// Made where there is none. Blocks.
    pub fn of(store: &dyn Store, now: i64) -> Result<Self, TrustError> {
        let _one_at_a_time = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = Self::known(store)? {
            return Ok(known);
        }
        store.put_badge_key(&made(now)?)?;
        // Another process may have come first.
        Self::known(store)?.ok_or(TrustError::Contended)
    }

    fn open(record: &BadgeKeyRecord) -> Result<Self, TrustError> {
        Ok(Self(KeyPair::from_pkcs8(&record.pkcs8).map_err(|_| TrustError::BadgeKey)?))
    }

    /// Big-endian, without zeros in front.
    pub fn public(&self) -> RsaPublicKeyComponents<Vec<u8>> {
        self.0.public().into()
    }

    /// RS256 (RFC 7518, section 3.3).
    pub fn sign(&self, text: &str) -> Result<Vec<u8>, TrustError> {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed =
            self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
        signed.map(|()| signature).map_err(|_| TrustError::BadgeKey)
    }
}

/// 3072 bits: good enough beyond 2030.
fn made(now: i64) -> Result<BadgeKeyRecord, TrustError> {
    let key = PrivateKey::try_generate().map_err(|_| TrustError::BadgeKey)?;
    let pkcs8 = key.to_pkcs8_der().map_err(|_| TrustError::BadgeKey)?;
    Ok(BadgeKeyRecord { pkcs8: pkcs8.as_bytes().to_vec(), made_at: now })
}

#[cfg(test)]
mod tests {
    use ring::signature::RSA_PKCS1_2048_8192_SHA256;

    use super::*;
    use crate::store::MemoryStore;

    // SPEC G84
    #[test]
    fn the_key_is_made_once_and_what_it_signs_verifies_with_its_public_half() {
        let store = MemoryStore::default();
        assert!(Issuer::known(&store).unwrap().is_none());
        let key = Issuer::of(&store, 1).unwrap();
        let public = Issuer::of(&store, 2).unwrap().public();
        assert_eq!(key.public().n, public.n);
        assert_eq!((public.n.len(), public.e.as_slice()), (384, [1, 0, 1].as_slice()));
        let verifies = |text: &str, signature: &[u8]| {
            public.verify(&RSA_PKCS1_2048_8192_SHA256, text.as_bytes(), signature).is_ok()
        };
        let signature = key.sign("a.b").unwrap();
        assert!(verifies("a.b", &signature) && !verifies("a.c", &signature));
    }

    // SPEC G84
    #[test]
    fn a_damaged_key_is_said_to_be_one_and_no_other_is_made() {
        let store = MemoryStore::default();
        store.put_badge_key(&BadgeKeyRecord { pkcs8: vec![1], made_at: 1 }).unwrap();
        assert!(matches!(Issuer::of(&store, 2), Err(TrustError::BadgeKey)));
    }
}
