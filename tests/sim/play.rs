//! One run: trouble for a while, then peace, then judgement.

use std::panic::{AssertUnwindSafe, catch_unwind};

use client::Event;
use client::view::{Attention, Phase};
use protocol::Limits;
use sync_server::hub::Settings;

use crate::browser::{Browser, TabId};
use crate::die::Die;
use crate::machine::{Disk, Machine};
use crate::tab::Tab;
use crate::workshop;
use crate::world::{Check, World};

/// An hour before midnight on the last day of 2026, in UTC.
const EVE: i64 = 1_798_758_000_000;
const BROWSERS: [(&str, &str); 5] = [
    ("samira's phone", "samira"),
    ("samira's tablet", "samira"),
    ("ingrid's phone", "ingrid"),
    ("tuan's phone", "tuan"),
    ("noor's phone", "noor"),
];
/// More frames than this and nobody can say that they come to rest.
const FRAMES: usize = 2_500;
const STEPS: usize = 20_000;
/// What this server takes in one frame, inflated: well above what is honest here.
pub(crate) const INFLATED: u64 = 32 << 10;

/// Why a run failed, and what led there.
pub(crate) struct Failure {
    pub(crate) seed: u64,
    pub(crate) why: String,
    pub(crate) trace: Vec<String>,
}

/// What a run came to; the same for the same seed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) trace: Vec<String>,
    pub(crate) frames: usize,
    pub(crate) saved: usize,
    pub(crate) shown: usize,
}

pub(crate) fn play(seed: u64, disk: Disk, is_verbose: bool) -> Result<Report, Failure> {
    let mut world = world(seed, disk);
    world.trace.is_verbose = is_verbose;
    let played = catch_unwind(AssertUnwindSafe(|| world.play()));
    let why = match played {
        Ok(Ok(())) => return Ok(world.report()),
        Ok(Err(why)) => why,
        Err(panic) => format!("panicked: {}", words(&*panic)),
    };
    Err(Failure { seed, why, trace: world.trace.lines().to_vec() })
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

fn world(seed: u64, disk: Disk) -> World {
    let mut die = Die::new(seed);
    let now = EVE + die.between(-30, 1) * 3_600_000;
    let settings = Settings {
        limits: Limits { inflated_bytes: INFLATED, ..Limits::SERVER },
        open_bytes: die.pick(&[0, 100_000, 256 << 20]).unwrap(),
        pieces: die.pick(&[3, 10, 256]).unwrap(),
        document_bytes: die.pick(&[3_000, 16 << 20, 16 << 20, 16 << 20]).unwrap(),
        ..Settings::default()
    };
    let machine = Machine::new(disk, settings, now);
    workshop::found(machine.store(), now);
    let first = die.below(3);
    let count = 2 + die.below(3);
    let browsers = BROWSERS.iter().skip(first).take(count);
    let browsers = browsers.map(|(name, person)| Browser::new(name, person)).collect();
    World::new(die, now, machine, browsers)
}

impl World {
    fn play(&mut self) -> Check {
        self.start_server();
        (0..self.browsers.len()).try_for_each(|browser| self.open_tab(browser))?;
        if self.die.percent(70) {
            self.begin_calmly()?;
        }
        for _ in 0..self.die.between(100, 350) {
            self.move_on()?;
        }
        self.make_peace();
        self.come_to_rest()?;
        self.judge()
    }

    /// Everybody has joined and is in step before anything goes wrong.
    fn begin_calmly(&mut self) -> Check {
        while self.one_step()? {}
        for browser in 0..self.browsers.len() {
            if let Some(tab) = self.browsers[browser].tabs.last().map(|tab| tab.id) {
                self.join(browser, tab)?;
            }
        }
        while self.one_step()? {}
        Ok(())
    }

    /// Mostly what is under way goes on.
    fn move_on(&mut self) -> Check {
        match self.die.below(100) {
            0..=7 => self.act(),
            8..=12 => self.trouble(),
            13..=15 => {
                let ms = self.die.pick(&[50, 700, 2_000, 15_000, 70_000]).unwrap();
                self.pass(ms);
                Ok(())
            }
            16 => {
                self.look();
                Ok(())
            }
            _ => self.one_step().map(|_| ()),
        }
    }

    /// Whether there was anything to do.
    fn one_step(&mut self) -> Result<bool, String> {
        let steps = self.steps();
        match self.die.pick(&steps) {
            Some(step) => self.take(step).map(|()| true),
            None => Ok(false),
        }
    }

    /// Nothing is wrong any more, and everybody looks at their phone.
    fn make_peace(&mut self) {
        self.say("peace");
        self.machine.faults().fail_no_more();
        if !self.machine.is_up() {
            self.start_server();
        }
        for place in &mut self.browsers {
            (place.is_online, place.is_full) = (true, false);
            for tab in &mut place.tabs {
                tab.is_frozen = false;
                tab.displaced_at = tab.displaced_at.map(|_| self.now);
            }
        }
    }

    fn come_to_rest(&mut self) -> Check {
        let frames = self.frames + FRAMES;
        for _ in 0..STEPS {
            if self.frames > frames {
                return Err("they never stop talking".into());
            }
            if !self.one_step()? && !self.wait()? {
                return Ok(());
            }
        }
        Err("they never come to rest".into())
    }

    /// Nothing is under way: the server looks around, somebody taps, time passes. False when all of
    /// that is done.
    fn wait(&mut self) -> Result<bool, String> {
        if self.is_news {
            self.look();
        } else if let Some(at) = self.browsers.iter().position(|one| one.tabs.is_empty()) {
            self.open_tab(at)?;
        } else if let Some((browser, tab, event)) = self.someone_to_wake() {
            self.tell(browser, tab, event)?;
        } else if let Some((browser, tab, document)) = self.left_alone() {
            self.tell(browser, tab, Event::TryAgain(document))?;
        } else if let Some(due) = self.next_timer() {
            self.pass((due - self.now).max(0));
        } else if !std::mem::replace(&mut self.all_looked_again, true) {
            self.woken.clear();
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// Nobody is left who has not been asked to join or to sync since the peace.
    fn someone_to_wake(&mut self) -> Option<(usize, TabId, Event)> {
        let tabs = self.browsers.iter().enumerate().flat_map(|(at, browser)| {
            browser.tabs.iter().map(move |tab| (at, tab.id, tab.client.phase().clone()))
        });
        let all: Vec<_> = tabs.collect();
        for (at, tab, phase) in all {
            let event = match phase {
                Phase::Join => Event::Join {
                    code: self.code(at),
                    device_name: format!("{at} {tab}"),
                    is_guest: false,
                },
                Phase::Ready => Event::SyncNow,
                Phase::Opening | Phase::Locked | Phase::Elsewhere | Phase::NoStore(_) => continue,
            };
            if self.woken.insert((tab, phase == Phase::Join)) {
                return Some((at, tab, event));
            }
        }
        None
    }

    /// A document that was not opened any more, because the app died twice over it.
    fn left_alone(&self) -> Option<(usize, TabId, String)> {
        let unreadable = |item| match item {
            Attention::UnreadableDocument { document, .. } => Some(document),
            _ => None,
        };
        self.browsers.iter().enumerate().find_map(|(at, browser)| {
            let works = |tab: &&Tab| *tab.client.phase() == Phase::Ready;
            browser.tabs.iter().filter(works).find_map(|tab| {
                let document = tab.client.sync_page().attention.into_iter().find_map(unreadable);
                document.map(|document| (at, tab.id, document))
            })
        })
    }

    fn code(&self, browser: usize) -> String {
        workshop::invite(self.machine.store(), self.browsers[browser].person, self.now)
    }

    fn report(&self) -> Report {
        let saved = &self.ledger.all;
        Report {
            trace: self.trace.lines().to_vec(),
            frames: self.frames,
            saved: saved.len(),
            shown: saved.iter().filter(|saved| saved.was_shown).count(),
        }
    }
}
