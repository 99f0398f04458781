//! The phone's store: one database per person, one transaction per effect.
//!
//! Everything is done in the order it was asked for, so that a retry can never overtake what came
//! after it. Loads that stand in a row share one transaction.

mod connection;
mod failure;
mod key;
mod transaction;
mod turn;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use client::{Durability, Event, Fault, Table, Ticket, Write};

use connection::Connection;
pub(super) use connection::left_here;
use failure::Failure;
use js_sys::{Function, Promise};
use turn::Turn;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

pub(super) struct Store {
    person: RefCell<Option<String>>,
    connection: RefCell<Option<Rc<Connection>>>,
    waiting: RefCell<VecDeque<Step>>,
    is_working: Cell<bool>,
    /// This tab's in this person's database, once it is open.
    turn: Cell<Option<Turn>>,
    tell: Rc<dyn Fn(Event)>,
    /// Called once it shows that another tab works.
    taken: Rc<dyn Fn()>,
}

enum Step {
    Use { person: Option<String> },
    Drop,
    Write { ticket: Ticket, writes: Vec<Write>, durability: Durability },
    Load(Load),
    Key { put: Option<JsValue>, kept: Function, failed: Function },
}

struct Load {
    ticket: Ticket,
    table: Table,
    prefix: String,
}

impl Store {
    pub(super) fn new(tell: Rc<dyn Fn(Event)>, taken: Rc<dyn Fn()>) -> Self {
        Self {
            person: RefCell::default(),
            connection: RefCell::default(),
            waiting: RefCell::default(),
            is_working: Cell::new(false),
            turn: Cell::default(),
            tell,
            taken,
        }
    }

    pub(super) fn use_person(self: &Rc<Self>, person: Option<String>) {
        self.push(Step::Use { person });
    }

    /// Deletes the database in use. Nobody works here until the next `use_person`.
    pub(super) fn drop_database(self: &Rc<Self>) {
        self.push(Step::Drop);
    }

    pub(super) fn write(
        self: &Rc<Self>,
        ticket: Ticket,
        writes: Vec<Write>,
        durability: Durability,
    ) {
        self.push(Step::Write { ticket, writes, durability });
    }

    pub(super) fn load(self: &Rc<Self>, ticket: Ticket, table: Table, prefix: String) {
        self.push(Step::Load(Load { ticket, table, prefix }));
    }

    /// The key that signs for this person, as it was put; `put`: keeps this one. A key cannot leave the
    /// browser as bytes, so it has a table of its own.
    pub(super) async fn key(self: &Rc<Self>, put: Option<JsValue>) -> Result<JsValue, JsValue> {
        let promise = Promise::new(&mut |kept, failed| {
            self.push(Step::Key { put: put.clone(), kept, failed });
        });
        JsFuture::from(promise).await
    }

    fn push(self: &Rc<Self>, step: Step) {
        self.waiting.borrow_mut().push_back(step);
        if !self.is_working.replace(true) {
            let store = Rc::clone(self);
            wasm_bindgen_futures::spawn_local(async move {
                while let Some(step) = store.next() {
                    store.take(step).await;
                }
                store.is_working.set(false);
            });
        }
    }

    fn next(&self) -> Option<Step> {
        self.waiting.borrow_mut().pop_front()
    }

    async fn take(&self, step: Step) {
        match step {
            Step::Use { person } => self.switch(person),
            Step::Drop => {
                // What a tab has written that took over from this one is not deleted.
                let is_taken = self.try_write(&[], Durability::Strict).await == Err(Failure::Taken);
                let person = self.person.borrow().clone();
                self.switch(None);
                if is_taken {
                    (self.taken)();
                } else if let Some(person) = person {
                    connection::delete(&person);
                }
            }
            Step::Write { ticket, writes, durability } => {
                let event = match self.try_write(&writes, durability).await {
                    Ok(()) => Event::Stored(ticket),
                    Err(failure) => Event::NotStored(ticket, self.fault(failure)),
                };
                (self.tell)(event);
            }
            Step::Key { put, kept, failed } => {
                let (tell, value) = match self.try_key(put.as_ref()).await {
                    Ok(key) => (kept, key),
                    Err(failure) => (failed, format!("{:?}", self.fault(failure)).into()),
                };
                // A promise's own functions do not fail.
                let _ = tell.call1(&JsValue::NULL, &value);
            }
            Step::Load(first) => {
                let mut loads = vec![first];
                loads.extend(self.loads_in_a_row());
                self.answer(loads).await;
            }
        }
    }

    fn loads_in_a_row(&self) -> Vec<Load> {
        let mut waiting = self.waiting.borrow_mut();
        let mut loads = Vec::new();
        while matches!(waiting.front(), Some(Step::Load(_))) {
            if let Some(Step::Load(load)) = waiting.pop_front() {
                loads.push(load);
            }
        }
        loads
    }

    /// The database is opened when it is first needed: whoever needs it has a ticket to answer.
    fn switch(&self, person: Option<String>) {
        if *self.person.borrow() != person {
            self.disconnect();
            self.turn.set(None);
            self.person.replace(person);
        }
    }

    /// A lost connection is opened anew, once. Doing it twice is safe: each write sets a key.
    async fn try_write(&self, writes: &[Write], durability: Durability) -> Result<(), Failure> {
        let once = async || {
            let (connection, turn) = self.connect().await?;
            transaction::write(&connection, turn, writes, durability).await
        };
        match once().await {
            Err(Failure::Gone(_)) => {
                self.disconnect();
                once().await
            }
            done => done,
        }
    }

    async fn try_key(&self, put: Option<&JsValue>) -> Result<JsValue, Failure> {
        let once = async || {
            let (connection, turn) = self.connect().await?;
            key::key(&connection, turn, put).await
        };
        match once().await {
            Err(Failure::Gone(_)) => {
                self.disconnect();
                once().await
            }
            done => done,
        }
    }

    async fn answer(&self, loads: Vec<Load>) {
        let wanted: Vec<(Table, String)> =
            loads.iter().map(|load| (load.table, load.prefix.clone())).collect();
        let once = async || transaction::load(&self.connect().await?.0, &wanted).await;
        let mut found = once().await;
        if matches!(found, Err(Failure::Gone(_))) {
            self.disconnect();
            found = once().await;
        }
        match found {
            Ok(found) => {
                for (load, records) in loads.into_iter().zip(found) {
                    (self.tell)(Event::Loaded(load.ticket, records));
                }
            }
            Err(failure) => {
                let fault = self.fault(failure);
                for load in loads {
                    (self.tell)(Event::NotLoaded(load.ticket, fault.clone()));
                }
            }
        }
    }

    async fn connect(&self) -> Result<(Rc<Connection>, Turn), Failure> {
        let open = self.connection.borrow().clone();
        if let Some(connection) = open.filter(|connection| !connection.is_lost())
            && let Some(turn) = self.turn.get()
        {
            return Ok((connection, turn));
        }
        let person = self.person.borrow().clone();
        let person = person.ok_or_else(|| Failure::Gone("nobody works here".into()))?;
        let connection = Rc::new(Connection::open(&person).await?);
        let turn = match self.turn.get() {
            Some(turn) => turn::check(&connection, turn).await.map(|()| turn)?,
            None => turn::take(&connection).await?,
        };
        self.turn.set(Some(turn));
        *self.connection.borrow_mut() = Some(Rc::clone(&connection));
        Ok((connection, turn))
    }

    fn disconnect(&self) {
        *self.connection.borrow_mut() = None;
    }

    fn fault(&self, failure: Failure) -> Fault {
        if failure == Failure::Taken {
            (self.taken)();
        }
        failure.into()
    }
}
