//! Being told to stop, and doing so in order.

use std::time::Duration;

use crate::AppState;
use crate::hub::Hub;

/// For phones: what they sent is stored and answered. A little over what the hub gives a silent
/// peer to say goodbye.
const DRAIN: Duration = Duration::from_secs(6);
/// For requests after that.
pub(super) const ANSWERS: Duration = Duration::from_secs(2);

/// Resolves when the server was told to stop and the phones are gone, or time is up for them.
/// Meanwhile the door stays open, so that `/readyz` can say no.
pub(super) async fn stopped(state: AppState, hub: Hub) {
    asked_to_stop().await;
    state.stop();
    tracing::info!(connections = hub.metrics().connections(), "stopping");
    if tokio::time::timeout(DRAIN, hub.drain()).await.is_err() {
        let connections = hub.metrics().connections();
        tracing::warn!(connections, "some phones did not say goodbye in time");
    }
}

async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => (),
        () = terminated() => (),
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
