//! The server is killed while phones write. Whatever a phone showed as "on the server" is there.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use client::view::{EntryBody, Mark};
use client::{Client, Event};
use domain::EntryId;
use futures_util::future::try_join_all;
use tempfile::TempDir;
use tests::phone::Phone;
use tests::ropes::{First, Ropes};
use tokio::time::{Instant, interval_at};

/// More with `ROPES_KILLS`.
const KILLS: u64 = 30;
/// The latest moment of a round at which the server may be killed.
const LATEST_MS: u64 = 120;
/// Of a clock that is asked once.
const PERIOD: Duration = Duration::from_secs(3_600);
const WORKERS: [&str; 3] = ["samira", "kwame", "tuan"];

fn shown_on_server(phone: &Phone, entries: &[EntryId]) -> BTreeSet<EntryId> {
    let sent =
        |id: &&EntryId| phone.client.entry(id).is_some_and(|entry| entry.mark == Mark::OnServer);
    entries.iter().filter(sent).cloned().collect()
}

/// What a further phone of the same person gets from the server.
async fn at_server(ropes: &Ropes, person: &str, expect: &BTreeSet<EntryId>) -> Result<()> {
    let link = ropes.invite(person).await?;
    let mut fresh = Phone::joined(&ropes.url(), &link, 99).await?;
    let expect = expect.clone();
    fresh
        .until("given every entry", move |client| {
            expect.iter().all(|id| {
                let entry = client.entry(id);
                entry.is_some_and(|entry| matches!(entry.body, EntryBody::Task { .. }))
            })
        })
        .await
}

// SPEC B11
#[tokio::test]
async fn killing_the_server_at_any_moment_loses_nothing_that_was_confirmed() -> Result<()> {
    let folder = TempDir::new()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let mut phones = Vec::new();
    for (seed, person) in (1..).zip(WORKERS) {
        let link = ropes.invite(person).await?;
        let mut phone = Phone::joined(&ropes.url(), &link, seed).await?;
        phone.until("ready to log", |client| !client.home(client_now()).tiles.is_empty()).await?;
        phones.push((person, phone, Vec::new()));
    }
    let kills = kills()?;
    let mut most = 0;
    println!("ROPES_KILLS={kills}");
    for round in 0..kills {
        let gone = AtomicBool::new(false);
        let killer = async {
            let killed = kill(&mut ropes, moment(round)).await;
            gone.store(true, Ordering::SeqCst);
            killed
        };
        let working = phones.iter_mut().map(|(_, phone, entries)| work(phone, entries, &gone));
        tokio::try_join!(killer, try_join_all(working))?;
        let confirmed: Vec<_> =
            phones.iter().map(|(_, phone, entries)| shown_on_server(phone, entries)).collect();
        most = most.max(confirmed.iter().map(BTreeSet::len).sum());
        ropes.start_again().await?;
        for (_, phone, _) in &mut phones {
            in_step(phone).await?;
        }
        if round % 5 == 4 {
            for ((person, ..), confirmed) in phones.iter().zip(&confirmed) {
                at_server(&ropes, person, confirmed).await.with_context(|| format!("{round}"))?;
            }
        }
    }
    for (person, phone, entries) in &mut phones {
        in_step(phone).await?;
        let all: BTreeSet<_> = entries.iter().cloned().collect();
        ensure!(all.len() == entries.len(), "no entry twice");
        ensure!(shown_on_server(phone, entries) == all, "every entry arrived");
        at_server(&ropes, person, &all).await?;
    }
    ropes.command(&["fsck"]).await?;
    println!("{most} entries were shown as on the server, none was lost");
    ensure!(most > 0, "nothing was confirmed before any kill");
    Ok(())
}

fn kills() -> Result<u64> {
    let asked = std::env::var("ROPES_KILLS").ok().map(|kills| kills.parse()).transpose();
    Ok(asked.context("ROPES_KILLS is a number")?.unwrap_or(KILLS))
}

/// Spread over the exchange, the same in every run.
fn moment(round: u64) -> Duration {
    let scattered = round.wrapping_add(1).wrapping_mul(6_364_136_223_846_793_005) >> 33;
    Duration::from_millis(1 + scattered % LATEST_MS)
}

/// SIGKILL when the moment has come.
async fn kill(ropes: &mut Ropes, moment: Duration) -> Result<()> {
    interval_at(Instant::now() + moment, PERIOD).tick().await;
    ropes.kill().await
}

/// Logs one task after the other, each as soon as the last is on the server.
async fn work(phone: &mut Phone, entries: &mut Vec<EntryId>, gone: &AtomicBool) -> Result<()> {
    while !gone.load(Ordering::SeqCst) {
        entries.push(phone.log_a_task().await?);
        let is_over = |client: &Client| client.sync().waiting == 0 || gone.load(Ordering::SeqCst);
        phone.until("done with this one", is_over).await?;
    }
    Ok(())
}

async fn in_step(phone: &mut Phone) -> Result<()> {
    phone.tell(Event::SyncNow);
    phone.until("in step with the server", |client| client.sync().waiting == 0).await
}

fn client_now() -> domain::Moment {
    domain::Moment::new(0, 0)
}
