//! The log of a whole day holds nothing that a person wrote and nothing that opens a door.

use std::process::Command;

use automerge::{ActorId, Automerge};
use documents::DocumentKey;
use domain::{Kind, OrgId, PersonId};
use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use crate::frames::put;
use crate::phone::Phone;
use crate::serving::Serving;
use crate::world::YEAR;

const PEOPLE: &str = "person,name,roles\n70001,Quirine Zwartendijk,worker\n";
const WORDS: &str = "hobbled the zeppelin";

async fn json_of(request: RequestBuilder) -> Value {
    request.send().await.unwrap().json().await.unwrap()
}

/// `ropes WORDS… --data DIR`
fn ropes(data: &std::path::Path, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ropes"));
    let output = command.args(words).arg("--data").arg(data).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// SPEC S77
#[tokio::test]
async fn the_log_is_json_and_holds_no_name_code_cookie_ticket_or_text() {
    let data = tempfile::tempdir().unwrap();
    let serving = Serving::start(data.path(), &["--org", "Zonnebloem BV", "--log", "json"]);
    let people = data.path().join("people.csv");
    std::fs::write(&people, PEOPLE).unwrap();
    ropes(data.path(), &["import", "people", people.to_str().unwrap()]);
    let client = Client::builder().no_proxy().build().unwrap();
    let at = |path: &str| format!("{}{path}", serving.url());
    let mut secrets = vec!["Quirine".to_owned(), "Zwartendijk".into(), "70001".into()];
    secrets.extend(["Zonnebloem".to_owned(), "zeppelin".into(), "Pocket of Quirine".into()]);

    // Two devices, one by cookie and one by token; wrong codes; a ticket; a used code.
    let mut code = || {
        let invite = ropes(data.path(), &["invite", "70001", "--json"]);
        let invite: Value = serde_json::from_str(&invite).unwrap();
        let code = invite["code"].as_str().unwrap().to_owned();
        secrets.extend([code.clone(), code.replace('-', "")]);
        code
    };
    let by_cookie = json!({"code": code(), "device_name": "Pocket of Quirine"});
    let join = client.post(at("/api/join")).json(&by_cookie).send().await.unwrap();
    let cookie = join.headers()["set-cookie"].to_str().unwrap().to_owned();
    let cookie = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    client.post(at("/api/join")).json(&by_cookie).send().await.unwrap();
    let by_token = json!({"code": code(), "device_name": "Pocket of Quirine", "token": true});
    let joined = json_of(client.post(at("/api/join")).json(&by_token)).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (token, device) = (text(&joined["token"]), text(&joined["device"]));
    let ticket = json_of(client.post(at("/api/ticket")).bearer_auth(&token)).await;
    let ticket = text(&ticket["ticket"]);
    client.get(at("/api/me")).bearer_auth("forged-token").send().await.unwrap();
    client.get(at("/api/me?name=Quirine")).send().await.unwrap();

    // A day's work, somebody who speaks nonsense, and a document of somebody else.
    let org = OrgId::new(text(&joined["org"])).unwrap();
    let person = PersonId::new(text(&joined["person"])).unwrap();
    let id = DocumentKey::own(org, Kind::Log, person, YEAR).id();
    let mut phone = Phone::connect_to(serving.address(), &device, &token).await;
    phone.open(id).await;
    phone.sends(id, WORDS).await;
    let log = phone.documents.get_mut(&id).unwrap().automerge_mut();
    let mut other = Automerge::new().with_actor(ActorId::from([5; 16]));
    put(&mut other, WORDS, WORDS);
    log.merge(&mut other).unwrap();
    phone.speak(id).await;
    phone.until("refused", |phone| phone.has_heard("refused")).await;
    let sync = format!("ws://{}/sync?ticket={ticket}", serving.address());
    let (mut socket, _) = connect_async(sync.as_str()).await.unwrap();
    socket.send(Message::Text(WORDS.into())).await.unwrap();
    while socket.next().await.is_some_and(|message| message.is_ok()) {}
    ropes(data.path(), &["revoke", &device]);
    phone.until("revoked", |phone| phone.has_heard("closed 4401")).await;
    drop(phone);

    secrets.extend([cookie, token, ticket, "forged-token".into()]);
    serving.ask_to_stop();
    let log = ended_log(serving).await;
    assert!(log.contains("refused"), "{log}");
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(event["level"].is_string() && event["timestamp"].is_string(), "{line}");
    }
    for secret in &secrets {
        assert!(!log.contains(secret.as_str()), "{secret} is in {log}");
    }
}

async fn ended_log(mut serving: Serving) -> String {
    let ended = tokio::task::spawn_blocking(move || (serving.ended(), serving.said()));
    let (status, log) = ended.await.unwrap();
    assert_eq!(status.code(), Some(0), "{log}");
    log
}
