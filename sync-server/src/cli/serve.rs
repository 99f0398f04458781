//! `ropes serve`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use tokio::net::TcpListener;

use super::first_start::{Begin, Guest, first_start, print_links};
use super::logging::{self, LogFormat};
use super::place::{self, Held};
use super::{Data, Say, limits, stopping};
use crate::auth::Secret;
use crate::edge::{Door, Edge, Proxies, Stopped, Tls, authority_of, keep_fresh, name_of};
use crate::hub::{Hub, Settings};
use crate::limits::ServerLimits;
use crate::store::{DATABASE_FILE, Store};
use crate::trust::Authority;
use crate::{AppState, Family, http};

/// How long work that blocks may take to end once everything else has.
const GRACE: Duration = Duration::from_secs(5);
/// A shorter token could be guessed.
const TOKEN_CHARS: usize = 32;

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
    /// Speak TLS with this certificate and its chain, in PEM; read again when the file changes
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A reverse proxy in front, by address or network, to be believed about whom it speaks for;
    /// may be given again
    #[arg(long, value_name = "ADDRESS")]
    trusted_proxy: Vec<Proxies>,
    /// A file with a token of 32 characters or more; who shows it as a bearer token may read
    /// /metrics from anywhere, and without it only this machine may
    #[arg(long, value_name = "FILE")]
    metrics_token: Option<PathBuf>,
    /// A file of limits other than the usual ones: see `ropes limits`
    #[arg(long, value_name = "FILE")]
    limits: Option<PathBuf>,
    /// How the log is written, on standard error
    #[arg(long, value_enum, default_value_t)]
    log: LogFormat,
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
        let tls = self.tls()?.map(Arc::new);
        let limits = limits::read(self.limits.as_deref())?;
        let data = self.data.data.as_path();
        logging::start(self.log);
        place::make(data)?;
        let held = place::hold(data)?;
        let store = place::open(data)?;
        let begin = Begin { org: self.org.as_deref(), demo: self.demo };
        let guests = first_start(&*store, &begin)?;
        Authority::of(&*store, place::now()).context("cannot use the organisation's key")?;
        let runtime = tokio::runtime::Runtime::new().context("cannot start threads")?;
        runtime.block_on(self.serve(store, tls, limits, &guests, say))?;
        runtime.shutdown_timeout(GRACE);
        drop::<Held>(held);
        Ok(ExitCode::SUCCESS)
    }

    fn tls(&self) -> anyhow::Result<Option<Tls>> {
        let Some((certificate, key)) = self.tls_cert.clone().zip(self.tls_key.clone()) else {
            return Ok(None);
        };
        let host = match &self.url {
            Some(url) if url.starts_with("http://") => {
                bail!("--url {url} is not encrypted, and --tls-cert is: write https://")
            }
            url => url.as_deref().map(|url| name_of(authority_of(url))),
        };
        Ok(Some(Tls::load(certificate, key, host)?))
    }

    async fn serve(
        &self,
        store: Arc<dyn Store>,
        tls: Option<Arc<Tls>>,
        limits: ServerLimits,
        guests: &[Guest],
        say: &mut Say<'_>,
    ) -> anyhow::Result<()> {
        let data = self.data.data.as_path();
        let listener = TcpListener::bind(self.listen).await;
        let listener = listener.with_context(|| format!("cannot listen on {}", self.listen))?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let here = listener.local_addr()?;
        let url = self.url.clone().unwrap_or_else(|| reachable(scheme, here));
        place::note_url(data, &url)?;
        let edge = self.edge(url)?;
        let settings = Settings::from(&limits);
        let state = AppState::at(store, Arc::new(place::now), edge, self.grace_days, limits)?;
        let hub = Hub::start(state.clone(), settings)?;
        self.count(&state, &hub, tls.clone());
        if let Some(tls) = &tls {
            tokio::spawn(keep_fresh(tls.clone()));
        }
        print_links(&state, guests, say)?;
        if !http::has_app() {
            say.line("This binary was built without the app: sync and the API work, pages do not.");
        }
        let url = state.url();
        say.line(&format!("Ropes listens on {scheme}://{here} and is reached at {url}"));

        let router = http::router(state.clone(), hub.route());
        let stop = stopping::stopped(state.clone(), hub);
        match (Door { listener, tls }).serve(router, stop, stopping::ANSWERS).await {
            Stopped::Whole => tracing::info!("stopped"),
            Stopped::Cut => tracing::warn!("stopped while requests were open"),
        }
        Ok(())
    }

    fn edge(&self, url: String) -> anyhow::Result<Edge> {
        let proxies = self.trusted_proxy.iter().cloned().fold(Proxies::default(), Proxies::and);
        let edge = Edge::new(url).behind(proxies);
        let Some(path) = &self.metrics_token else { return Ok(edge) };
        let token = std::fs::read_to_string(path);
        let token = token.with_context(|| format!("cannot read {}", path.display()))?;
        if token.trim().chars().count() < TOKEN_CHARS {
            bail!(
                "{} holds fewer than {TOKEN_CHARS} characters: see --metrics-token",
                path.display()
            );
        }
        Ok(edge.with_metrics_token(&Secret::sent(token.trim())))
    }

    /// Who has numbers for `/metrics`.
    fn count(&self, state: &AppState, hub: &Hub, tls: Option<Arc<Tls>>) {
        let counted = hub.clone();
        state.counters().include(Box::new(move || counted.numbers()));
        let data = self.data.data.clone();
        state.counters().include(Box::new(move || vec![database_bytes(&data)]));
        if let Some(tls) = tls {
            state.counters().include(Box::new(move || tls.numbers()));
        }
    }
}

fn database_bytes(data: &Path) -> Family {
    let log = format!("{DATABASE_FILE}-wal");
    let sizes = [DATABASE_FILE, &log].map(|name| std::fs::metadata(data.join(name)));
    let bytes: u64 = sizes.iter().flatten().map(std::fs::Metadata::len).sum();
    Family::gauge("ropes_database_bytes", "size of the database and its log on disk", bytes as f64)
}

/// An address a browser on this machine can open.
fn reachable(scheme: &str, here: SocketAddr) -> String {
    match here.ip().is_unspecified() {
        true => format!("{scheme}://127.0.0.1:{}", here.port()),
        false => format!("{scheme}://{here}"),
    }
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
