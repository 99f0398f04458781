//! The cookie over its life: with and without TLS, replaced now and then, and never kept in the
//! clear.

use serde_json::json;
use sync_server::edge::Edge;

use crate::server::{Answer, Browser, Server, send};

const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

fn behind_a_proxy(url: String) -> Edge {
    Edge::new(url).behind("127.0.0.1".parse().unwrap())
}

async fn me(browser: &Browser, scheme: &str, cookie: &str) -> Answer {
    let request = browser.client.get(browser.at("/api/me")).header("x-forwarded-proto", scheme);
    send(request.header("cookie", cookie)).await
}

/// Joins and returns the cookie's value.
async fn joined(server: &Server, browser: &Browser) -> String {
    let answer = browser.post("/api/join", &json!({"code": server.code("sam")})).await;
    let [(name, secret)] = answer.cookies()[..] else { panic!("{answer:?}") };
    assert_eq!(name, "ropes_session");
    secret.to_owned()
}

// SPEC S69
#[tokio::test]
async fn with_tls_the_cookie_is_bound_to_the_host_and_an_older_one_is_replaced() {
    let server = Server::at(behind_a_proxy).await;
    let browser = server.bare();
    let join = browser.client.post(browser.at("/api/join")).header("x-forwarded-proto", "https");
    let answer = send(join.json(&json!({"code": server.code("sam")}))).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-ropes_session="), "{cookie}");
    for part in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");

    let secret = joined(&server, &browser).await;
    let moved = me(&browser, "https", &format!("ropes_session={secret}")).await;
    assert_eq!(moved.status, 200);
    let [own, outdated] = moved.cookies()[..] else { panic!("{moved:?}") };
    assert_eq!(own, ("__Host-ropes_session", secret.as_str()));
    assert_eq!(outdated, ("ropes_session", ""));
    let settled = me(&browser, "https", &format!("__Host-ropes_session={secret}")).await;
    assert_eq!(settled.cookies(), [own]);
}

// SPEC S68
#[tokio::test]
async fn a_session_gets_a_new_secret_every_week_and_the_old_one_ends_when_the_new_one_is_safe() {
    let server = Server::start().await;
    let browser = server.bare();
    let first = joined(&server, &browser).await;
    let ask = async |secret: &str| {
        let answer = me(&browser, "http", &format!("ropes_session={secret}")).await;
        let cookie = answer.cookies().first().map(|(_, value)| (*value).to_owned());
        (answer.status.as_u16(), cookie)
    };
    server.pass(6 * DAY);
    assert_eq!(ask(&first).await, (200, Some(first.clone())));
    server.pass(DAY);
    let (200, Some(second)) = ask(&first).await else { panic!("no cookie") };
    assert_ne!(second, first);
    // Another request of the same moment, and later a browser that was killed too early.
    assert_eq!(ask(&first).await, (200, None));
    assert_eq!(ask(&second).await, (200, Some(second.clone())));
    assert_eq!(ask(&first).await, (200, None));
    server.pass(11 * MINUTE);
    assert_eq!(ask(&second).await, (200, Some(second.clone())));
    assert_eq!(ask(&first).await.0, 401);
}

// SPEC S68
#[tokio::test]
async fn a_phone_that_never_got_its_new_secret_stays_signed_in_and_gets_another() {
    let server = Server::start().await;
    let browser = server.bare();
    let first = joined(&server, &browser).await;
    server.pass(8 * DAY);
    let lost = me(&browser, "http", &format!("ropes_session={first}")).await;
    server.pass(90 * DAY);
    let answer = me(&browser, "http", &format!("ropes_session={first}")).await;
    assert_eq!(answer.status, 200);
    let [(_, second)] = answer.cookies()[..] else { panic!("{answer:?}") };
    assert_ne!(second, first);
    assert_ne!(second, lost.cookies()[0].1);
    server.pass(DAY);
    assert_eq!(me(&browser, "http", &format!("ropes_session={second}")).await.status, 200);
    let lost = lost.cookies()[0].1;
    assert_eq!(me(&browser, "http", &format!("ropes_session={lost}")).await.status, 401);
}

// SPEC S21
#[tokio::test]
async fn signing_out_ends_the_secret_before_as_well() {
    let server = Server::start().await;
    let browser = server.bare();
    let first = joined(&server, &browser).await;
    server.pass(8 * DAY);
    let renewed = me(&browser, "http", &format!("ropes_session={first}")).await;
    let second = renewed.cookies()[0].1;
    let sign_out = browser.client.post(browser.at("/api/sign-out"));
    let sign_out = send(sign_out.header("cookie", format!("ropes_session={second}"))).await;
    assert_eq!(sign_out.status, 204);
    for secret in [&first, second] {
        assert_eq!(me(&browser, "http", &format!("ropes_session={secret}")).await.status, 401);
    }
}

// SPEC S78
#[tokio::test]
async fn no_code_cookie_token_or_ticket_is_on_disk() {
    let server = Server::start().await;
    let browser = server.bare();
    let code = server.code("pat");
    let cookie = joined(&server, &browser).await;
    let wish = json!({"code": server.code("sam"), "token": true});
    let answer = browser.post("/api/join", &wish).await;
    let token = answer.body["token"].as_str().unwrap();
    let ticket = send(browser.client.post(browser.at("/api/ticket")).bearer_auth(token)).await;
    let ticket = ticket.body["ticket"].as_str().unwrap();
    for file in std::fs::read_dir(server.data.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(!bytes.is_empty() || path.extension().is_some());
        for secret in [code.as_str(), &code.replace('-', ""), &cookie, token, ticket] {
            assert!(!bytes.contains(secret), "{secret} in {}", path.display());
        }
    }
}
