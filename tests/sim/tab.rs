//! A tab: the real client, and the hands that do what it says, one small step at a time.

use std::collections::{BTreeMap, VecDeque};

use client::{
    Client, Context, Durability, Effect, Event, HttpRequest, Table, Ticket, Timer, Write,
};
use domain::Moment;

use crate::browser::TabId;
use crate::die::Die;

pub(crate) struct Tab {
    pub(crate) id: TabId,
    pub(crate) client: Client,
    die: Die,
    /// What is asked of the store, in order.
    pub(crate) asked: VecDeque<Job>,
    /// What the store did and the client has not heard.
    pub(crate) done: VecDeque<Event>,
    /// In the database of `person`, once it was used.
    pub(crate) turn: Option<u32>,
    pub(crate) person: Option<String>,
    /// When each fires.
    pub(crate) timers: BTreeMap<Timer, i64>,
    pub(crate) wire: Option<u64>,
    /// When it hears that another tab was opened after it, where one was.
    pub(crate) displaced_at: Option<i64>,
    /// The browser gives it no time.
    pub(crate) is_frozen: bool,
}

/// Something for the store.
#[derive(Clone, Debug)]
pub(crate) enum Job {
    Use(Option<String>),
    Drop,
    Write { ticket: Ticket, writes: Vec<Write>, durability: Durability },
    Load { ticket: Ticket, table: Table, prefix: String },
}

/// Something outside the browser.
#[derive(Debug)]
pub(crate) enum Wish {
    WorksHere(Option<String>),
    Http(Ticket, HttpRequest),
    Dial,
    HangUp,
    Send(Vec<u8>),
    /// A file for the person.
    Keep(Vec<u8>),
}

impl Tab {
    pub(crate) fn new(id: TabId, mut die: Die) -> Self {
        Self {
            id,
            client: Client::new(die.bytes()),
            die,
            asked: VecDeque::new(),
            done: VecDeque::new(),
            turn: None,
            person: None,
            timers: BTreeMap::new(),
            wire: None,
            displaced_at: None,
            is_frozen: false,
        }
    }

    /// `now`: what the phone's clock shows. `at`: the true time.
    pub(crate) fn handle(&mut self, event: Event, now: Moment, at: i64) -> Vec<Wish> {
        let context = Context { now, random: self.die.bytes() };
        let effects = self.client.handle(event, context);
        effects.into_iter().filter_map(|effect| self.carry_out(effect, at)).collect()
    }

    fn carry_out(&mut self, effect: Effect, at: i64) -> Option<Wish> {
        let job = match effect {
            Effect::UseStore { person, .. } => {
                self.asked.push_back(Job::Use(person.clone()));
                return Some(Wish::WorksHere(person));
            }
            Effect::DropStore => {
                self.asked.push_back(Job::Drop);
                return Some(Wish::WorksHere(None));
            }
            Effect::Store { ticket, writes, durability } => {
                Job::Write { ticket, writes, durability }
            }
            Effect::Load { ticket, table, prefix } => Job::Load { ticket, table, prefix },
            Effect::Http { ticket, request } => return Some(Wish::Http(ticket, request)),
            Effect::OpenSocket => return Some(Wish::Dial),
            Effect::CloseSocket => return Some(Wish::HangUp),
            Effect::Send(bytes) => return Some(Wish::Send(bytes)),
            Effect::SetTimer { timer, after_ms } => {
                self.timers.insert(timer, at + i64::from(after_ms));
                return None;
            }
            // Nobody signs here, and a key that is never made holds nothing up.
            Effect::Seal { .. } | Effect::MakeKey { .. } | Effect::Sign { .. } => return None,
            Effect::SaveFile { bytes, .. } => return Some(Wish::Keep(bytes)),
            Effect::Go(_) | Effect::AskToPersist => return None,
        };
        self.asked.push_back(job);
        None
    }
}
