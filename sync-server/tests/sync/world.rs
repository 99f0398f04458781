//! A small workshop: two wheel builders, a supervisor of one of them, and a server on a free port.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use documents::{Document, DocumentId, DocumentKey, Written, genesis, genesis_hash};
use domain::{DeviceId, GRACE_DAYS, Kind, Moment, OrgId, Period, PersonId, Role, Team, TeamId};
use sync_server::AppState;
use sync_server::access::{Directory, Wish, register};
use sync_server::auth::Secret;
use sync_server::edge::{Door, Edge, Stopped};
use sync_server::hub::{Hub, Settings};
use sync_server::limits::ServerLimits;
use sync_server::store::{
    Append, Change, DocumentRecord, Failing, NewDevice, Organisation, PeopleUpdate, PersonRecord,
    SqliteStore, Store,
};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::phone::entry;

/// Noon on 22 November 2026.
pub(crate) const NOON: i64 = 1_795_348_800_000;
pub(crate) const YEAR: Period = Period(2026);

pub(crate) struct World {
    pub(crate) store: Arc<Failing<SqliteStore>>,
    pub(crate) hub: Hub,
    pub(crate) address: SocketAddr,
    pub(crate) clock: Arc<AtomicI64>,
    pub(crate) directory: TempDir,
    settings: Settings,
    limits: ServerLimits,
    running: JoinHandle<Stopped>,
}

pub(crate) fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

pub(crate) fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

/// The log of a worker.
pub(crate) fn log(worker: &str) -> DocumentId {
    DocumentKey::own(org(), Kind::Log, person(worker), YEAR).id()
}

/// What one person writes about another.
pub(crate) fn about(kind: Kind, author: &str, subject: &str) -> DocumentKey {
    let (author, subject) = (Some(person(author)), subject.to_owned());
    DocumentKey { org: org(), kind, author, subject, period: Some(YEAR) }
}

/// A document that nobody can ever make, with a name as long as that of a log.
pub(crate) fn nothing() -> DocumentId {
    let length = log("samira").to_string().len();
    let mut all = (0..=255).map(|byte| DocumentId([byte; 16]));
    all.find(|id| id.to_string().len() == length).unwrap()
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub(crate) async fn with(settings: Settings) -> Self {
        Self::of(&people(), settings).await
    }

    pub(crate) async fn limited(limits: ServerLimits) -> Self {
        Self::founded(&people(), Settings::from(&limits), limits).await
    }

    /// An organisation of these people, with two devices each.
    pub(crate) async fn of(people: &PeopleUpdate, settings: Settings) -> Self {
        Self::founded(people, settings, ServerLimits::default()).await
    }

    async fn founded(people: &PeopleUpdate, settings: Settings, limits: ServerLimits) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Arc::new(Failing::new(SqliteStore::open(directory.path()).unwrap()));
        let organisation = Organisation {
            id: org(),
            name: "Bicycles".into(),
            created_at: NOON - 86_400_000,
            is_demo: false,
        };
        store.found(&organisation).unwrap();
        store.update_people(people).unwrap();
        for PersonRecord { id, .. } in &people.people {
            for number in 1..=2 {
                add_device(&*store, id.as_str(), &format!("{id}-{number}"));
            }
        }
        let clock = Arc::new(AtomicI64::new(NOON));
        // This clock stands still: requests that were used up would stay so.
        let limits = ServerLimits { device_requests_at_once: 1_000_000, ..limits };
        let (hub, address, running) =
            start(store.clone(), &clock, (settings.clone(), limits.clone())).await;
        Self { store, hub, address, clock, directory, settings, limits, running }
    }

    /// A new process over the same database: nothing is in memory any more.
    pub(crate) async fn restart(&mut self) {
        self.running.abort();
        self.hub.close();
        let may = (self.settings.clone(), self.limits.clone());
        (self.hub, self.address, self.running) = start(self.store.clone(), &self.clock, may).await;
    }

    pub(crate) fn set_clock(&self, now: i64) {
        self.clock.store(now, Ordering::SeqCst);
    }

    pub(crate) fn supervised_by(&self, supervisors: &[&str]) {
        let update = PeopleUpdate { teams: vec![team(supervisors)], ..PeopleUpdate::default() };
        self.store.update_people(&update).unwrap();
    }

    /// As its author's phone does before the first sync.
    pub(crate) fn register(&self, key: DocumentKey) -> DocumentId {
        let directory = Directory::read(&*self.store).unwrap();
        let DocumentKey { kind, author, subject, period, .. } = key;
        let wish = Wish { kind, subject, period };
        let now = self.clock.load(Ordering::SeqCst);
        register(&*self.store, &directory, &author.unwrap(), wish, now).unwrap().id
    }

    /// A worker's log of another year, with an entry in it, that nobody has asked for yet.
    pub(crate) fn stored_log(&self, worker: &str, year: u16) -> DocumentId {
        let key = DocumentKey::own(org(), Kind::Log, person(worker), Period(year));
        let first =
            Change { hash: genesis_hash(Kind::Log), bytes: genesis(Kind::Log), clock_wrong: false };
        self.store.register_document(&DocumentRecord::of(&key, NOON), &first).unwrap();
        let mut document = Document::new(Kind::Log, [8; 16]);
        let written = document.put_entry(&entry("trued a wheel", NOON), Moment::new(NOON, 60));
        let Written { hash, bytes } = written.unwrap().unwrap();
        let append = Append {
            document: key.id(),
            person: Some(person(worker)),
            device: None,
            received_at: NOON,
            changes: vec![Change { hash, bytes, clock_wrong: false }],
            heads: document.heads(),
        };
        self.store.append(&[append]).unwrap();
        key.id()
    }

    pub(crate) fn receipts(&self, document: DocumentId) -> usize {
        self.store.receipts(document).unwrap().len()
    }
}

/// Samira and noor build wheels, edda supervises samira. Devices are called after their person with a
/// number, and their secret is their name.
fn people() -> PeopleUpdate {
    let people = vec![
        someone("samira", &[Role::Worker]),
        someone("noor", &[Role::Worker]),
        someone("edda", &[Role::Supervisor]),
    ];
    PeopleUpdate { people, teams: vec![team(&["edda"])], ..PeopleUpdate::default() }
}

pub(crate) fn someone(id: &str, roles: &[Role]) -> PersonRecord {
    PersonRecord {
        id: person(id),
        key: id.into(),
        name: id.into(),
        roles: roles.to_vec(),
        job: None,
        is_active: true,
    }
}

fn team(supervisors: &[&str]) -> Team {
    Team {
        id: TeamId::new("wheels").unwrap(),
        name: "Wheels".into(),
        members: vec![person("samira")],
        supervisors: supervisors.iter().map(|id| person(id)).collect(),
    }
}

pub(crate) fn add_device(store: &dyn Store, owner: &str, name: &str) {
    let secret = Secret::sent(name).hash();
    let new = NewDevice { id: DeviceId::new(name).unwrap(), name: name.into(), secret };
    store.add_device(&person(owner), &new, NOON).unwrap();
}

async fn start(
    store: Arc<dyn Store>,
    clock: &Arc<AtomicI64>,
    (settings, limits): (Settings, ServerLimits),
) -> (Hub, SocketAddr, JoinHandle<Stopped>) {
    let clock = clock.clone();
    let now = Arc::new(move || clock.load(Ordering::SeqCst));
    let edge = Edge::new("http://127.0.0.1".into());
    let state = AppState::at(store, now, edge, GRACE_DAYS, limits).unwrap();
    let hub = Hub::start(state.clone(), settings).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = sync_server::http::router(state, hub.route());
    let door = Door { listener, tls: None };
    let serving = door.serve(router, std::future::pending(), Duration::ZERO);
    let running = tokio::spawn(serving);
    (hub, address, running)
}

/// Waits for something that another thread does.
pub(crate) async fn eventually(what: &str, holds: impl Fn() -> bool) {
    let wait = async {
        while !holds() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait).await.expect(what);
}
