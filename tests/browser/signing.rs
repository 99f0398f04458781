//! Watched and signed without a server, read on the worker's phone, and proven where nobody knows either.

use anyhow::{Context, Result, ensure};
use tests::browser::Browser;
use tests::places;
use tokio::process::Command;

use crate::observing::{begin_to_watch, log_and_ask, watch};
use crate::shift::{Workshop, wait_for_sync};

/// What the app offers as a file is caught, as text.
const CATCH_FILE: &str = "URL.createObjectURL = (file) => {\
    file.text().then((text) => { globalThis.caught = text });\
    return '#';\
}";

pub(crate) async fn sign(phone: &Browser, levels: usize) -> Result<()> {
    for level in 1..=levels {
        phone.wait_for_text(&format!("{level} of {levels}")).await?;
        phone.screens(&format!("sign-{level}")).await?;
        phone.tap_text("Sign this level").await?;
    }
    phone.wait_for_text("sees it as soon as both phones have been connected").await?;
    phone.screens("signed").await
}

/// Says what the worker thinks of it, and goes to the page of that skill.
pub(crate) async fn rate_first(phone: &Browser, url: &str) -> Result<()> {
    phone.tap(".voice").await?;
    phone.wait_for_text("Rate yourself first").await?;
    let skill = "document.querySelector('.differ .btn').pathname.replace('/rate/', '/skill/')";
    let skill = phone.wait_until(skill).await?;
    let skill = skill.as_str().context("a skill has no address")?.to_owned();
    phone.open(&format!("{url}{skill}")).await?;
    phone.wait_for_text("Ingrid signed this off").await?;
    let hidden = !phone.text().await?.contains("Signed off at");
    ensure!(hidden, "the level is told before the worker's own");
    phone.tap(".foot .btn-main").await?;
    phone.tap(".level").await?;
    phone.tap(".foot .btn-main").await?;
    phone.open(&format!("{url}{skill}")).await
}

// SPEC B65
#[tokio::test]
async fn a_level_is_signed_without_a_server_and_proven_where_nobody_knows_it() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let worker = workshop.joined("samira").await?;
    wait_for_sync(&worker, "sent").await?;
    log_and_ask(&worker, &url).await?;
    wait_for_sync(&worker, "sent").await?;
    let supervisor = workshop.joined("ingrid").await?;
    wait_for_sync(&supervisor, "sent").await?;
    supervisor.wait_until("navigator.serviceWorker.controller !== null").await?;
    supervisor.open(&format!("{url}/people")).await?;
    begin_to_watch(&supervisor).await?;
    workshop.ropes.stop().await?;
    watch(&supervisor).await?;
    sign(&supervisor, 2).await?;
    wait_for_sync(&supervisor, "waiting").await?;

    workshop.ropes.start_again().await?;
    wait_for_sync(&supervisor, "sent").await?;
    worker.open(&url).await?;
    rate_first(&worker, &url).await?;
    worker.wait_for_text("It counts").await?;
    worker.screens("skill-signed").await?;
    worker.tap_text("Ingrid signed this off").await?;
    worker.wait_for_text("Save as a file").await?;
    worker.screens("sign-off").await?;
    let file = save_file(&worker).await?;
    verify(&workshop, &file).await?;
    worker.close().await?;
    supervisor.close().await
}

pub(crate) async fn save_file(phone: &Browser) -> Result<String> {
    phone.wait_for_text("Save as a file").await?;
    phone.script(CATCH_FILE, Vec::new()).await?;
    phone.tap_text("Save as a file").await?;
    let file = phone.wait_until("globalThis.caught").await?;
    Ok(file.as_str().context("no file")?.to_owned())
}

/// In a folder that holds nothing of the organisation but the file and its key's fingerprint.
pub(crate) async fn verify(workshop: &Workshop, file: &str) -> Result<()> {
    let key = workshop.ropes.command(&["key", "show"]).await?;
    let elsewhere = tempfile::tempdir()?;
    for (name, text) in [("sign-off.json", file), ("key.txt", &key)] {
        std::fs::write(elsewhere.path().join(name), text)?;
    }
    for (words, counts) in [(&["--org-key", "key.txt"][..], true), (&[], false)] {
        let mut verify = Command::new(places::ropes());
        verify.args(["verify", "sign-off.json"]).args(words).current_dir(elsewhere.path());
        let output = verify.output().await?;
        ensure!(output.status.success() == counts, "{output:?}");
    }
    Ok(())
}
