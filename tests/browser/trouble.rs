//! What goes wrong on a phone: a full store, two tabs, a wrong code, another language.

use anyhow::{Result, ensure};
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};

// SPEC B12
#[tokio::test]
async fn a_full_phone_says_not_saved_and_keeps_the_draft() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::new(&folder.path().join("samira")).await?;
    phone.open(&format!("{}/healthz", ropes.url())).await?;
    phone.quota(&ropes.url(), Some(ROOM)).await?;
    phone.join(&ropes, "samira").await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.tap(".tile").await?;
    phone.fill("textarea", "Dish first.").await?;
    fill_up(&phone, &ropes.url()).await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".notice-alarm").await?;
    let kept = "document.querySelector('textarea')?.value === 'Dish first.'";
    phone.wait_until(kept).await?;
    phone.quota(&ropes.url(), None).await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    phone.close().await
}

/// What the phone has from the beginning: more than the app needs, less than [`TOO_MUCH`].
const ROOM: u64 = 20_000_000;

/// A page's attempt to write 24 MB into a database of its own, and what came of it.
const TOO_MUCH: &str = "return new Promise((done) => {\
    const open = indexedDB.open('scratch', 1);\
    open.onupgradeneeded = () => open.result.createObjectStore('rows');\
    open.onerror = () => done(open.error.name);\
    open.onsuccess = () => {\
        const action = open.result.transaction('rows', 'readwrite');\
        for (let row = 0; row < 400; row += 1) {\
            action.objectStore('rows').put(crypto.getRandomValues(new Uint8Array(60000)), row);\
        }\
        action.onabort = () => done(action.error.name);\
        action.oncomplete = () => done('kept');\
    } })";

/// From here on nothing fits. For half a minute Chromium allows what fits into the room that it
/// remembers; so the first attempt asks for more than there ever was, which makes it look again.
async fn fill_up(phone: &Browser, url: &str) -> Result<()> {
    phone.quota(url, Some(1)).await?;
    let outcome = phone.script(TOO_MUCH, Vec::new()).await?;
    ensure!(outcome == "QuotaExceededError", "the phone is not full: {outcome}");
    Ok(())
}

// SPEC B7, B13
#[tokio::test]
async fn a_second_tab_asks_takes_over_and_the_first_says_so() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("samira")).await?;
    let first = phone.page().window().await?;
    let second = phone.page().new_tab().await?;
    phone.page().switch_to_window(second).await?;
    phone.open(&ropes.url()).await?;
    phone.wait_for_text("Ropes is open elsewhere").await?;
    ensure!(phone.wait_until("document.querySelector('.tile') === null").await?.is_boolean());
    phone.tap_text("Use it here").await?;
    phone.wait_for(".tile").await?;
    phone.page().switch_to_window(first).await?;
    phone.wait_for_text("Ropes went on in another window").await?;
    phone.close().await
}

// SPEC B14
#[tokio::test]
async fn a_used_code_says_so_and_a_new_one_works() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let link = ropes.invite("samira").await?;
    let one = Browser::new(&folder.path().join("one")).await?;
    one.open(&link).await?;
    one.tap(".btn-main").await?;
    one.wait_for(".tile").await?;
    let two = Browser::new(&folder.path().join("two")).await?;
    two.open(&link).await?;
    two.tap(".btn-main").await?;
    two.wait_for(".notice-alarm").await?;
    let (_, code) = ropes.invite("samira").await?.rsplit_once('#').map_or_else(
        || (String::new(), String::new()),
        |(page, code)| (page.to_owned(), code.to_owned()),
    );
    two.fill("#code", &code).await?;
    two.tap(".btn-main").await?;
    two.wait_for(".tile").await?;
    one.close().await?;
    two.close().await
}
