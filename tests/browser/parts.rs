//! The browser's part that the app leans on: the last word when it cannot go on.

use anyhow::Result;
use tempfile::TempDir;
use tests::browser::{Browser, Phone};
use tests::places;
use tests::site::Site;

const SHIM: &str = "globalThis.ropesShim !== undefined";

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
