//! Pages of other sites cannot act with a person's cookie, nor under a name that is not ours.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::edge::{Caller, Edge, name_of};
use crate::http::HttpError;
use crate::state::AppState;

/// Middleware: refuses what changes something, or opens a websocket, when it comes under a name
/// that is not this server's or the browser says that another site's page asks for it. A bearer
/// token or ticket is no cookie and needs no check.
pub(crate) async fn refuse_foreign_pages(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, HttpError> {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    if rests_on_cookie(method, uri, headers) {
        let caller = Caller::of(state.edge(), request.extensions(), headers);
        let scheme = if caller.is_https { "https" } else { "http" };
        check(headers, scheme, state.edge())?;
    }
    Ok(next.run(request).await)
}

fn rests_on_cookie(method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
    let upgrades = headers.contains_key(header::UPGRADE);
    let has_ticket = upgrades && method.is_safe() && super::signed_in::ticket_in(uri).is_some();
    let has_own_proof = headers.contains_key(header::AUTHORIZATION) || has_ticket;
    (upgrades || !method.is_safe()) && !has_own_proof
}

fn check(headers: &HeaderMap, scheme: &str, edge: &Edge) -> Result<(), HttpError> {
    let host = headers.get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    if host.is_some_and(|host| !is_ours(host, edge.authority())) {
        let detail = format!("this server is reached at {}: see --url", edge.url());
        return Err(HttpError::forbidden(detail));
    }
    if is_foreign(headers, host, scheme, edge.url()) {
        return Err(HttpError::forbidden("another site's page cannot do this"));
    }
    Ok(())
}

/// The name people know us by, whatever the port; this machine; or an address. A page that was
/// lured here by a changed name still calls us by its own name, and never by an address.
fn is_ours(host: &str, authority: &str) -> bool {
    let (name, ours) = (name_of(host), name_of(authority));
    let is_local = name == "localhost" || name.ends_with(".localhost");
    name == ours || is_local || name.parse::<IpAddr>().is_ok()
}

/// Browsers always send `Origin` here; other clients send none.
fn is_foreign(headers: &HeaderMap, host: Option<&str>, scheme: &str, url: &str) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Ok(origin) = origin.to_str() else { return true };
    let is_our_url = origin.eq_ignore_ascii_case(url);
    let asked = host.map(|host| format!("{scheme}://{host}"));
    let is_where_it_came = asked.is_some_and(|asked| origin.eq_ignore_ascii_case(&asked));
    !(is_our_url || is_where_it_came)
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

    fn passes(origin: Option<&str>, host: &str, scheme: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        check(&headers, scheme, &Edge::new("https://ropes.example".into())).is_ok()
    }

    // SPEC S16
    #[test]
    fn a_page_of_another_site_is_foreign_whatever_it_calls_itself() {
        assert!(passes(None, "127.0.0.1:8080", "http"));
        assert!(passes(Some("http://127.0.0.1:8080"), "127.0.0.1:8080", "http"));
        assert!(passes(Some("https://ropes.example"), "10.0.0.7:9000", "http"));
        assert!(passes(Some("https://ropes.example:8443"), "ropes.example:8443", "https"));
        for origin in [
            "https://evil.example",
            "null",
            "http://127.0.0.1:8081",
            "127.0.0.1:8080",
            "https://127.0.0.1:8080",
        ] {
            assert!(!passes(Some(origin), "127.0.0.1:8080", "http"), "{origin}");
        }
        assert!(!passes(Some("http://ropes.example"), "ropes.example", "https"));
    }

    // SPEC S67
    #[test]
    fn a_name_that_is_not_this_servers_is_refused_even_when_page_and_host_agree() {
        for host in
            ["ropes.example", "ROPES.example:443", "localhost:8080", "[::1]:8080", "10.1.2.3"]
        {
            assert!(passes(None, host, "http"), "{host}");
        }
        for host in ["evil.example", "ropes.example.evil.example", "evil.localhost.example", ""] {
            assert!(!passes(Some(&format!("http://{host}")), host, "http"), "{host}");
        }
    }
}
