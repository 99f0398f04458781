//! TLS by certificate files that may be replaced while the server runs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::UnixTime;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

pub use super::certificate::TlsError;
use super::certificate::{Content, Files, expires};
use crate::metrics::Family;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A certificate in use, and the files it came from.
pub struct Tls {
    files: Files,
    in_use: Arc<InUse>,
    /// What the files held when they were last looked at, also when it could not be used.
    seen: Mutex<Content>,
    acceptor: TlsAcceptor,
}

#[derive(Debug)]
struct InUse(RwLock<Arc<CertifiedKey>>);

impl InUse {
    fn get(&self) -> Arc<CertifiedKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ResolvesServerCert for InUse {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.get())
    }
}

impl Tls {
    /// Reads both files. `host`: the name the certificate must carry, if one is known. Blocks.
    pub fn load(
        certificate: PathBuf,
        key: PathBuf,
        host: Option<String>,
    ) -> Result<Self, TlsError> {
        let files = Files { certificate, key, host };
        let content = files.read()?;
        let certified = files.check(&content, UnixTime::now())?;
        let in_use = Arc::new(InUse(RwLock::new(Arc::new(certified))));
        let config = config(in_use.clone())
            .map_err(|error| TlsError::Unusable(files.certificate.clone(), error))?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { files, in_use, seen: Mutex::new(content), acceptor })
    }

    /// Takes what the files hold now, if that is new and good. Returns whether it was. Blocks.
    pub fn refresh(&self) -> Result<bool, TlsError> {
        let content = self.files.read()?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == content {
            return Ok(false);
        }
        let certified = self.files.check(&content, UnixTime::now());
        *seen = content;
        *self.in_use.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(certified?);
        Ok(true)
    }

    pub(super) async fn shake_hands(
        &self,
        socket: TcpStream,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(socket).await
    }

    /// For `/metrics`.
    pub fn numbers(&self) -> Vec<Family> {
        let help = "when the certificate in use expires, in seconds since 1970";
        let expires = expires(&self.in_use.get()) as f64;
        vec![Family::gauge("ropes_tls_certificate_expires_seconds", help, expires)]
    }
}

/// HTTP/1.1 alone: a websocket over HTTP/2 is another protocol, and the app is a few files.
fn config(in_use: Arc<InUse>) -> Result<ServerConfig, rustls::Error> {
    let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    let mut config = builder.with_no_client_auth().with_cert_resolver(in_use);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Looks at the files again and again. What is wrong with new ones is said once, and the old
/// certificate stays in use.
pub async fn keep_fresh(tls: Arc<Tls>) {
    let mut ticks = interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut said = String::new();
    loop {
        ticks.tick().await;
        let looked = tls.clone();
        let fault = match tokio::task::spawn_blocking(move || looked.refresh()).await {
            Ok(Ok(false)) => continue,
            Ok(Ok(true)) => {
                tracing::info!("a new certificate is in use");
                String::new()
            }
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        if !fault.is_empty() && fault != said {
            tracing::error!(fault, "the new certificate is not used; the old one stays");
        }
        said = fault;
    }
}
