//! Backups, made while people write, and what the phones do about an old one.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use client::Event;
use client::view::{Attention, Mark, Phase};
use domain::EntryId;
use sync_server::hub::Settings;
use sync_server::store::Store;
use tests::phone::Phone;

use crate::house::{House, in_step};

fn marks(phone: &Phone, entries: &[EntryId]) -> Vec<Option<Mark>> {
    entries.iter().map(|id| phone.client.entry(id).map(|entry| entry.mark)).collect()
}

fn have(phone: &Phone, entries: &[EntryId], mark: Mark) -> Result<()> {
    let marks = marks(phone, entries);
    ensure!(marks.iter().all(|found| *found == Some(mark)), "{marks:?} is not {mark:?}");
    Ok(())
}

async fn log(phone: &mut Phone, times: usize) -> Result<Vec<EntryId>> {
    let mut entries = Vec::new();
    for _ in 0..times {
        entries.push(phone.log_a_task().await?);
    }
    in_step(phone).await?;
    Ok(entries)
}

/// What a new phone of this person gets.
async fn arrives(house: &House, who: &str, entries: &[EntryId]) -> Result<()> {
    let mut fresh = house.phone(who, 99).await?;
    fresh
        .until("given every entry", |client| entries.iter().all(|id| client.entry(id).is_some()))
        .await
}

// SPEC S49
#[tokio::test]
async fn after_an_old_backup_the_authors_phones_send_what_it_lacks_and_tell_the_truth_meanwhile()
-> Result<()> {
    let mut house = House::new(Settings::default()).await?;
    let mut samira = house.phone("samira", 1).await?;
    let old = log(&mut samira, 2).await?;
    let backup = house.file("old.backup");
    let named = backup.to_str().context("no name")?;
    ensure!(house.ropes(&["backup", named]).is_done, "a backup is made");
    let lost = log(&mut samira, 3).await?;
    // Everything noor ever wrote, and her phone itself, came after the backup.
    let mut noor = house.phone("noor", 2).await?;
    let newcomer = log(&mut noor, 2).await?;
    have(&samira, &lost, Mark::OnServer)?;

    house.close().await?;
    let ran = house.ropes(&["restore", named]);
    ensure!(ran.is_done, "{ran:?}");
    house.open().await?;
    samira.until("told what is missing", |client| client.sync().waiting == 3).await?;
    have(&samira, &lost, Mark::OnPhone)?;
    have(&samira, &old, Mark::OnServer)?;
    in_step(&mut samira).await?;
    have(&samira, &lost, Mark::OnServer)?;
    arrives(&house, "samira", &[old, lost].concat()).await?;

    // The restored server knows nothing of noor's phone, and her phone says so. A new link keeps
    // what is on it.
    let gone = Attention::SignedOut;
    noor.until("signed out", |client| client.sync_page().attention.contains(&gone)).await?;
    let link = house.invite("noor")?;
    let (_, code) = link.rsplit_once('#').context("a link without a code")?;
    noor.tell(Event::Join { code: code.into(), device_name: "the same".into(), is_guest: false });
    noor.until("back", |client| *client.phase() == Phase::Ready).await?;
    noor.until("told what is missing", |client| client.sync().waiting == 2).await?;
    in_step(&mut noor).await?;
    have(&noor, &newcomer, Mark::OnServer)?;
    arrives(&house, "noor", &newcomer).await?;
    house.close().await?;
    house.is_sound()
}

// SPEC S47
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_made_while_people_write_holds_all_that_was_confirmed_before_it() -> Result<()> {
    const BACKUPS: usize = 4;
    let mut house = House::new(Settings { pieces: 8, ..Settings::default() }).await?;
    let mut samira = house.phone("samira", 1).await?;
    let mut noor = house.phone("noor", 2).await?;
    let mut confirmed = [Vec::new(), Vec::new()];
    for round in 0..BACKUPS {
        let backup = house.file(&format!("{round}.backup"));
        let (store, copy) = (house.store()?, backup.clone());
        let before = confirmed.clone();
        // Both go on logging until the backup is there.
        let copying = tokio::task::spawn_blocking(move || store.back_up(&copy));
        loop {
            confirmed[0].extend(log(&mut samira, 1).await?);
            confirmed[1].extend(log(&mut noor, 1).await?);
            if copying.is_finished() {
                break;
            }
        }
        copying.await??;
        holds(&backup, before).await?;
    }
    house.close().await
}

/// A directory with nothing but the backup in it is sound, and phones get the entries from it.
async fn holds(backup: &Path, [samiras, noors]: [Vec<EntryId>; 2]) -> Result<()> {
    let mut copy = House::empty(Settings::default())?;
    let ran = copy.ropes(&["restore", backup.to_str().context("no name")?]);
    ensure!(ran.is_done, "{ran:?}");
    copy.is_sound()?;
    copy.open().await?;
    arrives(&copy, "samira", &samiras).await?;
    arrives(&copy, "noor", &noors).await?;
    copy.close().await
}
