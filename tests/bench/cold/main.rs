//! Starting with nothing: a year of work to a new phone beside raw automerge sync, and a server that
//! starts again.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod raw;

use anyhow::{Context, Result, ensure};
use client::Client;
use client::view::Attention;
use documents::{Document, DocumentKey, read_entries};
use domain::{EntryId, Kind, Period};
use serde_json::Value;
use sync_server::store::{SqliteStore, Store};
use tests::figure::{Figure, median};
use tests::phone::Phone;
use tests::ropes::{First, Ropes};
use tests::year;
use tokio::time::Instant;

const RUNS: usize = 9;
/// Entries of the year, and page loads a day.
const ENTRIES: u32 = 2_000;
const LOADS: u32 = 3;
const PERSON: &str = "samira";

/// What one run took, in milliseconds and bytes.
struct Took {
    ms: f64,
    bytes: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let data = tempfile::tempdir()?;
    let mut ropes = Ropes::start(&data.path().join("demo"), First::Demo).await?;
    year::of(&ropes, PERSON, ENTRIES, LOADS).await?;
    let log = log(&ropes).await?;
    let entries = read_entries(&log).into_iter().map(|reading| Ok(EntryId::new(reading.id())?));
    let entries = entries.collect::<Result<Vec<_>>>()?;
    // The server takes a while to see what another process imported.
    let mut first = Phone::joined(&ropes.url(), &ropes.invite(PERSON).await?, 6).await?;
    first.until("given the year", |client| has(client, &entries)).await?;
    println!(
        "the log has {} entries, {} bytes as one snapshot",
        entries.len(),
        log.snapshot()?.len()
    );
    let (mut ours, mut raws) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        ours.push(new_phone(&ropes, &entries, run as u64).await?);
        raws.push(raw::sync(&log).await?);
    }
    compare("ms", &ours, &raws, |took| took.ms);
    compare("bytes", &ours, &raws, |took| took.bytes);
    revocations(&ropes).await?;
    second_starts(&mut ropes).await
}

/// The person's log of this year, as the server has it on disk.
async fn log(ropes: &Ropes) -> Result<Document> {
    let phone = Phone::joined(&ropes.url(), &ropes.invite(PERSON).await?, 5).await?;
    let (org, person) = phone.identity().context("nobody joined")?;
    let key = DocumentKey::own(org, Kind::Log, person, Period::of(phone.now()));
    let chunks = SqliteStore::open(ropes.data())?.chunks(key.id())?;
    let pieces: Vec<_> = chunks.into_iter().map(|chunk| chunk.bytes).collect();
    Ok(Document::load(&pieces, [0; 16]).document)
}

/// From having joined until the whole log is in the phone's store and can be shown, with everything
/// else that a new phone gets: people, catalogue, journal.
async fn new_phone(ropes: &Ropes, entries: &[EntryId], seed: u64) -> Result<Took> {
    let mut phone = Phone::joined(&ropes.url(), &ropes.invite(PERSON).await?, 100 + seed).await?;
    let last = entries.last().context("an empty log")?;
    let before = phone.received;
    let start = Instant::now();
    phone.until("given the year", |client| client.entry(last).is_some()).await?;
    let ms = start.elapsed().as_secs_f64() * 1e3;
    let bytes = (phone.received - before) as f64;
    ensure!(has(&phone.client, entries), "not the whole year");
    Ok(Took { ms, bytes })
}

fn has(client: &Client, entries: &[EntryId]) -> bool {
    entries.iter().all(|id| client.entry(id).is_some())
}

fn compare(unit: &'static str, ours: &[Took], raws: &[Took], of: fn(&Took) -> f64) {
    let all = |runs: &[Took]| runs.iter().map(of).collect::<Vec<_>>();
    let (ours, raws) = (all(ours), all(raws));
    println!("{unit}: Ropes {:.0}, raw automerge sync {:.0}", median(&ours), median(&raws));
    // Each beside the raw run that followed it, so that a slow moment of the machine counts for both.
    let ratios: Vec<_> = ours.iter().zip(&raws).map(|(ours, raw)| ours / raw).collect();
    let name = "cold sync of a year, loopback, beside raw automerge sync";
    Figure { name, unit: "times", target: 2.0, limit: 4.0 }.of(&ratios);
}

/// From the end of `ropes revoke` beside the running server until the phone has heard of it.
async fn revocations(ropes: &Ropes) -> Result<()> {
    let mut took = Vec::new();
    for run in 0..RUNS {
        let before = devices(ropes).await?;
        let seed = 200 + run as u64;
        let mut phone = Phone::joined(&ropes.url(), &ropes.invite(PERSON).await?, seed).await?;
        phone.until("in step", |client| client.sync().last_sent.is_some()).await?;
        let new = devices(ropes).await?.into_iter().find(|device| !before.contains(device));
        ropes.command(&["revoke", &new.context("no new device")?]).await?;
        let start = Instant::now();
        phone
            .until("revoked", |client| client.sync_page().attention.contains(&Attention::Revoked))
            .await?;
        took.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let name = "a device revoked at the command line, until its open connection ends";
    Figure { name, unit: "ms", target: 1_000.0, limit: 1_000.0 }.of(&took);
    Ok(())
}

async fn devices(ropes: &Ropes) -> Result<Vec<String>> {
    let devices: Value = serde_json::from_str(&ropes.command(&["devices", "--json"]).await?)?;
    let devices = devices.as_array().context("no list of devices")?;
    Ok(devices.iter().filter_map(|one| one["device"].as_str().map(str::to_owned)).collect())
}

async fn second_starts(ropes: &mut Ropes) -> Result<()> {
    let mut starts = Vec::new();
    for _ in 0..RUNS {
        ropes.stop().await?;
        let start = Instant::now();
        ropes.start_demo_again().await?;
        starts.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let name = "serve --demo on a directory that has it, until it answers /readyz";
    Figure { name, unit: "ms", target: 5_000.0, limit: 5_000.0 }.of(&starts);
    Ok(())
}
