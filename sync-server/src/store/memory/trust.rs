//! The organisation's keys and certificates, in memory.

use exchange::attestation::PublicKey;

use crate::store::{CertificateRecord, RootRecord};

#[derive(Default)]
pub(super) struct Keys {
    pub(super) roots: Vec<RootRecord>,
    pub(super) certificates: Vec<CertificateRecord>,
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
}
