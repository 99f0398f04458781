//! What the app says: the language it starts in, and changing it, also without a server.

use anyhow::{Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::places;
use tests::ropes::{First, Ropes};
use tests::site::Site;

/// Everything that ever stood in the app, in `globalThis.said`.
const LISTEN: &str = "globalThis.said = '';\
    new MutationObserver(() => {\
        globalThis.said += document.querySelector('#app')?.textContent ?? '';\
    }).observe(document, { childList: true, subtree: true, characterData: true });";

fn phone_languages(tags: &str) -> String {
    format!("Object.defineProperty(navigator, 'languages', {{ get: () => {tags} }});")
}

/// Chosen in the app at an earlier visit.
fn chosen(tag: &str) -> String {
    format!("localStorage.setItem('ropes:language', JSON.stringify('{tag}'));")
}

// SPEC L20
#[tokio::test]
async fn the_app_starts_in_the_persons_language_and_says_nothing_in_another() -> Result<()> {
    let site = Site::serve(&places::pwa()).await?;
    for (before, tag) in [
        (phone_languages("['fr-FR', 'NL-be', 'en']"), "nl"),
        (phone_languages("['en_US', 'nl']"), "en"),
        (phone_languages("['nld', '']"), "en"),
        (format!("{}{}", phone_languages("['en']"), chosen("nl")), "nl"),
        (format!("{}{}", phone_languages("['nl']"), chosen("xx")), "nl"),
    ] {
        let profile = TempDir::new()?;
        let phone = Browser::new(profile.path()).await?;
        phone.before_every_page(&[before.as_str(), LISTEN].concat()).await?;
        phone.open(&format!("{}/", site.url())).await?;
        let (own, other) = match tag {
            "nl" => ("Doe mee met Ropes", "Join Ropes"),
            _ => ("Join Ropes", "Doe mee met Ropes"),
        };
        phone.wait_for_text(own).await?;
        let said = phone.wait_until("globalThis.said").await?;
        let said = said.as_str().unwrap_or_default();
        ensure!(!said.contains(other), "{before}: {said}");
        ensure!(phone.wait_until("document.documentElement.lang").await? == tag, "{before}");
        phone.close().await?;
    }
    Ok(())
}

// SPEC L21
#[tokio::test]
async fn another_language_is_there_without_a_server_and_stays() -> Result<()> {
    let folder = TempDir::new()?;
    let (mut ropes, phone) = joined(&folder).await?;
    ropes.kill().await?;
    phone.open(&format!("{}/me", ropes.url())).await?;
    phone.tap_text("Nederlands").await?;
    phone.wait_for_text("Kleuren").await?;
    phone.wait_until_gone("Colours").await?;
    phone.screens("me-nl").await?;
    phone.open(&format!("{}/me", ropes.url())).await?;
    phone.wait_for_text("Kleuren").await?;
    phone.wait_until(&checked("Nederlands")).await?;
    phone.tap_text("English").await?;
    phone.wait_for_text("Colours").await?;
    phone.close().await
}

/// Nobody but the server has them then.
const FORGET_DUTCH: &str = "caches.keys().then(async ([name]) => {\
        const cache = await caches.open(name);\
        const dutch = (await cache.keys()).find(({ url }) => url.includes('/words-nl-'));\
        return cache.delete(dutch);\
    })";

// SPEC L22
#[tokio::test]
async fn a_language_that_cannot_be_had_is_named_and_the_app_goes_on_in_its_own() -> Result<()> {
    let folder = TempDir::new()?;
    let (mut ropes, phone) = joined(&folder).await?;
    ropes.kill().await?;
    phone.open(&format!("{}/me", ropes.url())).await?;
    phone.wait_until(FORGET_DUTCH).await?;
    phone.devtools("Network.clearBrowserCache", json!({})).await?;
    phone.tap_text("Nederlands").await?;
    phone.wait_for_text("Nederlands is not on this phone yet").await?;
    phone.wait_until(&checked("English")).await?;
    phone.screens("me-language-not-there").await?;
    ropes.start_again().await?;
    phone.tap_text("Nederlands").await?;
    phone.wait_for_text("Kleuren").await?;
    phone.close().await
}

async fn joined(folder: &TempDir) -> Result<(Ropes, Browser)> {
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.wait_until("navigator.serviceWorker.controller !== null").await?;
    Ok((ropes, phone))
}

fn checked(label: &str) -> String {
    format!(
        "[...document.querySelectorAll('.pick')].some((pick) => \
         pick.textContent === '{label}' && pick.querySelector('input').checked)"
    )
}
