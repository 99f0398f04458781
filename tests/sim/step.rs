//! The small steps in which the world moves, and what a phone does by itself.

use client::Event;

use crate::browser::{Outcome, TabId};
use crate::world::{Check, World};

/// Something that can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The tab's store does its next job.
    Job(usize, TabId),
    /// The tab hears what its store did.
    Told(usize, TabId),
    /// A request reaches the server, or its answer the phone.
    Http(u64),
    Dial(u64),
    /// The server takes a frame.
    Hear(u64),
    /// The server sends a frame.
    Say(u64),
    /// The phone takes a frame.
    Take(u64),
    /// The phone notices the end of a connection.
    Closed(u64),
    /// The server notices it.
    Parted(u64),
    Timer(usize, TabId),
    /// The tab hears that another one works.
    Displaced(usize, TabId),
}

impl World {
    /// Everything that can happen without time passing.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        for (at, browser) in self.browsers.iter().enumerate() {
            for tab in &browser.tabs {
                if !tab.asked.is_empty() {
                    steps.push(Step::Job(at, tab.id));
                }
                if !tab.is_frozen && !tab.done.is_empty() {
                    steps.push(Step::Told(at, tab.id));
                }
                if !tab.is_frozen && tab.displaced_at.is_some_and(|at| at <= self.now) {
                    steps.push(Step::Displaced(at, tab.id));
                }
                if !tab.is_frozen && tab.timers.values().any(|due| *due <= self.now) {
                    steps.push(Step::Timer(at, tab.id));
                }
            }
        }
        let awake = |tab: TabId| {
            self.place_of(tab).is_none_or(|(at, i)| !self.browsers[at].tabs[i].is_frozen)
        };
        steps.extend(
            self.requests
                .iter()
                .filter(|(_, r)| r.answer.is_none() || awake(r.tab))
                .map(|(id, _)| Step::Http(*id)),
        );
        for (&id, wire) in &self.wires {
            let phone = wire.phone_listens && awake(wire.tab);
            let can = [
                (wire.is_dialing, Step::Dial(id)),
                (wire.server_can_hear(), Step::Hear(id)),
                (wire.server_may_say(), Step::Say(id)),
                (phone && !wire.down.is_empty(), Step::Take(id)),
                (phone && wire.is_over_for_phone(), Step::Closed(id)),
                (wire.is_over_for_server(), Step::Parted(id)),
            ];
            steps.extend(can.into_iter().filter_map(|(can, step)| can.then_some(step)));
        }
        steps
    }

    pub(crate) fn take(&mut self, step: Step) -> Check {
        self.trace.small(self.now, || format!("{step:?}"));
        match step {
            Step::Job(browser, tab) => self.job(browser, tab),
            Step::Told(browser, tab) => self.told(browser, tab),
            Step::Http(id) => self.http(id),
            Step::Dial(id) => self.dial(id),
            Step::Hear(id) => self.hear(id),
            Step::Say(id) => self.speak(id),
            Step::Take(id) => self.take_frame(id),
            Step::Closed(id) => self.closed(id),
            Step::Parted(id) => self.parted(id),
            Step::Timer(browser, tab) => self.timer(browser, tab),
            Step::Displaced(browser, tab) => self.displaced(browser, tab),
        }?;
        if self.machine.faults().has_stopped() {
            self.say("the server dies in the midst of it");
            self.crash_server();
        }
        self.wires.retain(|_, wire| !wire.is_gone());
        Ok(())
    }

    fn job(&mut self, browser: usize, tab: TabId) -> Check {
        let place = &mut self.browsers[browser];
        let store = place.tab(tab).and_then(|open| open.person.clone()).unwrap_or_default();
        match place.do_job(tab) {
            Outcome::Done => {}
            Outcome::Kept(writes) => self.ledger.keep((browser, &store, tab), &writes)?,
            Outcome::Dropped(store) => {
                let name = place.name;
                self.say(format!("{name} has signed out"));
                self.ledger.sign_out(browser, &store, self.machine.store(), &self.files)?;
            }
            Outcome::Taken => {
                let name = place.name;
                self.say(format!("{name} tab {tab} finds that another works"));
                self.displaced(browser, tab)?;
            }
        }
        Ok(())
    }

    fn displaced(&mut self, browser: usize, tab: TabId) -> Check {
        self.tell(browser, tab, Event::TakenOver)?;
        self.close_tab(browser, tab);
        Ok(())
    }

    fn told(&mut self, browser: usize, tab: TabId) -> Check {
        let event = self.browsers[browser].tab(tab).and_then(|open| open.done.pop_front());
        event.map_or(Ok(()), |event| self.tell(browser, tab, event))
    }

    fn timer(&mut self, browser: usize, tab: TabId) -> Check {
        let now = self.now;
        let Some(open) = self.browsers[browser].tab(tab) else { return Ok(()) };
        let due = open.timers.iter().find(|(_, due)| **due <= now).map(|(timer, _)| *timer);
        let Some(timer) = due else { return Ok(()) };
        open.timers.remove(&timer);
        self.tell(browser, tab, Event::TimerFired(timer))
    }
}
