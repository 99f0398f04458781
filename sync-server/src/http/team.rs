//! What a supervisor may know of their people's skills; an empty list for everybody else.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::http::RollupsDto;

use super::HttpError;
use super::etag::json_or_not_modified;
use crate::auth::SignedIn;
use crate::projection::team_for;
use crate::state::AppState;

pub(super) async fn team(
    State(state): State<AppState>,
    user: SignedIn,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let (fresh, today, now) = (state.clone(), state.today(), state.now());
    let team = state
        .blocking(move |store| {
            let directory = fresh.fresh_directory()?;
            Ok(team_for(store, &directory, &user.person, today, now))
        })
        .await??;
    Ok(json_or_not_modified(&headers, &RollupsDto::from(team.as_slice())))
}
