//! The server's disk has no room, or cannot be written: nothing is said to be there that is not, and
//! it goes on when there is room again.

use std::fs::File;
use std::io::Write;

use anyhow::{Context, Result, ensure};
use client::view::Mark;
use domain::EntryId;
use tempfile::TempDir;
use tests::phone::Phone;
use tests::ropes::{Disk, First, Ropes};

const PEOPLE: &str = "person,name,roles\n7,Sam,worker\n";
const TASKS: &str = "identifier,name\ntrue-a-wheel,True a wheel\n";
/// Far more than the room left can hold.
const MOST: usize = 400;

/// One worker with tasks to tap.
async fn founded(ropes: &Ropes, folder: &TempDir) -> Result<Phone> {
    for (what, text) in [("people", PEOPLE), ("tasks", TASKS)] {
        let file = folder.path().join(format!("{what}.csv"));
        std::fs::write(&file, text)?;
        ropes.command(&["import", what, file.to_str().context("no name")?]).await?;
    }
    let mut phone = Phone::joined(&ropes.url(), &ropes.invite("Sam").await?, 1).await?;
    let now = phone.now();
    phone.until("ready to log", |client| !client.home(now).tiles.is_empty()).await?;
    Ok(phone)
}

fn waiting(phone: &Phone) -> usize {
    phone.client.sync().waiting
}

/// Logs until the server cannot take any more; returns all entries, and how many it confirmed.
async fn log_until_full(phone: &mut Phone, ropes: &Ropes) -> Result<(Vec<EntryId>, usize)> {
    let mut entries = Vec::new();
    for _ in 0..MOST {
        entries.push(phone.log_a_task().await?);
        let refused = || ropes.said().contains("was not taken");
        phone.until("answered", |client| client.sync().waiting == 0 || refused()).await?;
        if waiting(phone) > 0 {
            let sent = |id: &&EntryId| {
                phone.client.entry(id).is_some_and(|entry| entry.mark == Mark::OnServer)
            };
            let confirmed = entries.iter().filter(sent).count();
            ensure!(confirmed < entries.len(), "the last one cannot be there");
            return Ok((entries, confirmed));
        }
    }
    anyhow::bail!("{MOST} entries went in")
}

/// All is there, for a further phone of the same person too.
async fn all_arrive(phone: &mut Phone, ropes: &Ropes, entries: &[EntryId]) -> Result<()> {
    phone.until("in step", |client| client.sync().waiting == 0).await?;
    let mut fresh = Phone::joined(&ropes.url(), &ropes.invite("Sam").await?, 2).await?;
    fresh
        .until("given every entry", |client| entries.iter().all(|id| client.entry(id).is_some()))
        .await?;
    ropes.command(&["fsck"]).await?;
    Ok(())
}

/// A file system cannot be mounted by just anybody: then this test says so, and the one with short
/// files below is what was shown.
// SPEC B31
#[tokio::test]
async fn a_full_disk_takes_nothing_it_cannot_keep_and_goes_on_when_there_is_room() -> Result<()> {
    let folder = TempDir::new()?;
    let data = folder.path().join("data");
    let first = First::Organisation("Spokes");
    let ropes = match Ropes::start_on(&data, first, Disk::Small(4_096)).await {
        Ok(ropes) => ropes,
        Err(error) if ["mount", "unshare"].iter().any(|w| format!("{error:#}").contains(w)) => {
            println!("not shown on a full disk, no file system can be mounted here: {error:#}");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let mut phone = founded(&ropes, &folder).await?;
    let filler = ropes.seen_data()?.join("filler");
    let full = fill(&filler);
    ensure!(full.kind() == std::io::ErrorKind::StorageFull, "{full}");
    let (entries, confirmed) = log_until_full(&mut phone, &ropes).await?;
    println!("{} entries, {confirmed} confirmed", entries.len());
    ensure!(ropes.said().contains("the disk is full"), "the operator is told");
    // Who reads is answered all the while.
    reqwest::get(format!("{}/readyz", ropes.url())).await?.error_for_status()?;
    std::fs::remove_file(filler)?;
    all_arrive(&mut phone, &ropes, &entries).await
}

/// Writes until there is no room, and returns what was said then.
fn fill(filler: &std::path::Path) -> std::io::Error {
    let write = || {
        let mut file = File::create(filler)?;
        loop {
            file.write_all(&[7; 4_096])?;
        }
    };
    let full: std::io::Result<()> = write();
    full.err().unwrap_or_else(|| std::io::Error::other("it never ended"))
}

// SPEC B32
#[tokio::test]
async fn a_disk_that_cannot_be_written_loses_nothing_that_was_confirmed() -> Result<()> {
    let folder = TempDir::new()?;
    let data = folder.path().join("data");
    let mut ropes = Ropes::start(&data, First::Organisation("Spokes")).await?;
    let mut phone = founded(&ropes, &folder).await?;
    ropes.stop().await?;
    ropes.start_again_on(Disk::ShortFiles(600)).await?;
    let (entries, confirmed) = log_until_full(&mut phone, &ropes).await?;
    println!("{} entries, {confirmed} confirmed", entries.len());
    ropes.kill().await?;
    ropes.start_again_on(Disk::Ordinary).await?;
    all_arrive(&mut phone, &ropes, &entries).await
}
