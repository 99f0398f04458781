//! Invites made by an admin in the app.

use axum::Json;
use axum::extract::State;
use domain::PersonId;
use protocol::http::ProblemCode;
use serde::Deserialize;

use super::HttpError;
use super::body::Body;
use crate::auth::{Invite, SignedIn, create_invite};
use crate::state::AppState;

#[derive(Deserialize)]
pub(super) struct InviteWish {
    person: String,
}

pub(super) async fn create(
    State(state): State<AppState>,
    user: SignedIn,
    Body(wish): Body<InviteWish>,
) -> Result<Json<Invite>, HttpError> {
    if !user.is_admin() {
        return Err(ProblemCode::Forbidden.into());
    }
    let person = PersonId::new(wish.person).map_err(|_| ProblemCode::NotFound)?;
    let (url, now) = (state.url().to_owned(), state.now());
    let invite =
        state.blocking(move |store| Ok(create_invite(store, &person, &url, now))).await??;
    Ok(Json(invite))
}
