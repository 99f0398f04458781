//! A phone: the real client over a store in memory.

use std::collections::{BTreeMap, VecDeque};

use client::view::Phase;
use client::{Client, Context, Durability, Effect, Event, Fault, MemoryStore, Place, Timer};
use domain::{Moment, PersonId};
use exchange::seal::{self, Memory};

use super::{MORNING, Server};

pub(crate) struct Phone {
    pub(crate) name: String,
    /// Of the app.
    pub(crate) version: &'static str,
    pub(crate) client: Client,
    pub(crate) now: Moment,
    pub(crate) place: Option<Place>,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Strict transactions fail.
    pub(crate) disk_is_full: bool,
    /// No transaction succeeds.
    pub(crate) nothing_fits: bool,
    /// No network.
    pub(crate) is_offline: bool,
    /// After so many more effects the rest is left undone: the process is killed at that instant.
    pub(crate) effects_left: Option<usize>,
    /// The module that knows signed bytes does not load.
    pub(crate) module_is_missing: bool,
    /// What that module was asked, packed.
    pub(crate) asked: Vec<Vec<u8>>,
    /// What this phone's key is made of, once it is made.
    pub(crate) seed: Option<[u8; 32]>,
    memory: Memory,
    pub(crate) stores: BTreeMap<String, MemoryStore>,
    current: Option<String>,
    cookie: Option<(PersonId, String)>,
    events: VecDeque<Event>,
    random: u64,
    socket: Option<String>,
    /// How many it has opened.
    pub(crate) sockets: u32,
}

impl Phone {
    /// A browser that was never here.
    pub(crate) fn new(name: &str) -> Self {
        let mut phone = Self {
            name: name.into(),
            version: "1",
            client: Client::new([0; 16]),
            now: MORNING,
            place: None,
            files: Vec::new(),
            disk_is_full: false,
            nothing_fits: false,
            is_offline: false,
            effects_left: None,
            module_is_missing: false,
            asked: Vec::new(),
            seed: None,
            memory: Memory::default(),
            stores: BTreeMap::new(),
            current: None,
            cookie: None,
            events: VecDeque::new(),
            random: name.bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte)),
            socket: None,
            sockets: 0,
        };
        phone.load_page();
        phone
    }

    pub(crate) fn joined(name: &str, server: &mut Server) -> Self {
        Self::new(name).join(name, server)
    }

    /// A further phone of the same person.
    pub(crate) fn joined_again(name: &str, server: &mut Server) -> Self {
        Self::new(&format!("{name} again")).join(name, server)
    }

    fn join(self, name: &str, server: &mut Server) -> Self {
        let mut phone = self;
        super::run(server, &mut [&mut phone]);
        phone.tell(Event::Join { code: name.into(), device_name: "phone".into() });
        super::run(server, &mut [&mut phone]);
        phone
    }

    /// The page is killed and opened again: only the store survives.
    pub(crate) fn restart(&mut self, server: &mut Server) {
        if let Some(socket) = self.socket.take() {
            server.disconnect(&socket);
        }
        self.events.clear();
        self.memory = Memory::default();
        self.effects_left = None;
        self.load_page();
    }

    /// The note "opening" is stored, and the page dies before the chunks were read; twice.
    pub(crate) fn crash_twice(&mut self, server: &mut Server) {
        self.crash_once(server);
        self.crash_once(server);
        self.restart(server);
        super::run(server, &mut [self]);
    }

    pub(crate) fn crash_once(&mut self, server: &mut Server) {
        self.restart(server);
        while self.client.phase() != &Phase::Ready {
            self.step(server);
        }
        self.step(server);
    }

    pub(crate) fn is_killed(&self) -> bool {
        self.effects_left == Some(0)
    }

    fn load_page(&mut self) {
        let actor = self.bytes();
        let mut sixteen = [9; 16];
        sixteen[..15].copy_from_slice(&actor);
        self.client = Client::new(sixteen);
        let (person, version) = (self.current.clone(), self.version.into());
        self.tell(Event::Started { person, language: "en".into(), version });
    }

    pub(crate) fn tell(&mut self, event: Event) {
        self.events.push_back(event);
    }

    /// Before what waits to be handled.
    pub(crate) fn tell_at_once(&mut self, event: Event) {
        self.events.push_front(event);
    }

    /// Hears what the server has to say before it does anything else.
    pub(crate) fn hear_at_once(&mut self, server: &mut Server) {
        let socket = self.socket.clone().expect("a connection");
        let frames = server.pending(&socket);
        frames.into_iter().rev().for_each(|frame| self.tell_at_once(Event::Received(frame)));
    }

    /// Time passes; every timer fires.
    pub(crate) fn wait(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        for timer in [Timer::SavedShown, Timer::Silence, Timer::List, Timer::Reconnect] {
            self.tell(Event::TimerFired(timer));
        }
    }

    fn bytes(&mut self) -> [u8; 15] {
        let mut bytes = [0; 15];
        for byte in &mut bytes {
            self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (self.random >> 33) as u8;
        }
        bytes
    }

    /// Handles one event, or takes one frame; false when there was neither.
    pub(crate) fn step(&mut self, server: &mut Server) -> bool {
        if self.is_killed() {
            return false;
        }
        if let Some(event) = self.events.pop_front() {
            self.handle(server, event);
            return true;
        }
        let Some(socket) = self.socket.clone() else { return false };
        if self.is_offline || !server.is_up || !server.is_connected(&socket) {
            server.disconnect(&socket);
            self.socket = None;
            self.tell(Event::SocketClosed);
            return true;
        }
        let frames = server.pending(&socket);
        let busy = !frames.is_empty();
        self.events.extend(frames.into_iter().map(Event::Received));
        busy
    }

    fn handle(&mut self, server: &mut Server, event: Event) {
        let context = Context { now: self.now, random: self.bytes() };
        for effect in self.client.handle(event, context) {
            if self.is_killed() {
                return;
            }
            self.carry_out(server, effect);
            self.effects_left = self.effects_left.map(|left| left - 1);
        }
    }

    fn carry_out(&mut self, server: &mut Server, effect: Effect) {
        match effect {
            Effect::UseStore { person, .. } => {
                if let Some(person) = &person {
                    self.stores.entry(person.clone()).or_default();
                }
                self.current = person;
            }
            Effect::DropStore => {
                if let Some(person) = self.current.take() {
                    self.stores.remove(&person);
                }
            }
            Effect::Store { ticket, writes, durability } => {
                let is_strict = durability == Durability::Strict;
                if self.nothing_fits || (self.disk_is_full && is_strict) {
                    return self.tell(Event::NotStored(ticket, Fault::Full));
                }
                self.store().apply(writes);
                self.tell(Event::Stored(ticket));
            }
            Effect::Load { ticket, table, prefix } => {
                let items = self.store().load(table, &prefix);
                self.tell(Event::Loaded(ticket, items));
            }
            Effect::Http { ticket, request } => {
                if self.is_offline || !server.is_up {
                    return self.tell(Event::NotAnswered(ticket));
                }
                let body = request.body.unwrap_or_default();
                let (status, body) = server.http(&mut self.cookie, &request.path, &body);
                let is_known = request.known == Some(protocol::http::tag_of(&body));
                let (status, body) = if is_known { (304, Vec::new()) } else { (status, body) };
                self.tell(Event::Answered { ticket, status, body });
            }
            Effect::OpenSocket => self.open_socket(server),
            Effect::CloseSocket => {
                if let Some(socket) = self.socket.take() {
                    server.disconnect(&socket);
                }
            }
            Effect::Send(bytes) => {
                let Some(socket) = self.socket.clone() else { return };
                match server.receive(&socket, &bytes) {
                    Some(frames) => self.events.extend(frames.into_iter().map(Event::Received)),
                    None => server.disconnect(&socket),
                }
            }
            Effect::Seal { ticket, request } => {
                let answer = self.ask_module(request);
                self.sealed(ticket, answer);
            }
            Effect::MakeKey { ticket } => {
                let bytes = [self.bytes(), self.bytes(), self.bytes()].concat();
                let made = bytes.first_chunk().copied().expect("32 bytes");
                let seed = *self.seed.get_or_insert(made);
                let public = self.ask_module(client::seed::ask_public(seed));
                self.sealed(ticket, public.and_then(|reply| client::seed::answered(&reply)));
            }
            Effect::Sign { ticket, message } => {
                let seed = self.seed.expect("a key");
                let signature = self.ask_module(client::seed::ask_signature(seed, message));
                self.sealed(ticket, signature.and_then(|reply| client::seed::answered(&reply)));
            }
            Effect::SetTimer { .. } | Effect::AskToPersist => {}
            Effect::SaveFile { name, bytes, .. } => self.files.push((name, bytes)),
            Effect::Go(place) => self.place = Some(place),
        }
    }

    fn ask_module(&mut self, request: Vec<u8>) -> Option<Vec<u8>> {
        if self.module_is_missing {
            return None;
        }
        let answer = seal::answer(&request, &mut self.memory);
        self.asked.push(request);
        Some(answer)
    }

    fn sealed(&mut self, ticket: client::Ticket, answer: Option<Vec<u8>>) {
        self.tell(match answer {
            Some(bytes) => Event::Sealed(ticket, bytes),
            None => Event::NotSealed(ticket, "it does not load".into()),
        });
    }

    fn open_socket(&mut self, server: &mut Server) {
        let Some((person, device)) = self.cookie.clone() else { return };
        if self.is_offline || !server.is_up || server.is_full {
            return self.tell(Event::SocketClosed);
        }
        self.sockets += 1;
        let socket = format!("{}/{}", self.name, self.sockets);
        server.connect(&socket, &person, &device);
        self.socket = Some(socket);
        self.tell(Event::SocketOpened);
    }

    pub(crate) fn store(&mut self) -> &mut MemoryStore {
        let current = self.current.clone().expect("a store in use");
        self.stores.entry(current).or_default()
    }
}
