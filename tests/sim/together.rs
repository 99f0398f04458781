//! What people do with each other and with their phones: watch, ask, shadow, take files along, sign out.

use client::{Event, Line, Observe, Shadow};
use domain::PersonId;

use crate::browser::TabId;
use crate::workshop;
use crate::world::{Check, World};

impl World {
    pub(crate) fn work_together(&mut self, browser: usize, tab: TabId) -> Check {
        let own = self.own_entries(browser);
        let one = self.die.pick(&own).map(|saved| saved.entry);
        let words = format!("w{}", self.id());
        let event = match (self.die.below(14), one) {
            (0..=2, _) => return self.watch(browser, tab, words),
            (3 | 4, _) => Event::Shadow(Shadow::Start { with: self.somebody(), what: None }),
            (5 | 6, Some(session)) => Event::Shadow(Shadow::Jot { session, text: words }),
            (7 | 8, Some(task)) => Event::Observe(Observe::Ask { to: self.somebody(), task }),
            (9 | 10, _) => return self.make_file(browser, tab),
            (11 | 12, _) => return self.take_file(browser, tab),
            (13, _) => {
                self.say(format!("{} signs out", self.browsers[browser].name));
                Event::SignOut
            }
            _ => return Ok(()),
        };
        self.trace.small(self.now, || format!("{event:?}"));
        self.tell(browser, tab, event)
    }

    pub(crate) fn somebody(&mut self) -> PersonId {
        workshop::person(self.die.pick(&workshop::PEOPLE).unwrap())
    }

    fn watch(&mut self, browser: usize, tab: TabId, next_time: String) -> Check {
        let person = self.somebody();
        self.say(format!("{} watches {person}", self.browsers[browser].name));
        let open = Observe::Open { person, task: None, request: None };
        for step in [open, Observe::Words(Line::NextTime, next_time), Observe::Save] {
            self.tell(browser, tab, Event::Observe(step))?;
        }
        Ok(())
    }
}
