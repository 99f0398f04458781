//! For whoever keeps the server running: alive, ready, and numbers.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse;

use super::HttpError;
use crate::edge::Caller;
use crate::metrics::{self, Family};
use crate::state::AppState;

pub(super) async fn alive() -> &'static str {
    "ok\n"
}

/// Ready when the database answers, and until the server is told to stop.
pub(super) async fn ready(State(state): State<AppState>) -> Result<&'static str, HttpError> {
    if state.is_stopping() {
        return Err(HttpError::Stopping);
    }
    state.blocking(|store| store.versions()).await?;
    Ok("ok\n")
}

/// For somebody on this machine, or with the token for it.
pub(super) async fn metrics(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<impl IntoResponse, HttpError> {
    if !caller.is_on_this_machine() && !state.edge().has_metrics_token(&headers) {
        return Err(HttpError::forbidden("ask on the server itself, or see --metrics-token"));
    }
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
