//! The service worker and the browser's part, on the files that were built, behind a server that can
//! fail: installing, a cold start without a server, a new version, a broken one.

use std::path::PathBuf;

use anyhow::Result;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::places;
use tests::site::{Site, next_version};

const CONTROLLED: &str = "navigator.serviceWorker.controller !== null";
const CACHES: &str = "caches.keys().then((names) => names.join())";
const IS_OLD: &str = "document.querySelector('meta[name=next]') === null";
const PREPARE: &str = "document.body.dataset.update = 'none';\
    ropesShim.onUpdateReady(() => { document.body.dataset.update = 'ready' })";

// SPEC B2
#[tokio::test]
async fn the_app_can_be_installed() -> Result<()> {
    let (phone, _site, _kept) = first_visit().await?;
    assert_eq!(phone.installability_errors().await?, Vec::<String>::new());
    phone.close().await
}

// SPEC B3
#[tokio::test]
async fn a_cold_start_without_a_server_shows_the_page_at_any_address() -> Result<()> {
    let (phone, site, kept) = first_visit().await?;
    let url = site.url();
    site.stop().await;
    phone.close().await?;
    let phone = Browser::new(&kept.profile()).await?;
    phone.open(&format!("{url}/people/anyone")).await?;
    phone
        .wait_until("document.querySelector('#shell h1') && globalThis.ropesShim !== undefined")
        .await?;
    phone.close().await
}

// SPEC B4
#[tokio::test]
async fn the_servers_own_addresses_are_never_answered_from_the_phone() -> Result<()> {
    let (phone, site, _kept) = first_visit().await?;
    let asked =
        |path: &str| format!("fetch('{path}').then((answer) => answer.status, () => 'refused')");
    for path in ["/api/me", "/sync", "/healthz", "/readyz", "/metrics"] {
        assert_eq!(phone.wait_until(&asked(path)).await?, 404, "{path}");
    }
    site.stop().await;
    assert_eq!(phone.wait_until(&asked("/api/me")).await?, "refused");
    phone.close().await
}

// SPEC B5
#[tokio::test]
async fn a_new_version_waits_until_it_is_asked_and_then_replaces_the_old_one() -> Result<()> {
    let (phone, site, kept) = first_visit().await?;
    let old = phone.wait_until(CACHES).await?;
    phone.script(PREPARE, Vec::new()).await?;
    site.deploy(&kept.next_version()?);
    phone.script("ropesShim.checkForUpdate()", Vec::new()).await?;
    phone.wait_until("document.body.dataset.update === 'ready'").await?;
    assert_eq!(phone.wait_until(IS_OLD).await?, true, "the page was replaced unasked");
    phone.script("ropesShim.applyUpdate()", Vec::new()).await?;
    phone.wait_until("document.querySelector('meta[name=next]') !== null").await?;
    let new =
        phone.wait_until("caches.keys().then((names) => names.length === 1 && names[0])").await?;
    assert_ne!(old, new);
    phone.close().await
}

// SPEC B6
#[tokio::test]
async fn a_deployment_with_one_asset_missing_leaves_the_old_version_working() -> Result<()> {
    let (phone, site, kept) = first_visit().await?;
    let old = phone.wait_until(CACHES).await?;
    phone.script(PREPARE, Vec::new()).await?;
    site.deploy(&kept.next_version()?);
    site.lose("/icons/icon-512.png");
    let failed = "navigator.serviceWorker.ready.then(async (kept) => { await kept.update(); \
        return new Promise((done) => kept.installing?.addEventListener('statechange', (event) => \
        event.target.state === 'redundant' && done('redundant'))) })";
    assert_eq!(phone.wait_until(failed).await?, "redundant");
    assert_eq!(phone.wait_until(CACHES).await?, old);
    assert_eq!(phone.wait_until("document.body.dataset.update").await?, "none");
    let url = site.url();
    site.stop().await;
    phone.open(&format!("{url}/")).await?;
    phone.wait_for("#app h1").await?;
    assert_eq!(phone.wait_until(IS_OLD).await?, true, "the broken version took over");
    phone.close().await
}

/// The folders of one test, gone with it.
struct Kept {
    folder: TempDir,
}

impl Kept {
    fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    fn next_version(&self) -> Result<PathBuf> {
        let next = self.folder.path().join("next");
        next_version(&next)?;
        Ok(next)
    }
}

async fn first_visit() -> Result<(Browser, Site, Kept)> {
    let kept = Kept { folder: tempfile::tempdir()? };
    let site = Site::serve(&places::pwa()).await?;
    let phone = Browser::new(&kept.profile()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    phone.wait_until(CONTROLLED).await?;
    Ok((phone, site, kept))
}
