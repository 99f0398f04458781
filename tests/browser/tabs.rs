//! Several tabs of one browser: only one of them ever writes, whatever the others still believe.

use anyhow::Result;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};

// SPEC F4
#[tokio::test]
async fn a_frozen_tab_is_taken_over_and_says_so_when_it_wakes() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    let first = phone.page().window().await?;
    let second = phone.page().new_tab().await?;
    phone.devtools("Page.setWebLifecycleState", json!({ "state": "frozen" })).await?;
    phone.page().switch_to_window(second).await?;
    phone.open(&ropes.url()).await?;
    phone.tap_text("Use it here").await?;
    phone.wait_for(".tile").await?;
    phone.page().switch_to_window(first).await?;
    phone.devtools("Page.setWebLifecycleState", json!({ "state": "active" })).await?;
    phone.wait_for_text("Ropes went on in another window").await?;
    phone.close().await
}

/// Without locks no tab hears of the other, as with a tab that wakes before its lock's news arrives.
// SPEC F5
#[tokio::test]
async fn a_tab_that_does_not_know_it_was_taken_over_writes_nothing() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::new(&folder.path().join("phone")).await?;
    let deaf = "Object.defineProperty(navigator, 'locks', { value: undefined })";
    phone.before_every_page(deaf).await?;
    phone.join(&ropes, "samira").await?;
    phone.tap(".tile").await?;
    phone.fill("textarea", "Never written").await?;
    let first = phone.page().window().await?;
    let second = phone.page().new_tab().await?;
    phone.page().switch_to_window(second.clone()).await?;
    phone.before_every_page(deaf).await?;
    phone.open(&ropes.url()).await?;
    phone.wait_for(".tile").await?;
    phone.page().switch_to_window(first).await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for_text("Ropes went on in another window").await?;
    phone.page().switch_to_window(second).await?;
    phone.open(&ropes.url()).await?;
    phone.wait_for_text("0 tasks").await?;
    phone.close().await
}

// SPEC B8
#[tokio::test]
async fn a_waiting_tab_goes_on_by_itself_when_the_working_one_is_closed() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    let first = phone.page().window().await?;
    let second = phone.page().new_tab().await?;
    phone.page().switch_to_window(second.clone()).await?;
    phone.open(&ropes.url()).await?;
    phone.wait_for_text("Ropes is open elsewhere").await?;
    phone.page().switch_to_window(first).await?;
    phone.page().close_window().await?;
    phone.page().switch_to_window(second).await?;
    phone.wait_for(".tile").await?;
    phone.close().await
}

// SPEC F8
#[tokio::test]
async fn back_leads_through_the_screens_and_never_to_a_form_that_was_saved() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    phone.tap(".bar a[href='/progress']").await?;
    phone.wait_until("location.pathname === '/progress'").await?;
    phone.wait_until("document.activeElement.tagName === 'H1'").await?;
    phone.wait_until("document.title === document.activeElement.textContent + ' · Ropes'").await?;
    phone.tap(".bar a[href='/']").await?;
    phone.tap(".tile").await?;
    phone.wait_until("location.pathname === '/log'").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    phone.wait_until("location.pathname === '/'").await?;
    phone.page().back().await?;
    phone.wait_until("location.pathname === '/progress'").await?;
    phone.wait_until("document.activeElement.tagName === 'H1'").await?;
    phone.close().await
}
