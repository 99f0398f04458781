//! A phone without a screen: the real client over real sockets, its store a map in memory.
//!
//! What a browser does for the app's shell, this does in Rust, so that many phones fit into one test
//! and a store can be looked into.

mod keep;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use client::{Client, Context, Effect, Event, HttpRequest, Method};
use domain::{EntryId, Moment, OrgId, PersonId};
use exchange::seal::{self, Memory};
pub use keep::Keep;
use reqwest::cookie::{CookieStore, Jar};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::wait;

/// Of a clock that is asked once.
const PERIOD: std::time::Duration = std::time::Duration::from_secs(3_600);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub struct Phone {
    pub client: Client,
    url: String,
    http: reqwest::Client,
    jar: Arc<Jar>,
    store: Keep,
    person: Option<String>,
    events: VecDeque<Event>,
    socket: Option<Socket>,
    outside: (mpsc::UnboundedSender<Event>, mpsc::UnboundedReceiver<Event>),
    random: u64,
    /// What this phone's key is made of, once it is made.
    seed: Option<[u8; 32]>,
    memory: Memory,
    /// Bytes received: websocket frames, and the bodies of answers.
    pub received: usize,
}

impl Phone {
    pub fn new(url: &str, seed: u64) -> Result<Self> {
        Self::with_store(url, seed, None, Keep::default())
    }

    /// A phone on which `person` ("org/person") worked before and left this behind.
    pub fn with_store(url: &str, seed: u64, person: Option<&str>, store: Keep) -> Result<Self> {
        let jar = Arc::new(Jar::default());
        let http = reqwest::Client::builder().cookie_provider(jar.clone()).build()?;
        let mut phone = Self {
            client: Client::new([0; 16]),
            url: url.to_owned(),
            http,
            jar,
            store,
            person: person.map(ToOwned::to_owned),
            events: VecDeque::new(),
            socket: None,
            outside: mpsc::unbounded_channel(),
            random: seed,
            seed: None,
            memory: Memory::default(),
            received: 0,
        };
        phone.load_page();
        Ok(phone)
    }

    /// A new phone that joins with the code of an invite link.
    pub async fn joined(url: &str, link: &str, seed: u64) -> Result<Self> {
        let mut phone = Self::new(url, seed)?;
        let (_, code) = link.rsplit_once('#').context("a link without a code")?;
        phone.tell(Event::Join { code: code.into(), device_name: "test phone".into() });
        phone.until("joined", |client| *client.phase() == client::view::Phase::Ready).await?;
        Ok(phone)
    }

    /// The page dies and is opened again; the store stays.
    pub fn load_page(&mut self) {
        let mut actor = [1; 16];
        actor[..15].copy_from_slice(&self.bytes());
        self.client = Client::new(actor);
        self.socket = None;
        self.events.clear();
        let person = self.person.clone();
        self.tell(Event::Started { person, language: "en".into(), version: "1".into() });
    }

    /// Organisation and person, as the name of the store says.
    pub fn identity(&self) -> Option<(OrgId, PersonId)> {
        let (org, person) = self.person.as_ref()?.split_once('/')?;
        Some((OrgId::new(org).ok()?, PersonId::new(person).ok()?))
    }

    pub fn store(&self) -> &Keep {
        &self.store
    }

    /// What the browser sends along with every request: `name=value`.
    pub fn cookie(&self) -> Result<Option<String>> {
        let cookies = self.jar.cookies(&self.url.parse()?);
        cookies.map(|value| Ok(value.to_str()?.to_owned())).transpose()
    }

    pub fn set_cookie(&self, cookie: &str) -> Result<()> {
        self.jar.add_cookie_str(cookie, &self.url.parse()?);
        Ok(())
    }

    /// Logs the first task on offer; it is on the phone when this returns, and no more than that.
    pub async fn log_a_task(&mut self) -> Result<EntryId> {
        let now = self.now();
        let tile = self.client.home(now).tiles.into_iter().next().context("nothing to tap")?;
        self.tell(Event::OpenTask(tile.task_type));
        self.until("in the form", |client| client.log_form().is_some()).await?;
        let draft = self.client.log_form().map(|form| form.draft).context("no form")?;
        let entry = draft.entry.clone();
        self.tell(Event::SaveTask(draft));
        let id = entry.clone();
        self.until("done saving", move |client| client.entry(&id).is_some()).await?;
        Ok(entry)
    }

    pub fn tell(&mut self, event: Event) {
        self.events.push_back(event);
    }

    pub fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX), 60)
    }

    /// Works until the client is as asked; patience is bounded.
    pub async fn until(&mut self, what: &str, is: impl Fn(&Client) -> bool) -> Result<()> {
        let work = async {
            while !is(&self.client) || !self.events.is_empty() {
                self.step().await?;
            }
            Ok(())
        };
        tokio::time::timeout(wait::PATIENCE, work)
            .await
            .with_context(|| format!("the phone was never {what}"))?
    }

    /// One event, or what comes next from the network.
    async fn step(&mut self) -> Result<()> {
        while let Ok(event) = self.outside.1.try_recv() {
            self.events.push_back(event);
        }
        if let Some(event) = self.events.pop_front() {
            let context = Context { now: self.now(), random: self.bytes() };
            for effect in self.client.handle(event, context) {
                self.carry_out(effect).await?;
            }
            return Ok(());
        }
        let event = match &mut self.socket {
            Some(socket) => {
                use futures_util::StreamExt as _;
                tokio::select! {
                    message = socket.next() => match message {
                        Some(Ok(Message::Binary(bytes))) => {
                            self.received += bytes.len();
                            Some(Event::Received(bytes.to_vec()))
                        }
                        Some(Ok(Message::Close(_)) | Err(_)) | None => {
                            self.socket = None;
                            Some(Event::SocketClosed)
                        }
                        Some(Ok(_)) => None,
                    },
                    event = self.outside.1.recv() => event,
                }
            }
            None => self.outside.1.recv().await,
        };
        self.events.extend(event);
        Ok(())
    }

    async fn carry_out(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::UseStore { person, .. } => self.person = person,
            Effect::DropStore => self.store = Keep::default(),
            Effect::Store { ticket, writes, .. } => {
                self.store.0.apply(writes);
                self.tell(Event::Stored(ticket));
            }
            Effect::Load { ticket, table, prefix } => {
                let items = self.store.0.load(table, &prefix);
                self.tell(Event::Loaded(ticket, items));
            }
            Effect::Http { ticket, request } => match self.ask(request).await {
                Ok((status, body)) => self.tell(Event::Answered { ticket, status, body }),
                Err(_) => self.tell(Event::NotAnswered(ticket)),
            },
            Effect::OpenSocket => match self.connect().await {
                Ok(socket) => {
                    self.socket = Some(socket);
                    self.tell(Event::SocketOpened);
                }
                Err(_) => self.tell(Event::SocketClosed),
            },
            Effect::CloseSocket => self.socket = None,
            Effect::Send(bytes) => {
                use futures_util::SinkExt as _;
                if let Some(socket) = &mut self.socket
                    && socket.send(Message::Binary(bytes.into())).await.is_err()
                {
                    self.socket = None;
                    self.tell(Event::SocketClosed);
                }
            }
            Effect::SetTimer { timer, after_ms } => {
                let events = self.outside.0.clone();
                // A test does not wait as long as a person would.
                let after = std::time::Duration::from_millis(u64::from(after_ms).min(200));
                tokio::spawn(async move {
                    let due = tokio::time::Instant::now() + after;
                    tokio::time::interval_at(due, PERIOD).tick().await;
                    // The phone is gone: nobody to tell.
                    let _told = events.send(Event::TimerFired(timer));
                });
            }
            Effect::Seal { ticket, request } => {
                let answer = seal::answer(&request, &mut self.memory);
                self.tell(Event::Sealed(ticket, answer));
            }
            Effect::MakeKey { ticket } => {
                let bytes = [self.bytes(), self.bytes(), self.bytes()].concat();
                let made = *bytes.first_chunk().context("too few random bytes")?;
                let request = client::seed::ask_public(*self.seed.get_or_insert(made));
                self.sealed(ticket, &request);
            }
            Effect::Sign { ticket, message } => {
                let seed = self.seed.context("no key to sign with")?;
                self.sealed(ticket, &client::seed::ask_signature(seed, message));
            }
            Effect::SaveFile { .. } | Effect::Go(_) | Effect::AskToPersist => {}
        }
        Ok(())
    }

    /// What a browser's key does.
    fn sealed(&mut self, ticket: client::Ticket, request: &[u8]) {
        let answer = client::seed::answered(&seal::answer(request, &mut self.memory));
        self.tell(match answer {
            Some(bytes) => Event::Sealed(ticket, bytes),
            None => Event::NotSealed(ticket, "no such key".into()),
        });
    }

    async fn ask(&mut self, request: HttpRequest) -> Result<(u16, Vec<u8>)> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
        };
        let mut asked = self
            .http
            .request(method, format!("{}{}", self.url, request.path))
            .header("origin", &self.url);
        if let Some(body) = request.body {
            asked = asked.header("content-type", "application/json").body(body);
        }
        if let Some(known) = request.known {
            asked = asked.header("if-none-match", known);
        }
        let answer = asked.send().await?;
        let (status, body) = (answer.status().as_u16(), answer.bytes().await?.to_vec());
        self.received += body.len();
        Ok((status, body))
    }

    async fn connect(&self) -> Result<Socket> {
        let mut request =
            format!("{}/sync", self.url.replacen("http", "ws", 1)).into_client_request()?;
        request.headers_mut().insert("origin", self.url.parse()?);
        if let Some(cookies) = self.jar.cookies(&self.url.parse()?) {
            request.headers_mut().insert("cookie", cookies);
        }
        Ok(connect_async(request).await?.0)
    }

    fn bytes(&mut self) -> [u8; 15] {
        let mut bytes = [0; 15];
        for byte in &mut bytes {
            self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (self.random >> 33) as u8;
        }
        bytes
    }
}
