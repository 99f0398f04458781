//! The harness on a page of its own: when a story fails, this tells whether the phone is to blame.

use std::path::Path;

use anyhow::Result;
use tests::browser::{Browser, Network, Theme};
use tests::site::Site;

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>Page</title>
<meta name="viewport" content="width=device-width">
<style>body { background: white } @media (prefers-color-scheme: dark) { body { background: black } }</style>
<h1>Hello <b>there</b></h1><p hidden>never seen</p>
<input id="name"><button onclick="document.title = 'tapped'">Tap me</button>
<script>
const store = new Promise((done) => {
  const open = indexedDB.open('kept', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('rows');
  open.onsuccess = () => done(open.result);
});
async function keep(value) {
  const action = (await store).transaction('rows', 'readwrite', { durability: 'strict' });
  action.objectStore('rows').put(value, 'row');
  return new Promise((done) => {
    action.oncomplete = () => done('kept');
    action.onabort = () => done(action.error.name);
  });
}
async function kept() {
  const asked = (await store).transaction('rows').objectStore('rows').get('row');
  return new Promise((done) => { asked.onsuccess = () => done(asked.result ?? 'nothing'); });
}
</script>"#;

async fn page(folder: &Path) -> Result<Site> {
    std::fs::write(folder.join("index.html"), PAGE)?;
    Site::serve(folder).await
}

#[tokio::test]
async fn a_page_is_found_by_selector_and_by_words_and_takes_taps() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = page(folder.path()).await?;
    let profile = tempfile::tempdir()?;
    let phone = Browser::new(profile.path()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    assert_eq!(phone.wait_for("h1").await?.text().await?, "Hello there");
    assert_eq!(phone.wait_for_text("there").await?.tag_name().await?, "b");
    phone.wait_until_gone("never seen").await?;
    phone.fill("#name", "Marek").await?;
    phone.tap_text("Tap me").await?;
    let typed = "document.title === 'tapped' && document.querySelector('#name').value";
    assert_eq!(phone.wait_until(typed).await?, "Marek");
    assert_eq!(phone.wait_until("innerWidth + 'x' + innerHeight").await?, "390x844");
    assert_eq!(phone.wait_until("navigator.language").await?, "en");
    phone.close().await
}

#[tokio::test]
async fn pictures_are_the_size_of_a_phone_and_follow_its_theme() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = page(folder.path()).await?;
    let profile = tempfile::tempdir()?;
    let phone = Browser::new(profile.path()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    phone.theme(Theme::Dark).await?;
    let dark = std::fs::read(phone.picture("harness-dark").await?)?;
    phone.theme(Theme::Light).await?;
    let light = std::fs::read(phone.picture("harness-light").await?)?;
    assert_eq!(size(&light), (390, 844));
    assert_ne!(light, dark);
    phone.close().await
}

#[tokio::test]
async fn a_strict_write_is_there_after_the_browser_was_killed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = page(folder.path()).await?;
    let profile = tempfile::tempdir()?;
    let phone = Browser::new(profile.path()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    phone.wait_until("keep('the shift')").await?;
    phone.kill().await?;
    let phone = Browser::new(profile.path()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    assert_eq!(phone.wait_until("kept()").await?, "the shift");
    phone.close().await
}

#[tokio::test]
async fn a_phone_can_be_slow_offline_and_full() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = page(folder.path()).await?;
    let profile = tempfile::tempdir()?;
    let phone = Browser::new(profile.path()).await?;
    phone.open(&format!("{}/", site.url())).await?;
    let fetched = "fetch('/index.html', { cache: 'no-store' }).then(() => 'yes', () => 'no')";
    phone.network(Network::Off).await?;
    assert_eq!(phone.wait_until(fetched).await?, "no");
    phone.network(Network::Slow4G).await?;
    let took = format!(
        "(async (began) => (await {fetched}, performance.now() - began))(performance.now())"
    );
    assert!(phone.wait_until(&took).await?.as_f64() > Some(500.0));
    phone.network(Network::Free).await?;
    phone.slow_down(6.0).await?;
    phone.quota(&site.url(), Some(10_000)).await?;
    assert_eq!(phone.wait_until("keep('x'.repeat(1000000))").await?, "QuotaExceededError");
    phone.close().await
}

/// Width and height from a PNG's header.
fn size(png: &[u8]) -> (u32, u32) {
    let number =
        |at: usize| png[at..at + 4].iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte));
    (number(16), number(20))
}
