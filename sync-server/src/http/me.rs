//! Who am I, and on which devices.

use axum::Json;
use axum::extract::State;
use protocol::http::{DeviceDto, Me, roles_to_texts};

use super::HttpError;
use super::join::{SetCookie, set_cookies};
use crate::access::Directory;
use crate::auth::{SignedIn, renew};
use crate::edge::Caller;
use crate::state::AppState;

/// Renews the cookie, so that a phone in use stays signed in, and replaces it now and then.
pub(super) async fn me(
    State(state): State<AppState>,
    caller: Caller,
    user: SignedIn,
) -> Result<(SetCookie, Json<Me>), HttpError> {
    let fresh = state.clone();
    let directory = tokio::task::spawn_blocking(move || fresh.fresh_directory()).await??;
    let cookies = renew(&state, &user, caller).await?;
    Ok((set_cookies(cookies), Json(about(&directory, &user))))
}

fn about(directory: &Directory, user: &SignedIn) -> Me {
    let mine = directory.devices.values().filter(|device| device.person == user.person);
    let mut devices: Vec<_> = mine.filter(|device| device.revoked_at.is_none()).collect();
    devices.sort_by_key(|device| (device.created_at, device.id.clone()));
    let devices = devices.into_iter().map(|device| DeviceDto {
        id: device.id.to_string(),
        name: device.name.clone(),
        since: device.created_at,
        last_seen: Some(device.last_seen),
        current: device.id == user.device,
    });
    Me {
        org: directory.organisation.id.to_string(),
        org_name: directory.organisation.name.clone(),
        person: user.person.to_string(),
        name: user.name.clone(),
        roles: roles_to_texts(&user.roles),
        device: user.device.to_string(),
        devices: devices.collect(),
    }
}
