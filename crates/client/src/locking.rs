//! Locking and unlocking: a person's store is sealed under a PIN, and nothing of it is read before that is
//! given. What seals and opens is the shell's; here is decided when.

use crate::client::{Awaited, Client};
use crate::effect::{Durability, Effect, Place, Table, Timer, Write};
use crate::event::Fault;
use crate::identity::Identity;
use crate::lock::Lock;
use crate::view::{LockProblem, LockView, Phase};

const SHORTEST: usize = 4;
const LONGEST: usize = 8;

/// What a person does with the lock.
#[derive(Clone, Debug, PartialEq)]
pub enum Locks {
    Unlock(String),
    /// Sets, changes or, with `None`, removes the PIN. `old`: the one there is.
    Set {
        old: String,
        pin: Option<String>,
    },
    /// Lock after so many minutes away.
    After(u8),
    Now,
    /// The app was out of sight for so long.
    Away {
        ms: i64,
    },
    /// Remove a store whose PIN nobody knows, with what was not sent.
    Forget,
    /// Close what the last attempt left.
    Seen,
}

/// What comes after the PIN was right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Then {
    Open,
    Reseal(Option<String>),
}

#[derive(Debug, Default)]
pub(crate) struct Locking {
    pub(crate) lock: Lock,
    pub(crate) problem: Option<LockProblem>,
    /// A PIN was set, changed or removed.
    is_done: bool,
    is_busy: bool,
    /// Joined again, and waits for the store to be opened.
    arriving: Option<Identity>,
}

impl Client {
    pub(crate) fn use_lock(&mut self, locks: Locks) {
        match locks {
            Locks::Unlock(pin) if self.phase == Phase::Locked => self.try_pin(pin, Then::Open),
            Locks::Set { old, pin } if self.phase == Phase::Ready => self.set_pin(old, pin),
            Locks::After(minutes) => {
                let write = self.locking.lock.set_after(minutes);
                self.store(vec![write], Durability::Relaxed, Awaited::Aside);
            }
            Locks::Now => self.lock(),
            Locks::Away { ms } => {
                if ms >= i64::from(self.locking.lock.after_min()) * 60_000 {
                    self.lock();
                }
            }
            Locks::Forget if self.phase == Phase::Locked => self.forget_sealed(),
            Locks::Seen => {
                (self.locking.problem, self.locking.is_done) = (None, false);
            }
            Locks::Unlock(_) | Locks::Set { .. } | Locks::Forget => {}
        }
    }

    /// The store is closed, and opened as at the start of a page.
    fn lock(&mut self) {
        if self.phase == Phase::Ready && self.locking.lock.is_on() {
            self.leaving_for = self.identity.as_ref().map(Identity::store);
        }
    }

    // ---- opening -----------------------------------------------------------------------------

    /// Comes before anything else of the store: what is sealed says nothing yet.
    pub(crate) fn on_lock(&mut self, outcome: Result<Vec<(String, Vec<u8>)>, Fault>) {
        match outcome {
            Ok(records) => self.locking.lock = Lock::read(records),
            Err(fault) => self.phase = Phase::NoStore(fault),
        }
        if self.locking.lock.is_on() {
            self.phase = Phase::Locked;
            self.wake_after_wait();
        }
    }

    fn try_pin(&mut self, pin: String, then: Then) {
        if self.locking.is_busy || self.locking.lock.tries.wait_s(self.now) > 0 {
            return;
        }
        (self.locking.is_busy, self.locking.problem) = (true, None);
        let note = self.locking.lock.note_try(self.now);
        self.store(vec![note], Durability::Strict, Awaited::TryNoted(pin, then));
    }

    pub(crate) fn on_try_noted(&mut self, pin: String, then: Then, fault: Option<Fault>) {
        let Some(seal) = self.locking.lock.seal.clone().filter(|_| fault.is_none()) else {
            return self.lock_failed(LockProblem::NotStored);
        };
        let ticket = self.ticket(Awaited::Unlocked(then));
        self.effect(Effect::Unlock { ticket, pin, seal });
    }

    pub(crate) fn on_unlocked(&mut self, then: Then, fault: Option<Fault>) {
        match fault {
            Some(Fault::WrongPin) => {
                self.lock_failed(LockProblem::WrongPin);
                return self.wake_after_wait();
            }
            Some(_) => return self.lock_failed(LockProblem::NoModule),
            None => self.locking.is_busy = false,
        }
        let write = self.locking.lock.forget_tries();
        self.store(vec![write], Durability::Relaxed, Awaited::Aside);
        match (then, self.locking.arriving.take()) {
            (Then::Reseal(pin), _) => self.reseal(pin),
            (Then::Open, Some(identity)) => self.arrive(identity),
            (Then::Open, None) => {
                self.phase = Phase::Opening;
                self.load(Table::Meta, String::new(), Awaited::BootMeta);
            }
        }
    }

    fn lock_failed(&mut self, problem: LockProblem) {
        (self.locking.is_busy, self.locking.problem) = (false, Some(problem));
    }

    fn wake_after_wait(&mut self) {
        let wait_s = self.locking.lock.tries.wait_s(self.now);
        if let Ok(after_ms @ 1..) = u32::try_from(wait_s * 1_000) {
            self.effect(Effect::SetTimer { timer: Timer::Waited, after_ms });
        }
    }

    // ---- setting and removing ----------------------------------------------------------------

    fn set_pin(&mut self, old: String, pin: Option<String>) {
        if pin.as_ref().is_some_and(|pin| !is_pin(pin)) {
            return self.lock_failed(LockProblem::NoPin);
        }
        if self.locking.lock.is_on() {
            self.try_pin(old, Then::Reseal(pin));
        } else {
            self.reseal(pin);
        }
    }

    /// All of the store in one transaction: a phone that is killed has the old state, or the new one.
    fn reseal(&mut self, pin: Option<String>) {
        self.locking.is_busy = true;
        let ticket = self.ticket(Awaited::Resealed);
        self.effect(Effect::Reseal { ticket, pin });
        self.load(Table::Lock, String::new(), Awaited::LockRead);
    }

    pub(crate) fn on_resealed(&mut self, fault: Option<Fault>) {
        self.locking.is_busy = false;
        self.locking.is_done = fault.is_none();
        self.locking.problem = fault.map(|fault| match fault {
            Fault::Full | Fault::Closed | Fault::TooLong => LockProblem::NotStored,
            Fault::WrongPin | Fault::Other(_) => LockProblem::NoModule,
        });
    }

    /// What stands there now, whatever became of the attempt.
    pub(crate) fn on_lock_read(&mut self, outcome: Result<Vec<(String, Vec<u8>)>, Fault>) {
        if let Ok(records) = outcome {
            self.locking.lock = Lock::read(records);
            let has_cookie = self.identity.as_ref().is_some_and(|identity| identity.has_cookie);
            if has_cookie && self.link.is_connected() {
                self.reconnect();
            }
        }
    }

    // ---- a PIN that nobody knows -------------------------------------------------------------

    /// Joined again here, while the store is sealed: it waits for the PIN.
    pub(crate) fn wait_for_pin(&mut self, identity: Identity) {
        self.locking.arriving = Some(identity);
    }

    fn forget_sealed(&mut self) {
        self.effect(Effect::DropStore);
        let arriving = self.locking.arriving.take();
        self.reset();
        self.phase = Phase::Join;
        match arriving {
            Some(identity) => self.move_in(identity),
            None => self.effect(Effect::Go(Place::Join)),
        }
    }

    // ---- for screens -------------------------------------------------------------------------

    pub fn lock_view(&self, now: domain::Moment) -> LockView {
        let Locking { lock, problem, is_done, is_busy, .. } = &self.locking;
        LockView {
            is_on: lock.is_on(),
            after_min: lock.after_min(),
            wait_s: lock.tries.wait_s(now),
            problem: *problem,
            is_done: *is_done,
            is_busy: *is_busy,
        }
    }

    /// What of this person's work is not on the server yet, once it has been read.
    pub fn waits_here(&self) -> Option<(String, usize)> {
        let identity = self.identity.as_ref().filter(|_| self.phase == Phase::Ready)?;
        Some((identity.store(), self.unsent()))
    }
}

/// Digits alone, which every phone has a keyboard for.
pub(crate) fn is_pin(pin: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit())
}

/// What makes a store as sealed as it is asked to be, beside the values themselves: for the shell.
pub fn lock_writes(seal: Option<Vec<u8>>) -> Vec<Write> {
    let (table, key) = (Table::Lock, "seal".to_owned());
    match seal {
        Some(value) => vec![Write::Put { table, key, value }],
        None => vec![Write::DeletePrefix { table, prefix: String::new() }],
    }
}
