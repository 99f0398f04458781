//! What every answer has, and what is not there.

use serde_json::json;

use crate::server::{Server, send};

#[tokio::test]
async fn an_unknown_api_address_is_a_problem_and_not_the_app() {
    let server = Server::start().await;
    let browser = server.browser();
    assert_eq!(browser.get("/api/none").await.problem(), (404, "not-found"));
    assert_eq!(browser.get("/assets/app-0011223344556677.js").await.problem(), (404, "not-found"));
    assert_eq!(browser.post("/anything", &json!({})).await.problem(), (404, "not-found"));
}

// SPEC S28
#[tokio::test]
async fn every_answer_carries_the_policy_and_answers_about_people_are_not_kept() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    for path in ["/", "/api/me", "/api/none", "/healthz", "/anywhere"] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
    assert_eq!(browser.get("/api/me").await.header("cache-control"), "no-store");
    assert_eq!(browser.get("/api/roster").await.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let server = Server::start().await;
    let browser = server.browser();
    let answer = browser.post("/api/join", &json!({"code": "x".repeat(100_000)})).await;
    assert_eq!(answer.problem(), (413, "too-large"));
    let list = browser.post("/api/join", &json!(["00000-000000", "phone"])).await;
    assert_eq!(list.problem(), (400, "bad-request"));
    let request = browser.client.post(browser.at("/api/join")).body("code=1");
    assert_eq!(send(request).await.problem(), (400, "bad-request"));
}

#[tokio::test]
async fn health_and_numbers_are_there_without_signing_in() {
    let server = Server::start().await;
    let browser = server.browser();
    assert_eq!(browser.get("/healthz").await.text, "ok\n");
    assert_eq!(browser.get("/readyz").await.text, "ok\n");
    let metrics = browser.get("/metrics").await.text;
    assert!(metrics.contains("ropes_people 6\n"), "{metrics}");
    assert!(metrics.contains("ropes_http_answers_total{status=\"2xx\"} 2\n"), "{metrics}");
    assert!(!metrics.contains("sam"), "{metrics}");
}
