//! Reaching the server: ask who we are, open the socket, sync every document, try again later.
//!
//! Before anything is sent the phone asks `/api/me`: the browser's session may belong to another
//! person by now, and their server must not get this person's work. What the phone shows comes
//! from the last exchange that succeeded, never from what the phone thinks of its network.

use documents::{Document, DocumentId};
use domain::{Access, Moment, Set};
use protocol::http::{self, Me, Problem, ProblemCode, PutDocument};
use protocol::session::{ClientSession, ClientStep, page_peer_id};
use protocol::wire::{decode, encode};
use protocol::{End, EndCode, Limits};

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, HttpRequest, Method, Table, Timer, Write};
use crate::held::{Held, Opening, Refused};
use crate::merging::miss;
use crate::moments;
use crate::opening::{IDENTITY, SENT};
use crate::saving::put_meta;
use crate::view::Phase;

const SILENCE_MS: u32 = 20_000;
const BACKOFF_S: [u32; 7] = [1, 2, 5, 10, 20, 40, 60];
/// For a connection that gave way to newer ones: else they push each other out in turn.
const GAVE_WAY_S: u32 = 60;

#[derive(Debug, Default)]
pub(crate) struct Link {
    pub(crate) state: LinkState,
    /// Attempts since the last exchange.
    pub(crate) failures: u32,
    pub(crate) retry_in_s: Option<u32>,
    /// When the server last had everything.
    pub(crate) sent: Option<Moment>,
    pub(crate) gone: Option<Gone>,
    pub(crate) update_needed: bool,
    /// Why the server ended the last connection, or took none.
    pub(crate) ended: Option<EndCode>,
    /// When it was last asked what there is.
    pub(crate) listed: Option<Moment>,
    /// What the server sent about these could not be stored. It sends it again on a new connection
    /// only, so nothing is said about them before; each would ask the other for ever.
    pub(crate) behind: Set<DocumentId>,
    /// Others' documents that are here, and of which the server of this connection had nothing.
    denied: Set<DocumentId>,
}

#[derive(Debug, Default)]
pub(crate) enum LinkState {
    #[default]
    Idle,
    Asking,
    Opening,
    Open(Box<ClientSession>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    SignedOut,
    Revoked,
}

impl Link {
    pub(crate) fn is_connected(&self) -> bool {
        matches!(&self.state, LinkState::Open(session) if session.is_connected())
    }

    fn gave_way(&self) -> bool {
        let gave_way = |code| matches!(code, EndCode::TooManyConnections | EndCode::TooManyPhones);
        self.ended.is_some_and(gave_way)
    }

    pub(crate) fn take_sent(&mut self, value: &[u8]) {
        self.sent = json::read(value).as_ref().and_then(moments::from_json);
    }
}

impl Client {
    pub(crate) fn connect_now(&mut self) {
        if self.phase != Phase::Ready || !matches!(self.link.state, LinkState::Idle) {
            return;
        }
        self.link.retry_in_s = None;
        self.link.state = LinkState::Asking;
        self.ask_me();
    }

    pub(crate) fn ask_me(&mut self) {
        self.get("/api/me", Awaited::Me);
    }

    pub(crate) fn get(&mut self, path: &str, awaited: Awaited) {
        let ticket = self.ticket(awaited);
        let (method, path) = (Method::Get, path.into());
        let request = HttpRequest { method, path, body: None, known: None };
        self.effect(Effect::Http { ticket, request });
    }

    pub(crate) fn on_me(&mut self, answer: Option<(u16, Vec<u8>)>) {
        if self.identity.is_none() {
            return self.on_me_without_store(answer);
        }
        let Some((status, body)) = answer else { return self.on_unreachable() };
        match (status, http::read(&body, Me::from_json)) {
            (200, Some(me)) => {
                if self.identity.as_mut().is_some_and(|identity| identity.refresh(me)) {
                    self.link.gone = None;
                    self.link.state = LinkState::Opening;
                    self.keep_identity();
                    self.effect(Effect::OpenSocket);
                } else {
                    self.on_gone(Gone::SignedOut);
                }
            }
            (401, _) => self.on_gone(gone_because(&body)),
            _ => {
                self.note_why(&body);
                self.on_unreachable();
            }
        }
    }

    /// Why the server takes no connection, where it says so.
    fn note_why(&mut self, body: &[u8]) {
        let problem = http::read(body, Problem::from_json);
        let why = problem.and_then(|problem| EndCode::parse(problem.code.as_str()));
        self.link.ended = why.or(self.link.ended);
    }

    /// A browser does not say why it got no socket; the same question without one is answered.
    pub(crate) fn on_no_socket(&mut self, answer: Option<(u16, Vec<u8>)>) {
        if let Some((_, body)) = answer {
            self.note_why(&body);
        }
    }

    pub(crate) fn on_gone(&mut self, gone: Gone) {
        self.link.gone = Some(gone);
        self.link.state = LinkState::Idle;
        self.link.failures = 0;
    }

    pub(crate) fn keep_identity(&mut self) {
        let Some(identity) = &self.identity else { return };
        let (table, key) = (Table::Meta, IDENTITY.into());
        let write = Write::Put { table, key, value: identity.to_bytes() };
        self.store(vec![write], Durability::Relaxed, Awaited::Aside);
    }

    fn on_unreachable(&mut self) {
        self.link.state = LinkState::Idle;
        let step = if self.link.gave_way() {
            GAVE_WAY_S
        } else {
            BACKOFF_S[(self.link.failures as usize).min(BACKOFF_S.len() - 1)]
        };
        self.link.failures += 1;
        self.link.retry_in_s = Some(step);
        let spread = u32::from(self.random[0]) * 2;
        self.effect(Effect::SetTimer { timer: Timer::Reconnect, after_ms: step * 1_000 + spread });
    }

    pub(crate) fn on_timer(&mut self, timer: Timer) {
        match timer {
            Timer::Reconnect => {
                if !self.link.behind.is_empty() {
                    self.reconnect();
                }
                self.connect_now();
            }
            Timer::SavedShown => self.just_saved = false,
            Timer::Silence => self.on_silence(),
            Timer::List => self.ask_what_there_is(),
        }
    }

    /// Something was sent and nothing came back: the socket is dead and does not know it.
    fn on_silence(&mut self) {
        if self.link.is_connected() && self.shelf.values().any(Held::awaits_answer) {
            self.effect(Effect::CloseSocket);
            self.on_socket_closed();
        }
    }

    pub(crate) fn on_socket_opened(&mut self) {
        let Some(identity) = &self.identity else { return };
        let mut page = [0; 15];
        page.copy_from_slice(&self.actor[..15]);
        let peer = page_peer_id(&identity.peer_id, page);
        let session = ClientSession::new(peer, Limits::PHONE);
        self.effect(Effect::Send(encode(&session.join_frame())));
        self.link.state = LinkState::Open(Box::new(session));
    }

    pub(crate) fn on_socket_closed(&mut self) {
        if matches!(self.link.state, LinkState::Opening) {
            self.get("/sync", Awaited::NoSocket);
        }
        if !matches!(self.link.state, LinkState::Idle) {
            self.shelf.values_mut().for_each(|held| held.inbox.clear());
            self.on_unreachable();
        }
    }

    pub(crate) fn on_frame(&mut self, bytes: &[u8]) {
        let Ok(frame) = decode(bytes) else { return };
        let LinkState::Open(session) = &mut self.link.state else { return };
        match session.on_frame(frame) {
            ClientStep::Connected { .. } => self.on_connected(),
            ClientStep::Incoming { document, message } => self.on_message(&document, message),
            ClientStep::Unavailable { document } => self.on_unavailable(&document),
            ClientStep::Refused { document, code, message, changes } => {
                self.on_refused(&document, Refused { code, message }, &changes);
            }
            ClientStep::Failed { message } => {
                self.link.update_needed = message.contains("version");
                self.link.ended = End::parse(&message).map(|end| end.code);
            }
            ClientStep::Left | ClientStep::Ignored => {}
        }
    }

    fn on_connected(&mut self) {
        self.link.ended = None;
        self.link.failures = 0;
        self.link.retry_in_s = None;
        self.link.behind.clear();
        self.link.denied.clear();
        self.ask_what_there_is();
        self.renew_trust();
    }

    /// Says what there is to say about a document; registers an own one first.
    pub(crate) fn sync_document(&mut self, id: DocumentId) {
        if !self.link.is_connected() {
            return;
        }
        let Some(held) = self.shelf.get_mut(&id) else { return };
        if held.access == Access::Write && !held.is_registered {
            let put = PutDocument {
                kind: held.kind.as_str().into(),
                subject: held.subject.clone(),
                period: held.period.map(|period| period.0),
            };
            return self.put_document(id, &put);
        }
        held.wants_sync = true;
        if self.open(id) {
            self.sync_if_wanted(id);
        }
    }

    fn put_document(&mut self, id: DocumentId, put: &PutDocument) {
        if self.awaits(|awaited| *awaited == Awaited::Put(id)) {
            return;
        }
        let ticket = self.ticket(Awaited::Put(id));
        let body = Some(put.to_json().to_bytes());
        let path = "/api/documents".into();
        let request = HttpRequest { method: Method::Put, path, body, known: None };
        self.effect(Effect::Http { ticket, request });
    }

    pub(crate) fn on_put(&mut self, id: DocumentId, answer: Option<(u16, Vec<u8>)>) {
        let Some(held) = self.shelf.get_mut(&id) else { return };
        match answer {
            Some((200 | 201, _)) => {
                held.is_registered = true;
                let meta = put_meta(held);
                self.store(vec![meta], Durability::Relaxed, Awaited::Aside);
                self.sync_document(id);
            }
            Some((400 | 403 | 413, body)) => {
                let (code, message) = http::read(&body, Problem::from_json).map_or_else(
                    || ("refused".into(), String::new()),
                    |p| (p.code.as_str().to_owned(), p.detail.unwrap_or(p.title)),
                );
                self.note_refused_document(id, Refused { code, message });
            }
            // The server's trouble or the session's: it is asked again with the next connection.
            Some(_) | None => {}
        }
    }

    /// A change that is not on disk may yet be dropped, and its number given to another: nobody may
    /// have heard of it, so nothing is said while a save is under way.
    pub(crate) fn sync_if_wanted(&mut self, id: DocumentId) {
        if self.is_saving(id) || self.link.behind.contains(&id) {
            return;
        }
        let LinkState::Open(session) = &mut self.link.state else { return };
        let Some(held) = self.shelf.get_mut(&id) else { return };
        if !held.wants_sync || held.rewriting.is_some() {
            return;
        }
        let Opening::Open(document) = &held.opening else { return };
        held.wants_sync = false;
        let frame = session.generate(&id.to_string(), document.automerge());
        if let Some(frame) = frame {
            self.effect(Effect::Send(encode(&frame)));
            self.effect(Effect::SetTimer { timer: Timer::Silence, after_ms: SILENCE_MS });
        }
        self.close_when_quiet(id);
    }

    /// Documents about others stay open only as long as the exchange about them goes on.
    fn close_when_quiet(&mut self, id: DocumentId) {
        let LinkState::Open(session) = &self.link.state else { return };
        let Some(held) = self.shelf.get_mut(&id) else { return };
        let same = |document: &Document| {
            session.their_heads(&id.to_string()).is_some_and(|heads| heads == document.heads())
        };
        let is_ours = held.access == Access::Write;
        if !is_ours
            && held.inbox.is_empty()
            && held.next_chunk > 0
            && held.document().is_some_and(same)
        {
            held.opening = Opening::Closed;
        }
    }

    fn on_unavailable(&mut self, document: &str) {
        let Ok(id) = document.parse::<DocumentId>() else { return };
        let Some(held) = self.shelf.get(&id) else { return };
        let (is_own, is_here) = (self.is_own(held), held.next_chunk > 0);
        self.forget(id);
        if is_own {
            self.on_missing(id);
        } else if is_here && self.link.denied.insert(id) {
            // It is not there any more, or may not be read: the list tells.
            self.list_again();
        }
    }

    /// The server has nothing of an own document.
    fn on_missing(&mut self, id: DocumentId) {
        if let Some(held) = self.shelf.get_mut(&id) {
            held.is_registered = false;
            miss(held, &[]);
            let meta = put_meta(held);
            self.store(vec![meta], Durability::Relaxed, Awaited::Aside);
        }
    }

    fn on_refused(&mut self, document: &str, refused: Refused, changes: &[Vec<u8>]) {
        let Ok(id) = document.parse::<DocumentId>() else { return };
        match self.shelf.get(&id) {
            Some(held) if self.is_own(held) => self.note_refusal(id, refused, changes),
            Some(_) => self.on_right_ended(id),
            None => {}
        }
    }

    /// Notes the moment at which nothing was left to send.
    pub(crate) fn note_sent(&mut self) {
        if self.unsent() > 0 {
            return;
        }
        self.link.sent = Some(self.now);
        self.just_saved = false;
        let value = moments::to_json(self.now).to_bytes();
        let write = Write::Put { table: Table::Meta, key: SENT.into(), value };
        self.store(vec![write], Durability::Relaxed, Awaited::Aside);
    }

    /// How many entries have changes that the server has not confirmed.
    pub(crate) fn unsent(&self) -> usize {
        let ids = self.shelf.values().flat_map(|h| h.pending.iter().map(|(_, entry)| entry));
        ids.collect::<Set<_>>().len()
    }
}

pub(crate) fn gone_because(body: &[u8]) -> Gone {
    match http::read(body, Problem::from_json).map(|problem| problem.code) {
        Some(ProblemCode::Revoked) => Gone::Revoked,
        Some(_) | None => Gone::SignedOut,
    }
}
