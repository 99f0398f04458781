//! Joining, being known, and ceasing to be.

use serde_json::json;
use sync_server::auth::INVITE_DAYS;
use sync_server::store::{PeopleUpdate, Store};

use crate::server::{Server, person, send};

// SPEC S9
#[tokio::test]
async fn joining_uses_the_invite_up_and_opening_the_link_does_not() {
    let server = Server::start().await;
    let (browser, code) = (server.browser(), server.code("sam"));
    browser.get(&format!("/join#{code}")).await;
    browser.get("/join").await;
    let answer = browser.post("/api/join", &json!({"code": code, "device_name": "x"})).await;
    assert_eq!(answer.body["person"], "sam");
    assert_eq!(answer.body["org"], "bicycles");
    assert_eq!(answer.body["roles"], json!(["worker"]));
    assert_eq!(answer.body["server_time"], server.now());
    assert_eq!(answer.body["peer_id"], answer.body["device"]);
    assert_eq!(answer.body["token"], json!(null));
    let again = server.browser().post("/api/join", &json!({"code": code})).await;
    assert_eq!(again.problem(), (410, "code-used"));
    assert_eq!(browser.get("/api/me").await.body["person"], "sam");
}

// SPEC S10
#[tokio::test]
async fn mistyped_unknown_and_expired_codes_are_told_apart() {
    let server = Server::start().await;
    let browser = server.browser();
    let code = server.code("sam");
    let join = async |code: &str| browser.post("/api/join", &json!({"code": code})).await;
    let last = if code.ends_with('A') { "B" } else { "A" };
    let mistyped = format!("{}{last}", &code[..code.len() - 1]);
    assert_eq!(join(&mistyped).await.problem(), (400, "code-mistyped"));
    assert_eq!(join("00000-000000").await.problem(), (404, "code-unknown"));
    server.pass(INVITE_DAYS * 86_400_000);
    assert_eq!(join(&code).await.problem(), (410, "code-expired"));
    let empty = browser.post("/api/join", &json!({"cod": 1})).await;
    assert_eq!(empty.problem(), (400, "bad-request"));
}

// SPEC S15
#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let server = Server::start().await;
    let browser = server.browser();
    let guess = json!({"code": "00000-000000"});
    for _ in 0..30 {
        assert_eq!(browser.post("/api/join", &guess).await.problem(), (404, "code-unknown"));
    }
    assert_eq!(browser.post("/api/join", &guess).await.problem(), (429, "too-many-tries"));
    server.pass(600_000);
    assert_eq!(browser.post("/api/join", &guess).await.problem(), (404, "code-unknown"));
}

// SPEC S18
#[tokio::test]
async fn the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites() {
    let server = Server::start().await;
    let body = json!({"code": server.code("sam")});
    let answer = server.browser().post("/api/join", &body).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("ropes_session="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
}

// SPEC S19
#[tokio::test]
async fn a_token_is_given_instead_of_a_cookie_where_it_was_asked_for() {
    let server = Server::start().await;
    let browser = server.browser();
    let body = json!({"code": server.code("sam"), "token": true});
    let answer = browser.post("/api/join", &body).await;
    assert_eq!(answer.header("set-cookie"), "");
    assert_eq!(browser.get("/api/me").await.problem(), (401, "signed-out"));
    let token = answer.body["token"].as_str().unwrap();
    let me = send(browser.client.get(browser.at("/api/me")).bearer_auth(token)).await;
    assert_eq!(me.body["person"], "sam");
    let wrong = send(browser.client.get(browser.at("/api/me")).bearer_auth("wrong")).await;
    assert_eq!(wrong.problem(), (401, "signed-out"));
}

// SPEC N4
#[tokio::test]
async fn who_signs_out_by_token_leaves_the_browsers_cookie_to_its_owner() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let body = json!({"code": server.code("sue"), "token": true});
    let token = browser.post("/api/join", &body).await.body["token"].as_str().unwrap().to_owned();
    for _ in 0..2 {
        let sign_out = browser.client.post(browser.at("/api/sign-out")).bearer_auth(&token);
        let answer = send(sign_out).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.header("set-cookie"), "");
    }
    let sue = send(browser.client.get(browser.at("/api/me")).bearer_auth(&token)).await;
    assert_eq!(sue.problem(), (401, "signed-out"));
    assert_eq!(browser.get("/api/me").await.body["person"], "sam");
}

// SPEC N5
#[tokio::test]
async fn a_device_with_a_cookie_becomes_one_with_a_token() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let body = json!({"device_name": "phone", "token": true});
    let answer = browser.post("/api/devices", &body).await;
    assert_eq!(answer.header("set-cookie"), "");
    let token = answer.body["token"].as_str().unwrap();
    assert_eq!(browser.post("/api/sign-out", &json!({})).await.status, 204);
    assert_eq!(browser.get("/api/me").await.problem(), (401, "signed-out"));
    let me = send(browser.client.get(browser.at("/api/me")).bearer_auth(token)).await;
    assert_eq!(me.body["device"], answer.body["device"]);
}

// SPEC S14
#[tokio::test]
async fn a_ticket_opens_one_websocket_and_nothing_else() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let ticket = browser.post("/api/ticket", &json!({})).await.body["ticket"].clone();
    let ticket = ticket.as_str().unwrap().to_owned();
    let stranger = server.browser();
    let me = stranger.get(&format!("/api/me?ticket={ticket}")).await;
    assert_eq!(me.problem(), (401, "signed-out"));
    let sync = format!("/sync?ticket={ticket}");
    let first = stranger.get(&sync).await;
    assert_ne!(first.status, 401, "known, and refused only for not being a websocket");
    assert_eq!(stranger.get(&sync).await.problem(), (401, "signed-out"));
    assert_eq!(stranger.get("/sync").await.problem(), (401, "signed-out"));
    let late = browser.post("/api/ticket", &json!({})).await.body["ticket"].clone();
    server.pass(60_000);
    let sync = format!("/sync?ticket={}", late.as_str().unwrap());
    assert_eq!(stranger.get(&sync).await.problem(), (401, "signed-out"));
}

// SPEC S11
#[tokio::test]
async fn a_revoked_device_hears_that_it_was_revoked_and_others_work_on() {
    let server = Server::start().await;
    let (phone, tablet) = (server.joined("sam").await, server.joined("sam").await);
    let lost = phone.get("/api/me").await.body["device"].as_str().unwrap().to_owned();
    let revoke = format!("/api/devices/{lost}/revoke");
    let other = server.joined("pat").await;
    assert_eq!(other.post(&revoke, &json!({})).await.problem(), (404, "not-found"));
    assert_eq!(tablet.post(&revoke, &json!({})).await.status, 204);
    assert_eq!(phone.get("/api/me").await.problem(), (401, "revoked"));
    assert_eq!(phone.get("/sync").await.problem(), (401, "revoked"));
    let devices = tablet.get("/api/me").await.body["devices"].clone();
    assert_eq!(devices.as_array().unwrap().len(), 1);
    let admin = server.joined("ada").await;
    let last = tablet.get("/api/me").await.body["device"].as_str().unwrap().to_owned();
    let revoke = format!("/api/devices/{last}/revoke");
    assert_eq!(admin.post(&revoke, &json!({})).await.status, 204);
    assert_eq!(tablet.get("/api/me").await.problem(), (401, "revoked"));
}

// SPEC S11
#[tokio::test]
async fn a_person_who_left_is_refused_on_every_device() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let mut sam = person("sam", &[domain::Role::Worker]);
    sam.is_active = false;
    let update = PeopleUpdate { people: vec![sam], ..PeopleUpdate::default() };
    server.store.update_people(&update).unwrap();
    assert_eq!(browser.get("/api/roster").await.problem(), (401, "revoked"));
}

// SPEC S20
#[tokio::test]
async fn a_place_with_a_cookie_and_no_store_becomes_a_device_of_its_own() {
    let server = Server::start().await;
    let safari = server.joined("sam").await;
    let before = safari.get("/api/me").await;
    let cookie = before.header("set-cookie").split(';').next().unwrap().to_owned();
    let home_screen = server.browser();
    let add = home_screen.client.post(home_screen.at("/api/devices")).header("cookie", cookie);
    let added = send(add.json(&json!({"device_name": "home screen"}))).await;
    assert_eq!(added.body["person"], "sam");
    assert_ne!(added.body["device"], before.body["device"]);
    assert_eq!(home_screen.get("/api/me").await.body["device"], added.body["device"]);
    assert_eq!(safari.get("/api/me").await.body["device"], before.body["device"]);
    let nobody = server.browser().post("/api/devices", &json!({})).await;
    assert_eq!(nobody.problem(), (401, "signed-out"));
}

// SPEC S21
#[tokio::test]
async fn signing_out_ends_this_session_and_no_other() {
    let server = Server::start().await;
    let (phone, tablet) = (server.joined("sam").await, server.joined("sam").await);
    assert_eq!(phone.post("/api/sign-out", &json!({})).await.status, 204);
    assert_eq!(phone.get("/api/me").await.problem(), (401, "signed-out"));
    assert_eq!(phone.post("/api/sign-out", &json!({})).await.status, 204);
    assert_eq!(tablet.get("/api/me").await.status, 200);
}

// SPEC S16
#[tokio::test]
async fn a_page_of_another_site_cannot_act_with_the_cookie() {
    let server = Server::start().await;
    let browser = server.joined("sam").await;
    let from = |origin: &str| {
        let request = browser.client.post(browser.at("/api/ticket"));
        send(request.header("origin", origin).json(&json!({})))
    };
    assert_eq!(from("https://evil.example").await.problem(), (403, "forbidden"));
    assert_eq!(from(&server.url).await.status, 200);
    let upgrade = browser.client.get(browser.at("/sync")).header("upgrade", "websocket");
    let upgrade = send(upgrade.header("origin", "https://evil.example")).await;
    assert_eq!(upgrade.problem(), (403, "forbidden"));
}

#[tokio::test]
async fn only_an_admin_invites() {
    let server = Server::start().await;
    let wish = json!({"person": "pat"});
    let refused = server.joined("sue").await.post("/api/invites", &wish).await;
    assert_eq!(refused.problem(), (403, "forbidden"));
    let admin = server.joined("ada").await;
    let invite = admin.post("/api/invites", &wish).await.body;
    let code = invite["code"].as_str().unwrap();
    assert_eq!(invite["url"], format!("{}/join#{code}", server.url));
    let joined = server.browser().post("/api/join", &json!({"code": code})).await;
    assert_eq!(joined.body["person"], "pat");
    let nobody = admin.post("/api/invites", &json!({"person": "ghost"})).await;
    assert_eq!(nobody.problem(), (404, "not-found"));
}
