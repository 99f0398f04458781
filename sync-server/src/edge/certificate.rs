//! Reading a certificate with its key, and saying what is wrong with them before a phone has to.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_rustls::rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::server::ParsedCertificate;
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{CertificateError, Error, InconsistentKeys, RootCertStore};

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("cannot read {}", .0.display())]
    Read(PathBuf, #[source] std::io::Error),
    #[error("{} is not PEM: text that begins with -----BEGIN", .0.display())]
    NotPem(PathBuf, #[source] pem::Error),
    #[error("there is no certificate in {}: it must be PEM, the server's own first", .0.display())]
    NoCertificate(PathBuf),
    #[error("there is no private key in {}: it must be PEM, without a password", .0.display())]
    NoKey(PathBuf),
    #[error("the key in {} is not that of the certificate in {}", .key.display(), .certificate.display())]
    Mismatch { certificate: PathBuf, key: PathBuf },
    #[error("the certificate in {} expired {days} days ago: renew it", .path.display())]
    Expired { path: PathBuf, days: u64 },
    #[error("the certificate in {} is not valid yet: is this machine's clock right?", .0.display())]
    NotYet(PathBuf),
    #[error("the certificate in {} is not for {host}: it must name what --url names", .path.display())]
    OtherName { path: PathBuf, host: String },
    #[error("the certificate in {} cannot be used", .0.display())]
    Unusable(PathBuf, #[source] Error),
}

/// Where certificate and key are, and for which host they must be.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
    /// Not checked where nobody said under which name people come.
    pub(super) host: Option<String>,
}

/// What the files held.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Content {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Files {
    pub(super) fn read(&self) -> Result<Content, TlsError> {
        Ok(Content { certificate: read(&self.certificate)?, key: read(&self.key)? })
    }

    /// A certificate that can be used at `now`.
    pub(super) fn check(&self, content: &Content, now: UnixTime) -> Result<CertifiedKey, TlsError> {
        let path = &self.certificate;
        let unusable = |error| TlsError::Unusable(path.clone(), error);
        let chain = self.chain(&content.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&content.key).map_err(|error| match error {
            pem::Error::NoItemsFound => TlsError::NoKey(self.key.clone()),
            other => TlsError::NotPem(self.key.clone(), other),
        })?;
        let certified = CertifiedKey::from_der(chain, key, &default_provider()).map_err(
            |error| match error {
                Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                    TlsError::Mismatch { certificate: path.clone(), key: self.key.clone() }
                }
                other => unusable(other),
            },
        )?;
        let own = certified.end_entity_cert().map_err(unusable)?;
        let parsed = ParsedCertificate::try_from(own).map_err(unusable)?;
        self.check_time(&parsed, now)?;
        self.check_name(&parsed)?;
        Ok(certified)
    }

    fn chain(&self, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let chain = chain.map_err(|error| TlsError::NotPem(self.certificate.clone(), error))?;
        if chain.is_empty() {
            return Err(TlsError::NoCertificate(self.certificate.clone()));
        }
        Ok(chain)
    }

    fn check_time(&self, parsed: &ParsedCertificate<'_>, now: UnixTime) -> Result<(), TlsError> {
        match fault(parsed, now) {
            Some(CertificateError::ExpiredContext { not_after, .. }) => {
                let days = now.as_secs().saturating_sub(not_after.as_secs()) / 86_400;
                Err(TlsError::Expired { path: self.certificate.clone(), days })
            }
            Some(CertificateError::NotValidYetContext { .. }) => {
                Err(TlsError::NotYet(self.certificate.clone()))
            }
            // Who signed it is for the phones to judge.
            Some(_) | None => Ok(()),
        }
    }

    fn check_name(&self, parsed: &ParsedCertificate<'_>) -> Result<(), TlsError> {
        let Some(host) = &self.host else { return Ok(()) };
        let path = &self.certificate;
        let other = || TlsError::OtherName { path: path.clone(), host: host.clone() };
        let name = ServerName::try_from(host.as_str()).map_err(|_| other())?;
        verify_server_name(parsed, &name).map_err(|_| other())
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|error| TlsError::Read(path.to_owned(), error))
}

/// What rustls has against this certificate at a time. Its dates are looked at before anything
/// else, so nobody needs to be trusted to learn about them.
fn fault(parsed: &ParsedCertificate<'_>, at: UnixTime) -> Option<CertificateError> {
    let nobody = RootCertStore::empty();
    let algorithms = default_provider().signature_verification_algorithms;
    match verify_server_cert_signed_by_trust_anchor(parsed, &nobody, &[], at, algorithms.all) {
        Err(Error::InvalidCertificate(fault)) => Some(fault),
        Ok(()) | Err(_) => None,
    }
}

/// The last second of the year 9999.
const FAR: u64 = 253_402_300_799;

/// When it expires, in seconds since 1970.
pub(super) fn expires(certified: &CertifiedKey) -> u64 {
    let parsed = certified.end_entity_cert().and_then(ParsedCertificate::try_from);
    let far = UnixTime::since_unix_epoch(Duration::from_secs(FAR));
    match parsed.ok().and_then(|parsed| fault(&parsed, far)) {
        Some(CertificateError::ExpiredContext { not_after, .. }) => not_after.as_secs(),
        Some(_) | None => FAR,
    }
}
