//! Shadowing with two phones and the server off: planned, written by both, and read as one page.

use anyhow::{Result, ensure};
use serde_json::Value;
use tempfile::TempDir;
use tests::browser::{Browser, Phone};
use tests::ropes::{First, Ropes};

const LINES: &str = "document.querySelector('.cord')?.innerText";

/// Opens the session of this task, from the list.
async fn open_session(phone: &Browser, task: &str) -> Result<()> {
    let links = "[...document.querySelectorAll('a[href^=\"/session/\"]')]";
    let found = format!("{links}.find((a) => a.textContent.includes('{task}'))");
    let href = phone.wait_until(&format!("{found}?.getAttribute('href')")).await?;
    phone.tap(&format!("a[href={href}]")).await
}

/// Notes these lines, the last of them as a time stamp alone.
async fn jot(phone: &Browser, lines: &[&str]) -> Result<()> {
    for (count, line) in lines.iter().enumerate() {
        if !line.is_empty() {
            phone.fill("#note", line).await?;
        }
        phone.tap(".foot .btn-main").await?;
        let all = format!("document.querySelectorAll('.cord .btn-text').length === {}", count + 1);
        phone.wait_until(&all).await?;
    }
    Ok(())
}

/// Answers the questions with these levels, in one tap each, and ends it.
async fn end(phone: &Browser, levels: &[usize], next: &str) -> Result<()> {
    phone.tap("a[href$='/end']").await?;
    for (place, level) in (1..).zip(levels) {
        phone.tap(&format!("fieldset:nth-of-type({place}) .pick:nth-of-type({level})")).await?;
    }
    let answered = "document.querySelectorAll('.pick input:checked').length";
    phone.wait_until(&format!("{answered} === {}", levels.len())).await?;
    phone.fill("#next", next).await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for_text(next).await.map(drop)
}

async fn is_sent(phone: &Browser) -> Result<()> {
    phone.wait_for(".sync[data-state=sent]").await.map(drop)
}

// SPEC B40
#[tokio::test]
async fn two_plan_write_with_the_server_off_and_read_one_page() -> Result<()> {
    let folder = TempDir::new()?;
    let at = |name: &str| folder.path().join(name);
    let mut ropes = Ropes::start(&at("data"), First::Demo).await?;
    let url = ropes.url();
    let marek = Browser::joined(&ropes, "marek", &at("marek")).await?;
    let samira = Browser::joined(&ropes, "samira", &at("samira")).await?;
    // Chromium writes a new cookie to disk within half a minute, or when it is closed.
    samira.close().await?;
    let samira = Browser::new(&at("samira")).await?;
    samira.open(&url).await?;
    for phone in [&marek, &samira] {
        is_sent(phone).await?;
        phone.wait_until("navigator.serviceWorker.controller !== null").await?;
    }
    marek.screens("home-sessions").await?;

    marek.tap("a[href='/sessions']").await?;
    marek.wait_for_text("Shadowing with Samira").await?;
    marek.screens("sessions").await?;
    marek.tap_text("Shadowing with Samira").await?;
    let task: Value = marek.wait_until("document.querySelector('.pick')?.textContent").await?;
    let task = task.as_str().unwrap_or_default().to_owned();
    marek.tap(".pick").await?;
    marek.screens("shadow").await?;
    marek.tap_text("Plan this time").await?;
    marek.wait_until("location.pathname.startsWith('/session/')").await?;
    is_sent(&marek).await?;
    samira.open(&url).await?;
    is_sent(&samira).await?;
    samira.wait_for("a[href^='/session/']").await?;
    samira.tap("a[href='/sessions']").await?;
    open_session(&samira, &task).await?;
    samira.wait_for_text("Start").await?;
    samira.screens("session-planned").await?;

    ropes.stop().await?;
    for phone in [&marek, &samira] {
        phone.tap(".foot .btn-main").await?;
        phone.wait_for("#note").await?;
    }
    jot(&marek, &["Cable before spring.", "Quarter turns.", ""]).await?;
    jot(&samira, &["Left arm pulls.", "2 mm now."]).await?;
    marek.screens("session-running").await?;
    marek.tap("a[href$='/end']").await?;
    marek.wait_for("#next").await?;
    marek.screens("session-end").await?;
    marek.tap_text("Back").await?;
    end(&marek, &[3, 3, 2], "Front brake first.").await?;
    end(&samira, &[2, 4], "Toe-in by eye.").await?;
    samira.tap_text("Say thanks to Marek").await?;
    samira.wait_for_text("You said thanks to Marek").await?;
    samira.kill().await?;
    let samira = Browser::new(&at("samira")).await?;
    samira.open(&url).await?;
    samira.tap("a[href='/sessions']").await?;
    open_session(&samira, &task).await?;
    samira.wait_for_text("Toe-in by eye.").await?;

    ropes.start_again().await?;
    // A phone that was away for long tries again within a minute; a look at it is quicker.
    let place = samira.wait_until("location.pathname").await?;
    for phone in [&marek, &samira] {
        phone.open(&format!("{url}{}", place.as_str().unwrap_or_default())).await?;
        is_sent(phone).await?;
    }
    marek.wait_for_text("Left arm pulls.").await?;
    samira.wait_for_text("Cable before spring.").await?;
    let bare = |lines: Value| lines.as_str().unwrap_or_default().replace("\nChange", "");
    let (one, other) = (marek.wait_until(LINES).await?, samira.wait_until(LINES).await?);
    ensure!(bare(one.clone()) == bare(other.clone()), "{one} is not {other}");
    for phone in [&marek, &samira] {
        phone.wait_for_text("Front brake first.").await?;
        phone.wait_for_text("Toe-in by eye.").await?;
    }
    marek.wait_for_text("Samira said thanks to Marek").await?;
    marek.screens("session-both").await?;
    samira.screens("session-both-learner").await?;

    let place = samira.wait_until("location.pathname").await?;
    let place = place.as_str().unwrap_or_default();
    let small = Phone { width: 360, height: 640, language: "nl" };
    let small = Browser::of(small, &at("small")).await?;
    small.join(&ropes, "samira").await?;
    is_sent(&small).await?;
    small.screens("home-sessions-360").await?;
    small.open(&format!("{url}{place}")).await?;
    small.wait_for_text("Front brake first.").await?;
    small.screens("session-both-360").await?;
    small.open(&format!("{url}{place}/end")).await?;
    small.wait_for("#next").await?;
    small.screens("session-end-360").await?;
    for phone in [marek, samira, small] {
        phone.close().await?;
    }
    Ok(())
}
