//! Making an invite: for a person who is there, good for some days and one device.

use domain::PersonId;
use serde::Serialize;

use super::{InviteCode, NoRandomness, fresh};
use crate::store::{InviteRecord, Store, StoreError};

/// Long enough for a sheet of printed codes to be handed out.
pub const INVITE_DAYS: i64 = 14;
const MS_PER_DAY: i64 = 86_400_000;

/// An invite as it is handed over; the store keeps only a hash of the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invite {
    pub person: String,
    pub code: String,
    /// The link with the code in it, behind `#`, so that it is in no log.
    pub url: String,
    /// Milliseconds since 1970.
    pub expires: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum NotInvited {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// `url`: where the server is reached, without a slash at the end.
pub fn create_invite(
    store: &dyn Store,
    person: &PersonId,
    url: &str,
    now: i64,
) -> Result<Invite, NotInvited> {
    let code = InviteCode::from_random(fresh()?);
    let expires_at = now + INVITE_DAYS * MS_PER_DAY;
    store.create_invite(&InviteRecord {
        code: code.hash(),
        person: person.clone(),
        created_at: now,
        expires_at,
        used: None,
    })?;
    let (code, person) = (code.to_string(), person.to_string());
    Ok(Invite { url: format!("{url}/join#{code}"), person, code, expires: expires_at })
}
