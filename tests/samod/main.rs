//! samod, the automerge-repo of Rust, as a client of the built server: what it may write is stored,
//! what it may read comes, what it may not see is not there, and it carries on after a restart.

mod peer;

use anyhow::{Context, Result, ensure};
use documents::{Document, DocumentId};
use domain::Kind;
use sync_server::store::{SqliteStore, Store};
use tests::ropes::{First, Ropes};
use tests::wait;

use peer::Peer;

/// The log a worker writes this year, as the server names it.
async fn log(ropes: &Ropes, token: &str) -> Result<DocumentId> {
    let asked = reqwest::Client::new().get(format!("{}/api/documents", ropes.url()));
    let lines: Vec<serde_json::Value> = asked.bearer_auth(token).send().await?.json().await?;
    let newest = lines
        .iter()
        .filter(|line| line["kind"] == "log" && line["access"] == "write")
        .max_by_key(|line| line["period"].as_u64());
    let id = newest.context("no log is listed")?["document_id"].as_str().unwrap_or_default();
    Ok(id.parse()?)
}

/// The words on disk.
fn stored(ropes: &Ropes, id: DocumentId) -> Result<Vec<String>> {
    let chunks = SqliteStore::open(ropes.data())?.chunks(id)?;
    let pieces: Vec<_> = chunks.into_iter().map(|chunk| chunk.bytes).collect();
    Ok(peer::notes(Document::load(&pieces, [0; 16]).document.automerge()))
}

/// SPEC P43
#[tokio::test(flavor = "multi_thread")]
async fn samod_writes_reads_and_carries_on_after_a_restart() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let (worker, leader) = (ropes.token("samira").await?, ropes.token("ingrid").await?);
    let id = log(&ropes, &worker).await?;

    let one = Peer::connect(&ropes, &worker).await?;
    let log = one.find(id).await?.context("the log is not there")?;
    peer::note(&log, "one")?;
    one.is_received(&log).await?;
    ensure!(stored(&ropes, id)?.contains(&"one".to_owned()), "received and not stored");

    let reader = Peer::connect(&ropes, &leader).await?;
    let seen = reader.find(id).await?.context("the reader finds nothing")?;
    peer::shows(&seen, "one").await?;

    ropes.kill().await?;
    peer::note(&log, "two")?;
    ropes.start_again().await?;
    one.is_received(&log).await?;
    ensure!(stored(&ropes, id)?.contains(&"two".to_owned()), "received and not stored");
    peer::shows(&seen, "two").await
}

/// SPEC P43
#[tokio::test(flavor = "multi_thread")]
async fn samod_is_told_that_it_may_only_read_and_what_it_may_not_see_is_not_there() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let (worker, leader) = (ropes.token("samira").await?, ropes.token("ingrid").await?);
    let id = log(&ropes, &worker).await?;
    let reader = Peer::connect(&ropes, &leader).await?;
    let seen = reader.find(id).await?.context("the reader finds nothing")?;
    peer::note(&seen, "not mine to write")?;
    wait::until("the reader is told", async || Ok(reader.reads_only(&seen).then_some(()))).await?;

    let one = Peer::connect(&ropes, &worker).await?;
    let log = one.find(id).await?.context("the log is not there")?;
    peer::note(&log, "mine")?;
    one.is_received(&log).await?;
    peer::shows(&seen, "mine").await?;
    ensure!(stored(&ropes, id)? == ["mine"], "{:?}", stored(&ropes, id)?);

    let store = SqliteStore::open(ropes.data())?;
    let journals = store.documents()?.into_iter().filter(|it| it.kind == Kind::Journal);
    for id in journals.map(|it| it.id).chain([DocumentId([7; 16])]) {
        ensure!(reader.find(id).await?.is_none(), "{id} was found");
    }
    Ok(())
}
