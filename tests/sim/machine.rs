//! The server: the real store, hub and handlers in one process that can be killed. No socket, no
//! thread of its own; it does what it is told, when it is told.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Extension;
use axum::http::{Request, StatusCode, header};
use axum::routing::get;
use client::{HttpRequest, Method};
use domain::{Day, Moment, PersonId};
use sync_server::AppState;
use sync_server::access::Directory;
use sync_server::auth::{SignedIn, SyncUser};
use sync_server::hub::{Hub, Line, Settings};
use sync_server::store::{Failing, MemoryStore, SqliteStore, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

pub(crate) const URL: &str = "http://ropes.test";
const BODY: usize = 16 << 20;

/// A store whose faults can be set.
pub(crate) trait Faulty: Store {
    fn bare(&self) -> &dyn Store;
    fn fail_next(&self, method: &'static str);
    fn stop_after(&self, calls: usize);
    fn fail_no_more(&self);
    fn has_stopped(&self) -> bool;
}

impl<S: Store> Faulty for Failing<S> {
    fn bare(&self) -> &dyn Store {
        self.inner()
    }

    fn fail_next(&self, method: &'static str) {
        self.fail(method, 1);
    }

    fn stop_after(&self, calls: usize) {
        Self::stop_after(self, calls);
    }

    fn fail_no_more(&self) {
        Self::fail_no_more(self);
    }

    fn has_stopped(&self) -> bool {
        Self::has_stopped(self)
    }
}

/// Where the store's bytes are.
pub(crate) enum Disk {
    Memory,
    /// The real database, opened anew by every process.
    Sqlite(TempDir),
}

pub(crate) struct Machine {
    disk: Disk,
    store: Arc<dyn Faulty>,
    settings: Settings,
    clock: Arc<AtomicI64>,
    runtime: Runtime,
    admitted: Admitted,
    process: Option<Process>,
}

struct Process {
    hub: Hub,
    router: Router,
    /// Everybody as the hub last saw them.
    seen: Arc<Directory>,
    day: Day,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    pub(crate) cookie: Option<String>,
}

/// Whom the handler of the websocket let in.
type Admitted = Arc<Mutex<Option<SignedIn>>>;

impl Machine {
    pub(crate) fn new(disk: Disk, settings: Settings, now: i64) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Self {
            store: open(&disk),
            disk,
            settings,
            clock: Arc::new(AtomicI64::new(now)),
            runtime,
            admitted: Arc::default(),
            process: None,
        }
    }

    /// The store as it is on disk, without the faults.
    pub(crate) fn store(&self) -> &dyn Store {
        self.store.bare()
    }

    pub(crate) fn faults(&self) -> &dyn Faulty {
        &*self.store
    }

    pub(crate) fn set_clock(&self, now: i64) {
        self.clock.store(now, Ordering::Relaxed);
    }

    pub(crate) fn is_up(&self) -> bool {
        self.process.is_some()
    }

    pub(crate) fn start(&mut self) {
        let clock = self.clock.clone();
        let clock = Arc::new(move || clock.load(Ordering::Relaxed));
        let state = AppState::new(self.store.clone(), clock, URL.into()).unwrap();
        let hub = Hub::in_steps(state.clone(), self.settings.clone()).unwrap();
        let sync = Router::new().route("/sync", get(admit)).layer(Extension(self.admitted.clone()));
        let router = sync_server::http::router(state.clone(), sync);
        self.process = Some(Process { hub, router, seen: state.directory(), day: self.day() });
    }

    /// Kills the process; the store keeps what was committed.
    pub(crate) fn crash(&mut self) {
        self.process = None;
        self.store.fail_no_more();
        if let Disk::Sqlite(_) = self.disk {
            self.store = open(&self.disk);
        }
    }

    pub(crate) fn http(&self, cookie: Option<&str>, request: &HttpRequest) -> Option<Answer> {
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
        };
        let body = request.body.clone().unwrap_or_default();
        self.ask(cookie, method, &request.path, request.known.as_deref(), body)
    }

    /// Asks for a websocket: a connection and whose it is, unless it is refused.
    pub(crate) fn dial(&self, cookie: Option<&str>) -> Option<(Line, PersonId)> {
        let answer = self.ask(cookie, "GET", "/sync", None, Vec::new())?;
        if answer.status != StatusCode::OK.as_u16() {
            return None;
        }
        let user = self.admitted.lock().unwrap().take()?;
        Some((self.process.as_ref()?.hub.connect(&user), user.person))
    }

    /// `None` when nobody answers.
    fn ask(
        &self,
        cookie: Option<&str>,
        method: &str,
        path: &str,
        known: Option<&str>,
        body: Vec<u8>,
    ) -> Option<Answer> {
        let router = self.process.as_ref()?.router.clone();
        let mut request = Request::builder().method(method).uri(format!("{URL}{path}"));
        request = request.header(header::ORIGIN, URL).header(header::HOST, "ropes.test");
        request = request.header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(known) = known {
            request = request.header(header::IF_NONE_MATCH, known);
        }
        let request = request.body(Body::from(body)).unwrap();
        self.runtime.block_on(async {
            let response = router.oneshot(request).await.unwrap();
            let cookie = response.headers().get(header::SET_COOKIE).map(|value| {
                let value = value.to_str().unwrap();
                value.split(';').next().unwrap().to_owned()
            });
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), BODY).await.unwrap().to_vec();
            Some(Answer { status, body, cookie })
        })
    }

    /// What the hub does every second.
    pub(crate) fn look(&mut self) {
        let day = self.day();
        let Some(process) = &mut self.process else { return };
        if process.hub.look_around().is_ok() {
            process.seen = Arc::new(Directory::read(self.store.bare()).unwrap());
            process.day = day;
        }
    }

    /// Everybody as the hub last saw them, and the day it was.
    pub(crate) fn seen(&self) -> Option<(&Directory, Day)> {
        self.process.as_ref().map(|process| (&*process.seen, process.day))
    }

    /// The server's.
    pub(crate) fn day(&self) -> Day {
        Moment::new(self.clock.load(Ordering::Relaxed), 0).day()
    }

    pub(crate) fn panics(&self) -> u64 {
        self.process.as_ref().map_or(0, |process| process.hub.metrics().panics())
    }
}

fn open(disk: &Disk) -> Arc<dyn Faulty> {
    match disk {
        Disk::Memory => Arc::new(Failing::new(MemoryStore::new())),
        Disk::Sqlite(directory) => {
            Arc::new(Failing::new(SqliteStore::open(directory.path()).unwrap()))
        }
    }
}

async fn admit(Extension(admitted): Extension<Admitted>, SyncUser(user): SyncUser) {
    *admitted.lock().unwrap() = Some(user);
}
