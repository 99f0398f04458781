//! Where this server meets the network: by which address people know it, which proxies stand in
//! front of it, who may read its numbers, TLS, and the door that lets connections in.

mod caller;
mod certificate;
mod door;
mod proxies;
mod tls;

pub(crate) use caller::Caller;
pub use door::{Door, Stopped};
pub use proxies::{NotANetwork, Proxies};
pub use tls::{Tls, TlsError, keep_fresh};

use std::sync::OnceLock;

use axum::http::HeaderMap;
use subtle::ConstantTimeEq;

use crate::auth::Secret;
use crate::store::SecretHash;

/// How this server is reached.
#[derive(Default)]
pub struct Edge {
    url: String,
    proxies: Proxies,
    metrics_token: Option<SecretHash>,
    /// Said once that a proxy is not named.
    unnamed: OnceLock<()>,
}

impl Edge {
    /// `url`: where people reach this server, such as `https://ropes.example`, without a slash at
    /// the end.
    pub fn new(url: String) -> Self {
        Self { url, ..Self::default() }
    }

    /// Believes what these say about whom they speak for.
    #[must_use]
    pub fn behind(self, proxies: Proxies) -> Self {
        Self { proxies, ..self }
    }

    /// Lets whoever shows this token read `/metrics`, from anywhere.
    #[must_use]
    pub fn with_metrics_token(self, token: &Secret) -> Self {
        Self { metrics_token: Some(token.hash()), ..self }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.starts_with("https://")
    }

    /// Host and port, if any, as in `url`.
    pub(crate) fn authority(&self) -> &str {
        authority_of(&self.url)
    }

    /// Whether these headers show the token for the numbers.
    pub(crate) fn has_metrics_token(&self, headers: &HeaderMap) -> bool {
        let shown = headers.get(axum::http::header::AUTHORIZATION).and_then(|it| it.to_str().ok());
        let shown =
            shown.and_then(|it| it.strip_prefix("Bearer ")).map(|it| Secret::sent(it).hash());
        shown.zip(self.metrics_token).is_some_and(|(shown, token)| shown.0.ct_eq(&token.0).into())
    }
}

pub(crate) fn authority_of(url: &str) -> &str {
    url.split_once("://").map_or("", |(_, authority)| authority)
}

/// The host alone, without port and brackets, in lower case.
pub(crate) fn name_of(authority: &str) -> String {
    let name = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => authority.split(':').next(),
    };
    name.unwrap_or_default().to_ascii_lowercase()
}
