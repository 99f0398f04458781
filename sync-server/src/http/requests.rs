//! No address and no device asks too often, so that none of them costs the others their answers.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::DeviceId;

use super::HttpError;
use crate::edge::Caller;
use crate::limits::{Pace, Paces, ServerLimits, TooOften};
use crate::state::AppState;

pub(crate) struct Requests {
    addresses: Paces<Option<IpAddr>>,
    devices: Paces<DeviceId>,
}

impl Requests {
    pub(crate) fn new(limits: &ServerLimits) -> Self {
        let address =
            Pace::new(limits.address_requests_per_second, limits.address_requests_at_once);
        let device = Pace::new(limits.device_requests_per_second, limits.device_requests_at_once);
        Self { addresses: Paces::new(address), devices: Paces::new(device) }
    }

    /// A device that is known asks for something.
    pub(crate) fn by_device(&self, device: &DeviceId, now: i64) -> Result<(), TooOften> {
        self.devices.take(device.clone(), now)
    }
}

/// Middleware: before anything is looked up.
pub(super) async fn by_address(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let caller = Caller::of(state.edge(), request.extensions(), request.headers());
    if !caller.is_on_this_machine() {
        state.requests().addresses.take(caller.network(), state.now())?;
    }
    Ok(next.run(request).await)
}
