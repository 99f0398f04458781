//! A small workshop and its server, in this process, over a data directory that outlives it.

use std::ffi::OsString;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Weak};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use domain::{OrgId, PersonId, Role, Team, TeamId};
use sync_server::AppState;
use sync_server::access::register_catalog;
use sync_server::auth::create_invite;
use sync_server::hub::{Hub, Settings};
use sync_server::import;
use sync_server::store::{Organisation, PeopleUpdate, PersonRecord, SqliteStore, Store};
use tempfile::TempDir;
use tests::phone::Phone;
use tests::{ropes, wait};
use tokio::runtime::{Builder, Runtime};

pub(crate) struct House {
    directory: TempDir,
    address: SocketAddr,
    settings: Settings,
    running: Option<(Runtime, Weak<dyn Store>)>,
}

/// What a command of `ropes` did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) is_done: bool,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn person(id: &str) -> Result<PersonId> {
    Ok(PersonId::new(id)?)
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

impl House {
    /// Nothing is here yet.
    pub(crate) fn empty(settings: Settings) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], ropes::free_port()?));
        Ok(Self { directory: tempfile::tempdir()?, address, settings, running: None })
    }

    /// Ada runs the place; samira and noor build wheels, edda supervises samira. It is open.
    pub(crate) async fn new(settings: Settings) -> Result<Self> {
        let mut house = Self::empty(settings)?;
        found(&house.store()?)?;
        house.open().await?;
        Ok(house)
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Beside the server, as another process would.
    pub(crate) fn store(&self) -> Result<SqliteStore> {
        Ok(SqliteStore::open(self.path())?)
    }

    /// Starts the server; on the same port every time, so that phones find it again.
    pub(crate) async fn open(&mut self) -> Result<()> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let store: Arc<dyn Store> = Arc::new(self.store()?);
        let weak = Arc::downgrade(&store);
        let (url, settings) = (self.url(), self.settings.clone());
        let listener = TcpListener::bind(self.address)?;
        listener.set_nonblocking(true)?;
        let started = runtime.spawn(async move {
            let state = AppState::new(store, Arc::new(now), url)?;
            let hub = Hub::start(state.clone(), settings)?;
            let router = sync_server::http::router(state, hub.route());
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            let listener = tokio::net::TcpListener::from_std(listener)?;
            tokio::spawn(async move { axum::serve(listener, service).await });
            anyhow::Ok(())
        });
        started.await??;
        self.running = Some((runtime, weak));
        Ok(())
    }

    /// Ends the server at once, whatever it is doing, and waits until it let go of the database.
    pub(crate) async fn close(&mut self) -> Result<()> {
        let (runtime, store) = self.running.take().context("the server does not run")?;
        runtime.shutdown_background();
        let gone = wait::until("the database to be let go", async || {
            Ok(store.upgrade().is_none().then_some(()))
        });
        gone.await
    }

    pub(crate) fn invite(&self, who: &str) -> Result<String> {
        Ok(create_invite(&self.store()?, &person(who)?, &self.url(), now())?.url)
    }

    /// A phone on which this person joined and has tasks to tap.
    pub(crate) async fn phone(&self, who: &str, seed: u64) -> Result<Phone> {
        let mut phone = Phone::joined(&self.url(), &self.invite(who)?, seed).await?;
        let now = phone.now();
        phone.until("ready to log", |client| !client.home(now).tiles.is_empty()).await?;
        Ok(phone)
    }

    /// `ropes WORDS… --data DIR`
    pub(crate) fn ropes(&self, words: &[&str]) -> Ran {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let all = ["ropes"].iter().chain(words).chain(&["--data"]).map(OsString::from);
        let code = sync_server::cli::run(all.chain([self.path().into()]), &mut out, &mut err);
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ran { is_done: code == ExitCode::SUCCESS, out: text(out), err: text(err) }
    }

    pub(crate) fn is_sound(&self) -> Result<()> {
        let ran = self.ropes(&["fsck"]);
        ensure!(ran.is_done, "fsck found: {}{}", ran.out, ran.err);
        Ok(())
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

/// A test that fails stops the server too; blocking is not allowed there.
impl Drop for House {
    fn drop(&mut self) {
        if let Some((runtime, _)) = self.running.take() {
            runtime.shutdown_background();
        }
    }
}

/// The phone and the server have told each other everything.
pub(crate) async fn in_step(phone: &mut Phone) -> Result<()> {
    phone
        .until("in step with the server", |client| {
            client.sync_page().is_connected && client.sync().waiting == 0
        })
        .await
}

fn found(store: &SqliteStore) -> Result<()> {
    let id = OrgId::new("bicycles")?;
    let name = "Spokes".to_owned();
    store.found(&Organisation { id: id.clone(), name, created_at: now(), is_demo: false })?;
    let someone = |id: &str, roles: &[Role]| {
        anyhow::Ok(PersonRecord {
            id: person(id)?,
            key: format!("nr-{id}"),
            name: id.to_uppercase(),
            roles: roles.to_vec(),
            job: None,
            is_active: true,
        })
    };
    let people = vec![
        someone("ada", &[Role::Admin])?,
        someone("samira", &[Role::Worker])?,
        someone("noor", &[Role::Worker])?,
        someone("edda", &[Role::Supervisor])?,
    ];
    let team = Team {
        id: TeamId::new("wheels")?,
        name: "Wheels".into(),
        members: vec![person("samira")?],
        supervisors: vec![person("edda")?],
    };
    store.update_people(&PeopleUpdate { people, teams: vec![team], ..PeopleUpdate::default() })?;
    register_catalog(store, &id, documents::CATALOG_WORK, now())?;
    import::import_framework(store, FRAMEWORK.as_bytes(), "wheels.csv", now())?;
    import::import_tasks(store, TASKS.as_bytes(), now())?;
    Ok(())
}

const FRAMEWORK: &str = "\
identifier,fullStatement,parentIdentifier
W,Wheels,
W1,Trues a wheel,W
W2,Laces a wheel,W
";

const TASKS: &str = "\
identifier,name,tags
true-a-wheel,True a wheel,W1
lace-a-wheel,Lace a wheel,W2
";
