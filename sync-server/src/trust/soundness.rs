//! What is wrong with the organisation's keys and what they certified, as `ropes fsck` says it.

use exchange::attestation::{Certificate, PublicKey, SecretKey, Signed};

use super::{Authority, Issuer, TrustError};
use crate::store::{CertificateRecord, RootRecord, Store, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum KeyProblem {
    #[error("the organisation's keys cannot be read: restore a backup")]
    Unreadable(#[source] StoreError),
    #[error("the organisation's newest key is without its secret: restore a backup")]
    NoSecret,
    #[error("a key of the organisation took over without the signatures of both: restore a backup")]
    NotHandedOver,
    #[error("certificate {0} is damaged: its device asks for another when it signs next")]
    Certificate(u64),
    #[error(
        "the key of badges is damaged: restore a backup, or have a new one made with `ropes key rotate`"
    )]
    Badges,
}

/// Nothing where there is no key yet.
pub fn key_problems(store: &dyn Store) -> Vec<KeyProblem> {
    let read = || Ok((store.org_id()?, store.roots()?, store.certificates()?));
    let (org, roots, certificates) = match read() {
        Ok(read) => read,
        Err(error) => return vec![KeyProblem::Unreadable(error)],
    };
    let mut problems = Vec::new();
    if roots.last().is_some_and(|newest| !has_its_secret(newest)) {
        problems.push(KeyProblem::NoSecret);
    }
    let chain = Authority::chain_of(&org, &roots);
    let is_whole = chain.len() + 1 >= roots.len() && chain.iter().all(|link| link.verifies());
    if !is_whole {
        problems.push(KeyProblem::NotHandedOver);
    }
    let keys: Vec<_> = roots.iter().map(|root| root.public).collect();
    let damaged = certificates.iter().filter(|one| !is_sound(one, &keys));
    problems.extend(damaged.map(|one| KeyProblem::Certificate(one.serial)));
    if let Err(TrustError::BadgeKey) = Issuer::known(store) {
        problems.push(KeyProblem::Badges);
    }
    problems
}

fn has_its_secret(root: &RootRecord) -> bool {
    root.secret.as_ref().map(SecretKey::public) == Some(root.public)
}

fn is_sound(record: &CertificateRecord, keys: &[PublicKey]) -> bool {
    Signed::<Certificate>::open(&record.bytes, &record.signature).is_ok_and(|signed| {
        let certificate = &signed.record;
        certificate.serial == record.serial
            && certificate.device == record.device
            && keys.contains(&certificate.issuer)
            && signed.verifies(&certificate.issuer)
    })
}
