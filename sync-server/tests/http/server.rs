//! A running server for a test, with a clock that only the test moves, and clients for it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::{Buddy, Day, Moment, OrgId, PersonId, Role, Team, TeamId};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use sync_server::auth::create_invite;
use sync_server::edge::{Door, Edge};
use sync_server::hub::{Hub, Settings};
use sync_server::limits::ServerLimits;
use sync_server::store::{Organisation, PeopleUpdate, PersonRecord, SqliteStore, Store};
use sync_server::{AppState, http};

pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) now: Arc<AtomicI64>,
    pub(crate) data: tempfile::TempDir,
}

/// 2026-11-22 12:00 UTC.
pub(crate) const NOON: i64 = 1_795_348_800_000;

pub(crate) fn id(name: &str) -> PersonId {
    PersonId::new(name).unwrap()
}

pub(crate) fn person(name: &str, roles: &[Role]) -> PersonRecord {
    PersonRecord {
        id: id(name),
        key: format!("nr-{name}"),
        name: name.to_uppercase(),
        roles: roles.to_vec(),
        job: None,
        is_active: true,
    }
}

/// Ada runs the place. Floor: Sam and Pat, supervised by Sue. Store: Tom, supervised by Ted. Tom is
/// Sam's buddy until today; Pat was until yesterday.
fn crew() -> PeopleUpdate {
    let team = |name: &str, members: &[&str], supervisor: &str| Team {
        id: TeamId::new(name).unwrap(),
        name: name.to_owned(),
        members: members.iter().map(|name| id(name)).collect(),
        supervisors: vec![id(supervisor)],
    };
    let today = Moment::new(NOON, 0).day();
    let pair = |buddy: &str, until: i32| Buddy {
        buddy: id(buddy),
        learner: id("sam"),
        from: Day(today.0 - 30),
        until: Some(Day(until)),
    };
    PeopleUpdate {
        people: vec![
            person("ada", &[Role::Admin]),
            person("sam", &[Role::Worker]),
            person("pat", &[Role::Worker]),
            person("tom", &[Role::Worker]),
            person("sue", &[Role::Worker, Role::Supervisor]),
            person("ted", &[Role::Supervisor]),
        ],
        teams: vec![team("floor", &["sam", "pat"], "sue"), team("store", &["tom"], "ted")],
        buddies: Some(vec![pair("tom", today.0), pair("pat", today.0 - 1)]),
        ..PeopleUpdate::default()
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::at(Edge::new).await
    }

    /// Reached as `edge` makes it of the address.
    pub(crate) async fn at(edge: impl FnOnce(String) -> Edge) -> Self {
        Self::with(edge, ServerLimits::default()).await
    }

    pub(crate) async fn with(edge: impl FnOnce(String) -> Edge, limits: ServerLimits) -> Self {
        let data = tempfile::tempdir().unwrap();
        let store = Arc::new(SqliteStore::open(data.path()).unwrap());
        let id = OrgId::new("bicycles").unwrap();
        let name = "Spokes".to_owned();
        store.found(&Organisation { id, name, created_at: NOON, is_demo: false }).unwrap();
        store.update_people(&crew()).unwrap();

        Self::over(data, store, NOON, edge, limits).await
    }

    /// Over what a backup holds.
    pub(crate) async fn restored(backup: &Path, now: i64) -> Self {
        let data = tempfile::tempdir().unwrap();
        SqliteStore::restore(data.path(), backup, "replaced").unwrap();
        let store = Arc::new(SqliteStore::open(data.path()).unwrap());
        Self::over(data, store, now, Edge::new, ServerLimits::default()).await
    }

    async fn over(
        data: tempfile::TempDir,
        store: Arc<SqliteStore>,
        now: i64,
        edge: impl FnOnce(String) -> Edge,
        limits: ServerLimits,
    ) -> Self {
        let now = Arc::new(AtomicI64::new(now));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let clock = now.clone();
        let clock = Arc::new(move || clock.load(Ordering::SeqCst));
        let (edge, settings) = (edge(url.clone()), Settings::from(&limits));
        let state = AppState::at(store.clone(), clock, edge, domain::GRACE_DAYS, limits).unwrap();
        let hub = Hub::start(state.clone(), settings).unwrap();
        let router = http::router(state, hub.route());
        let door = Door { listener, tls: None };
        let serving = door.serve(router, std::future::pending(), Duration::ZERO);
        tokio::spawn(serving);
        Self { url, store, now, data }
    }

    pub(crate) fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    pub(crate) fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    /// A code for this person.
    pub(crate) fn code(&self, name: &str) -> String {
        create_invite(&*self.store, &id(name), &self.url, self.now()).unwrap().code
    }

    /// A client that keeps no cookies.
    pub(crate) fn bare(&self) -> Browser {
        let client = Client::builder().no_proxy().build().unwrap();
        Browser { client, url: self.url.clone() }
    }

    /// A browser: it keeps cookies.
    pub(crate) fn browser(&self) -> Browser {
        let client = Client::builder().cookie_store(true).no_proxy().build().unwrap();
        Browser { client, url: self.url.clone() }
    }

    /// A browser in which this person joined.
    pub(crate) async fn joined(&self, name: &str) -> Browser {
        let browser = self.browser();
        let body = json!({"code": self.code(name), "device_name": "phone"});
        let answer = browser.post("/api/join", &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        browser
    }
}

pub(crate) struct Browser {
    pub(crate) client: Client,
    url: String,
}

/// An answer as a test compares it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    /// Status and problem code.
    pub(crate) fn problem(&self) -> (u16, &str) {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        (self.status.as_u16(), self.body["code"].as_str().unwrap())
    }

    /// Name and value of each cookie that was set.
    pub(crate) fn cookies(&self) -> Vec<(&str, &str)> {
        let set = self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        set.map(|it| it.split(';').next().unwrap().split_once('=').unwrap()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.client.get(self.at(path))).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.client.post(self.at(path)).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        send(self.client.put(self.at(path)).json(body)).await
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer { status, headers, text, body }
}
