//! A browser on a phone: its stores and its cookie outlive its tabs.

use std::collections::BTreeMap;

use client::{Durability, Event, Fault, Ticket, Write};
use domain::Moment;

use crate::database::Database;
use crate::die::Die;
use crate::tab::{Job, Tab};

/// Unique in a world.
pub(crate) type TabId = u64;

pub(crate) struct Browser {
    pub(crate) name: &'static str,
    /// Whose phone it is.
    pub(crate) person: &'static str,
    pub(crate) stores: BTreeMap<String, Database>,
    /// The note on who works here.
    pub(crate) works_here: Option<String>,
    pub(crate) cookie: Option<String>,
    pub(crate) is_online: bool,
    pub(crate) is_full: bool,
    /// How far its clock is ahead.
    pub(crate) skew_ms: i64,
    /// The newest last.
    pub(crate) tabs: Vec<Tab>,
    /// Given to tabs so far.
    turns: u32,
}

/// What a job for the store came to.
#[derive(Debug)]
pub(crate) enum Outcome {
    Done,
    /// A strict transaction is on disk.
    Kept(Vec<Write>),
    /// The store is deleted.
    Dropped(String),
    /// Another tab works.
    Taken,
}

impl Browser {
    pub(crate) fn new(name: &'static str, person: &'static str) -> Self {
        Self {
            name,
            person,
            stores: BTreeMap::new(),
            works_here: None,
            cookie: None,
            is_online: true,
            is_full: false,
            skew_ms: 0,
            tabs: Vec::new(),
            turns: 0,
        }
    }

    pub(crate) fn clock(&self, at: i64) -> Moment {
        Moment::new(at + self.skew_ms, 60)
    }

    pub(crate) fn tab(&mut self, id: TabId) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.id == id)
    }

    /// The store of whoever works here.
    pub(crate) fn store(&self) -> Option<&Database> {
        self.stores.get(self.works_here.as_ref()?)
    }

    /// Does the next job that a tab has for the store.
    pub(crate) fn do_job(&mut self, id: TabId) -> Outcome {
        let Some(tab) = self.tabs.iter_mut().find(|tab| tab.id == id) else { return Outcome::Done };
        match tab.asked.pop_front() {
            Some(Job::Use(person)) => {
                if tab.person != person {
                    (tab.person, tab.turn) = (person, None);
                }
                Outcome::Done
            }
            Some(Job::Drop) => {
                let turn = tab.turn.take();
                let Some(person) = tab.person.take() else { return Outcome::Done };
                let Some(store) = self.stores.get(&person) else { return Outcome::Done };
                if !turn.is_some_and(|turn| store.is_turn(turn)) {
                    return Outcome::Taken;
                }
                self.stores.remove(&person);
                Outcome::Dropped(person)
            }
            Some(Job::Load { ticket, table, prefix }) => {
                let event = match open(&mut self.stores, tab, &mut self.turns) {
                    Some(store) => Event::Loaded(ticket, store.records().load(table, &prefix)),
                    None => Event::NotLoaded(ticket, Fault::Closed),
                };
                tab.done.push_back(event);
                Outcome::Done
            }
            Some(Job::Write { ticket, writes, durability }) => {
                self.write(id, ticket, writes, durability)
            }
            None => Outcome::Done,
        }
    }

    fn write(
        &mut self,
        id: TabId,
        ticket: Ticket,
        writes: Vec<Write>,
        durability: Durability,
    ) -> Outcome {
        let Some(tab) = self.tabs.iter_mut().find(|tab| tab.id == id) else { return Outcome::Done };
        let Some(store) = open(&mut self.stores, tab, &mut self.turns) else {
            tab.done.push_back(Event::NotStored(ticket, Fault::Closed));
            return Outcome::Done;
        };
        if !tab.turn.is_some_and(|turn| store.is_turn(turn)) {
            return Outcome::Taken;
        }
        if self.is_full && writes.iter().any(|write| matches!(write, Write::Put { .. })) {
            tab.done.push_back(Event::NotStored(ticket, Fault::Full));
            return Outcome::Done;
        }
        store.commit(writes.clone(), durability);
        tab.done.push_back(Event::Stored(ticket));
        if durability == Durability::Strict { Outcome::Kept(writes) } else { Outcome::Done }
    }

    /// The battery is taken out: tabs are gone, and what was not yet on disk may be.
    pub(crate) fn lose_power(&mut self, die: &mut Die) {
        self.tabs.clear();
        self.stores.values_mut().for_each(|store| store.lose_power(die));
    }
}

/// The database of the person a tab works for; the first use takes the turn.
fn open<'s>(
    stores: &'s mut BTreeMap<String, Database>,
    tab: &mut Tab,
    turns: &mut u32,
) -> Option<&'s mut Database> {
    let store = stores.entry(tab.person.clone()?).or_default();
    if tab.turn.is_none() {
        *turns += 1;
        store.give_turn(*turns);
        tab.turn = Some(*turns);
    }
    Some(store)
}
