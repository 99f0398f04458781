//! Further devices, and taking one away.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::DeviceId;
use protocol::http::{JoinResponse, ProblemCode};
use serde::Deserialize;

use super::HttpError;
use super::body::Body;
use super::join::{SetCookie, Welcomed, new_device, welcome};
use crate::auth::SignedIn;
use crate::edge::Caller;
use crate::state::AppState;
use crate::store::SessionRecord;

#[derive(Deserialize)]
pub(super) struct AddDevice {
    #[serde(default)]
    device_name: String,
    /// A token instead of a cookie.
    #[serde(default)]
    token: bool,
}

/// For a place that has a session and no store of its own, such as an app on the home screen that
/// inherited the browser's cookie: it becomes a device, and gets a session, of its own. So does somebody
/// whose session may no longer be the whole browser's, and asks for a token.
pub(super) async fn add(
    State(state): State<AppState>,
    caller: Caller,
    user: SignedIn,
    Body(wish): Body<AddDevice>,
) -> Result<(SetCookie, Json<JoinResponse>), HttpError> {
    let (new, secret) = new_device(&wish.device_name)?;
    let (id, now) = (user.person.clone(), state.now());
    let session = state
        .blocking(move |store| {
            let device = store.add_device(&id, &new, now)?;
            let person = store.person(&id)?;
            Ok(person.map(|person| SessionRecord { person, device }))
        })
        .await?;
    let welcomed = Welcomed { secret, wants_token: wish.token || user.is_by_token() };
    welcome(&state, caller, session.ok_or(ProblemCode::Revoked)?, welcomed).await
}

/// One's own devices; an admin anybody's. The devices of others do not exist for the rest.
pub(super) async fn revoke(
    State(state): State<AppState>,
    user: SignedIn,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, HttpError> {
    let Path(id) = id.map_err(|_| ProblemCode::NotFound)?;
    let id = DeviceId::new(id).map_err(|_| ProblemCode::NotFound)?;
    let (fresh, now) = (state.clone(), state.now());
    let done = state
        .blocking(move |store| {
            let device = store.device(&id)?;
            if !device.is_some_and(|d| d.person == user.person || user.is_admin()) {
                return Ok(false);
            }
            let done = store.revoke_device(&id, now)?;
            fresh.fresh_directory()?;
            Ok(done)
        })
        .await?;
    if done { Ok(StatusCode::NO_CONTENT) } else { Err(ProblemCode::NotFound.into()) }
}
