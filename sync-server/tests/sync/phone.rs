//! A phone as the app has it: the real client session over a real websocket.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use automerge::sync::{self, State, SyncDoc};
use automerge::{Automerge, ChangeHash, ReadDoc};
use documents::{Document, DocumentId, Hash, Reading, read_entries};
use domain::{Body, Entry, EntryId, Kind, Map, Moment, Task, Typed};
use futures_util::{FutureExt, SinkExt, StreamExt};
use protocol::Limits;
use protocol::session::{ClientSession, ClientStep};
use protocol::wire::{Frame, PeerMeta, decode, encode};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async, connect_async_with_config};

use crate::world::{NOON, World, nothing};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// All of the same length as text.
static ACTORS: AtomicU64 = AtomicU64::new(1_000);
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// How often a phone that is let down comes again.
const TRIES: usize = 5;

pub(crate) struct Phone {
    pub(crate) socket: Socket,
    pub(crate) session: ClientSession,
    pub(crate) documents: BTreeMap<DocumentId, Document>,
    /// What the server said besides sync messages, and how it closed.
    pub(crate) heard: Vec<String>,
    /// Changes the server named as refused.
    pub(crate) named: Vec<Vec<u8>>,
    /// Sync messages taken.
    pub(crate) taken: usize,
    /// Every frame of the connection.
    pub(crate) frames: Vec<Said>,
    device: String,
}

/// A frame as it went over the wire.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    ByPhone(Vec<u8>),
    ByServer(Vec<u8>),
}

/// An open socket of a device; nothing was said yet.
pub(crate) async fn dial(world: &World, device: Option<&str>) -> Result<Socket, Box<Error>> {
    let connected = connect_async_with_config(request(world, device), None, true).await;
    Ok(connected.map_err(Box::new)?.0)
}

/// The same over a line that takes little at once.
pub(crate) async fn dial_narrow(world: &World, device: &str) -> Socket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let stream = MaybeTlsStream::Plain(socket.connect(world.address).await.unwrap());
    client_async(request(world, Some(device)), stream).await.unwrap().0
}

fn request(world: &World, device: Option<&str>) -> Request {
    request_to(world.address, device)
}

fn request_to(address: SocketAddr, token: Option<&str>) -> Request {
    let mut request = format!("ws://{address}/sync").into_client_request().unwrap();
    if let Some(token) = token {
        let bearer = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert("authorization", bearer);
    }
    request
}

impl Phone {
    /// Over a narrow line.
    pub(crate) async fn connect_narrow(world: &World, device: &str) -> Self {
        let mut phone = Self::connect(world, device).await;
        phone.socket = dial_narrow(world, device).await;
        phone.join().await;
        phone
    }

    pub(crate) async fn connect(world: &World, device: &str) -> Self {
        Self::connect_to(world.address, device, device).await
    }

    /// To any server, with a device's token.
    pub(crate) async fn connect_to(address: SocketAddr, device: &str, token: &str) -> Self {
        let mut phone = Self {
            socket: connect_async_with_config(request_to(address, Some(token)), None, true)
                .await
                .unwrap()
                .0,
            session: ClientSession::new("", Limits::PHONE),
            documents: BTreeMap::new(),
            heard: Vec::new(),
            named: Vec::new(),
            taken: 0,
            frames: Vec::new(),
            device: device.to_owned(),
        };
        phone.join().await;
        phone
    }

    /// Connected, and in step with the server about a document.
    pub(crate) async fn following(world: &World, device: &str, id: DocumentId) -> Self {
        let mut phone = Self::connect(world, device).await;
        phone.open(id).await;
        phone.is_sent(id).await;
        phone
    }

    /// A new socket and a new session for the same documents.
    pub(crate) async fn reconnect(&mut self, world: &World) {
        self.socket = self.dial_again(world).await;
        self.heard.clear();
        self.join().await;
        let ids: Vec<_> = self.documents.keys().copied().collect();
        for id in ids {
            self.speak(id).await;
        }
    }

    async fn dial_again(&self, world: &World) -> Socket {
        for _ in 0..TRIES {
            if let Ok(socket) = dial(world, Some(&self.device)).await {
                return socket;
            }
        }
        panic!("{} is not let in", self.device);
    }

    /// That declares nothing of ours.
    pub(crate) async fn connect_stock(world: &World, device: &str) -> Self {
        let mut phone = Self::connect(world, device).await;
        phone.socket = dial(world, Some(device)).await.unwrap();
        let Frame::Join { sender, versions, .. } = phone.session.join_frame() else {
            unreachable!()
        };
        phone.send(&Frame::Join { sender, versions, meta: PeerMeta::default() }).await;
        phone
    }

    async fn join(&mut self) {
        let page = ACTORS.fetch_add(1, Ordering::Relaxed);
        self.session = ClientSession::new(format!("{}.{page}", self.device), Limits::PHONE);
        self.send(&self.session.join_frame()).await;
        self.until("joined", |phone| phone.session.is_connected()).await;
    }

    pub(crate) async fn send(&mut self, frame: &Frame) {
        let bytes = encode(frame);
        self.frames.push(Said::ByPhone(bytes.clone()));
        self.socket.send(Message::Binary(bytes.into())).await.unwrap();
    }

    /// Starts to talk about a document.
    pub(crate) async fn open(&mut self, id: DocumentId) {
        self.open_as(Kind::Log, id).await;
    }

    pub(crate) async fn open_as(&mut self, kind: Kind, id: DocumentId) {
        self.documents.insert(id, Document::new(kind, actor()));
        self.speak(id).await;
    }

    pub(crate) async fn speak(&mut self, id: DocumentId) {
        let automerge = self.documents[&id].automerge();
        if let Some(frame) = self.session.generate(&id.to_string(), automerge) {
            self.send(&frame).await;
        }
    }

    /// Its peer id.
    pub(crate) fn name(&self) -> String {
        let Frame::Join { sender, .. } = self.session.join_frame() else { unreachable!() };
        sender
    }

    /// Sends all of a document, whatever the server said about it.
    pub(crate) async fn push(&mut self, id: DocumentId) {
        let frame = self.pushed(id, &self.name());
        self.send(&frame).await;
    }

    /// Sends one change of a document, whatever it rests on.
    pub(crate) async fn push_only(&mut self, id: DocumentId, hash: Hash) {
        let Frame::Join { sender, .. } = self.session.join_frame() else { unreachable!() };
        let Frame::Sync { sender, target, document, data } = self.pushed(id, &sender) else {
            unreachable!()
        };
        let change = self.documents[&id].automerge().get_change_by_hash(&ChangeHash(hash)).unwrap();
        let mut message = sync::Message::decode(&data).unwrap();
        message.changes = vec![change.raw_bytes().to_vec()].into();
        self.send(&Frame::Sync { sender, target, document, data: message.encode() }).await;
    }

    pub(crate) fn pushed(&self, id: DocumentId, sender: &str) -> Frame {
        let document = self.documents[&id].automerge();
        let (mut ours, mut theirs) = (State::new(), State::new());
        let ask = Automerge::new().generate_sync_message(&mut theirs).unwrap();
        let mut copy = document.clone();
        copy.receive_sync_message(&mut ours, ask).unwrap();
        let data = copy.generate_sync_message(&mut ours).unwrap().encode();
        let (sender, target) = (sender.to_owned(), "ropes-bicycles".to_owned());
        Frame::Sync { sender, target, document: id.to_string(), data }
    }

    /// Saves an entry and sends it.
    pub(crate) async fn log(&mut self, id: DocumentId, words: &str) {
        self.log_at(id, words, NOON).await;
    }

    /// The same, until it is on the server.
    pub(crate) async fn sends(&mut self, id: DocumentId, words: &str) {
        self.log(id, words).await;
        self.is_sent(id).await;
    }

    pub(crate) async fn log_at(&mut self, id: DocumentId, words: &str, at: i64) {
        let entry = entry(words, at);
        let document = self.documents.get_mut(&id).unwrap();
        document.put_entry(&entry, Moment::new(at, 60)).unwrap();
        self.speak(id).await;
    }

    /// Takes what comes until something holds.
    pub(crate) async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            let Ok(next) = next else { panic!("{what}: nothing came; heard {:?}", self.heard) };
            self.take(next).await;
        }
    }

    /// The same, but comes again when the connection ends.
    pub(crate) async fn insist(&mut self, world: &World, holds: impl Fn(&Self) -> bool) {
        for _ in 0..TRIES {
            while !holds(self) && !self.has_heard("closed") {
                match tokio::time::timeout(PATIENCE, self.socket.next()).await {
                    Ok(Some(Ok(message))) => self.take(Some(Ok(message))).await,
                    Ok(Some(Err(_)) | None) => self.heard.push("closed by the line".into()),
                    Err(_) => panic!("nothing came; heard {:?}", self.heard),
                }
            }
            if holds(self) {
                return;
            }
            self.reconnect(world).await;
        }
        panic!("let down too often; heard {:?}", self.heard);
    }

    /// Takes what has come already, without waiting.
    pub(crate) async fn take_what_came(&mut self) {
        while let Some(next) = self.socket.next().now_or_never() {
            self.take(next).await;
        }
    }

    async fn take(&mut self, message: Option<Result<Message, Error>>) {
        match message {
            Some(Ok(Message::Binary(bytes))) => self.take_frame(&bytes).await,
            Some(Ok(Message::Close(Some(frame)))) => {
                self.heard.push(format!("closed {}: {}", u16::from(frame.code), frame.reason));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => panic!("the connection is gone; heard {:?}", self.heard),
        }
    }

    async fn take_frame(&mut self, bytes: &[u8]) {
        self.frames.push(Said::ByServer(bytes.to_vec()));
        match self.session.on_frame(decode(bytes).unwrap()) {
            ClientStep::Incoming { document, message } => {
                self.taken += 1;
                let id: DocumentId = document.parse().unwrap();
                let automerge = self.documents.get_mut(&id).unwrap().automerge_mut();
                self.session.apply(&document, &message, automerge).unwrap();
                self.speak(id).await;
            }
            ClientStep::Unavailable { document } => {
                self.heard.push(format!("unavailable {document}"));
            }
            ClientStep::Refused { code, message, changes, .. } => {
                self.named.extend(changes);
                self.heard.push(format!("refused {code}: {message}"));
            }
            ClientStep::Failed { message } => self.heard.push(format!("failed: {message}")),
            ClientStep::Connected { .. } | ClientStep::Left | ClientStep::Ignored => {}
        }
    }

    /// Whatever this phone said before was worked on, and what there was to say was said: the first
    /// answer may overtake news about documents, the second cannot.
    pub(crate) async fn is_done(&mut self) {
        for _ in 0..2 {
            let heard = self.heard.len();
            self.open(nothing()).await;
            self.until("answered", |phone| phone.heard.len() > heard).await;
            self.session.forget(&nothing().to_string());
            self.documents.remove(&nothing());
        }
    }

    pub(crate) fn has_heard(&self, start: &str) -> bool {
        self.heard.iter().any(|line| line.starts_with(start))
    }

    /// The server has confirmed everything in this document.
    pub(crate) fn all_sent(&self, id: DocumentId) -> bool {
        let automerge = self.documents[&id].automerge();
        self.session.unsent(&id.to_string(), automerge).is_some_and(|unsent| unsent.is_empty())
    }

    /// What the document says, sorted.
    pub(crate) fn words(&self, id: DocumentId) -> Vec<String> {
        let mut words: Vec<_> = read_entries(&self.documents[&id]).iter().map(word).collect();
        words.sort();
        words
    }

    /// Waits until the document says this and everything is confirmed.
    pub(crate) async fn shows(&mut self, id: DocumentId, words: &[&str]) {
        let words: Vec<_> = words.iter().map(ToString::to_string).collect();
        let what = format!("{} shows {words:?}", self.device);
        self.until(&what, |phone| phone.words(id) == words).await;
    }

    pub(crate) async fn is_sent(&mut self, id: DocumentId) {
        self.until("all sent", |phone| phone.all_sent(id)).await;
    }
}

/// One that nobody had before.
pub(crate) fn actor() -> [u8; 16] {
    let mut actor = [0; 16];
    actor[..8].copy_from_slice(&ACTORS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    actor
}

pub(crate) fn entry(words: &str, at: i64) -> Entry {
    let when = Moment::new(at, 60);
    let task = Task {
        what: Typed::Own(words.to_owned()),
        when,
        minutes: None,
        quantity: None,
        tags: Map::new(),
        first_time: false,
        learned_from: None,
        learned: None,
    };
    let id: String = words.replace(' ', "-").chars().take(20).collect();
    let id = EntryId::new(id).unwrap();
    Entry { id, saved: when, edited: None, body: Body::Task(task), void: None, copied_from: None }
}

fn word(reading: &Reading) -> String {
    match reading {
        Reading::Entry { entry: Entry { body: Body::Task(task), .. }, .. } => match &task.what {
            Typed::Own(words) => words.clone(),
            Typed::Type { id, .. } => id.to_string(),
        },
        other => format!("{other:?}"),
    }
}

/// Text that does not compress.
pub(crate) fn noise(seed: usize, letters: usize) -> String {
    let mut state = seed as u64 + 1;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + ((state >> 40) % 26) as u8)
    };
    (0..letters).map(|_| letter()).collect()
}
