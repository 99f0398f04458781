//! Behind a proxy, or under a name that is not ours.

use serde_json::json;
use sync_server::auth::Secret;
use sync_server::edge::Edge;

use crate::server::{Answer, Server, send};

/// Reached through a proxy on this machine.
fn behind_a_proxy(url: String) -> Edge {
    Edge::new(url).behind("127.0.0.1".parse().unwrap())
}

async fn guess(server: &Server, forwarded: &str) -> u16 {
    let browser = server.bare();
    let request =
        browser.client.post(browser.at("/api/join")).json(&json!({"code": "00000-000000"}));
    send(request.header("x-forwarded-for", forwarded)).await.status.as_u16()
}

// SPEC S65
#[tokio::test]
async fn behind_a_named_proxy_each_client_is_slowed_down_alone_and_lying_helps_nobody() {
    let server = Server::at(behind_a_proxy).await;
    for number in 0..30 {
        assert_eq!(guess(&server, &format!("198.51.100.{number}, 203.0.113.1")).await, 404);
    }
    assert_eq!(guess(&server, "198.51.100.99, 203.0.113.1").await, 429);
    assert_eq!(guess(&server, "203.0.113.2").await, 404);
}

// SPEC S65
#[tokio::test]
async fn whoever_is_no_named_proxy_cannot_choose_an_address() {
    let server = Server::start().await;
    for number in 0..30 {
        assert_eq!(guess(&server, &format!("203.0.113.{number}")).await, 404);
    }
    assert_eq!(guess(&server, "203.0.113.99").await, 429);
}

// SPEC S66
#[tokio::test]
async fn the_numbers_are_for_this_machine_and_for_whoever_has_the_token() {
    let token = Secret::sent("0123456789abcdef0123456789abcdef");
    let server = Server::at(|url| behind_a_proxy(url).with_metrics_token(&token)).await;
    let browser = server.bare();
    let ask = || browser.client.get(browser.at("/metrics"));
    assert_eq!(send(ask()).await.status, 200);
    for address in ["203.0.113.1", "127.0.0.1"] {
        let far = || ask().header("x-forwarded-for", address);
        assert_eq!(send(far()).await.problem(), (403, "forbidden"), "{address}");
        assert_eq!(send(far().bearer_auth("wrong")).await.problem(), (403, "forbidden"));
        assert_eq!(send(far().bearer_auth(token.reveal())).await.status, 200);
    }
}

async fn join_as(server: &Server, host: &str, origin: &str) -> Answer {
    let browser = server.bare();
    let request = browser.client.post(browser.at("/api/join")).json(&json!({"code": "x"}));
    send(request.header("host", host).header("origin", origin)).await
}

// SPEC S67
#[tokio::test]
async fn a_page_that_was_given_our_address_under_another_name_is_refused() {
    let server = Server::start().await;
    let lured = join_as(&server, "evil.example", "http://evil.example").await;
    assert_eq!(lured.problem(), (403, "forbidden"));
    assert!(lured.body["detail"].as_str().unwrap().contains("--url"), "{lured:?}");
    let local = join_as(&server, "localhost:8080", "http://localhost:8080").await;
    assert_eq!(local.problem(), (400, "code-mistyped"));
    let browser = server.joined("sam").await;
    let upgrade = browser.client.get(browser.at("/sync")).header("upgrade", "websocket");
    let upgrade = send(upgrade.header("host", "evil.example")).await;
    assert_eq!(upgrade.problem(), (403, "forbidden"));
}

// SPEC S79
#[tokio::test]
async fn browsers_are_told_to_stay_with_https_where_it_is_spoken() {
    let server = Server::at(behind_a_proxy).await;
    let browser = server.bare();
    let ask = |scheme: &str| {
        send(browser.client.get(browser.at("/")).header("x-forwarded-proto", scheme))
    };
    assert_eq!(ask("https").await.header("strict-transport-security"), "max-age=31536000");
    assert_eq!(ask("http").await.header("strict-transport-security"), "");
}

// SPEC S80
#[tokio::test]
async fn the_numbers_tell_refusals_and_failed_sign_ins_apart() {
    let server = Server::start().await;
    let browser = server.bare();
    assert_eq!(guess(&server, "").await, 404);
    browser.get("/api/me").await;
    browser.get("/api/me").await;
    let text = browser.get("/metrics").await.text;
    for line in [
        "ropes_http_refused_total{reason=\"code-unknown\"} 1",
        "ropes_http_refused_total{reason=\"signed-out\"} 2",
        "ropes_http_answers_total{status=\"4xx\"} 3",
        "ropes_quarantine 0",
        concat!("ropes_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
    ] {
        assert!(text.lines().any(|it| it == line), "{line} in {text}");
    }
}
