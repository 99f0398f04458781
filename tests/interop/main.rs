//! Clients we did not write, against the built server. The scripts beside this file are theirs to run;
//! what they must see is said in them.

use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use documents::{Document, DocumentId, Problem, Reading, read_entries};
use domain::{Body, Entry, Typed};
use serde_json::Value;
use sync_server::store::{SqliteStore, Store};
use tests::ropes::{First, Ropes};
use tests::{places, wait};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

#[tokio::test]
async fn a_stock_automerge_client_syncs_a_workers_log_and_cannot_write_where_it_may_only_read()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let said = script(&ropes, "stock-client.mjs")
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

// SPEC H37
#[tokio::test]
async fn a_stock_client_comes_again_after_a_restart_and_what_is_refused_stays_with_it() -> Result<()>
{
    let folder = tempfile::tempdir()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let mut client = script(&ropes, "stock-trouble.mjs")
        .env("ROPES_TOKEN", ropes.token("samira").await?)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("cannot start node")?;
    let (mut tell, said) = (client.stdin.take(), client.stdout.take());
    let mut said = BufReader::new(said.context("no output")?).lines();
    let asks =
        timeout(wait::PATIENCE, said.next_line()).await.context("the client says nothing")??;
    assert_eq!(asks.as_deref(), Some("restart"));
    ropes.stop().await?;
    ropes.start_again().await?;
    tell.as_mut().context("no input")?.write_all(b"again\n").await?;
    let last = timeout(2 * wait::PATIENCE, said.next_line()).await.context("it hangs")??;
    let ended = client.wait_with_output().await?;
    ensure!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));

    let seen: Value = serde_json::from_str(&last.context("the client said no JSON")?)?;
    let text = |name: &str| seen[name].as_str().with_context(|| format!("no {name}"));
    let document: DocumentId = text("document")?.parse()?;
    for entry in ["kept", "after"] {
        task_in(&ropes, document, text(entry)?)?;
    }
    assert!(task_in(&ropes, document, text("refused")?).is_err());
    let apart = SqliteStore::open(ropes.data())?.quarantined()?;
    let reasons: Vec<_> = apart.iter().map(|kept| kept.reason.as_str()).collect();
    assert_eq!(reasons, ["too-large"]);
    Ok(())
}

fn script(ropes: &Ropes, name: &str) -> Command {
    let mut command = Command::new("node");
    command.arg(places::root().join("tests/interop").join(name)).env("ROPES_URL", ropes.url());
    command
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
