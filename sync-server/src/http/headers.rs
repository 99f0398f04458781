//! Headers that keep pages in their place.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::edge::{Caller, Edge};
use crate::state::AppState;

/// Scripts only from here; wasm may be compiled; nothing may frame us; nobody else is talked to.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    img-src 'self' data: blob:; media-src 'self' blob:; \
    style-src 'self' 'unsafe-inline'; font-src 'self'; worker-src 'self'; manifest-src 'self'; \
    object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; \
    connect-src 'self'";

/// The camera is for QR codes, the microphone for voice notes.
const FEATURES: &str = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()";

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("permissions-policy"), FEATURES),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// A year of https only, for this host alone: its neighbours are not ours to decide about.
const ONLY_HTTPS: &str = "max-age=31536000";

pub(super) async fn for_every_answer(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let caller = Caller::of(state.edge(), request.extensions(), request.headers());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(state.edge()));
    if caller.is_https {
        let value = HeaderValue::from_static(ONLY_HTTPS);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

/// Older browsers do not count our own websocket as `'self'`: it is named as well.
fn policy(edge: &Edge) -> HeaderValue {
    let scheme = if edge.is_https() { "wss" } else { "ws" };
    let text = format!("{POLICY} {scheme}://{}", edge.authority());
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(POLICY))
}

/// Answers about people are kept by nobody in between. A tagged one may be asked about again.
pub(super) async fn never_kept(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let has_tag = headers.contains_key(header::ETAG);
    let value = if has_tag { "private, no-cache" } else { "no-store" };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(value));
    response
}
