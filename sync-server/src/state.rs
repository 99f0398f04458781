//! What every handler and the hub share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::{Day, GRACE_DAYS, Moment};

use crate::access::Directory;
use crate::auth::{Seen, Tickets, Tries};
use crate::edge::Edge;
use crate::http::{Answers, HttpError, Requests};
use crate::limits::ServerLimits;
use crate::metrics::{Counters, note_start};
use crate::store::{Store, StoreError};

/// Milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    store: Arc<dyn Store>,
    clock: Clock,
    edge: Edge,
    grace: u16,
    limits: ServerLimits,
    directory: RwLock<Arc<Directory>>,
    seen: Seen,
    tickets: Tickets,
    tries: Tries,
    counters: Counters,
    answers: Answers,
    requests: Requests,
    is_stopping: AtomicBool,
}

impl AppState {
    /// `url`: where people reach this server, see [`Edge::new`]. Blocks.
    pub fn new(store: Arc<dyn Store>, clock: Clock, url: String) -> Result<Self, StoreError> {
        Self::at(store, clock, Edge::new(url), GRACE_DAYS, ServerLimits::default())
    }

    /// `grace`: days for which what an ended relation wrote before may still arrive. The store must
    /// hold an organisation. Blocks.
    pub fn at(
        store: Arc<dyn Store>,
        clock: Clock,
        edge: Edge,
        grace: u16,
        limits: ServerLimits,
    ) -> Result<Self, StoreError> {
        let directory = RwLock::new(Arc::new(Directory::read(&*store)?.with_rules(grace, &limits)));
        let (seen, tickets, counters, answers) = Default::default();
        let (tries, requests) = (Tries::new(&limits), Requests::new(&limits));
        let is_stopping = AtomicBool::new(false);
        note_start();
        Ok(Self(Arc::new(Shared {
            store,
            clock,
            edge,
            grace,
            limits,
            directory,
            seen,
            tickets,
            tries,
            counters,
            answers,
            requests,
            is_stopping,
        })))
    }

    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }

    pub fn now(&self) -> i64 {
        (self.0.clock)()
    }

    /// The server's day: UTC.
    pub fn today(&self) -> Day {
        Moment::new(self.now(), 0).day()
    }

    pub fn url(&self) -> &str {
        self.0.edge.url()
    }

    pub(crate) fn edge(&self) -> &Edge {
        &self.0.edge
    }

    /// From here on nobody new is let in.
    pub fn stop(&self) {
        self.0.is_stopping.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.0.is_stopping.load(Ordering::SeqCst)
    }

    pub(crate) fn seen(&self) -> &Seen {
        &self.0.seen
    }

    pub(crate) fn tickets(&self) -> &Tickets {
        &self.0.tickets
    }

    pub(crate) fn tries(&self) -> &Tries {
        &self.0.tries
    }

    /// Whoever has numbers for `/metrics` is included here.
    pub fn counters(&self) -> &Counters {
        &self.0.counters
    }

    pub(crate) fn answers(&self) -> &Answers {
        &self.0.answers
    }

    pub(crate) fn limits(&self) -> &ServerLimits {
        &self.0.limits
    }

    pub(crate) fn requests(&self) -> &Requests {
        &self.0.requests
    }

    /// Everybody as last read.
    pub fn directory(&self) -> Arc<Directory> {
        self.0.directory.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Everybody as of now: rereads only what changed. Blocks.
    pub fn fresh_directory(&self) -> Result<Arc<Directory>, StoreError> {
        let known = self.directory();
        if known.version == self.0.store.versions()?.people {
            return Ok(known);
        }
        let read = Directory::read(&*self.0.store)?;
        let read = Arc::new(read.with_rules(self.0.grace, &self.0.limits));
        let mut last = self.0.directory.write().unwrap_or_else(PoisonError::into_inner);
        if last.version < read.version {
            last.clone_from(&read);
        }
        Ok(read)
    }

    /// Runs a blocking call of the store where blocking is allowed.
    pub async fn blocking<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, HttpError> {
        let store = self.0.store.clone();
        Ok(tokio::task::spawn_blocking(move || call(&*store)).await??)
    }
}
