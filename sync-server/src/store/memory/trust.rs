//! The organisation's keys and certificates, in memory.

use exchange::attestation::PublicKey;

use crate::store::{BadgeKeyRecord, CertificateRecord, RootRecord};

#[derive(Default)]
pub(super) struct Keys {
    pub(super) roots: Vec<RootRecord>,
    pub(super) certificates: Vec<CertificateRecord>,
    pub(super) badge: Option<BadgeKeyRecord>,
    pub(super) version: u64,
}

impl Keys {
    pub(super) fn put_root(&mut self, root: &RootRecord, after: Option<&PublicKey>) -> bool {
        let newest = self.roots.last_mut();
        if newest.as_ref().map(|newest| &newest.public) != after {
            return false;
        }
        if let Some(newest) = newest {
            newest.secret = None;
        }
        self.badge = None;
        self.roots.push(root.clone());
        self.version += 1;
        true
    }

    pub(super) fn put_certificate(&mut self, new: &CertificateRecord) -> bool {
        let is_next = new.serial == self.certificates.len() as u64 + 1;
        if is_next {
            self.certificates.push(new.clone());
        }
        is_next
    }

    pub(super) fn put_badge(&mut self, key: &BadgeKeyRecord) -> bool {
        let is_first = self.badge.is_none();
        if is_first {
            self.badge = Some(key.clone());
        }
        is_first
    }
}
