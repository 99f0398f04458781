//! Clients we did not write, against the built server. The scripts beside this file are theirs to run;
//! what they must see is said in them.

use anyhow::{Context, Result, bail, ensure};
use documents::{Document, DocumentId, Problem, Reading, read_entries};
use domain::{Body, Entry, Typed};
use serde_json::Value;
use sync_server::store::{SqliteStore, Store};
use tests::places;
use tests::ropes::{First, Ropes};
use tokio::process::Command;

#[tokio::test]
async fn a_stock_automerge_client_syncs_a_workers_log_and_cannot_write_where_it_may_only_read()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let said = Command::new("node")
        .arg(places::root().join("tests/interop/stock-client.mjs"))
        .env("ROPES_URL", ropes.url())
        .env("ROPES_TOKEN", ropes.token("samira").await?)
        .env("ROPES_READER_TOKEN", ropes.token("ingrid").await?)
        .output()
        .await
        .context("cannot start node")?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let seen: Value = serde_json::from_slice(&said.stdout).context("the client said no JSON")?;
    let wrote = seen["wrote"].as_str().context("the client wrote nothing")?;
    let document = seen["document"].as_str().context("the client named no document")?;
    let (title, problems) = task_in(&ropes, document.parse()?, wrote)?;
    assert_eq!((title.as_str(), problems), ("Written by a stock client", Vec::new()));
    Ok(())
}

/// What our own reader makes of a task in the server's store.
fn task_in(ropes: &Ropes, document: DocumentId, entry: &str) -> Result<(String, Vec<Problem>)> {
    let chunks = SqliteStore::open(ropes.data())?.chunks(document)?;
    let pieces: Vec<_> = chunks.into_iter().map(|chunk| chunk.bytes).collect();
    let readings = read_entries(&Document::load(&pieces, [0; 16]).document);
    let found = readings.into_iter().find_map(|reading| match reading {
        Reading::Entry { entry: Entry { id, body: Body::Task(task), .. }, problems }
            if id.as_str() == entry =>
        {
            Some((task, problems))
        }
        Reading::Entry { .. } | Reading::Unreadable { .. } => None,
    });
    let (task, problems) = found.context("no task of this id can be read")?;
    let Typed::Own(title) = task.what else { bail!("the task has no title: {task:?}") };
    Ok((title, problems))
}
