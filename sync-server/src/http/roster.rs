//! The roster as far as the caller may know it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::http::RosterDto;

use super::HttpError;
use super::etag::json_or_not_modified;
use crate::access::roster_for;
use crate::auth::SignedIn;
use crate::state::AppState;

pub(super) async fn roster(
    State(state): State<AppState>,
    user: SignedIn,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let fresh = state.clone();
    let directory = tokio::task::spawn_blocking(move || fresh.fresh_directory()).await??;
    let roster = roster_for(&directory, &user.person, state.today());
    Ok(json_or_not_modified(&headers, &RosterDto::from(&roster)))
}
