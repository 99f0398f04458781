//! Damage at seeded places in the real files of a server that was killed: the database and its log.
//!
//! What is held to: each change that was confirmed is there, or `fsck` (or opening it) says what is
//! wrong. What this cannot show: bytes that SQLite keeps nowhere twice and that are no change, such
//! as a name or the time on a receipt, can turn into others unnoticed; and a disk that answers reads
//! with errors instead of wrong bytes cannot be played without a file system of one's own, so an
//! error of the disk is played by its effect. Writes that fail are in the tests of full disks.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use documents::{Document, DocumentId, Hash};
use sync_server::hub::Settings;
use sync_server::store::{DATABASE_FILE, SqliteStore, Store};

use crate::house::{House, in_step};

const CASES: u64 = 150;
const FILES: [&str; 2] = ["", "-wal"];

type Confirmed = BTreeMap<DocumentId, Vec<Hash>>;

/// More than `CASES` with `ROPES_DAMAGES`; one alone with `ROPES_SEED`.
fn seeds() -> Result<Vec<u64>> {
    let asked = |name| std::env::var(name).ok().map(|value| value.parse::<u64>()).transpose();
    if let Some(seed) = asked("ROPES_SEED").context("ROPES_SEED is a number")? {
        return Ok(vec![seed]);
    }
    let cases = asked("ROPES_DAMAGES").context("ROPES_DAMAGES is a number")?.unwrap_or(CASES);
    Ok((0..cases).collect())
}

// SPEC S51
#[tokio::test]
async fn damage_anywhere_in_the_files_leaves_what_was_confirmed_or_is_named() -> Result<()> {
    let (house, confirmed) = killed().await?;
    let mut noticed = 0;
    let seeds = seeds()?;
    for seed in &seeds {
        let loud = damaged(house.path(), &confirmed, *seed);
        noticed += usize::from(loud.with_context(|| format!("ROPES_SEED={seed}"))?);
    }
    ensure!(noticed > 0 || seeds.len() < 10, "nothing was ever damaged");
    Ok(())
}

/// What a server that was killed leaves: documents with and without a snapshot in the database, and
/// more in its log. It is still open, so that nothing tidies up.
async fn killed() -> Result<(House, Confirmed)> {
    let mut house = House::new(Settings { pieces: 4, ..Settings::default() }).await?;
    let mut samira = house.phone("samira", 1).await?;
    let mut noor = house.phone("noor", 2).await?;
    for round in 0..2 {
        for _ in 0..8 {
            samira.log_a_task().await?;
        }
        noor.log_a_task().await?;
        in_step(&mut samira).await?;
        in_step(&mut noor).await?;
        if round == 0 {
            house.close().await?;
            house.open().await?;
        }
    }
    let store = house.store()?;
    let mut confirmed = Confirmed::new();
    for record in store.documents()? {
        let receipts = store.receipts(record.id)?;
        confirmed.insert(record.id, receipts.iter().map(|receipt| receipt.hash).collect());
    }
    let log = std::fs::metadata(house.file(&format!("{DATABASE_FILE}-wal")))?.len();
    ensure!(log > 4_096, "the log holds something");
    Ok((house, confirmed))
}

/// Damages a copy, and returns whether anybody noticed.
fn damaged(from: &Path, confirmed: &Confirmed, seed: u64) -> Result<bool> {
    let copy = House::empty(Settings::default())?;
    for part in ["", "-wal", ".mark"] {
        let name = format!("{DATABASE_FILE}{part}");
        std::fs::copy(from.join(&name), copy.file(&name))?;
    }
    let what = harm(&copy, seed)?;
    let ran = copy.ropes(&["fsck"]);
    let missing = missing(copy.path(), confirmed);
    ensure!(missing == 0 || !ran.is_done, "{what}: {missing} are missing and nobody noticed");
    let again = copy.ropes(&["fsck"]);
    ensure!(again.is_done == ran.is_done, "{what}: fsck changed something: {ran:?} {again:?}");
    Ok(!ran.is_done)
}

/// How many of the confirmed changes cannot be read.
fn missing(data: &Path, confirmed: &Confirmed) -> usize {
    let Ok(store) = SqliteStore::open(data) else { return 1 };
    let lost = |(id, hashes): (&DocumentId, &Vec<Hash>)| {
        let chunks = store.chunks(*id).unwrap_or_default();
        let chunks: Vec<_> = chunks.into_iter().map(|chunk| chunk.bytes).collect();
        let read = std::panic::catch_unwind(|| Document::load(&chunks, [0; 16]).document);
        let has = |hash: &&Hash| read.as_ref().is_ok_and(|document| document.has(hash));
        hashes.len() - hashes.iter().filter(has).count()
    };
    confirmed.iter().map(lost).sum()
}

/// Cuts, flips or empties some of one file; returns what was done.
fn harm(copy: &House, seed: u64) -> Result<String> {
    let mut state = seed.wrapping_add(1);
    let mut dice = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below
    };
    let name = format!("{DATABASE_FILE}{}", FILES[dice(FILES.len())]);
    let mut bytes = std::fs::read(copy.file(&name))?;
    let at = dice(bytes.len());
    let what = match dice(4) {
        0 => {
            bytes.truncate(at);
            "cut off"
        }
        1 => {
            bytes[at] ^= 1 << dice(8);
            "a bit flipped"
        }
        2 => {
            let end = bytes.len().min(at + 512);
            bytes[at..end].fill(0);
            "a sector emptied"
        }
        _ => {
            let end = bytes.len().min(at / 4_096 * 4_096 + 4_096);
            bytes[at / 4_096 * 4_096..end].fill(0);
            "a page emptied"
        }
    };
    std::fs::write(copy.file(&name), bytes)?;
    Ok(format!("{name} {what} at {at}"))
}
