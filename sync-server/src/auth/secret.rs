//! Chance enters here, and secrets leave their text form here: the store sees hashes.

use std::fmt;

use domain::{DeviceId, OrgId, PersonId, TeamId};
use sha2::{Digest, Sha256};

use crate::store::SecretHash;

#[derive(Debug, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoRandomness(#[source] getrandom::Error);

/// Random bytes from the system.
pub fn fresh<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

pub fn org_id() -> Result<OrgId, NoRandomness> {
    Ok(OrgId::from_random(fresh()?))
}

pub fn person_id() -> Result<PersonId, NoRandomness> {
    Ok(PersonId::from_random(fresh()?))
}

pub fn team_id() -> Result<TeamId, NoRandomness> {
    Ok(TeamId::from_random(fresh()?))
}

pub fn device_id() -> Result<DeviceId, NoRandomness> {
    Ok(DeviceId::from_random(fresh()?))
}

/// What a browser or another client shows to be known: 32 random bytes as hexadecimal text.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn fresh() -> Result<Self, NoRandomness> {
        let bytes: [u8; 32] = fresh()?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// Any text a client sent; a wrong one hashes to nothing known.
    pub fn sent(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// To be shown to its owner once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A fast hash will do: nobody guesses 256 bits.
    pub fn hash(&self) -> SecretHash {
        SecretHash(Sha256::digest(self.0.as_bytes()).into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
