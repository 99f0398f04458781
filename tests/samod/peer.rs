//! A samod repository with one connection, which comes back by itself.

use std::convert::Infallible;
use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT, ReadDoc};
use documents::DocumentId;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, SinkExt, StreamExt};
use samod::{BackoffConfig, DialError, Dialer, DialerHandle, DocHandle, Repo, Transport, Url};
use tests::ropes::Ropes;
use tests::wait;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

pub(crate) struct Peer {
    repo: Repo,
    line: DialerHandle<Infallible>,
}

/// Opens a websocket with the bearer token of a device.
struct Line {
    url: Url,
    token: String,
}

impl Dialer for Line {
    type Error = Infallible;

    fn url(&self) -> Url {
        self.url.clone()
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Infallible>>> {
        let (url, bearer) = (self.url.to_string(), format!("Bearer {}", self.token));
        async move { open(url, bearer).await.map_err(DialError::transient) }.boxed()
    }
}

async fn open(url: String, bearer: String) -> Result<Transport, Error> {
    let mut request = url.into_client_request()?;
    let bearer = bearer.parse().map_err(|_| Error::AttackAttempt)?;
    request.headers_mut().insert("authorization", bearer);
    let (sink, stream) = connect_async(request).await?.0.split();
    let stream = stream.filter_map(|message| {
        ready(match message {
            Ok(Message::Binary(bytes)) => Some(Ok(bytes.to_vec())),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
    });
    let sink = sink.with(|bytes: Vec<u8>| ready(Ok::<_, Error>(Message::Binary(bytes.into()))));
    Ok(Transport::new(stream, sink))
}

impl Peer {
    pub(crate) async fn connect(ropes: &Ropes, token: &str) -> Result<Self> {
        let url = format!("{}/sync", ropes.url().replacen("http", "ws", 1)).parse()?;
        let repo = Repo::build_tokio().load().await;
        let soon = Duration::from_millis(50);
        let backoff = BackoffConfig { initial_delay: soon, max_delay: soon, max_retries: None };
        let line = repo.dial(backoff, Arc::new(Line { url, token: token.to_owned() }))?;
        tokio::time::timeout(wait::PATIENCE, line.established()).await??;
        Ok(Self { repo, line })
    }

    pub(crate) async fn find(&self, id: DocumentId) -> Result<Option<DocHandle>> {
        let id: samod::DocumentId = id.to_string().parse().context("not an id for samod")?;
        Ok(tokio::time::timeout(wait::PATIENCE, self.repo.find(id)).await??)
    }

    /// The server has everything, by its own heads.
    pub(crate) async fn is_received(&self, document: &DocHandle) -> Result<()> {
        wait::until("the receipt", async || {
            let ours = document.with_document(|document| document.get_heads());
            let theirs = self.state(document).and_then(|state| state.their_heads);
            Ok((theirs == Some(ours)).then_some(()))
        })
        .await
    }

    pub(crate) fn reads_only(&self, document: &DocHandle) -> bool {
        self.state(document).is_some_and(|state| state.peer_read_only)
    }

    fn state(&self, document: &DocHandle) -> Option<samod::PeerDocState> {
        document.peers().0.remove(&self.line.connection_id()?)
    }
}

/// Adds a word that no entry of ours has.
pub(crate) fn note(document: &DocHandle, word: &str) -> Result<()> {
    document.with_document(|document| {
        let mut change = document.transaction();
        change.put(ROOT, format!("note {word}"), word)?;
        change.commit();
        Ok(())
    })
}

pub(crate) fn notes(document: &Automerge) -> Vec<String> {
    let keys = document.keys(ROOT);
    keys.filter_map(|key| Some(key.strip_prefix("note ")?.to_owned())).collect()
}

pub(crate) async fn shows(document: &DocHandle, word: &str) -> Result<()> {
    wait::until(word, async || {
        let notes = document.with_document(|document| notes(document));
        Ok(notes.contains(&word.to_owned()).then_some(()))
    })
    .await
}
