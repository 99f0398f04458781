//! What every handler and the hub share.

use std::sync::Arc;
use std::time::Duration;

use domain::{Day, Moment};
use tokio::sync::watch;

use crate::access::Directory;
use crate::auth::{Tickets, Tries};
use crate::counters::Counters;
use crate::http::HttpError;
use crate::store::{Store, StoreError};

/// Milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How often a running server looks for what commands changed beside it.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    store: Arc<dyn Store>,
    clock: Clock,
    url: String,
    directory: watch::Sender<Arc<Directory>>,
    tickets: Tickets,
    tries: Tries,
    counters: Counters,
}

impl AppState {
    /// `url`: where people reach this server, such as `https://ropes.example`, without a slash at
    /// the end. The store must hold an organisation. Blocks.
    pub fn new(store: Arc<dyn Store>, clock: Clock, url: String) -> Result<Self, StoreError> {
        let directory = watch::Sender::new(Arc::new(Directory::read(&*store)?));
        let (tickets, tries, counters) = Default::default();
        Ok(Self(Arc::new(Shared { store, clock, url, directory, tickets, tries, counters })))
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
        &self.0.url
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.url.starts_with("https://")
    }

    pub(crate) fn tickets(&self) -> &Tickets {
        &self.0.tickets
    }

    pub(crate) fn tries(&self) -> &Tries {
        &self.0.tries
    }

    pub fn counters(&self) -> &Counters {
        &self.0.counters
    }

    /// Everybody as last seen: at most a second old.
    pub fn directory(&self) -> Arc<Directory> {
        self.0.directory.borrow().clone()
    }

    /// Tells when people, relations, devices or the day changed.
    pub fn watch_directory(&self) -> watch::Receiver<Arc<Directory>> {
        self.0.directory.subscribe()
    }

    /// Everybody as of now: rereads only what changed. Blocks.
    pub fn fresh_directory(&self) -> Result<Arc<Directory>, StoreError> {
        let known = self.directory();
        if known.version == self.0.store.versions()?.people {
            return Ok(known);
        }
        let read = Arc::new(Directory::read(&*self.0.store)?);
        self.0.directory.send_if_modified(|last| {
            let is_newer = last.version < read.version;
            if is_newer {
                last.clone_from(&read);
            }
            is_newer
        });
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

    /// Keeps the directory fresh until the future is dropped; a new day counts as a change.
    pub async fn keep_fresh(self) {
        let mut day = self.today();
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let state = self.clone();
            match tokio::task::spawn_blocking(move || state.fresh_directory()).await {
                Ok(Ok(_)) => (),
                Ok(Err(error)) => tracing::error!(%error, "cannot read who may do what"),
                Err(error) => tracing::error!(%error, "reading who may do what stopped"),
            }
            if std::mem::replace(&mut day, self.today()) != self.today() {
                self.0.directory.send_modify(|_| ());
            }
        }
    }
}
