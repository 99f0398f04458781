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

/// What became of a session's secret when it was shown and another was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It is good for longer.
    Kept,
    /// It is old: the one offered holds from now on, besides it.
    Replaced,
    /// A later one of the same device was given out not long ago.
    Succeeded,
}

/// How old a secret gets.
const REPLACED_AFTER_MS: i64 = 7 * 86_400_000;
/// A secret that is shown so long after it was made is safely kept by its owner.
const SETTLED_AFTER_MS: i64 = 10 * 60_000;
/// For so long the owner is expected to come with the next secret.
const EXPECTED_MS: i64 = 86_400_000;

impl Rotation {
    /// `made`: when the secret shown was made; `newest`: the last one of its device.
    pub(super) fn judge(made: i64, newest: i64, now: i64) -> Self {
        if newest > made && now - newest < EXPECTED_MS {
            Self::Succeeded
        } else if now - made >= REPLACED_AFTER_MS {
            Self::Replaced
        } else {
            Self::Kept
        }
    }

    /// Whether its device's earlier secrets end now.
    pub(super) fn is_settled(made: i64, now: i64) -> bool {
        now - made >= SETTLED_AFTER_MS
    }
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
