//! One shift with the real server and real browsers: join, work offline, kill, cold start without a
//! server, sync, and the supervisor reads it.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};

use crate::damage::STORE;

pub(crate) struct Workshop {
    pub(crate) ropes: Ropes,
    pub(crate) folder: TempDir,
}

impl Workshop {
    pub(crate) async fn open() -> Result<Self> {
        let folder = TempDir::new()?;
        let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
        Ok(Self { ropes, folder })
    }

    pub(crate) async fn phone(&self, name: &str) -> Result<Browser> {
        Browser::new(&self.folder(name)).await
    }

    /// A profile of this name.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Joins with a fresh link and waits for home.
    pub(crate) async fn joined(&self, person: &str) -> Result<Browser> {
        Browser::joined(&self.ropes, person, &self.folder(person)).await
    }
}

/// Taps the first tile and Save.
async fn log_first_tile(phone: &Browser) -> Result<String> {
    let tile = phone.wait_for(".tile").await?;
    let name = tile.text().await?.lines().next().context("a tile without a name")?.to_owned();
    phone.tap(".tile").await?;
    phone.tap(".sheet ~ .foot .btn-main, .foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    Ok(name)
}

/// The strands of today's rope, as it is read aloud.
async fn tasks_today(phone: &Browser) -> Result<u32> {
    let label: Value = phone.wait_until("document.querySelector('.today')?.ariaLabel").await?;
    let words = label.as_str().context("today's rope has no words")?;
    Ok(words.split(' ').find_map(|word| word.parse().ok()).unwrap_or(0))
}

pub(crate) async fn wait_for_sync(phone: &Browser, state: &str) -> Result<()> {
    phone.wait_for(&format!(".sync[data-state={state}]")).await.map(drop)
}

/// Whether this year's log of the person whose page is open is on this phone's disk. It is shown
/// before that.
fn log_is_kept() -> String {
    format!(
        "(async () => {{ {STORE}\
        const person = decodeURIComponent(location.pathname.split('/').pop());\
        const all = (await answer(of('meta').getAllKeys())).filter((key) => key.startsWith('doc/'));\
        const isKept = async (key) => {{\
            const kept = JSON.parse(new TextDecoder().decode(await answer(of('meta').get(key))));\
            return kept.kind === 'log' && kept.author === person && kept.heard && kept.chunks > 0\
                && kept.period === new Date().getUTCFullYear();\
        }};\
        const kept = (await Promise.all(all.map(isKept))).some(Boolean);\
        store.close();\
        return kept;\
        }})()"
    )
}

// SPEC B10
#[tokio::test]
async fn a_shift_without_a_network_arrives_and_is_read() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let worker = workshop.joined("samira").await?;
    wait_for_sync(&worker, "sent").await?;
    let before = tasks_today(&worker).await?;
    worker.wait_until("navigator.serviceWorker.controller !== null").await?;
    // Chromium writes a new cookie to disk within half a minute, or when it is closed.
    worker.close().await?;
    let worker = workshop.phone("samira").await?;
    worker.open(&workshop.ropes.url()).await?;
    wait_for_sync(&worker, "sent").await?;

    workshop.ropes.stop().await?;
    let name = log_first_tile(&worker).await?;
    ensure!(tasks_today(&worker).await? == before + 1);
    let url = workshop.ropes.url();
    worker.kill().await?;

    let worker = workshop.phone("samira").await?;
    worker.open(&url).await?;
    worker.wait_for(".tiles").await?;
    ensure!(tasks_today(&worker).await? == before + 1, "after a kill, with the server off");
    worker.wait_for(".sync[data-state=waiting]").await?;

    workshop.ropes.start_again().await?;
    wait_for_sync(&worker, "sent").await?;

    let supervisor = workshop.joined("ingrid").await?;
    wait_for_sync(&supervisor, "sent").await?;
    supervisor.open(&format!("{url}/people")).await?;
    supervisor.tap_text("Samira").await?;
    supervisor.wait_for_text(&name).await?;
    supervisor.wait_until(&log_is_kept()).await?;

    workshop.ropes.kill().await?;
    supervisor.open(&url).await?;
    supervisor.open(&format!("{url}/people")).await?;
    supervisor.tap_text("Samira").await?;
    supervisor.wait_for_text(&name).await?;
    worker.close().await?;
    supervisor.close().await
}
