//! One side of a kept session against the other side as it is today.

use automerge::sync::Message as SyncMessage;
use documents::{Document, Hash, change_of, read_entries};
use domain::Kind;
use futures_util::{SinkExt, StreamExt};
use protocol::Limits;
use protocol::session::{ClientSession, ClientStep};
use protocol::wire::{Frame, decode};
use serde_json::Value;
use sync_server::auth::create_invite;
use sync_server::store::Store;
use tokio_tungstenite::tungstenite::Message;

use super::session::{Line, Session};
use crate::phone::{Phone, Socket, dial};
use crate::world::{NOON, World, log, person};

/// HTTP as a client without cookies speaks it.
pub(super) struct Http {
    url: String,
    code: String,
    token: String,
}

impl Http {
    pub(super) fn new(world: &World, name: &str) -> Self {
        let url = format!("http://{}", world.address);
        let code = create_invite(&*world.store, &person(name), &url, NOON).unwrap().code;
        Self { url, code, token: String::new() }
    }

    /// A request such as `GET /api/me`; `CODE` stands for an invite.
    pub(super) async fn ask(&mut self, request: &str) -> Value {
        let (method, rest) = request.split_once(' ').unwrap();
        let (path, body) = rest.split_once(' ').unwrap_or((rest, ""));
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let asked = reqwest::Client::new().request(method, format!("{}{path}", self.url));
        let asked = asked.header("content-type", "application/json").bearer_auth(&self.token);
        let answer = asked.body(body.replace("CODE", &self.code)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{request}");
        let answer: Value = answer.json().await.unwrap();
        if let Some(token) = answer["token"].as_str() {
            self.token = token.to_owned();
        }
        answer
    }
}

/// Says to today's server what the phone said, and finds everything in its store.
pub(super) async fn phone(session: &Session) {
    let id = log("samira");
    let world = World::new().await;
    let mut other = Phone::connect(&world, "samira-2").await;
    let mut http = Http::new(&world, "samira");
    let mut answer = Value::Null;
    let mut socket = dial(&world, Some("samira-1")).await.unwrap();
    let mut seen = Vec::new();
    for line in &session.0 {
        match line {
            Line::Ask(request) => answer = http.ask(request).await,
            Line::Answer(kept) => {
                let is_there = has_all_of(&answer, &serde_json::from_str(kept).unwrap());
                assert!(is_there, "{answer} where it was {kept}");
            }
            Line::Had(change) | Line::Other(change) => push(&mut other, change).await,
            Line::Own(_) => {}
            Line::Phone(frame) => {
                socket.send(Message::Binary(frame.clone().into())).await.unwrap();
            }
            Line::Server(_) => seen = heads_in(&mut socket).await,
        }
    }
    let changes = changes(session);
    let is_stored = || {
        let receipts = world.store.receipts(id).unwrap();
        changes.iter().all(|hash| receipts.iter().any(|receipt| receipt.hash == *hash))
    };
    while !is_stored() || seen != world.store.heads(id).unwrap() {
        seen = heads_in(&mut socket).await;
    }
    assert_eq!(world.receipts(id), changes.len() + 1);
}

/// As another phone of samira's, until it is on disk.
async fn push(other: &mut Phone, change: &[u8]) {
    let id = log("samira");
    if !other.documents.contains_key(&id) {
        other.open(id).await;
        other.is_sent(id).await;
    }
    other.documents.get_mut(&id).unwrap().apply(&[change]).unwrap();
    other.speak(id).await;
    other.is_sent(id).await;
}

/// The heads in the server's next frame, if it is about a document.
async fn heads_in(socket: &mut Socket) -> Vec<Hash> {
    loop {
        let next = tokio::time::timeout(crate::phone::PATIENCE, socket.next()).await;
        let message = next.expect("the server says nothing").expect("the server left").unwrap();
        if let Message::Binary(bytes) = message {
            let Frame::Sync { data, .. } = decode(&bytes).unwrap() else { return Vec::new() };
            let mut heads: Vec<_> =
                SyncMessage::decode(&data).unwrap().heads.into_iter().map(|head| head.0).collect();
            heads.sort_unstable();
            return heads;
        }
    }
}

/// Everything the phone read in an answer is still there, and of the same form. A list may have
/// another order: devices of the same second stand by their random ids.
fn has_all_of(today: &Value, kept: &Value) -> bool {
    match (today, kept) {
        (Value::Object(today), Value::Object(kept)) => kept
            .iter()
            .all(|(name, value)| today.get(name).is_some_and(|today| has_all_of(today, value))),
        (Value::Array(today), Value::Array(kept)) => {
            let is_there = |kept| today.iter().any(|today| has_all_of(today, kept));
            today.len() == kept.len() && kept.iter().all(is_there)
        }
        (Value::String(_), Value::String(_)) | (Value::Number(_), Value::Number(_)) => true,
        (today, kept) => today == kept,
    }
}

/// Says to today's phone what the server said. It has made the same changes, and ends with all
/// changes there are, and a receipt for each.
pub(super) fn server(session: &Session) {
    let id = log("samira").to_string();
    let mut phone = ClientSession::new(name(session), Limits::PHONE);
    let mut document = Document::new(Kind::Log, [7; 16]);
    for line in &session.0 {
        match line {
            Line::Ask(_) | Line::Answer(_) | Line::Had(_) | Line::Other(_) | Line::Phone(_) => {}
            Line::Own(change) => document.apply(&[change]).unwrap(),
            Line::Server(frame) => match phone.on_frame(decode(frame).unwrap()) {
                ClientStep::Connected { .. } => {}
                ClientStep::Incoming { document: about, message } => {
                    assert_eq!(about, id);
                    phone.apply(&id, &message, document.automerge_mut()).unwrap();
                }
                step => panic!("{step:?}"),
            },
        }
        phone.generate(&id, document.automerge());
    }
    assert!(changes(session).iter().all(|hash| document.has(hash)));
    assert_eq!(phone.unsent(&id, document.automerge()), Some(Vec::new()));
    assert_eq!(read_entries(&document).len(), changes(session).len());
}

/// The peer id the phone joined with.
fn name(session: &Session) -> String {
    let joins = session.0.iter().find_map(|line| match line {
        Line::Phone(frame) => Some(decode(frame).unwrap()),
        Line::Ask(_) | Line::Answer(_) | Line::Server(_) => None,
        Line::Had(_) | Line::Own(_) | Line::Other(_) => None,
    });
    let Some(Frame::Join { sender, .. }) = joins else { panic!("the first frame is no join") };
    sender
}

/// Every change of the session, each an entry.
fn changes(session: &Session) -> Vec<Hash> {
    let all = session.0.iter().filter_map(|line| match line {
        Line::Had(change) | Line::Own(change) | Line::Other(change) => Some(change),
        Line::Ask(_) | Line::Answer(_) | Line::Phone(_) | Line::Server(_) => None,
    });
    all.map(|change| change_of(change).unwrap().0).collect()
}
