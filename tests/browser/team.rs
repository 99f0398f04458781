//! A supervisor's team before a shift: from a cold start, with the server off.

use anyhow::{Context, Result, ensure};
use tests::browser::{Browser, Phone};

use crate::observing::{TASK, begin_to_watch, watch};
use crate::shift::{Workshop, wait_for_sync};

/// What the cell of Samira and this skill says.
fn cell(skill: &str) -> String {
    let link = format!(".matrix a[href$=\"/skill/{skill}\"]");
    format!("document.querySelector('{link} svg[aria-label^=Samira]')?.ariaLabel")
}

/// Chooses in one of the lists the first choice that begins so.
fn choose(list: &str, begin: &str) -> String {
    format!(
        "const list = document.querySelector('{list}');\
         list.value = [...list.options].find((one) => one.value.startsWith('{begin}')).value;\
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    )
}

/// Logs the task and rates a skill of it as 3.
async fn log_and_rate(phone: &Browser, url: &str) -> Result<String> {
    phone.open(&format!("{url}/tasks")).await?;
    phone.tap_text(TASK).await?;
    phone.wait_for("textarea").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    phone.tap(".foot a[href^='/rate']").await?;
    phone.wait_for(".level").await?;
    let skill = phone.wait_until("location.pathname.split('/').at(-1)").await?;
    phone.tap(".level:nth-of-type(2)").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for_text("You say").await?;
    Ok(skill.as_str().context("no skill")?.to_owned())
}

// SPEC B70
#[tokio::test]
async fn the_team_is_there_from_a_cold_start_without_a_server() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let worker = workshop.joined("samira").await?;
    wait_for_sync(&worker, "sent").await?;
    let skill = log_and_rate(&worker, &url).await?;
    wait_for_sync(&worker, "sent").await?;
    worker.close().await?;

    let supervisor = workshop.joined("ingrid").await?;
    wait_for_sync(&supervisor, "sent").await?;
    supervisor.open(&format!("{url}/people")).await?;
    begin_to_watch(&supervisor).await?;
    supervisor.wait_until("navigator.serviceWorker.controller !== null").await?;
    workshop.ropes.stop().await?;
    watch(&supervisor).await?;
    wait_for_sync(&supervisor, "waiting").await?;
    supervisor.kill().await?;

    let supervisor = workshop.phone("ingrid").await?;
    supervisor.open(&format!("{url}/people")).await?;
    supervisor.tap("a[href='/team']").await?;
    supervisor.wait_for(".matrix td a").await?;
    supervisor.wait_for_text("as of").await?;
    let told = supervisor.wait_until(&cell(&skill)).await?;
    let told = told.as_str().context("a cell without words")?;
    ensure!(told.contains("self 3, observer 2") && told.contains("today"), "{told}");
    supervisor.screens("team").await?;
    supervisor.script(&choose("#team-skills", "s/"), Vec::new()).await?;
    supervisor.script(&choose("#team-level", "2"), Vec::new()).await?;
    supervisor.wait_for_text("Seen, not signed off").await?;
    supervisor.wait_until("document.querySelectorAll('.matrix thead th').length === 2").await?;
    supervisor.screens("team-skill").await?;
    supervisor.tap(".matrix td a").await?;
    supervisor.wait_until("/^.person.[^/]+.skill./.test(location.pathname)").await?;
    supervisor.close().await
}

// SPEC B71
#[tokio::test]
async fn on_a_small_phone_the_matrix_scrolls_by_itself_and_the_names_stay() -> Result<()> {
    let workshop = Workshop::open().await?;
    let small = Phone { width: 360, height: 640, language: "nl" };
    let phone = Browser::of(small, &workshop.folder("small")).await?;
    phone.join(&workshop.ropes, "ingrid").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.open(&format!("{}/team", workshop.ropes.url())).await?;
    phone.wait_for(".matrix td a").await?;
    phone.wait_until("document.querySelectorAll('.matrix tbody tr').length >= 6").await?;
    phone.screens("team-360").await?;
    phone.wait_until("document.documentElement.scrollWidth <= innerWidth").await?;
    let name = "document.querySelector('.matrix tbody th').getBoundingClientRect().left";
    phone.script("document.querySelector('.matrix-wrap').scrollLeft = 400", Vec::new()).await?;
    phone.wait_until("document.querySelector('.matrix-wrap').scrollLeft === 400").await?;
    phone.wait_until(&format!("Math.abs({name}) <= 16")).await?;
    phone.script("document.querySelector('.matrix').scrollIntoView()", Vec::new()).await?;
    phone.screens("team-360-right").await?;
    let high = "[...document.querySelectorAll('.matrix td a, .matrix th a')]\
        .every((one) => one.getBoundingClientRect().height >= 60)";
    phone.wait_until(high).await?;
    phone.close().await
}
