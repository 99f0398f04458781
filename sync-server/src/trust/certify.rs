//! Certificates for devices. Anybody's device may have one: what it can sign for is decided by
//! relations, when something is signed.

use domain::{DeviceId, PersonId};
use exchange::attestation::{Certificate, PublicKey, Record, Signed};

use super::{Authority, TRIES, TrustError};
use crate::store::{CertificateRecord, Store};

const DAY_MS: i64 = 86_400_000;
/// How long a certificate is good for, and how long before its end there is a new one.
const VALID_MS: i64 = 400 * DAY_MS;
const RENEWED_MS: i64 = 100 * DAY_MS;

/// What a device asks for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub person: PersonId,
    pub device: DeviceId,
    pub key: PublicKey,
    /// The key is kept on somebody else's phone.
    pub is_guest: bool,
}

/// The same wish gets the same certificate, until that is to be renewed. `most`: how many one device
/// may have had. Blocks.
pub fn certify(
    store: &dyn Store,
    wish: &Wish,
    most: u64,
    now: i64,
) -> Result<Signed<Certificate>, TrustError> {
    if !wish.key.is_sound() {
        return Err(TrustError::NotAKey);
    }
    let authority = Authority::of(store, now)?;
    for _ in 0..TRIES {
        let all = store.certificates()?;
        let mine: Vec<_> = all.iter().filter(|one| one.device == wish.device).collect();
        if let Some(last) = mine.last() {
            let last = Signed::open(&last.bytes, &last.signature)?;
            if fits(&last.record, wish, &authority, now) {
                return Ok(last);
            }
        }
        if mine.len() as u64 >= most {
            return Err(TrustError::TooManyKeys);
        }
        let serial = all.last().map_or(0, |last| last.serial) + 1;
        let signed = authority.sign(certificate(wish, &authority, serial, now))?;
        let (bytes, signature) = (signed.record.encode(), signed.signature);
        let device = wish.device.clone();
        if store.put_certificate(&CertificateRecord { serial, device, bytes, signature })? {
            return Ok(signed);
        }
    }
    Err(TrustError::Contended)
}

fn fits(last: &Certificate, wish: &Wish, authority: &Authority, now: i64) -> bool {
    last.key == wish.key
        && last.is_guest == wish.is_guest
        && last.issuer == authority.public()
        && last.until - now > RENEWED_MS
}

fn certificate(wish: &Wish, authority: &Authority, serial: u64, now: i64) -> Certificate {
    Certificate {
        org: authority.org.clone(),
        person: wish.person.clone(),
        device: wish.device.clone(),
        key: wish.key,
        serial,
        from: now,
        until: now + VALID_MS,
        is_guest: wish.is_guest,
        issuer: authority.public(),
    }
}
