//! The description at `/api/openapi.json` against what the server really says.

use exchange::attestation::{SecretKey, to_hex};
use serde_json::{Value, json};
use sync_server::trust::{Authority, Issuer};

use crate::server::{Answer, Server};

/// Where a value differs from its schema: types, fields that are missing, and fields that nobody
/// described.
fn faults(all: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return faults(all, all.pointer(&name[1..]).unwrap(), value, at);
    }
    let kind = match value {
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::Null => "null",
    };
    let allowed = &schema["type"];
    let fits = allowed == kind || allowed.as_array().is_some_and(|it| it.contains(&json!(kind)));
    if !fits {
        return vec![format!("{at} is {kind}, described is {allowed}")];
    }
    let items = value.as_array().into_iter().flatten();
    let mut found: Vec<_> =
        items.flat_map(|item| faults(all, &schema["items"], item, &format!("{at}[]"))).collect();
    let Some(fields) = value.as_object() else { return found };
    let required = schema["required"].as_array().into_iter().flatten();
    let missing = required.filter(|name| !fields.contains_key(name.as_str().unwrap()));
    found.extend(missing.map(|name| format!("{at} lacks {name}")));
    for (name, field) in fields {
        match schema["properties"].get(name) {
            Some(schema) => found.extend(faults(all, schema, field, &format!("{at}.{name}"))),
            None => found.push(format!("{at}.{name} is not described")),
        }
    }
    found
}

/// The answer is one that was described, in status, type and content.
fn check(all: &Value, call: &str, answer: &Answer) {
    let (method, path) = call.split_once(' ').unwrap();
    let responses = &all["paths"][path][method]["responses"];
    let mut response = &responses[answer.status.as_str()];
    if let Some(name) = response["$ref"].as_str() {
        response = all.pointer(&name[1..]).unwrap();
    }
    assert!(response.is_object(), "{call} answers {}", answer.status);
    let kind = answer.header("content-type").split(';').next().unwrap();
    if kind.is_empty() {
        return assert!(response["content"].is_null(), "{call}: {answer:?}");
    }
    let schema = &response["content"][kind]["schema"];
    assert!(schema.is_object(), "{call} answers {} as {kind}", answer.status);
    if kind.ends_with("json") {
        assert_eq!(faults(all, schema, &answer.body, call), Vec::<String>::new());
    }
}

// SPEC S75
#[tokio::test]
async fn every_call_answers_as_described() {
    let server = Server::start().await;
    let admin = server.joined("ada").await;
    let sue = server.joined("sue").await;
    let all = admin.get("/api/openapi.json").await.body;
    assert_eq!(all["openapi"], "3.1.0");
    let check = |call: &str, answer: Answer| check(&all, call, &answer);

    let key = json!({"public_key": to_hex(&SecretKey::from_seed([2; 32]).public().0)});
    for wish in [key, json!({"public_key": "00"}), json!(1)] {
        check("post /api/certificate", sue.post("/api/certificate", &wish).await);
    }
    Authority::rotate(&*server.store, server.now()).unwrap();
    let own = ["/api/me", "/api/roster", "/api/documents", "/api/team", "/api/trust"];
    for path in own.iter().chain(&["/healthz", "/readyz"]) {
        check(&format!("get {path}"), sue.get(path).await);
    }
    check("get /metrics", sue.get("/metrics").await);
    for path in own.iter().chain(&["/sync"]) {
        check(&format!("get {path}"), server.bare().get(path).await);
    }
    check("get /sync", sue.get("/sync").await);
    let tagged = sue.get("/api/roster").await.header("etag").to_owned();
    let again = sue.client.get(sue.at("/api/roster")).header("if-none-match", tagged);
    check("get /api/roster", crate::server::send(again).await);
    check("post /api/ticket", sue.post("/api/ticket", &json!({})).await);
    let obs = json!({"kind": "obs", "subject": "sam", "period": 2026});
    let registered = sue.put("/api/documents", &obs).await;
    let receipts = format!("?document={}", registered.body["document_id"].as_str().unwrap());
    check("put /api/documents", registered);
    for query in [receipts.as_str(), "?document=x", "?after=x"] {
        let path = format!("/api/receipts{query}");
        check("get /api/receipts", sue.get(&path).await);
        check("get /api/receipts", server.bare().get(&path).await);
    }
    for receipts in [json!({"receipts": []}), json!({"receipts": [1]}), json!(1)] {
        check("post /api/receipts", sue.post("/api/receipts", &receipts).await);
        check("post /api/receipts", server.bare().post("/api/receipts", &receipts).await);
    }
    for query in ["", "?attestation=x"] {
        let path = format!("/api/badge{query}");
        check("get /api/badge", sue.get(&path).await);
        check("get /api/badge", server.bare().get(&path).await);
    }
    check("get /api/root", server.bare().get("/api/root").await);
    check("get /api/issuer", server.bare().get("/api/issuer").await);
    check("get /api/badge-key", server.bare().get("/api/badge-key").await);
    Issuer::of(&*server.store, server.now()).unwrap();
    check("get /api/badge-key", server.bare().get("/api/badge-key").await);
    let foreign = json!({"kind": "log", "subject": "sam", "period": 2026});
    check("put /api/documents", sue.put("/api/documents", &foreign).await);
    check("put /api/documents", sue.put("/api/documents", &json!(1)).await);
    check("post /api/devices", sue.post("/api/devices", &json!({"device_name": "x"})).await);
    check("post /api/devices/{id}/revoke", sue.post("/api/devices/none/revoke", &json!({})).await);
    check("post /api/devices/{id}/revoke", sue.post("/api/devices/%FF/revoke", &json!({})).await);
    check("post /api/invites", sue.post("/api/invites", &json!({"person": "pat"})).await);
    let invited = admin.post("/api/invites", &json!({"person": "pat"})).await;
    let code = invited.body["code"].clone();
    check("post /api/invites", invited);
    for wish in [json!({"code": code, "token": true}), json!({"code": code}), json!({"code": "x"})]
    {
        check("post /api/join", server.bare().post("/api/join", &wish).await);
    }
    check(
        "post /api/join",
        server.bare().post("/api/join", &json!({"code": "00000-000000"})).await,
    );
    check("post /api/join", server.bare().post("/api/join", &json!("x".repeat(70_000))).await);
    check("post /api/sign-out", sue.post("/api/sign-out", &json!({})).await);
}
