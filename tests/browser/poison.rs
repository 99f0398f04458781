//! A document that Automerge itself panics over, in the store of the real server.

use anyhow::{Context, Result};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Automerge, ExpandedChange, ROOT};
use client::view::Mark;
use documents::{Document, DocumentId};
use domain::{Kind, PersonId};
use sync_server::store::{Append, Change, SqliteStore, Store};
use tempfile::TempDir;
use tests::phone::Phone;
use tests::ropes::{First, Ropes};

const PEOPLE: &str = "person,name,roles\n7,Sam,worker\n8,Kim,worker\n";
const TASKS: &str = "identifier,name\ntrue-a-wheel,True a wheel\n";

/// A change whose actor has not made the four before it: Automerge panics when it takes it in.
fn poison() -> Result<Change> {
    let mut log = Document::new(Kind::Log, [7; 16]);
    let log: &mut Automerge = log.automerge_mut();
    let mut tx = log.transaction();
    tx.put(ROOT, "words", "poison")?;
    tx.commit_with(CommitOptions::default().with_time(0));
    let made = log.get_last_local_change().context("no change was made")?;
    let mut change = ExpandedChange::from(&made);
    change.seq = 5;
    let change = automerge::Change::from(change);
    let (hash, bytes) = (change.hash().0, change.raw_bytes().to_vec());
    Ok(Change { hash, bytes, clock_wrong: false })
}

/// Puts it into the worker's log, beside a server that does not run.
fn poisoned(ropes: &Ropes, author: &PersonId) -> Result<DocumentId> {
    let store = SqliteStore::open(ropes.data())?;
    let logs = store.documents()?.into_iter();
    let mut logs = logs.filter(|one| one.kind == Kind::Log && one.author.as_ref() == Some(author));
    let document = logs.next().context("the worker has no log")?.id;
    let poison = poison()?;
    let heads = vec![poison.hash];
    let changes = vec![poison];
    let (person, device) = (None, None);
    store.append(&[Append { document, person, device, received_at: 0, changes, heads }])?;
    Ok(document)
}

// SPEC B30
#[tokio::test]
async fn a_document_that_automerge_panics_over_stops_nobody_else() -> Result<()> {
    let folder = TempDir::new()?;
    let first = First::Organisation("Spokes");
    let mut ropes = Ropes::start(&folder.path().join("data"), first).await?;
    for (what, text) in [("people", PEOPLE), ("tasks", TASKS)] {
        let file = folder.path().join(format!("{what}.csv"));
        std::fs::write(&file, text)?;
        ropes.command(&["import", what, file.to_str().context("no name")?]).await?;
    }
    let mut sam = Phone::joined(&ropes.url(), &ropes.invite("Sam").await?, 1).await?;
    let mut kim = Phone::joined(&ropes.url(), &ropes.invite("Kim").await?, 2).await?;
    for phone in [&mut sam, &mut kim] {
        let now = phone.now();
        phone.until("ready to log", |client| !client.home(now).tiles.is_empty()).await?;
        phone.log_a_task().await?;
        phone.until("in step", |client| client.sync().waiting == 0).await?;
    }

    ropes.stop().await?;
    let author = sam.identity().context("Sam is nobody")?.1;
    poisoned(&ropes, &author)?;
    ropes.start_again().await?;
    let kept = sam.log_a_task().await?;
    sam.until("let down", |_| ropes.said().contains("panicked")).await?;
    let sent = kim.log_a_task().await?;
    kim.until("on the server", |client| {
        client.entry(&sent).is_some_and(|entry| entry.mark == Mark::OnServer)
    })
    .await?;

    let said = ropes.command(&["fsck"]).await.map_err(|error| error.to_string());
    assert!(said.is_err_and(|said| said.contains("panic")), "fsck names it");
    let entry = sam.client.entry(&kept).context("Sam's phone lost the entry")?;
    assert_ne!(entry.mark, Mark::OnServer, "what is not there is not said to be there");
    Ok(())
}
