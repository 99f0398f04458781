//! What people do: join, log, edit, take back, reflect, share, set goals.

use client::view::{JournalDraft, Phase};
use client::{Client, Event};
use domain::EntryId;

use crate::browser::TabId;
use crate::ledger::Saved;
use crate::play::INFLATED;
use crate::workshop;
use crate::world::{Check, World};

/// Of a hundred entries so many are longer than this server takes.
const LONG: usize = 4;
const TOO_LONG: usize = INFLATED as usize + 1_000;

impl World {
    /// Somebody does something in a tab that works.
    pub(crate) fn act(&mut self) -> Check {
        let mut all = Vec::new();
        for (at, browser) in self.browsers.iter().enumerate() {
            let awake = browser.tabs.iter().filter(|tab| !tab.is_frozen);
            all.extend(awake.map(|tab| (at, tab.id)));
        }
        match self.die.pick(&all) {
            Some((browser, tab)) => self.act_in(browser, tab),
            None => Ok(()),
        }
    }

    fn act_in(&mut self, browser: usize, tab: TabId) -> Check {
        let Some(client) = self.client(browser, tab) else { return Ok(()) };
        match client.phase() {
            Phase::Join if !client.is_joining() => self.join(browser, tab),
            Phase::Ready => self.work(browser, tab),
            Phase::Opening | Phase::Locked | Phase::Join | Phase::Elsewhere | Phase::NoStore(_) => {
                Ok(())
            }
        }
    }

    pub(crate) fn client(&self, browser: usize, tab: TabId) -> Option<&Client> {
        let tabs = &self.browsers[browser].tabs;
        tabs.iter().find(|one| one.id == tab).map(|tab| &tab.client)
    }

    /// With a new code, as the admin hands it out.
    pub(crate) fn join(&mut self, browser: usize, tab: TabId) -> Check {
        let (name, person) = (self.browsers[browser].name, self.browsers[browser].person);
        let code = workshop::invite(self.machine.store(), person, self.now);
        let device_name = format!("{name} {}", self.id());
        self.say(format!("{device_name} joins"));
        self.tell(browser, tab, Event::Join { code, device_name, is_guest: false })
    }

    fn work(&mut self, browser: usize, tab: TabId) -> Check {
        let what = self.die.below(17);
        if (8..14).contains(&what) {
            return self.work_together(browser, tab);
        }
        let name = self.browsers[browser].name;
        let words = format!("w{}", self.id());
        let own = self.own_entries(browser);
        let one = self.die.pick(&own);
        let Some(client) = self.client(browser, tab) else { return Ok(()) };
        let event = match (what, one) {
            (0, Some(saved)) => {
                self.say(format!("{name} takes {} back", saved.entry));
                Event::Void { entry: saved.entry, reason: words }
            }
            (1, Some(saved)) => return self.edit(browser, tab, saved.entry),
            (2, Some(saved)) => Event::Share(saved.entry),
            (3, Some(saved)) => Event::GoalReached(saved.entry),
            (4, _) => Event::AddGoal { text: words, competency: None },
            (5, _) => {
                let draft = client.journal(domain::Moment::new(self.now, 60)).draft;
                Event::SaveReflection(JournalDraft { text: words, ..draft })
            }
            (6, _) => Event::SyncNow,
            (7, _) => Event::OpenPerson(self.somebody()),
            _ => return self.log(browser, tab, words),
        };
        self.tell(browser, tab, event)
    }

    pub(crate) fn own_entries(&self, browser: usize) -> Vec<Saved> {
        let store = self.browsers[browser].works_here.as_deref();
        let here = |saved: &&Saved| saved.browser == browser && Some(&*saved.store) == store;
        self.ledger.all.iter().filter(here).cloned().collect()
    }

    fn log(&mut self, browser: usize, tab: TabId, title: String) -> Check {
        self.say(format!("{} logs {title}", self.browsers[browser].name));
        self.tell(browser, tab, Event::OpenOwnTask { title })?;
        self.save_form(browser, tab)
    }

    fn edit(&mut self, browser: usize, tab: TabId, entry: EntryId) -> Check {
        self.say(format!("{} edits {entry}", self.browsers[browser].name));
        self.tell(browser, tab, Event::OpenEdit(entry))?;
        self.save_form(browser, tab)
    }

    fn save_form(&mut self, browser: usize, tab: TabId) -> Check {
        let minutes = self.die.below(500) as u32;
        let Some(form) = self.client(browser, tab).and_then(Client::log_form) else {
            return Ok(());
        };
        let mut draft = form.draft;
        draft.minutes = Some(minutes);
        if self.die.percent(LONG) {
            draft.learned = "a".repeat(TOO_LONG);
        }
        self.tell(browser, tab, Event::SaveTask(draft))
    }
}
