//! TLS by certificate files.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::serve::serve_refused;
use crate::serving::Serving;

/// A certificate and its key, in files.
struct Files {
    folder: tempfile::TempDir,
}

/// Valid for as long as `shape` says.
fn certificate(name: &str, shape: impl FnOnce(&mut CertificateParams)) -> (String, String) {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    shape(&mut params);
    let key = KeyPair::generate().unwrap();
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

impl Files {
    fn of((certificate, key): &(String, String)) -> Self {
        let files = Self { folder: tempfile::tempdir().unwrap() };
        files.put(certificate, key);
        files
    }

    fn put(&self, certificate: &str, key: &str) {
        std::fs::write(self.folder.path().join("cert.pem"), certificate).unwrap();
        std::fs::write(self.folder.path().join("key.pem"), key).unwrap();
    }

    fn words(&self) -> [String; 4] {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        ["--tls-cert".into(), path("cert.pem"), "--tls-key".into(), path("key.pem")]
    }

    fn serve(&self, data: &Path, words: &[&str]) -> Serving {
        let own = self.words();
        let all: Vec<_> = own.iter().map(String::as_str).chain(words.iter().copied()).collect();
        Serving::start(data, &all)
    }

    /// Why it does not start.
    fn refusal(&self, words: &[&str]) -> String {
        let data = tempfile::tempdir().unwrap();
        let own = self.words();
        let all = own.iter().map(String::as_str).chain(["--org", "Spokes"]);
        let ran = serve_refused(data.path(), &all.chain(words.iter().copied()).collect::<Vec<_>>());
        assert_eq!(ran.code, Some(1), "{ran:?}");
        ran.err.replace(&format!("{}/", self.folder.path().display()), "")
    }
}

/// A client that trusts this certificate and no other.
async fn connect(address: SocketAddr, trusted: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    let pem = rustls_pem(trusted);
    roots.add(pem).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("ropes.example").unwrap();
    let socket = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(config)).connect(name, socket).await
}

fn rustls_pem(pem: &str) -> tokio_rustls::rustls::pki_types::CertificateDer<'static> {
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    PemObject::from_pem_slice(pem.as_bytes()).unwrap()
}

async fn get(stream: &mut TlsStream<TcpStream>, path: &str) -> String {
    let ask = format!("GET {path} HTTP/1.1\r\nhost: ropes.example\r\nconnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).to_lowercase()
}

/// Asks until the server shows this certificate.
async fn shows(address: SocketAddr, certificate: &str) {
    let asking = async {
        while connect(address, certificate).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), asking).await.unwrap();
}

// SPEC S71
#[tokio::test]
async fn pages_and_websockets_are_served_over_tls() {
    let pair = certificate("ropes.example", |_| {});
    let (files, data) = (Files::of(&pair), tempfile::tempdir().unwrap());
    let words = ["--org", "Spokes", "--url", "https://ropes.example"];
    let serving = files.serve(data.path(), &words);
    let mut stream = connect(serving.address(), &pair.0).await.unwrap();
    let answer = get(&mut stream, "/healthz").await;
    assert!(answer.starts_with("http/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age=31536000"), "{answer}");

    let stream = connect(serving.address(), &pair.0).await.unwrap();
    let request = "wss://ropes.example/sync".into_client_request().unwrap();
    let refused = tokio_tungstenite::client_async(request, stream).await.unwrap_err();
    let Error::Http(response) = refused else { panic!("{refused}") };
    assert_eq!(response.status(), 401);

    let mut stream = connect(serving.address(), &pair.0).await.unwrap();
    let metrics = get(&mut stream, "/metrics").await;
    assert!(metrics.contains("\nropes_tls_certificate_expires_seconds "), "{metrics}");
    let plain = reqwest::Client::builder().no_proxy().build().unwrap();
    assert!(plain.get(format!("http://{}/", serving.address())).send().await.is_err());
    assert_eq!(serving.stop().code(), Some(0));
}

// SPEC S71
#[test]
fn what_is_wrong_with_the_files_is_said_at_the_start() {
    let (good, other) =
        (certificate("ropes.example", |_| {}), certificate("ropes.example", |_| {}));
    let refusal = |certificate: &str, key: &str| {
        Files::of(&(certificate.to_owned(), key.to_owned())).refusal(&[])
    };
    assert_eq!(
        refusal(&good.0, &other.1),
        "ropes: the key in key.pem is not that of the certificate in cert.pem\n"
    );
    assert_eq!(
        refusal(&good.1, &good.1),
        "ropes: there is no certificate in cert.pem: it must be PEM, the server's own first\n"
    );
    assert_eq!(
        refusal(&good.0, &good.0),
        "ropes: there is no private key in key.pem: it must be PEM, without a password\n"
    );
    let (old, _) = (certificate("ropes.example", expired), ());
    let said = refusal(&old.0, &old.1);
    assert!(said.starts_with("ropes: the certificate in cert.pem expired "), "{said}");
    assert!(said.ends_with(" days ago: renew it\n"), "{said}");
    let early = certificate("ropes.example", |params| {
        params.not_before = date_time_ymd(2120, 1, 1);
        params.not_after = date_time_ymd(2121, 1, 1);
    });
    let said = refusal(&early.0, &early.1);
    assert!(said.contains("is not valid yet"), "{said}");
    let files = Files::of(&good);
    let said = files.refusal(&["--url", "https://elsewhere.example"]);
    assert!(said.contains("is not for elsewhere.example"), "{said}");
    let said = files.refusal(&["--url", "http://ropes.example"]);
    assert!(said.contains("write https://"), "{said}");
    std::fs::remove_file(files.folder.path().join("key.pem")).unwrap();
    assert!(files.refusal(&[]).starts_with("ropes: cannot read key.pem"), "{}", files.refusal(&[]));
}

fn expired(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2021, 1, 1);
}

// SPEC S72
#[tokio::test]
async fn a_renewed_certificate_is_used_without_a_restart_and_a_broken_one_never() {
    let first = certificate("ropes.example", |_| {});
    let (files, data) = (Files::of(&first), tempfile::tempdir().unwrap());
    let serving = files.serve(data.path(), &["--org", "Spokes"]);
    let mut open = connect(serving.address(), &first.0).await.unwrap();
    let second = certificate("ropes.example", |_| {});
    files.put(&second.0, &second.1);
    shows(serving.address(), &second.0).await;
    assert!(connect(serving.address(), &first.0).await.is_err());
    assert!(get(&mut open, "/healthz").await.starts_with("http/1.1 200"));

    let old = certificate("ropes.example", expired);
    files.put(&old.0, &old.1);
    let told = async {
        while !serving.said().contains("days ago: renew it") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap();
    assert!(connect(serving.address(), &second.0).await.is_ok());
}
