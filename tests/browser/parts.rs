//! The browser's part that the app leans on: one working tab, and the last word when it cannot go on.

use anyhow::Result;
use tempfile::TempDir;
use tests::browser::{Browser, Phone};
use tests::places;
use tests::site::Site;

const SHIM: &str = "globalThis.ropesShim !== undefined";

// SPEC B7
#[tokio::test]
async fn one_tab_works_and_another_takes_over_only_when_asked() -> Result<()> {
    let (phone, site, _profile) = visit(Phone::default()).await?;
    let acquire = |steal| {
        format!("ropesShim.acquireTab(() => {{ document.title = 'taken' }}, {steal}).then(String)")
    };
    assert_eq!(phone.wait_until(&acquire("false")).await?, "true");
    let first = phone.page().window().await?;
    let second = phone.page().new_tab().await?;
    phone.page().switch_to_window(second).await?;
    phone.open(&format!("{}/", site.url())).await?;
    phone.wait_until(SHIM).await?;
    assert_eq!(phone.wait_until(&acquire("false")).await?, "false");
    assert_eq!(phone.wait_until(&acquire("true")).await?, "true");
    phone.page().switch_to_window(first).await?;
    phone.wait_until("document.title === 'taken'").await?;
    phone.close().await
}

// SPEC B8
#[tokio::test]
async fn a_tab_hears_when_no_tab_works_any_more() -> Result<()> {
    let (phone, site, _profile) = visit(Phone::default()).await?;
    phone.wait_until("ropesShim.acquireTab(() => {}).then(String)").await?;
    let first = phone.page().window().await?;
    let second = phone.page().new_tab().await?;
    phone.page().switch_to_window(second.clone()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    phone.wait_until(SHIM).await?;
    phone
        .script("ropesShim.tabIsFree().then(() => { document.title = 'free' })", Vec::new())
        .await?;
    assert_ne!(phone.page().title().await?, "free");
    phone.page().switch_to_window(first).await?;
    phone.page().close_window().await?;
    phone.page().switch_to_window(second).await?;
    phone.wait_until("document.title === 'free'").await?;
    phone.close().await
}

// SPEC B9
#[tokio::test]
async fn a_crash_says_that_saved_work_is_safe_in_the_persons_language() -> Result<()> {
    for (language, words, again) in [
        ("en", "Your saved work is safe on this phone.", "Start again"),
        ("nl", "Je opgeslagen werk staat veilig op deze telefoon.", "Opnieuw starten"),
    ] {
        let (phone, _site, _profile) = visit(Phone { language, ..Phone::default() }).await?;
        phone.script("ropesShim.showCrash('out of rope')", Vec::new()).await?;
        phone.wait_for_text(words).await?;
        phone.screens(&format!("crash-{language}")).await?;
        phone.script("document.body.dataset.page = 'old'", Vec::new()).await?;
        assert_eq!(phone.wait_for("#crash button").await?.text().await?, again);
        phone.tap("#crash button").await?;
        phone.wait_until(&format!("{SHIM} && document.body.dataset.page === undefined")).await?;
        phone.close().await?;
    }
    Ok(())
}

async fn visit(phone: Phone) -> Result<(Browser, Site, TempDir)> {
    let profile = tempfile::tempdir()?;
    let site = Site::serve(&places::pwa()).await?;
    let phone = Browser::of(phone, profile.path()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    phone.wait_until(SHIM).await?;
    Ok((phone, site, profile))
}
