//! How often may be asked, by one device and from one address.

use sync_server::edge::Edge;
use sync_server::limits::ServerLimits;

use crate::server::{Answer, Server, send};

// SPEC H52
#[tokio::test]
async fn a_device_that_asks_too_often_waits_and_others_do_not() {
    let limits = ServerLimits {
        device_requests_at_once: 3,
        device_requests_per_second: 1,
        ..ServerLimits::default()
    };
    let server = Server::with(Edge::new, limits).await;
    let (sam, tom) = (server.joined("sam").await, server.joined("tom").await);
    for _ in 0..3 {
        assert_eq!(sam.get("/api/me").await.status, 200);
    }
    let refused = sam.get("/api/roster").await;
    assert_eq!(refused.problem(), (429, "too-many-requests"));
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(sam.get("/sync").await.problem(), (429, "too-many-requests"));
    assert_eq!(tom.get("/api/me").await.status, 200);
    server.pass(1_000);
    assert_eq!(sam.get("/api/me").await.status, 200);
}

async fn from(server: &Server, address: &str, path: &str) -> Answer {
    let browser = server.bare();
    send(browser.client.get(browser.at(path)).header("x-forwarded-for", address)).await
}

// SPEC H52
#[tokio::test]
async fn an_address_that_asks_too_often_waits_before_anything_is_looked_up() {
    let limits = ServerLimits {
        address_requests_at_once: 3,
        address_requests_per_second: 1,
        ..ServerLimits::default()
    };
    let behind = |url| Edge::new(url).behind("127.0.0.1".parse().unwrap());
    let server = Server::with(behind, limits).await;
    for path in ["/api/me", "/sync", "/api/nothing"] {
        assert_ne!(from(&server, "2001:db8::1", path).await.status, 429);
    }
    let refused = from(&server, "2001:db8::2", "/api/me").await;
    assert_eq!(refused.problem(), (429, "too-many-requests"));
    assert_eq!(from(&server, "203.0.113.1", "/api/me").await.status, 401);
    for _ in 0..5 {
        // The machine itself; and what the app is made of.
        assert_eq!(server.bare().get("/api/me").await.status, 401);
        assert_ne!(from(&server, "2001:db8::1", "/").await.status, 429);
    }
    let numbers = server.bare().get("/metrics").await.text;
    assert!(numbers.contains("ropes_http_refused_total{reason=\"too-many-requests\"} 1"));
}

// SPEC H55
#[tokio::test]
async fn nobody_has_more_documents_than_a_person_may_have() {
    let limits = ServerLimits { person_documents: 1, ..ServerLimits::default() };
    let server = Server::with(Edge::new, limits).await;
    let sue = server.joined("sue").await;
    let wish = |subject| serde_json::json!({"kind": "obs", "subject": subject, "period": 2026});
    for _ in 0..2 {
        assert_eq!(sue.put("/api/documents", &wish("sam")).await.status, 200);
    }
    let refused = sue.put("/api/documents", &wish("pat")).await;
    assert_eq!(refused.problem(), (403, "too-many-documents"));
}
