//! Phones and one server in memory, run until nobody has anything to say.
//!
//! Every frame goes through its bytes. The server keeps documents in a map, commits before it
//! answers, and can be told who may do what.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, VecDeque};

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, Automerge, ROOT, ReadDoc};
use protocol::Limits;
use protocol::session::{
    ClientSession, ClientStep, Mode, ServerIdentity, ServerSession, ServerStep,
};
use protocol::wire::{Frame, decode, encode};

pub(crate) const LOG: &str = "27VFqKpjFanAfT4YagzG1fUrS3X6";

/// The first change every document starts from.
pub(crate) fn genesis() -> Automerge {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([0; 16]));
    doc.put(ROOT, "v", 1).unwrap();
    Automerge::load(&doc.save()).unwrap()
}

pub(crate) fn identity() -> ServerIdentity {
    ServerIdentity { peer_id: "server".into(), storage_id: "store-1".into() }
}

pub(crate) struct Phone {
    pub(crate) session: ClientSession,
    pub(crate) documents: BTreeMap<String, Automerge>,
    /// Everything but sync, as text.
    pub(crate) heard: Vec<String>,
    /// How often a document came as a whole and was put in the place of the phone's.
    pub(crate) wholes: usize,
    outbox: VecDeque<Vec<u8>>,
}

pub(crate) struct World {
    pub(crate) committed: BTreeMap<String, Automerge>,
    /// (phone, document) of those who may only read; everybody else may write.
    pub(crate) readers: Vec<(&'static str, &'static str)>,
    pub(crate) connections: BTreeMap<String, ServerSession>,
    pub(crate) phones: BTreeMap<String, Phone>,
    pub(crate) frames: usize,
    pub(crate) loads: usize,
    visits: u32,
}

impl World {
    pub(crate) fn new(phones: &[&str]) -> Self {
        let mut world = Self {
            committed: BTreeMap::new(),
            readers: Vec::new(),
            connections: BTreeMap::new(),
            phones: BTreeMap::new(),
            frames: 0,
            loads: 0,
            visits: 0,
        };
        for name in phones {
            let phone = Phone {
                session: ClientSession::new(*name, Limits::PHONE),
                documents: BTreeMap::new(),
                heard: Vec::new(),
                wholes: 0,
                outbox: VecDeque::new(),
            };
            world.phones.insert((*name).to_owned(), phone);
        }
        world
    }

    /// A new connection with fresh sessions on both ends. What was under way is lost.
    pub(crate) fn connect(&mut self, name: &str) {
        self.visits += 1;
        let phone = self.phones.get_mut(name).unwrap();
        phone.session = ClientSession::new(format!("{name}.{}", self.visits), Limits::PHONE);
        phone.outbox = VecDeque::from([encode(&phone.session.join_frame())]);
        let server = ServerSession::new(identity(), Limits::SERVER);
        self.connections.insert(name.to_owned(), server);
    }

    pub(crate) fn disconnect(&mut self, name: &str) {
        self.connections.remove(name);
        self.phones.get_mut(name).unwrap().outbox.clear();
    }

    /// Writes on a phone under an actor of its own.
    pub(crate) fn write(&mut self, name: &str, document: &str, key: &str, value: &str) {
        let phone = self.phones.get_mut(name).unwrap();
        let doc = phone.documents.entry(document.to_owned()).or_insert_with(genesis);
        let mut actor = [9; 16];
        actor[..name.len().min(16)].copy_from_slice(&name.as_bytes()[..name.len().min(16)]);
        doc.set_actor(ActorId::from(actor));
        let mut change = doc.transaction();
        change.put(ROOT, key, value).unwrap();
        change.commit();
        phone.speak(document);
    }

    pub(crate) fn follow(&mut self, name: &str, document: &str) {
        let phone = self.phones.get_mut(name).unwrap();
        phone.documents.entry(document.to_owned()).or_insert_with(genesis);
        phone.speak(document);
    }

    /// Delivers until nobody has anything to say; panics if that takes for ever.
    pub(crate) fn run(&mut self) {
        let names: Vec<_> = self.phones.keys().cloned().collect();
        let end = self.frames + 20_000;
        while names.iter().any(|name| self.step(name)) {
            assert!(self.frames < end, "the peers never come to rest");
        }
    }

    /// One frame from the phone and one to it; whether there was any.
    pub(crate) fn step(&mut self, name: &str) -> bool {
        let sent = self.phones.get_mut(name).unwrap().outbox.pop_front();
        if let Some(bytes) = &sent {
            self.frames += 1;
            self.at_server(name, bytes);
        }
        let answered = self.answer(name);
        sent.is_some() || answered
    }

    fn at_server(&mut self, name: &str, bytes: &[u8]) {
        let Some(server) = self.connections.get_mut(name) else { return };
        match server.on_binary(bytes) {
            ServerStep::Joined { reply, .. } | ServerStep::Close { reply, .. } => {
                self.deliver(name, &reply);
            }
            ServerStep::Incoming { document, data } => self.incoming(name, &document, &data),
            ServerStep::Ignored(_) | ServerStep::Left => {}
        }
    }

    fn incoming(&mut self, name: &str, document: &str, data: &[u8]) {
        let reads = self.readers.iter().any(|(who, what)| *who == name && *what == document);
        let server = self.connections.get_mut(name).unwrap();
        if !server.is_open(document) {
            server.open(document, if reads { Mode::Read } else { Mode::Write });
        }
        let stored = self.committed.entry(document.to_owned()).or_insert_with(genesis);
        if let Ok(Some(reply)) = server.settle(document, data, &stored.get_heads()) {
            if let Some(reply) = reply {
                self.deliver(name, &reply);
            }
            return;
        }
        self.loads += 1;
        let mut copy = stored.clone();
        match server.receive(document, data, &mut copy) {
            Ok(_) => *stored = copy,
            Err(refusal) => {
                if let Some(frame) = server.refusal_frame(document, &refusal) {
                    self.deliver(name, &frame);
                }
            }
        }
        self.connections.values_mut().for_each(|one| one.mark_dirty(document));
    }

    /// The server takes one dirty document of this connection, if the socket can take a frame.
    fn answer(&mut self, name: &str) -> bool {
        let Some(server) = self.connections.get_mut(name) else { return false };
        let Some(document) = server.next_dirty() else { return false };
        let stored = &self.committed[&document];
        if server.may_speak(&document, &stored.get_heads())
            && let Some(frame) = server.generate(&document, stored)
        {
            self.deliver(name, &frame);
        }
        true
    }

    pub(crate) fn deliver(&mut self, name: &str, frame: &Frame) {
        self.frames += 1;
        self.phones.get_mut(name).unwrap().hear(&encode(frame));
    }

    /// The document as key=value text, on a phone.
    pub(crate) fn on_phone(&self, name: &str, document: &str) -> String {
        shown(&self.phones[name].documents[document])
    }

    pub(crate) fn on_server(&self, document: &str) -> String {
        shown(&self.committed[document])
    }
}

impl Phone {
    fn hear(&mut self, bytes: &[u8]) {
        let step = self.session.on_frame(decode(bytes).unwrap());
        match step {
            ClientStep::Connected { .. } => {
                let all: Vec<_> = self.documents.keys().cloned().collect();
                all.iter().for_each(|document| self.speak(document));
            }
            ClientStep::Incoming { document, message } => {
                let doc = self.documents.entry(document.clone()).or_insert_with(genesis);
                match self.session.apply(&document, &message, doc) {
                    Ok(applied) => self.wholes += usize::from(applied.whole.is_some()),
                    Err(error) => self.heard.push(error.to_string()),
                }
                self.speak(&document);
            }
            ClientStep::Ignored => {}
            other => self.heard.push(format!("{other:?}")),
        }
    }

    fn speak(&mut self, document: &str) {
        if let Some(frame) = self.session.generate(document, &self.documents[document]) {
            self.outbox.push_back(encode(&frame));
        }
    }

    pub(crate) fn send_raw(&mut self, frame: &Frame) {
        self.outbox.push_back(encode(frame));
    }

    pub(crate) fn unsent(&self, document: &str) -> Option<usize> {
        self.session.unsent(document, &self.documents[document]).map(|all| all.len())
    }
}

pub(crate) fn shown(doc: &Automerge) -> String {
    let pairs = doc.keys(ROOT).filter(|key| key != "v").map(|key| {
        let mut all: Vec<_> = doc
            .get_all(ROOT, &key)
            .unwrap()
            .into_iter()
            .map(|(value, _)| value.as_str().unwrap_or("?").to_owned())
            .collect();
        all.sort();
        format!("{key}={}", all.join("|"))
    });
    pairs.collect::<Vec<_>>().join(" ")
}
