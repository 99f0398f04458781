//! The least server that samod allows: axum in front, files behind, everybody may read and write.
//!
//! It announces nothing, as automerge-repo's own sync server does: a phone gets what it asks for.

use std::env;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::WebSocketUpgrade;
use axum::routing::get;
use samod::storage::TokioFilesystemStorage;
use samod::{AcceptorHandle, Repo, ShareConfig};
use tokio::net::TcpListener;
use url::Url;

#[tokio::main]
async fn main() -> Result<()> {
    let port: u16 = env::var("PORT").context("PORT is not set")?.parse()?;
    let data = env::var("DATA_DIR").context("DATA_DIR is not set")?;
    let repo = Repo::build_tokio()
        .with_storage(TokioFilesystemStorage::new(data))
        .with_share_policy(ShareConfig::read_write().with_announce(false))
        .load()
        .await;
    let here = Url::parse(&format!("ws://127.0.0.1:{port}/"))?;
    let acceptor = repo.make_acceptor(here)?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let router = Router::new().route("/", get(move |upgrade| accept(upgrade, acceptor)));
    Ok(axum::serve(listener, router).await?)
}

async fn accept(upgrade: WebSocketUpgrade, acceptor: AcceptorHandle) -> axum::response::Response {
    upgrade.on_upgrade(async move |socket| {
        // A repository that has stopped takes nobody: the socket closes.
        let _connected = acceptor.accept_axum(socket, None);
    })
}
