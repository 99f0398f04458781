//! For whoever keeps the server running: alive, ready, and numbers.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use super::HttpError;
use crate::metrics::{self, Family};
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
    let (versions, quarantined) =
        state.blocking(|store| Ok((store.versions()?, store.quarantined_count()?))).await?;
    let directory = state.directory();
    let mut families = metrics::process();
    families.extend([
        Family::gauge(
            "ropes_people",
            "people known, also those who left",
            directory.people.len() as f64,
        ),
        Family::gauge(
            "ropes_devices",
            "devices known, also revoked ones",
            directory.devices.len() as f64,
        ),
        Family::counter("ropes_changes_received", "changes ever received", versions.receipts),
        Family::gauge("ropes_quarantine", "refused messages that are kept", quarantined as f64),
    ]);
    families.extend(state.answers().read());
    families.extend(state.counters().read());
    let kind = HeaderValue::from_static(metrics::CONTENT_TYPE);
    Ok(([(header::CONTENT_TYPE, kind)], metrics::text(&families)))
}
