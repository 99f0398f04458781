//! The server is killed while phones write. Whatever a phone showed as "on the server" is there.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use client::Event;
use client::view::{EntryBody, Mark};
use domain::EntryId;
use tempfile::TempDir;
use tests::phone::Phone;
use tests::ropes::{First, Ropes};

const KILLS: u64 = 20;
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
    for round in 0..KILLS {
        for (_, phone, entries) in &mut phones {
            // More entries before some kills than before others: the moment moves through the
            // exchange.
            for _ in 0..=(round % 4) {
                entries.push(phone.log_a_task().await?);
            }
        }
        let confirmed: Vec<_> =
            phones.iter().map(|(_, phone, entries)| shown_on_server(phone, entries)).collect();
        ropes.kill().await?;
        ropes.start_again().await?;
        if round % 5 == 4 {
            for ((person, ..), confirmed) in phones.iter().zip(&confirmed) {
                at_server(&ropes, person, confirmed).await?;
            }
        }
    }
    for (person, phone, entries) in &mut phones {
        phone.tell(Event::SyncNow);
        phone
            .until("in step with the server", |client| client.sync(client_now()).waiting == 0)
            .await?;
        let all: BTreeSet<_> = entries.iter().cloned().collect();
        ensure!(all.len() == entries.len(), "no entry twice");
        ensure!(shown_on_server(phone, entries) == all, "every entry arrived");
        at_server(&ropes, person, &all).await?;
    }
    Ok(())
}

fn client_now() -> domain::Moment {
    domain::Moment::new(0, 0)
}
