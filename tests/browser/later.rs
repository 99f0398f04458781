//! The part of the module that a start does not need: what works without it, and how it comes.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};
use tests::site::{Site, next_version};

use crate::shift::wait_for_sync;

/// The part is loaded only for who goes to one of its screens.
const NEVER_IDLE: &str = "globalThis.requestIdleCallback = () => {}";
const KEPT: &str = "navigator.serviceWorker.controller !== null";
const FORGET: &str =
    "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))";
/// Where the part is, once it was fetched.
const FETCHED: &str = "performance.getEntriesByType('resource').map((one) => one.name)\
    .find((name) => name.includes('/split_')) ?? null";
/// Where the part will be looked for: beside the script that asks for it.
const PART: &str = "new URL(document.querySelector('link[href$=\"/parts.js\"]').href)\
    .pathname.replace('parts.js', 'split_screens.wasm')";
const PROGRESS: &str = "Your ropes";

/// A phone that has joined, is kept whole, and has not asked for the part.
async fn joined(ropes: &Ropes, folder: &TempDir) -> Result<Browser> {
    let phone = Browser::new(&folder.path().join("phone")).await?;
    phone.before_every_page(NEVER_IDLE).await?;
    phone.join(ropes, "samira").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.wait_until(KEPT).await?;
    // From a page that the worker serves.
    phone.open(&format!("{}/", ropes.url())).await?;
    phone.wait_for(".tile").await?;
    Ok(phone)
}

// SPEC B74
#[tokio::test]
async fn work_is_logged_without_the_other_screens_and_they_come_at_the_next_try() -> Result<()> {
    let folder = TempDir::new()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = joined(&ropes, &folder).await?;
    phone.wait_until(FORGET).await?;
    phone.devtools("Network.clearBrowserCache", json!({})).await?;
    ropes.stop().await?;

    phone.tap(".tile").await?;
    phone.fill("textarea", "Dish first.").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    ensure!(phone.script(&format!("return {FETCHED}"), Vec::new()).await?.is_null(), "asked early");
    phone.tap_text("Progress").await?;
    phone.wait_for_text("This screen did not load").await?;
    phone.screens("part-missing").await?;
    phone.tap_text("Back").await?;
    phone.wait_for(".tile").await?;
    phone.tap_text("Progress").await?;
    phone.wait_for_text("This screen did not load").await?;

    ropes.start_again().await?;
    phone.tap(".notice .btn").await?;
    phone.wait_for_text(PROGRESS).await?;
    phone.close().await
}

// SPEC B75
#[tokio::test]
async fn a_page_of_an_old_version_has_all_its_screens_after_a_deployment() -> Result<()> {
    let folder = TempDir::new()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = joined(&ropes, &folder).await?;
    ropes.kill().await?;
    let next = folder.path().join("next");
    next_version(&next)?;
    let site = Site::serve_at(ropes.port(), &next).await?;
    phone.script("ropesShim.checkForUpdate()", Vec::new()).await?;
    phone.wait_for_text("A new version is ready").await?;
    let part = phone.wait_until(PART).await?;
    let part = part.as_str().context("no path")?;
    site.lose(part);
    phone.devtools("Network.clearBrowserCache", json!({})).await?;
    phone.tap_text("Progress").await?;
    phone.wait_for_text(PROGRESS).await?;
    let lost = reqwest::get(format!("{}{part}", site.url())).await?;
    ensure!(lost.status() == 404, "the server still has the part");
    phone.close().await
}
