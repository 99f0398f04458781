//! The world: a server, browsers, and what is under way between them. It moves one small step at a
//! time; which one comes next is the die's choice.

use std::collections::{BTreeMap, BTreeSet};

use client::{Event, HttpRequest, Ticket};

use crate::browser::{Browser, TabId};
use crate::die::Die;
use crate::files::RescueFile;
use crate::ledger::Ledger;
use crate::machine::{Answer, Machine};
use crate::tab::{Tab, Wish};
use crate::trace::Trace;
use crate::wire::Wire;

pub(crate) type Check = Result<(), String>;

pub(crate) struct World {
    pub(crate) die: Die,
    pub(crate) trace: Trace,
    /// The true time.
    pub(crate) now: i64,
    pub(crate) machine: Machine,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) wires: BTreeMap<u64, Wire>,
    pub(crate) requests: BTreeMap<u64, Request>,
    pub(crate) ledger: Ledger,
    pub(crate) files: Vec<RescueFile>,
    /// Frames that either side took.
    pub(crate) frames: usize,
    last_look: i64,
    /// Something happened since the server last looked around.
    pub(crate) is_news: bool,
    /// Everybody looks at their phone again once all is quiet.
    pub(crate) all_looked_again: bool,
    /// Who was asked to join (or, else, to sync) since there is peace.
    pub(crate) woken: BTreeSet<(TabId, bool)>,
    last_id: u64,
}

/// An HTTP request under way, or its answer.
pub(crate) struct Request {
    pub(crate) browser: usize,
    pub(crate) tab: TabId,
    pub(crate) ticket: Ticket,
    pub(crate) request: HttpRequest,
    pub(crate) answer: Option<Answer>,
    /// Nobody will hear of it.
    pub(crate) is_lost: bool,
}

impl World {
    pub(crate) fn new(die: Die, now: i64, machine: Machine, browsers: Vec<Browser>) -> Self {
        Self {
            die,
            trace: Trace::default(),
            now,
            machine,
            browsers,
            wires: BTreeMap::new(),
            requests: BTreeMap::new(),
            ledger: Ledger::default(),
            files: Vec::new(),
            frames: 0,
            last_look: now,
            is_news: false,
            all_looked_again: false,
            woken: BTreeSet::new(),
            last_id: 0,
        }
    }

    pub(crate) fn id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(crate) fn say(&mut self, words: impl Into<String>) {
        self.trace.note(self.now, words.into());
    }

    // ---- the phone's side --------------------------------------------------------------------

    pub(crate) fn open_tab(&mut self, browser: usize) -> Check {
        let (id, die) = (self.id(), Die::new(self.die.next()));
        let person = self.browsers[browser].works_here.clone();
        let at = self.now + self.die.pick(&[0, 0, 2_000, 70_000]).unwrap();
        let tabs = &mut self.browsers[browser].tabs;
        tabs.iter_mut().for_each(|tab| tab.displaced_at = tab.displaced_at.or(Some(at)));
        tabs.push(Tab::new(id, die));
        self.tell(
            browser,
            id,
            Event::Started { person, language: "en".into(), version: "1".into() },
        )
    }

    pub(crate) fn close_tab(&mut self, browser: usize, tab: TabId) {
        self.browsers[browser].tabs.retain(|one| one.id != tab);
        self.hang_up(tab);
    }

    /// Tells a tab's client something, and begins what it asks for.
    pub(crate) fn tell(&mut self, browser: usize, tab: TabId, event: Event) -> Check {
        let at = self.now;
        let clock = self.browsers[browser].clock(at);
        let Some(open) = self.browsers[browser].tab(tab) else { return Ok(()) };
        for wish in open.handle(event, clock, at) {
            self.begin(browser, tab, wish)?;
        }
        self.look_at(browser, tab)
    }

    fn look_at(&mut self, browser: usize, tab: TabId) -> Check {
        let Some(open) = self.browsers[browser].tab(tab) else { return Ok(()) };
        let Some(store) = open.person.clone() else { return Ok(()) };
        self.ledger.look((browser, &store, tab), &open.client, self.machine.store())
    }

    fn begin(&mut self, browser: usize, tab: TabId, wish: Wish) -> Check {
        match wish {
            Wish::WorksHere(person) => self.browsers[browser].works_here = person,
            Wish::Http(ticket, request) => {
                let id = self.id();
                self.requests.insert(
                    id,
                    Request { browser, tab, ticket, request, answer: None, is_lost: false },
                );
            }
            Wish::Dial => {
                self.hang_up(tab);
                let id = self.id();
                self.wires.insert(id, Wire::dialing(tab));
                if let Some(open) = self.browsers[browser].tab(tab) {
                    open.wire = Some(id);
                }
            }
            Wish::HangUp => self.hang_up(tab),
            Wish::Keep(file) => return self.keep_file(browser, file),
            Wish::Send(frame) => {
                let wire = self.browsers[browser].tab(tab).and_then(|open| open.wire);
                if let Some(wire) = wire.and_then(|id| self.wires.get_mut(&id)) {
                    wire.send_up(frame);
                }
            }
        }
        Ok(())
    }

    /// The phone closes its socket, or is gone: it hears nothing more of it.
    fn hang_up(&mut self, tab: TabId) {
        for wire in self.wires.values_mut().filter(|wire| wire.tab == tab) {
            wire.phone_listens = false;
            wire.is_dialing = false;
            wire.down.clear();
        }
    }

    pub(crate) fn place_of(&self, tab: TabId) -> Option<(usize, usize)> {
        self.browsers.iter().enumerate().find_map(|(at, browser)| {
            browser.tabs.iter().position(|one| one.id == tab).map(|i| (at, i))
        })
    }

    pub(crate) fn server_did_something(&mut self) {
        self.is_news = true;
        self.wires.values_mut().for_each(|wire| wire.may_say = true);
    }

    // ---- time and the server -----------------------------------------------------------------

    pub(crate) fn pass(&mut self, ms: i64) {
        self.now += ms;
        self.machine.set_clock(self.now);
        if self.now - self.last_look >= 1_000 {
            self.look();
        }
    }

    pub(crate) fn look(&mut self) {
        self.last_look = self.now;
        self.machine.look();
        self.server_did_something();
        self.is_news = false;
    }

    pub(crate) fn crash_server(&mut self) {
        for wire in self.wires.values_mut() {
            if !wire.is_dialing {
                wire.lose_server(&mut self.die);
            }
        }
        self.machine.crash();
    }

    pub(crate) fn start_server(&mut self) {
        self.machine.start();
        self.last_look = self.now;
    }

    /// When the next timer fires.
    pub(crate) fn next_timer(&self) -> Option<i64> {
        let tabs = self.browsers.iter().flat_map(|browser| &browser.tabs);
        tabs.flat_map(|tab| tab.timers.values()).copied().min()
    }
}
