//! Pages of other sites cannot act with a person's cookie.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;
use protocol::http::ProblemCode;

use crate::http::HttpError;
use crate::state::AppState;

/// Middleware: refuses what changes something, or opens a websocket, when the browser says that
/// another site's page asks for it. A bearer token or ticket is no cookie and needs no check.
pub(crate) async fn refuse_foreign_pages(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    if rests_on_cookie(method, uri, headers) && is_foreign(headers, state.url()) {
        return Err(HttpError::from(ProblemCode::Forbidden));
    }
    Ok(next.run(request).await)
}

fn rests_on_cookie(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let upgrades = headers.contains_key(header::UPGRADE);
    let has_ticket = upgrades && method.is_safe() && super::signed_in::ticket_in(uri).is_some();
    let has_own_proof = headers.contains_key(header::AUTHORIZATION) || has_ticket;
    (upgrades || !method.is_safe()) && !has_own_proof
}

/// Browsers always send `Origin` here; other clients send none.
fn is_foreign(headers: &HeaderMap, url: &str) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Ok(origin) = origin.to_str() else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let is_our_host = host.is_some_and(|host| host_of(origin) == Some(host));
    let is_our_url = origin.eq_ignore_ascii_case(url);
    !(is_our_host || is_our_url)
}

fn host_of(origin: &str) -> Option<&str> {
    origin.split_once("://").map(|(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC S16
    #[test]
    fn only_a_websocket_can_rest_on_a_ticket() {
        let uri = Uri::from_static("/sync?ticket=abc");
        let mut headers = HeaderMap::new();
        assert!(rests_on_cookie(&Method::POST, &uri, &headers));
        assert!(!rests_on_cookie(&Method::GET, &uri, &headers));
        headers.insert(header::UPGRADE, "websocket".parse().unwrap());
        assert!(!rests_on_cookie(&Method::GET, &uri, &headers));
        assert!(rests_on_cookie(&Method::POST, &uri, &headers));
        assert!(rests_on_cookie(&Method::GET, &Uri::from_static("/sync"), &headers));
    }

    // SPEC S16
    #[test]
    fn a_page_of_another_site_is_foreign_whatever_it_calls_itself() {
        let check = |origin: Option<&str>, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            is_foreign(&headers, "https://ropes.example")
        };
        assert!(!check(None, "127.0.0.1:8080"));
        assert!(!check(Some("http://127.0.0.1:8080"), "127.0.0.1:8080"));
        assert!(!check(Some("https://ropes.example"), "10.0.0.7:9000"));
        for origin in ["https://evil.example", "null", "http://127.0.0.1:8081", "127.0.0.1:8080"] {
            assert!(check(Some(origin), "127.0.0.1:8080"), "{origin}");
        }
    }
}
