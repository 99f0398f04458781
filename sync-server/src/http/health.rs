//! For whoever keeps the server running: alive, ready, and numbers.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use super::HttpError;
use crate::state::AppState;

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Ready when the database answers.
pub(super) async fn ready(State(state): State<AppState>) -> Result<&'static str, HttpError> {
    state.blocking(|store| store.versions()).await?;
    Ok("ok\n")
}

pub(super) async fn metrics(State(state): State<AppState>) -> Result<impl IntoResponse, HttpError> {
    let receipts = state.blocking(|store| store.versions()).await?.receipts;
    let counters = state.counters();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let directory = state.directory();
    counters.set("ropes_changes_received", receipts.cast_signed());
    counters.set("ropes_people", count(directory.people.len()));
    counters.set("ropes_devices", count(directory.devices.len()));
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    Ok(([(header::CONTENT_TYPE, kind)], counters.text()))
}
