//! One working session of this tab: the client, and the hands that do what it says. It ends when
//! another tab takes over; working again starts a new one, because what this client holds in
//! memory is then old.

use domain::Map;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use client::{Client, Effect, Event, HttpRequest, Place, Ticket, Timer};

use super::socket::Socket;
use super::store::Store;
use super::timers::Timeout;
use super::{clock, files, http, keys, seal, space};

pub(super) struct Run {
    client: RefCell<Client>,
    /// Events that happened while another was handled.
    queue: RefCell<VecDeque<Event>>,
    is_handling: Cell<bool>,
    is_over: Cell<bool>,
    store: Rc<Store>,
    socket: Socket,
    timers: RefCell<Map<Timer, Timeout>>,
    outside: Outside,
}

/// What the run tells the rest of the shell.
pub(super) struct Outside {
    /// The client has changed; `true`: show it at once.
    pub(super) changed: Box<dyn Fn(bool)>,
    /// The store found that another tab works.
    pub(super) taken: Box<dyn Fn()>,
    pub(super) go: Box<dyn Fn(Place)>,
    /// Who works here, with the name if it is known.
    pub(super) person: Box<dyn Fn(Person)>,
}

pub(super) enum Person {
    Works {
        person: String,
        name: String,
    },
    Nobody,
    /// Signed out: no longer offered for switching either.
    Gone,
}

impl Run {
    pub(super) fn new(outside: Outside) -> Rc<Self> {
        let actor: [u8; 16] = clock::random();
        Rc::new_cyclic(|run: &Weak<Self>| {
            let tell: Rc<dyn Fn(Event)> = Rc::new({
                let run = run.clone();
                move |event| {
                    if let Some(run) = run.upgrade() {
                        run.dispatch(event);
                    }
                }
            });
            // A run that is over may still hear it, long after the next one began.
            let taken: Rc<dyn Fn()> = Rc::new({
                let run = run.clone();
                move || {
                    if let Some(run) = run.upgrade().filter(|run| !run.is_over.get()) {
                        (run.outside.taken)();
                    }
                }
            });
            let store = Store::new(Rc::clone(&tell), taken);
            Self {
                client: RefCell::new(Client::new(actor)),
                queue: RefCell::default(),
                is_handling: Cell::new(false),
                is_over: Cell::new(false),
                store: Rc::new(store),
                socket: Socket::new(tell),
                timers: RefCell::default(),
                outside,
            }
        })
    }

    pub(super) fn client(&self) -> std::cell::Ref<'_, Client> {
        self.client.borrow()
    }

    /// Handles the event now, or after the one that is being handled.
    pub(super) fn dispatch(self: &Rc<Self>, event: Event) {
        if self.is_over.get() {
            return;
        }
        self.queue.borrow_mut().push_back(event);
        // After a crash inside the client this stays set, and nothing is handled any more.
        if self.is_handling.replace(true) {
            return;
        }
        let mut is_urgent = false;
        while let Some(event) = self.next() {
            is_urgent |= !matches!(event, Event::Received(_));
            let effects = self.client.borrow_mut().handle(event, clock::context());
            for effect in effects {
                self.perform(effect);
            }
        }
        self.is_handling.set(false);
        (self.outside.changed)(is_urgent);
    }

    /// The last thing this client hears; nothing it says afterwards is done.
    pub(super) fn end(self: &Rc<Self>) {
        self.dispatch(Event::TakenOver);
        self.is_over.set(true);
        self.socket.close();
        self.timers.borrow_mut().clear();
    }

    fn next(&self) -> Option<Event> {
        self.queue.borrow_mut().pop_front()
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::UseStore { person, name } => {
                self.store.use_person(person.clone());
                (self.outside.person)(match person {
                    Some(person) => Person::Works { person, name },
                    None => Person::Nobody,
                });
            }
            Effect::DropStore => {
                self.store.drop_database();
                (self.outside.person)(Person::Gone);
            }
            Effect::Store { ticket, writes, durability } => {
                self.store.write(ticket, writes, durability);
            }
            Effect::Load { ticket, table, prefix } => self.store.load(ticket, table, prefix),
            Effect::Http { ticket, request } => self.ask(ticket, request),
            Effect::OpenSocket => self.socket.open(),
            Effect::CloseSocket => self.socket.close(),
            Effect::Send(bytes) => self.socket.send(&bytes),
            Effect::SetTimer { timer, after_ms } => self.set_timer(timer, after_ms),
            Effect::SaveFile { name, media_type, bytes } => files::offer(name, media_type, &bytes),
            Effect::Seal { ticket, request } => {
                self.sealed(ticket, async move { seal::call(keys::ANSWER, &request).await });
            }
            Effect::MakeKey { ticket } => {
                let store = Rc::clone(&self.store);
                self.sealed(ticket, async move { keys::make(&store).await });
            }
            Effect::Sign { ticket, message } => {
                let store = Rc::clone(&self.store);
                self.sealed(ticket, async move { keys::sign(&store, message).await });
            }
            Effect::Go(place) => (self.outside.go)(place),
            Effect::AskToPersist => space::ask_to_persist(),
        }
    }

    fn ask(self: &Rc<Self>, ticket: Ticket, request: HttpRequest) {
        let run = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            let event = match http::send(&request).await {
                Ok((status, body)) => Event::Answered { ticket, status, body },
                Err(error) => {
                    leptos::logging::warn!("{}: {error:?}", request.path);
                    Event::NotAnswered(ticket)
                }
            };
            run.dispatch(event);
        });
    }

    fn sealed(
        self: &Rc<Self>,
        ticket: Ticket,
        answer: impl Future<Output = Result<Vec<u8>, String>> + 'static,
    ) {
        let run = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            run.dispatch(match answer.await {
                Ok(bytes) => Event::Sealed(ticket, bytes),
                Err(why) => Event::NotSealed(ticket, why),
            });
        });
    }

    fn set_timer(self: &Rc<Self>, timer: Timer, after_ms: u32) {
        let run = Rc::downgrade(self);
        let timeout = Timeout::after(after_ms, move || {
            if let Some(run) = run.upgrade() {
                run.dispatch(Event::TimerFired(timer));
            }
        });
        self.timers.borrow_mut().insert(timer, timeout);
    }
}
