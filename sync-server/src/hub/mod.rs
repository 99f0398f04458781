//! The sync hub: sockets in front, documents in the middle, the store behind.
//!
//! A change is on disk before anybody hears of it, its sender included. Who may do what is decided
//! per person, device and document before a document is loaded, and again when people change.
//! Nothing here knows what an entry is.

mod connection;
mod in_place;
mod intake;
mod isolation;
mod judge;
mod lanes;
mod line;
mod lock;
mod mailbox;
mod mending;
mod metrics;
mod open;
mod pacing;
mod permit;
mod poison;
mod quarantine;
mod refusing;
mod registry;
mod settings;
mod shelf;
mod socket;
mod speech;
mod watch;
mod writer;

pub use line::{Line, Said};
pub use metrics::Metrics;
pub use settings::Settings;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::get;
use domain::DeviceId;
use protocol::EndCode;
use protocol::session::{ServerIdentity, ServerSession};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_tungstenite::tungstenite;

use crate::AppState;
use crate::auth::{SignedIn, SyncUser};
use crate::http::HttpError;
use crate::metrics::Family;
use crate::store::{DocumentId, StoreError};
use connection::{Connection, Who};
use isolation::Isolation;
use lanes::Lanes;
use lock::Lock;
use quarantine::Kept;
use registry::{Most, Registry};
use shelf::{Room, Shelf};
use watch::{Look, Seen};
use writer::Writer;

/// How long changes that rest on others may wait for those where there is no room.
const WAITS_MS: i64 = 30_000;

/// The running hub. Cheap to clone; ends with its last clone and last connection.
#[derive(Clone)]
pub struct Hub(Arc<Core>);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    #[error("no thread could be started")]
    Thread(#[from] std::io::Error),
}

pub(crate) struct Core {
    state: AppState,
    settings: Settings,
    identity: ServerIdentity,
    /// When the organisation was founded: no clock of a phone can have been right before.
    founded: i64,
    shelf: Shelf,
    registry: Registry,
    /// One for each connection that there may be.
    seats: Arc<Semaphore>,
    isolation: Isolation,
    kept: Kept,
    writer: Writer,
    /// What this hub appended since the last look.
    ours: Lock<HashSet<(DocumentId, Option<DeviceId>)>>,
    seen: Lock<Option<Seen>>,
    look: Look,
    lanes: Lanes,
    connections: AtomicU64,
    metrics: Arc<Metrics>,
}

impl Hub {
    /// Starts the hub. Call inside a tokio runtime.
    pub fn start(state: AppState, settings: Settings) -> Result<Self, StartError> {
        let metrics = Arc::new(Metrics::default());
        let writer = Writer::start(state.store().clone(), metrics.clone())?;
        let every = settings.look_every;
        let hub = Self::new(state, settings, metrics, writer)?;
        tokio::spawn(watch::watch(Arc::downgrade(&hub.0), every));
        Ok(hub)
    }

    /// A hub that does nothing by itself: no thread, no runtime, no socket. Whoever owns it takes
    /// every step ([`Hub::connect`], [`Hub::look_around`]), and so decides what happens when.
    pub fn in_steps(state: AppState, settings: Settings) -> Result<Self, StartError> {
        let metrics = Arc::new(Metrics::default());
        let writer = Writer::here(state.store().clone(), metrics.clone());
        Self::new(state, settings, metrics, writer)
    }

    fn new(
        state: AppState,
        settings: Settings,
        metrics: Arc<Metrics>,
        writer: Writer,
    ) -> Result<Self, StartError> {
        let organisation = state.directory().organisation.clone();
        let name = format!("ropes-{}", organisation.id);
        let seats = settings.connections.min(Semaphore::MAX_PERMITS);
        let core = Arc::new(Core {
            writer,
            lanes: Lanes::new(&settings),
            seats: Arc::new(Semaphore::new(seats)),
            state,
            settings,
            identity: ServerIdentity { peer_id: name.clone(), storage_id: name },
            founded: organisation.created_at,
            shelf: Shelf::default(),
            registry: Registry::default(),
            isolation: Isolation::default(),
            kept: Kept::default(),
            ours: Lock::default(),
            seen: Lock::default(),
            look: Look::default(),
            connections: AtomicU64::new(0),
            metrics,
        });
        *core.seen.lock() = Some(core.seen_now()?);
        Ok(Self(core))
    }

    /// A connection without a socket, of somebody who was found to be signed in.
    pub fn connect(&self, user: &SignedIn) -> Line {
        Line::new(self.0.clone(), Who::from(user))
    }

    /// Takes in what others did to the store. Blocks.
    pub fn look_around(&self) -> Result<(), StoreError> {
        self.0.look_around()
    }

    /// `GET /sync`.
    pub fn route(&self) -> Router<AppState> {
        let hub = self.clone();
        let sync = async move |SyncUser(user): SyncUser, request: Request| {
            let seat = hub.seat()?;
            hub.accept(request, Who::from(&user), seat)
        };
        Router::new().route("/sync", get(sync))
    }

    /// A full server takes nobody new. If somebody at work gave way instead, whoever comes again and
    /// again could send everybody home.
    fn seat(&self) -> Result<OwnedSemaphorePermit, HttpError> {
        self.0.seats.clone().try_acquire_owned().map_err(|_| HttpError::Full)
    }

    /// Turns a request into a connection of `who`, who was found to be signed in.
    fn accept(
        &self,
        request: Request,
        who: Who,
        seat: OwnedSemaphorePermit,
    ) -> Result<Response, HttpError> {
        let bad = |error: tungstenite::Error| HttpError::bad_request(error.to_string());
        let (answer, upgrade) = socket::upgrade(request).map_err(bad)?;
        let core = self.0.clone();
        tokio::spawn(async move {
            // Somewhat above the limit, so that the refusal can still be said in a frame.
            let most = core.settings.limits.frame_bytes * 2;
            match socket::open(upgrade, most).await {
                Ok(socket) => connection::serve(core, socket, who).await,
                Err(error) => tracing::debug!(%error, "a request became no websocket"),
            }
            drop(seat);
        });
        Ok(answer)
    }

    /// Looks at the store now rather than within a second, as after a device was revoked.
    pub fn look_now(&self) {
        self.0.look.notify_one();
    }

    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Everything for `/metrics`.
    pub fn numbers(&self) -> Vec<Family> {
        let core = &self.0;
        let waiting =
            core.registry.connections().iter().map(|it| it.mailbox.documents()).sum::<usize>();
        let mut families = core.metrics.read();
        families.extend([
            Family::gauge(
                "ropes_sync_documents_bytes",
                "memory of open documents, estimated",
                core.shelf.bytes() as f64,
            ),
            Family::gauge(
                "ropes_sync_documents_waiting",
                "documents with news that wait for a socket to have room",
                waiting as f64,
            ),
        ]);
        families
    }

    /// Says goodbye to everybody.
    pub fn close(&self) {
        for connection in self.0.registry.connections() {
            connection.end(EndCode::Stopping, "the server is stopping");
        }
    }

    /// Takes no more from anybody, lets what was taken be stored and answered, and says goodbye.
    /// Returns when everybody is gone; call [`AppState::stop`] first, or new ones come.
    pub async fn drain(&self) {
        let registry = &self.0.registry;
        registry.connections().iter().for_each(|it| it.go_away());
        registry.emptied().await;
    }
}

impl Core {
    fn now(&self) -> i64 {
        self.state.now()
    }

    fn welcome(&self, who: Who) -> Arc<Connection> {
        let id = self.connections.fetch_add(1, Ordering::Relaxed);
        let session = ServerSession::new(self.identity.clone(), self.settings.limits);
        let connection = Arc::new(Connection::new(id, who, session));
        let Settings { device_connections, person_connections, .. } = self.settings;
        let most = Most { of_device: device_connections, of_person: person_connections };
        if let Some((oldest, why)) = self.registry.add(connection.clone(), most) {
            self.metrics.let_go.up();
            oldest.end(why, "there are newer connections");
        }
        // It came in while the server was told to stop.
        if self.state.is_stopping() {
            connection.go_away();
        }
        self.metrics.connections.up();
        self.metrics.connections_opened.up();
        connection
    }

    fn part(&self, connection: &Connection) {
        self.registry.remove(connection);
        self.metrics.connections.down();
    }

    /// Makes room in memory.
    fn trim(&self) {
        self.drop_from_memory(i64::MIN);
    }

    /// Drops what nobody used since then, and more if there is not room for all.
    fn drop_from_memory(&self, used_since: i64) {
        let waits_since = self.now().saturating_sub(WAITS_MS);
        let room = Room { bytes: self.settings.open_bytes, used_since, waits_since };
        while let Some(dropped) = self.shelf.trim(room) {
            self.metrics.evicted.up();
            self.metrics.documents_open.down();
            if dropped.had_waiting {
                self.ask_again(dropped.id);
            }
        }
    }

    /// Changes that waited for others were dropped: whoever sent them starts afresh.
    fn ask_again(&self, id: DocumentId) {
        let text = id.to_string();
        for connection in self.registry.listeners(id) {
            if connection.session.lock().may_write(&text) {
                connection.end(EndCode::NotKept, "not kept, send again");
            }
        }
    }
}
