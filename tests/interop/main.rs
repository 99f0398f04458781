//! Clients we did not write, against the built server. The scripts beside this file are theirs to run;
//! what they must see is said in them.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
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
    assert!(seen["wrote"].is_string(), "{seen}");
    Ok(())
}
