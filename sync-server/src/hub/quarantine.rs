//! What was refused is kept, each thing once, and no more of one device than is reasonable.

use std::collections::{HashMap, HashSet};

use automerge::sync::Message;
use domain::DeviceId;
use sha2::{Digest, Sha256};

use crate::hub::Core;
use crate::hub::connection::Connection;
use crate::hub::lock::Lock;
use crate::store::{DocumentId, Quarantined};

#[derive(Debug, Default)]
pub(crate) struct Kept(Lock<HashMap<DeviceId, Of>>);

#[derive(Debug, Default)]
struct Of {
    bytes: usize,
    seen: HashSet<[u8; 32]>,
}

impl Kept {
    /// Whether to keep these bytes of a device.
    fn admits(&self, device: &DeviceId, bytes: &[u8], most: usize) -> bool {
        let mut kept = self.0.lock();
        let of = kept.entry(device.clone()).or_default();
        if of.bytes + bytes.len() > most || !of.seen.insert(Sha256::digest(bytes).into()) {
            return false;
        }
        of.bytes += bytes.len();
        true
    }
}

impl Core {
    /// Keeps what a message brought: its changes where it can be read, else all of it.
    pub(crate) fn keep(&self, connection: &Connection, id: DocumentId, data: &[u8], reason: &str) {
        let bytes = changes_of(data).unwrap_or_else(|| data.to_vec());
        self.keep_bytes(connection, id, &bytes, reason);
    }

    pub(crate) fn keep_bytes(
        &self,
        connection: &Connection,
        id: DocumentId,
        bytes: &[u8],
        reason: &str,
    ) {
        let most = self.settings.quarantine_bytes;
        if bytes.is_empty() || !self.kept.admits(&connection.device, bytes, most) {
            return;
        }
        let refused = Quarantined {
            document: id,
            bytes: bytes.to_vec(),
            person: connection.person.clone(),
            device: connection.device.clone(),
            reason: reason.to_owned(),
            at: self.now(),
        };
        match self.state.store().quarantine(&refused) {
            Ok(()) => self.metrics.quarantined.up(),
            Err(error) => tracing::error!(%error, "what was refused could not be kept"),
        }
    }
}

fn changes_of(data: &[u8]) -> Option<Vec<u8>> {
    let read = std::panic::catch_unwind(|| Message::decode(data).ok());
    let message = read.ok().flatten()?;
    Some(message.changes.iter().flatten().copied().collect())
}
