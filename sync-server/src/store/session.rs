//! Invites, devices and sessions as the store keeps them: secrets only as hashes.

use domain::{DeviceId, PersonId};

use super::PersonRecord;

/// SHA-256 of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretHash(pub [u8; 32]);

/// All times: milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteRecord {
    pub code: SecretHash,
    pub person: PersonId,
    pub created_at: i64,
    pub expires_at: i64,
    /// When and by which device it was used up.
    pub used: Option<(i64, DeviceId)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InviteState {
    Open,
    Used,
    Expired,
}

impl InviteRecord {
    pub fn state(&self, now: i64) -> InviteState {
        if self.used.is_some() {
            InviteState::Used
        } else if now >= self.expires_at {
            InviteState::Expired
        } else {
            InviteState::Open
        }
    }
}

/// What came of using an invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinOutcome {
    Joined(SessionRecord),
    Unknown,
    Used,
    Expired,
    /// The person has left.
    Inactive,
}

/// A device about to be added, with the hash of its first session secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    pub id: DeviceId,
    pub name: String,
    pub secret: SecretHash,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonId,
    pub name: String,
    pub created_at: i64,
    pub last_seen: i64,
    pub revoked_at: Option<i64>,
}

/// Whom a session secret belongs to. Found also for a revoked device or a person who left: the
/// caller tells them so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    pub person: PersonRecord,
    pub device: Device,
}

impl Device {
    pub(crate) fn added(person: &PersonId, new: &NewDevice, now: i64) -> Self {
        Self {
            id: new.id.clone(),
            person: person.clone(),
            name: new.name.clone(),
            created_at: now,
            last_seen: now,
            revoked_at: None,
        }
    }
}
