//! Proofs of who somebody is, in the wrong hands: used again, used after their end, used from
//! elsewhere; at the websocket's door with real upgrades.

use futures_util::StreamExt;
use serde_json::json;
use sync_server::store::Store;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::server::{Answer, Browser, Server};

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// Opens the websocket, or the HTTP status that came instead.
async fn upgrade(
    server: &Server,
    query: &str,
    headers: &[(&'static str, &str)],
) -> Result<Socket, u16> {
    let url = format!("{}/sync{query}", server.url.replace("http", "ws"));
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

/// The cookie of a browser, as a thief copies it.
async fn cookie(browser: &Browser) -> String {
    let me = browser.get("/api/me").await;
    me.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn ticket(browser: &Browser) -> String {
    let answer = browser.post("/api/ticket", &json!({})).await;
    format!("?ticket={}", answer.body["ticket"].as_str().unwrap())
}

async fn status(attempt: Result<Socket, u16>) -> u16 {
    attempt.err().unwrap_or(101)
}

// SPEC S9
#[tokio::test]
async fn of_two_who_use_one_invite_at_once_one_gets_in() {
    let server = Server::start().await;
    let body = json!({"code": server.code("sam"), "device_name": "phone"});
    let (one, two) = (server.browser(), server.browser());
    let (first, second) = tokio::join!(one.post("/api/join", &body), two.post("/api/join", &body));
    let (winner, loser) = if first.status == 200 { (first, second) } else { (second, first) };
    assert_eq!((winner.status.as_u16(), loser.problem().0), (200, 410), "{winner:?} {loser:?}");
    assert_eq!(loser.header("set-cookie"), "");
    let again: Answer = server.browser().post("/api/join", &body).await;
    assert_eq!(again.problem(), loser.problem());
    assert_eq!(server.store.devices().unwrap().len(), 1);
}

// SPEC S14
#[tokio::test]
async fn a_ticket_that_was_seen_opens_nothing() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let (used, late) = (ticket(&browser).await, ticket(&browser).await);
    let socket = upgrade(&server, &used, &[]).await;
    assert!(socket.is_ok());
    assert_eq!(status(upgrade(&server, &used, &[]).await).await, 401);
    server.pass(60_000);
    assert_eq!(status(upgrade(&server, &late, &[]).await).await, 401);
    // Two at once: one gets in.
    let raced = ticket(&browser).await;
    let (one, two) = tokio::join!(upgrade(&server, &raced, &[]), upgrade(&server, &raced, &[]));
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
}

// SPEC S11, H6
#[tokio::test]
async fn a_stolen_cookie_is_worth_nothing_once_the_device_is_revoked() {
    let server = Server::start().await;
    let (phone, tablet) = (server.joined("sam").await, server.joined("sam").await);
    let stolen = cookie(&phone).await;
    let ticket = ticket(&phone).await;
    let mut open = upgrade(&server, "", &[("cookie", &stolen)]).await.unwrap();
    let device = phone.get("/api/me").await.body["device"].as_str().unwrap().to_owned();
    let revoke = format!("/api/devices/{device}/revoke");
    assert_eq!(tablet.post(&revoke, &json!({})).await.status, 204);

    loop {
        match open.next().await {
            Some(Ok(Message::Close(Some(close)))) => {
                break assert_eq!(u16::from(close.code), 4401);
            }
            Some(Ok(_)) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(status(upgrade(&server, "", &[("cookie", &stolen)]).await).await, 401);
    assert_eq!(status(upgrade(&server, &ticket, &[]).await).await, 401, "a ticket from before");
    let thief = server.browser();
    let with = |request: reqwest::RequestBuilder| request.header("cookie", &stolen);
    for path in ["/api/me", "/api/roster", "/api/documents", "/api/trust"] {
        let answer = crate::server::send(with(thief.client.get(thief.at(path)))).await;
        assert_eq!(answer.problem(), (401, "revoked"), "{path}");
    }
    for path in ["/api/ticket", "/api/devices", "/api/certificate"] {
        let asked = with(thief.client.post(thief.at(path)).json(&json!({"device_name": "x"})));
        assert_eq!(crate::server::send(asked).await.problem(), (401, "revoked"), "{path}");
    }
}

// SPEC S21
#[tokio::test]
async fn a_cookie_is_worth_nothing_after_signing_out() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let stolen = cookie(&browser).await;
    assert_eq!(browser.post("/api/sign-out", &json!({})).await.status, 204);
    assert_eq!(status(upgrade(&server, "", &[("cookie", &stolen)]).await).await, 401);
}

// SPEC S16
#[tokio::test]
async fn a_page_of_another_site_cannot_open_the_websocket_with_the_cookie() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let cookie = cookie(&browser).await;
    let own = server.url.clone();
    let foreign = ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", ""];
    for origin in foreign {
        let headers = [("cookie", cookie.as_str()), ("origin", origin)];
        assert_eq!(status(upgrade(&server, "", &headers).await).await, 403, "{origin}");
    }
    for origin in [own.clone(), format!("{own}.evil.example"), format!("{own}@evil.example")] {
        let headers = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
        let expected = if origin == own { 101 } else { 403 };
        assert_eq!(status(upgrade(&server, "", &headers).await).await, expected, "{origin}");
    }
    // A ticket shows that its holder could read an answer of ours.
    let ticket = ticket(&browser).await;
    let headers = [("origin", "https://evil.example")];
    assert_eq!(status(upgrade(&server, &ticket, &headers).await).await, 101);
}

// SPEC H2
#[tokio::test]
async fn what_is_no_proof_opens_nothing() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let cookie = cookie(&browser).await;
    let (name, secret) = cookie.split_once('=').unwrap();
    let cut = format!("{name}={}", &secret[..secret.len() - 1]);
    let longer = format!("{name}={secret}a");
    let other_name = format!("x{name}={secret}");
    let empty = format!("{name}=");
    for forged in [cut, longer, other_name, empty] {
        let attempt = upgrade(&server, "", &[("cookie", &forged)]).await;
        assert_eq!(status(attempt).await, 401, "{forged}");
    }
    let basic = format!("Basic {secret}");
    for authorization in ["Bearer ", "Bearer x", "bearer", basic.as_str()] {
        // Even beside a good cookie: who names a proof is judged by it.
        let headers = [("authorization", authorization), ("cookie", cookie.as_str())];
        assert_eq!(status(upgrade(&server, "", &headers).await).await, 401, "{authorization}");
    }
    for query in ["?ticket=", "?ticket=x", "?ticket=x&ticket=y"] {
        let headers = [("cookie", cookie.as_str())];
        assert_eq!(status(upgrade(&server, query, &headers).await).await, 401, "{query}");
    }
}
