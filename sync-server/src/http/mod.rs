//! The HTTP surface: thin handlers over `access`, `auth` and the store.

mod answers;
mod badge;
mod body;
mod description;
mod devices;
mod documents;
mod error;
mod etag;
mod headers;
mod health;
mod invites;
mod join;
mod me;
mod pwa;
mod requests;
mod roster;
mod team;
mod trust;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post, put};
use protocol::http::ProblemCode;

pub(crate) use answers::Answers;
pub use error::HttpError;
pub use pwa::is_built_in as has_app;
pub(crate) use requests::Requests;

use crate::auth::refuse_foreign_pages;
use crate::state::AppState;

/// No request here needs more.
const BODY_BYTES: usize = 64 * 1024;

/// Everything on the one port. `sync` brings `GET /sync`; its handler takes
/// [`crate::auth::SyncUser`], and foreign pages are refused before it runs.
pub fn router(state: AppState, sync: Router<AppState>) -> Router {
    api()
        .merge(sync)
        .layer(from_fn_with_state(state.clone(), nobody_new))
        .layer(from_fn_with_state(state.clone(), requests::by_address))
        .merge(operation().layer(from_fn(headers::never_kept)))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn_with_state(state.clone(), refuse_foreign_pages))
        .fallback(pwa::serve)
        .layer(from_fn_with_state(state.clone(), headers::for_every_answer))
        .layer(from_fn_with_state(state.clone(), answers::count))
        .with_state(state)
}

/// A router, and its routes by name: a test holds them against the description.
macro_rules! routes {
    ($($name:ident: $router:ident { $($method:ident $path:literal => $handler:path;)+ })+) => {
        $(
            #[cfg(test)]
            const $name: &[(&str, &str)] = &[$((stringify!($method), $path),)+];

            fn $router() -> Router<AppState> {
                Router::new()$(.route($path, $method($handler)))+
            }
        )+
    };
}

routes! {
    API: calls {
        post "/api/join" => join::join;
        post "/api/ticket" => join::ticket;
        post "/api/sign-out" => join::sign_out;
        get "/api/me" => me::me;
        get "/api/roster" => roster::roster;
        get "/api/team" => team::team;
        get "/api/documents" => documents::list;
        put "/api/documents" => documents::put;
        post "/api/devices" => devices::add;
        post "/api/devices/{id}/revoke" => devices::revoke;
        post "/api/invites" => invites::create;
        post "/api/certificate" => trust::certify;
        get "/api/trust" => trust::trust;
        get "/api/receipts" => trust::receipts_of;
        post "/api/receipts" => trust::take_back;
        get "/api/badge" => badge::badge;
        get "/api/root" => trust::root;
        get "/api/issuer" => badge::issuer;
        get "/api/badge-key" => badge::key;
        get "/api/openapi.json" => description::description;
    }
    OPERATION: operation {
        get "/healthz" => health::alive;
        get "/readyz" => health::ready;
        get "/metrics" => health::metrics;
    }
}

fn api() -> Router<AppState> {
    calls()
        .route("/api/{*rest}", get(nothing_here).post(nothing_here).put(nothing_here))
        .layer(from_fn(headers::never_kept))
}

/// An unknown address under `/api` is not the app's: it answers as a program expects.
async fn nothing_here() -> HttpError {
    ProblemCode::NotFound.into()
}

/// Middleware: once the server was told to stop it begins nothing.
async fn nobody_new(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    if state.is_stopping() {
        return Err(HttpError::Stopping);
    }
    Ok(next.run(request).await)
}
