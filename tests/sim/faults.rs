//! What goes wrong, and what changes around the phones.

use crate::workshop;
use crate::world::{Check, World};

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

impl World {
    /// One thing goes wrong, or is changed.
    pub(crate) fn trouble(&mut self) -> Check {
        let browser = self.die.below(self.browsers.len());
        match self.die.below(20) {
            0..=2 => self.cut_a_wire(),
            3 => self.lose_a_request(),
            4 => self.go_on_or_offline(browser),
            5 | 6 => self.stop_or_start_the_server(),
            7 => self.kill_the_server_within(),
            8 => self.let_a_commit_fail(),
            9 | 10 => return self.end_a_tab(browser),
            11 => return self.open_another_tab(browser),
            12 => self.freeze_or_wake(browser),
            13 => self.shift_the_clock(browser),
            14..=16 => self.flip(),
            17 => self.revoke(),
            18 => self.edit_the_catalogue(),
            _ => self.fill_or_empty(browser),
        }
        Ok(())
    }

    fn cut_a_wire(&mut self) {
        let open: Vec<_> = self.wires.iter().filter(|(_, w)| !w.is_cut && !w.is_dialing).collect();
        let open: Vec<u64> = open.into_iter().map(|(id, _)| *id).collect();
        let Some(id) = self.die.pick(&open) else { return };
        if let Some(wire) = self.wires.get_mut(&id) {
            wire.cut(&mut self.die);
            let words = format!(
                "connection {id} is cut, {} up and {} down",
                wire.up.len(),
                wire.down.len()
            );
            self.say(words);
        }
    }

    fn lose_a_request(&mut self) {
        let ids: Vec<u64> = self.requests.keys().copied().collect();
        if let Some(id) = self.die.pick(&ids) {
            self.say("a request is lost, or its answer");
            self.requests.entry(id).and_modify(|request| request.is_lost = true);
        }
    }

    fn go_on_or_offline(&mut self, browser: usize) {
        let place = &mut self.browsers[browser];
        place.is_online = !place.is_online;
        let words = format!("{} has a network: {}", place.name, place.is_online);
        let tabs: Vec<_> = place.tabs.iter().map(|tab| tab.id).collect();
        for wire in self.wires.values_mut().filter(|wire| tabs.contains(&wire.tab)) {
            if !wire.is_dialing && !wire.is_cut {
                wire.cut(&mut self.die);
            }
        }
        self.say(words);
    }

    fn stop_or_start_the_server(&mut self) {
        if self.machine.is_up() {
            self.say("the server is killed");
            self.crash_server();
        }
        if self.die.percent(70) {
            self.say("the server starts");
            self.start_server();
        }
    }

    /// Between two calls of its store.
    fn kill_the_server_within(&mut self) {
        if self.machine.is_up() {
            let calls = self.die.below(6);
            self.say(format!("the server will die after {calls} calls of its store"));
            self.machine.faults().stop_after(calls);
        }
    }

    fn let_a_commit_fail(&mut self) {
        let method = self.die.pick(&["append", "append", "chunks", "heads", "document"]);
        let method = method.unwrap_or("append");
        self.say(format!("the next {method} fails"));
        self.machine.faults().fail_next(method);
    }

    /// A tab is closed or crashes, or the battery is taken out; somebody opens the app again.
    fn end_a_tab(&mut self, browser: usize) -> Check {
        let name = self.browsers[browser].name;
        let tabs: Vec<_> = self.browsers[browser].tabs.iter().map(|tab| tab.id).collect();
        if self.die.percent(30) {
            self.say(format!("{name} loses power"));
            self.browsers[browser].lose_power(&mut self.die);
            tabs.into_iter().for_each(|tab| self.close_tab(browser, tab));
        } else if let Some(tab) = self.die.pick(&tabs) {
            self.say(format!("{name} tab {tab} is killed"));
            self.close_tab(browser, tab);
        }
        if self.browsers[browser].tabs.is_empty() { self.open_tab(browser) } else { Ok(()) }
    }

    /// It takes over; the tab before it may not know for a long time.
    fn open_another_tab(&mut self, browser: usize) -> Check {
        self.say(format!("{} opens another tab", self.browsers[browser].name));
        let freezes = self.die.percent(50);
        if let Some(last) = self.browsers[browser].tabs.last_mut() {
            last.is_frozen |= freezes;
        }
        self.open_tab(browser)
    }

    fn freeze_or_wake(&mut self, browser: usize) {
        let name = self.browsers[browser].name;
        let tabs = self.browsers[browser].tabs.len();
        if tabs == 0 {
            return;
        }
        let at = self.die.below(tabs);
        let tab = &mut self.browsers[browser].tabs[at];
        tab.is_frozen = !tab.is_frozen;
        let words = format!("{name} tab {} is frozen: {}", tab.id, tab.is_frozen);
        self.say(words);
    }

    fn shift_the_clock(&mut self, browser: usize) {
        let skew = match self.die.below(4) {
            0 => 0,
            1 => self.die.between(-5, 5) * MINUTE,
            2 => self.die.between(-3, 3) * DAY,
            _ => self.die.between(-2, 2) * 366 * DAY,
        };
        let place = &mut self.browsers[browser];
        place.skew_ms = skew;
        let words = format!("{}'s clock is {} minutes ahead", place.name, skew / MINUTE);
        self.say(words);
    }

    fn flip(&mut self) {
        let what = workshop::flip(self.machine.store(), &mut self.die, self.now);
        self.is_news = true;
        self.say(what);
    }

    fn revoke(&mut self) {
        if let Some(device) = workshop::revoke(self.machine.store(), &mut self.die, self.now) {
            self.is_news = true;
            self.say(format!("{device} is revoked"));
        }
    }

    fn edit_the_catalogue(&mut self) {
        let edition = self.id() as u32;
        workshop::edit_catalog(self.machine.store(), edition, self.now);
        self.is_news = true;
        self.say(format!("the catalogue has edition {edition}"));
    }

    fn fill_or_empty(&mut self, browser: usize) {
        let place = &mut self.browsers[browser];
        place.is_full = !place.is_full;
        let words = format!("{} is full: {}", place.name, place.is_full);
        self.say(words);
    }
}
