//! What the app offers by itself: a place on the home screen, and a new version. Quietly, on Home, and
//! never over a form.

use std::path::Path;

use anyhow::{Result, ensure};
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};
use tests::site::{Site, next_version};

/// Chromium says that a page can be installed when it sees fit; here the test does.
const QUIET: &str = "addEventListener('beforeinstallprompt', (event) => {\
    if (event.isTrusted) event.stopImmediatePropagation();\
});";
/// As Chromium says it.
const INSTALLABLE: &str = "const event = new Event('beforeinstallprompt', { cancelable: true });\
    event.prompt = () => { document.body.dataset.asked = 'yes' };\
    event.userChoice = Promise.resolve({ outcome: 'accepted' });\
    dispatchEvent(event);\
    return event.defaultPrevented";
const ASKED: &str = "document.body.dataset.asked === 'yes'";
const OFFER: &str = "Put Ropes on your phone";

// SPEC B21
#[tokio::test]
async fn where_the_browser_can_install_the_app_home_offers_it_and_one_press_asks() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::new(&folder.path().join("phone")).await?;
    phone.before_every_page(QUIET).await?;
    phone.join(&ropes, "samira").await?;
    phone.wait_for(".tile").await?;
    ensure!(!phone.text().await?.contains(OFFER), "nobody said that it can be installed");
    ensure!(phone.script(INSTALLABLE, Vec::new()).await? == true, "the browser asks unasked");
    phone.wait_for_text(OFFER).await?;
    phone.tap(".tile").await?;
    phone.wait_for("textarea").await?;
    ensure!(!phone.text().await?.contains(OFFER), "an offer over a form");
    phone.page().back().await?;
    phone.wait_for_text(OFFER).await?;
    phone.tap_text("Install").await?;
    phone.wait_until(ASKED).await?;
    phone.wait_until_gone(OFFER).await?;
    phone.close().await
}

const UPDATE: &str = "A new version is ready";

// SPEC B22
#[tokio::test]
async fn a_new_version_is_offered_on_home_but_not_while_a_form_holds_something() -> Result<()> {
    let folder = TempDir::new()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.wait_until("navigator.serviceWorker.controller !== null").await?;
    ropes.kill().await?;
    let _site = deploy_at(&ropes, &folder.path().join("next")).await?;
    phone.script("ropesShim.checkForUpdate()", Vec::new()).await?;
    phone.wait_for_text(UPDATE).await?;
    phone.screens("update").await?;

    phone.tap(".tile").await?;
    phone.fill("textarea", "Dish first.").await?;
    ensure!(!phone.text().await?.contains(UPDATE), "an offer over a form");
    phone.page().back().await?;
    phone.wait_for_text("Go on").await?;
    ensure!(!phone.text().await?.contains(UPDATE), "an offer while a draft waits");

    phone.tap(".notice a[href='/log']").await?;
    let kept = "document.querySelector('textarea')?.value === 'Dish first.'";
    phone.wait_until(kept).await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    phone.wait_for_text(UPDATE).await?;
    phone.tap_text("Update now").await?;
    phone.wait_until("document.querySelector('meta[name=next]') !== null").await?;
    phone.wait_for_text("1 task").await?;
    phone.close().await
}

/// The server is off, and at its address stands the next version of the app.
async fn deploy_at(ropes: &Ropes, folder: &Path) -> Result<Site> {
    next_version(folder)?;
    Site::serve_at(ropes.port(), folder).await
}
