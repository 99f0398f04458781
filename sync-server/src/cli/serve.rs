//! `ropes serve`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use domain::{Moment, Role};
use tokio::net::TcpListener;

use super::place::{self, Held};
use super::{Data, Say};
use crate::access::register_catalog;
use crate::auth::{create_invite, org_id, person_id};
use crate::hub::{Hub, Settings};
use crate::store::{Organisation, PeopleUpdate, PersonRecord, Store};
use crate::{AppState, demo, http};

/// How long connections may take to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where people reach this server, when that is not where it listens: https://…
    #[arg(long, value_parser = base_url)]
    url: Option<String>,
    /// Found an organisation of this name in an empty directory
    #[arg(long, value_name = "NAME", conflicts_with = "demo")]
    org: Option<String>,
    /// Fill an empty directory with an invented workshop, and print a link for each person in it
    #[arg(long)]
    demo: bool,
    /// Days for which a former buddy or supervisor may still send what they wrote before
    #[arg(long, value_name = "DAYS", default_value_t = domain::GRACE_DAYS)]
    grace_days: u16,
}

/// Somebody to print a link for.
struct Guest {
    line: String,
    person: domain::PersonId,
}

/// Scheme and host, without a path: the app lives at the root.
fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(url.to_ascii_lowercase())
        }
        Some(_) | None => Err("write it as https://ropes.example, without a path".to_owned()),
    }
}

impl Serve {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let data = self.data.data.as_path();
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
        place::make(data)?;
        let held = place::hold(data)?;
        let store = place::open(data)?;
        let guests = self.first_start(&*store)?;
        let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
        runtime.block_on(self.serve(data, store, &guests, say))?;
        runtime.shutdown_timeout(GRACE);
        drop::<Held>(held);
        Ok(ExitCode::SUCCESS)
    }

    /// Founds what is to be founded, and says who needs a link.
    fn first_start(&self, store: &dyn Store) -> anyhow::Result<Vec<Guest>> {
        let now = place::now();
        if self.demo {
            let moment = Moment::new(now, 0);
            return Ok(demo::create(store, moment.day(), moment)?.into_iter().map(guest).collect());
        }
        match (store.organisation()?, &self.org) {
            (Some(known), Some(name)) if known.name != *name => {
                bail!("this directory holds {:?}: leave --org out, or name another one", known.name)
            }
            (Some(_), _) => Ok(Vec::new()),
            (None, Some(name)) => Ok(vec![found(store, name, now)?]),
            (None, None) => bail!("nothing is here yet: add --org NAME to found an organisation"),
        }
    }

    async fn serve(
        &self,
        data: &Path,
        store: Arc<dyn Store>,
        guests: &[Guest],
        say: &mut Say<'_>,
    ) -> anyhow::Result<()> {
        let listener = TcpListener::bind(self.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", self.listen))?;
        let here = listener.local_addr()?;
        let url = self.url.clone().unwrap_or_else(|| reachable(here));
        place::note_url(data, &url)?;
        let state = AppState::with_grace(store, Arc::new(place::now), url, self.grace_days)?;
        let hub = Hub::start(state.clone(), Settings::default())?;
        let counted = hub.clone();
        state.counters().include(Box::new(move || counted.numbers()));
        welcome(&state, here, guests, say)?;

        let router = http::router(state, hub.route());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let (stopping, mut stop) = tokio::sync::watch::channel(false);
        let stopped = async move {
            asked_to_stop().await;
            hub.close();
            let _nobody_waits = stopping.send(true);
        };
        let serving =
            axum::serve(http::without_delay(listener), service).with_graceful_shutdown(stopped);
        tokio::select! {
            ended = serving.into_future() => ended.context("the server stopped")?,
            () = overdue(&mut stop) => (),
        }
        Ok(())
    }
}

fn guest(person: demo::DemoPerson) -> Guest {
    let roles: Vec<_> = person.roles.iter().map(|role| role.as_str()).collect();
    let team = person.team.map(|team| format!(", {team}")).unwrap_or_default();
    let line = format!("{} ({}{team})", person.name, roles.join(", "));
    Guest { line, person: person.person }
}

/// A new organisation with one admin.
fn found(store: &dyn Store, name: &str, now: i64) -> anyhow::Result<Guest> {
    let new = Organisation { id: org_id()?, name: name.into(), created_at: now, is_demo: false };
    let organisation = store.found(&new)?;
    let admin = PersonRecord {
        id: person_id()?,
        key: "admin".to_owned(),
        name: "Admin".to_owned(),
        roles: vec![Role::Admin],
        job: None,
        is_active: true,
    };
    let person = admin.id.clone();
    store.update_people(&PeopleUpdate { people: vec![admin], ..PeopleUpdate::default() })?;
    register_catalog(store, &organisation.id, documents::CATALOG_WORK, now)?;
    Ok(Guest { line: format!("Admin of {name}"), person })
}

/// An address a browser on this machine can open.
fn reachable(here: SocketAddr) -> String {
    match here.ip().is_unspecified() {
        true => format!("http://127.0.0.1:{}", here.port()),
        false => format!("http://{here}"),
    }
}

fn welcome(
    state: &AppState,
    here: SocketAddr,
    guests: &[Guest],
    say: &mut Say<'_>,
) -> anyhow::Result<()> {
    for guest in guests {
        let invite = create_invite(&**state.store(), &guest.person, state.url(), state.now())?;
        say.line(&format!("{}\n    {}", guest.line, invite.url));
    }
    if !http::has_app() {
        say.line("This binary was built without the app: sync and the API work, pages do not.");
    }
    say.line(&format!("Ropes listens on http://{here} and is reached at {}", state.url()));
    Ok(())
}

/// Resolves some time after the server was told to stop, if it has not by then.
async fn overdue(stop: &mut tokio::sync::watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(GRACE).await;
}

async fn asked_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => (),
        () = terminated() => (),
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_a_scheme_and_a_host() {
        assert_eq!(base_url("https://Ropes.example/"), Ok("https://ropes.example".into()));
        assert_eq!(base_url("http://127.0.0.1:8080"), Ok("http://127.0.0.1:8080".into()));
        for bad in ["ropes.example", "https://", "https://a/b", "ftp://a", "https://a b"] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }
}
