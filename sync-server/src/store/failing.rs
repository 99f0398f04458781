//! A store that fails or stalls when told to: the n-th call, of one method or of any, returns
//! [`StoreError::Full`] before it reaches the store inside, or calls of a method wait, or nothing
//! works any more, as for a process that was killed between two calls. It counts the calls. For
//! tests of everything above the store.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use domain::{Buddy, DeviceId, PersonId, Supervised, Team};
use exchange::attestation::PublicKey;

use super::{
    Append, Appended, BadgeKeyRecord, CertificateRecord, Change, ChangeHash, Chunk, Device,
    DocumentId, DocumentRecord, Frozen, InviteRecord, JoinOutcome, Mend, NewDevice, Organisation,
    PeopleUpdate, PersonRecord, Quarantined, Receipt, ReceivedBefore, RootRecord, Rotation,
    SecretHash, SessionRecord, SetAside, Store, StoreError, Summarized, Summary, Versions, Whole,
};

pub struct Failing<S> {
    inner: S,
    /// Calls left until the failing one, by method.
    countdown: Mutex<BTreeMap<&'static str, usize>>,
    calls: AtomicUsize,
    /// No call from this one on works.
    end: AtomicUsize,
    /// By method.
    by_method: Mutex<BTreeMap<&'static str, usize>>,
    stalls: Mutex<Stalls>,
    changed: Condvar,
}

#[derive(Default)]
struct Stalls {
    methods: BTreeSet<&'static str>,
    waiting: usize,
}

/// Calls of a method wait until this is dropped.
pub struct Stalled<'s, S> {
    store: &'s Failing<S>,
    method: &'static str,
}

impl<S> Drop for Stalled<'_, S> {
    fn drop(&mut self) {
        let mut stalls = self.store.stalls.lock().unwrap_or_else(PoisonError::into_inner);
        stalls.methods.remove(self.method);
        self.store.changed.notify_all();
    }
}

/// No method is called so.
const ANY: &str = "any";

impl<S: Store> Failing<S> {
    pub fn new(inner: S) -> Self {
        let (countdown, calls, by_method, stalls, changed) = Default::default();
        let end = AtomicUsize::new(usize::MAX);
        Self { inner, countdown, calls, end, by_method, stalls, changed }
    }

    /// The store without its faults.
    pub fn inner(&self) -> &S {
        &self.inner
    }

    /// The `nth` call of `method` from now on fails, once; 1 is the next.
    pub fn fail(&self, method: &'static str, nth: usize) {
        self.countdown.lock().unwrap_or_else(PoisonError::into_inner).insert(method, nth);
    }

    /// The `nth` call of whatever method from now on fails, once; 1 is the next.
    pub fn fail_any(&self, nth: usize) {
        self.fail(ANY, nth);
    }

    /// After so many more calls none works.
    pub fn stop_after(&self, calls: usize) {
        self.end.store(self.calls() + calls, Ordering::SeqCst);
    }

    /// A call came after the last that worked.
    pub fn has_stopped(&self) -> bool {
        self.calls() > self.end.load(Ordering::SeqCst)
    }

    /// Nothing fails from now on.
    pub fn fail_no_more(&self) {
        self.end.store(usize::MAX, Ordering::SeqCst);
        self.countdown.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Calls so far.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// A disk that hangs.
    pub fn stall(&self, method: &'static str) -> Stalled<'_, S> {
        self.stalls.lock().unwrap_or_else(PoisonError::into_inner).methods.insert(method);
        Stalled { store: self, method }
    }

    /// How many calls wait now.
    pub fn stalled(&self) -> usize {
        self.stalls.lock().unwrap_or_else(PoisonError::into_inner).waiting
    }

    fn wait(&self, method: &'static str) {
        let mut stalls = self.stalls.lock().unwrap_or_else(PoisonError::into_inner);
        stalls.waiting += 1;
        while stalls.methods.contains(method) {
            stalls = self.changed.wait(stalls).unwrap_or_else(PoisonError::into_inner);
        }
        stalls.waiting -= 1;
    }

    /// How often each method was called.
    pub fn calls_by_method(&self) -> BTreeMap<&'static str, usize> {
        self.by_method.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn count(&self, method: &'static str) -> Result<(), StoreError> {
        let is_over = self.calls.fetch_add(1, Ordering::SeqCst) >= self.end.load(Ordering::SeqCst);
        let mut calls = self.by_method.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry(method).or_default() += 1;
        drop(calls);
        if is_over {
            return Err(StoreError::Other("told to stop".into()));
        }
        self.wait(method);
        self.count_down(ANY)?;
        self.count_down(method)
    }

    fn count_down(&self, method: &'static str) -> Result<(), StoreError> {
        let mut countdown = self.countdown.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(left) = countdown.get_mut(method) else { return Ok(()) };
        *left = left.saturating_sub(1);
        if *left > 0 {
            return Ok(());
        }
        countdown.remove(method);
        Err(StoreError::Full("told to fail".into()))
    }
}

macro_rules! counted {
    ($(fn $method:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        impl<S: Store> Store for Failing<S> {$(
            fn $method(&self $(, $arg: $type)*) -> Result<$out, StoreError> {
                self.count(stringify!($method))?;
                self.inner.$method($($arg),*)
            }
        )*}
    };
}

counted! {
    fn organisation() -> Option<Organisation>;
    fn found(organisation: &Organisation) -> Organisation;
    fn people() -> Vec<PersonRecord>;
    fn person(id: &PersonId) -> Option<PersonRecord>;
    fn teams() -> Vec<Team>;
    fn buddies() -> Vec<Buddy>;
    fn supervised() -> Vec<Supervised>;
    fn update_people(update: &PeopleUpdate) -> ();
    fn versions() -> Versions;
    fn register_document(record: &DocumentRecord, genesis: &Change) -> bool;
    fn document(id: DocumentId) -> Option<DocumentRecord>;
    fn documents() -> Vec<DocumentRecord>;
    fn documents_by(author: &PersonId) -> Vec<DocumentRecord>;
    fn common_documents() -> Vec<DocumentRecord>;
    fn documents_about(subject: &str) -> Vec<DocumentRecord>;
    fn append(appends: &[Append]) -> ();
    fn chunks(document: DocumentId) -> Vec<Chunk>;
    fn snapshot(document: DocumentId, bytes: &[u8], covers: &[ChangeHash]) -> ();
    fn heads(document: DocumentId) -> Vec<ChangeHash>;
    fn receipts(document: DocumentId) -> Vec<Receipt>;
    fn put_received_before(all: &[ReceivedBefore]) -> ();
    fn appended_after(number: u64) -> Appended;
    fn whole(document: DocumentId) -> Whole;
    fn mend(mend: &Mend) -> ();
    fn set_aside() -> Vec<SetAside>;
    fn quarantine(refused: &Quarantined) -> ();
    fn quarantined() -> Vec<Quarantined>;
    fn quarantined_count() -> u64;
    fn freeze(frozen: &Frozen) -> ();
    fn thaw(document: DocumentId) -> bool;
    fn frozen() -> Vec<Frozen>;
    fn summaries(subject: Option<&str>) -> Vec<Summarized>;
    fn put_summary(summary: &Summary) -> ();
    fn create_invite(invite: &InviteRecord) -> ();
    fn invite(code: &SecretHash) -> Option<InviteRecord>;
    fn join(code: &SecretHash, device: &NewDevice, now: i64) -> JoinOutcome;
    fn add_device(person: &PersonId, device: &NewDevice, now: i64) -> Device;
    fn devices() -> Vec<Device>;
    fn device(id: &DeviceId) -> Option<Device>;
    fn touch_devices(seen: &[(DeviceId, i64)]) -> ();
    fn revoke_device(id: &DeviceId, now: i64) -> bool;
    fn session(secret: &SecretHash) -> Option<SessionRecord>;
    fn rotate(secret: &SecretHash, next: &SecretHash, now: i64) -> Rotation;
    fn end_session(secret: &SecretHash) -> ();
    fn roots() -> Vec<RootRecord>;
    fn put_root(root: &RootRecord, after: Option<&PublicKey>) -> bool;
    fn certificates() -> Vec<CertificateRecord>;
    fn put_certificate(certificate: &CertificateRecord) -> bool;
    fn badge_key() -> Option<BadgeKeyRecord>;
    fn put_badge_key(key: &BadgeKeyRecord) -> bool;
    fn back_up(to: &Path) -> ();
    fn check() -> Vec<String>;
}
