//! Asked to watch, watched without a server, and read beside one's own rating, in two browsers.

use anyhow::{Result, ensure};
use tests::browser::Browser;

use crate::shift::{Workshop, wait_for_sync};

pub(crate) const TASK: &str = "True a rear wheel";
const NEXT: &str = "Count the quarter turns.";
/// Presses the first answer of every step that has none.
const ANSWER_ALL: &str = "document.querySelectorAll('.step:not(.skill-seen) .answers label:first-child')\
    .forEach((answer) => answer.click())";
/// Presses "2" at every skill.
const LEVELS: &str = "document.querySelectorAll('.skill-seen .answers label:nth-child(2)')\
    .forEach((level) => level.click())";

pub(crate) async fn log_and_ask(phone: &Browser, url: &str) -> Result<()> {
    phone.open(&format!("{url}/tasks")).await?;
    phone.tap_text(TASK).await?;
    phone.wait_for("textarea").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    phone.tap_text("Ask Ingrid to watch").await?;
    phone.wait_until_gone("Ask Ingrid to watch").await
}

/// From the person to the task, until everything that can be rated is there: what has been sent says
/// nothing of what is yet to come.
pub(crate) async fn begin_to_watch(phone: &Browser) -> Result<()> {
    phone.tap_text("Samira").await?;
    phone.tap_text(TASK).await?;
    phone.tap_text("Observe").await?;
    phone.wait_until("document.querySelectorAll('.skill-seen').length === 2").await?;
    phone.wait_until("document.querySelectorAll('.step:not(.skill-seen)').length === 6").await?;
    Ok(())
}

pub(crate) async fn watch(phone: &Browser) -> Result<()> {
    phone.script(ANSWER_ALL, Vec::new()).await?;
    phone.script(LEVELS, Vec::new()).await?;
    phone.wait_for_text("6 of 6 steps answered").await?;
    phone.wait_until("document.querySelectorAll('.skill-seen :checked').length === 2").await?;
    phone.screens("observe-form").await?;
    phone.fill("#next", NEXT).await?;
    phone.tap_text("Save what I saw").await?;
    phone.wait_until("location.pathname.startsWith('/sign/')").await.map(drop)
}

// SPEC B50
#[tokio::test]
async fn who_was_asked_watches_without_a_server_and_both_views_stand_side_by_side() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let worker = workshop.joined("samira").await?;
    wait_for_sync(&worker, "sent").await?;
    log_and_ask(&worker, &url).await?;
    wait_for_sync(&worker, "sent").await?;

    let supervisor = workshop.joined("ingrid").await?;
    wait_for_sync(&supervisor, "sent").await?;
    supervisor.open(&format!("{url}/owed")).await?;
    supervisor.wait_for_text(TASK).await?;
    supervisor.screens("owed").await?;
    supervisor.wait_until("navigator.serviceWorker.controller !== null").await?;
    supervisor.open(&format!("{url}/people")).await?;
    begin_to_watch(&supervisor).await?;
    workshop.ropes.stop().await?;
    watch(&supervisor).await?;
    wait_for_sync(&supervisor, "waiting").await?;

    workshop.ropes.start_again().await?;
    wait_for_sync(&supervisor, "sent").await?;
    worker.open(&url).await?;
    worker.wait_for_text(NEXT).await?;
    worker.screens("home-feedback").await?;
    worker.tap(".voice").await?;
    worker.wait_for_text("Rate yourself first").await?;
    ensure!(!worker.text().await?.contains("I do it with help"), "the other level is hidden");
    worker.screens("observation-hidden").await?;
    worker.tap(".differ .btn").await?;
    worker.tap(".level").await?;
    worker.tap(".foot .btn-main").await?;
    worker.tap_text("Done").await?;
    worker.wait_until("document.querySelectorAll('.differ dl > div').length === 2").await?;
    worker.wait_for_text("I do it with help").await?;
    worker.screens("observation").await?;
    worker.close().await?;
    supervisor.close().await
}
