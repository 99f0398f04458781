//! A card from one screen to another phone's camera, with no server anywhere, and what happens where there is
//! no camera or a part of the app does not load.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::browser::Browser;

use crate::shift::{Workshop, wait_for_sync};

const TASK: &str = "True a rear wheel";
pub(crate) const KEPT: &str = "navigator.serviceWorker.controller !== null";
/// The bars of the code on the screen, and how many squares a side has, with those around it.
const CODE: &str = "return [document.querySelector('.qr path').getAttribute('d'), \
    document.querySelector('.qr').viewBox.baseVal.width]";
/// The newest task of the day on Home.
const OPEN_ENTRY: &str = "const entry = [...document.querySelectorAll(\".rows a[href^='/entry/']\")]\
    .find((link) => link.textContent.includes(arguments[0]));\
    entry?.click(); return entry !== undefined";
const TRACK: &str = "window.track = document.querySelector('video').srcObject.getTracks()[0]";

/// Logs the task and opens what was saved.
pub(crate) async fn log_and_open(phone: &Browser, url: &str) -> Result<()> {
    phone.open(&format!("{url}/tasks")).await?;
    phone.tap_text(TASK).await?;
    phone.wait_for("textarea").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    phone.wait_for(".rows a[href^='/entry/']").await?;
    let found = phone.script(OPEN_ENTRY, vec![json!(TASK)]).await?;
    ensure!(found == json!(true), "the task is on Home");
    phone.wait_for_text("Show your card").await.map(drop)
}

/// Presses the link with these words, and says in milliseconds how long it takes until `there` is so.
async fn timed(phone: &Browser, words: &str, there: &str) -> Result<f64> {
    let press = format!(
        "const began = performance.now(); window.took = 0; \
        const look = () => {{ if ({there}) window.took = performance.now() - began; \
        else requestAnimationFrame(look); }}; \
        [...document.querySelectorAll('a')].find((one) => one.textContent.includes('{words}')).click(); \
        look();"
    );
    phone.script(&press, Vec::new()).await?;
    phone.wait_until("window.took").await?.as_f64().context("no time")
}

/// A film of the code that this phone shows, as another one's camera sees it: one grey picture.
pub(crate) async fn film(phone: &Browser, folder: &Path, name: &str) -> Result<PathBuf> {
    let code = phone.script(CODE, Vec::new()).await?;
    let (bars, all) = (code[0].as_str().context("no bars")?, code[1].as_u64().context("no size")?);
    let (width, height) = (960, 720);
    let scale = 660 / all as usize;
    let mut grey = vec![210_u8; width * height];
    let (left, top) = (width / 2 - scale * all as usize / 2, height / 2 - scale * all as usize / 2);
    for bar in bars.split('M').filter(|bar| !bar.is_empty()) {
        let (at, rest) = bar.split_once('h').context("a bar without a width")?;
        let (x, y) = at.split_once(' ').context("a bar without a place")?;
        let run = rest.split('v').next().unwrap_or_default();
        let (x, y, run): (usize, usize, usize) = (x.parse()?, y.parse()?, run.parse()?);
        for row in 0..scale {
            let from = (top + (y + 4) * scale + row) * width + left + (x + 4) * scale;
            grey[from..from + run * scale].fill(40);
        }
    }
    let mut bytes = format!("YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n").into_bytes();
    bytes.extend_from_slice(b"FRAME\n");
    bytes.extend(grey);
    bytes.extend(vec![128; width * height / 2]);
    let file = folder.join(format!("{name}.y4m"));
    std::fs::write(&file, bytes)?;
    Ok(file)
}

pub(crate) async fn form_is_open(phone: &Browser) -> Result<()> {
    phone.wait_until("location.pathname === '/observe'").await?;
    phone.wait_for_text("You watch Samira").await?;
    phone.wait_until("document.querySelectorAll('.step:not(.skill-seen)').length === 6").await?;
    phone.wait_until("document.querySelectorAll('.skill-seen').length === 2").await.map(drop)
}

// SPEC B62
#[tokio::test]
async fn a_card_is_scanned_from_the_other_screen_with_no_server() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let worker = workshop.joined("samira").await?;
    wait_for_sync(&worker, "sent").await?;
    worker.wait_until(KEPT).await?;
    let supervisor = workshop.joined("ingrid").await?;
    wait_for_sync(&supervisor, "sent").await?;
    supervisor.wait_until(KEPT).await?;
    // What can be rated has to be there before the server goes.
    supervisor.open(&format!("{url}/people")).await?;
    supervisor.tap_text("Samira").await?;
    supervisor.tap_text("Skills").await?;
    supervisor.wait_for(".comp").await?;
    supervisor.close().await?;
    workshop.ropes.stop().await?;

    log_and_open(&worker, &url).await?;
    worker.slow_down(6.0).await?;
    let shown = timed(&worker, "Show your card", "document.querySelector('.qr path')").await?;
    worker.slow_down(1.0).await?;
    worker.screens("card").await?;
    let picture = worker.picture("card-photographed").await?;
    let film = film(&worker, workshop.folder.path(), "film").await?;

    let profile = workshop.folder.path().join("ingrid");
    let supervisor = Browser::seeing(&film, &profile).await?;
    supervisor.let_use_camera(&url, true).await?;
    supervisor.open(&format!("{url}/people")).await?;
    supervisor.wait_for_text("Scan a card").await?;
    supervisor.slow_down(6.0).await?;
    let there = "location.pathname === '/observe' && document.querySelector('.step')";
    let scanned = timed(&supervisor, "Scan a card", there).await?;
    supervisor.slow_down(1.0).await?;
    println!("at a sixth of the speed: card on screen {shown:.0} ms, scanned {scanned:.0} ms");
    form_is_open(&supervisor).await?;
    supervisor.screens("observe-scanned").await?;

    supervisor.close().await?;

    // The same from a picture of the screen, where there is no camera.
    let supervisor = Browser::new(&profile).await?;
    supervisor.open(&format!("{url}/scan")).await?;
    supervisor.wait_for_text("No camera can be used").await?;
    supervisor.choose("input[type=file]", &picture).await?;
    form_is_open(&supervisor).await?;
    worker.close().await?;
    supervisor.close().await
}

// SPEC B63
#[tokio::test]
async fn the_camera_is_closed_when_its_screen_is_left_and_a_refused_one_is_said() -> Result<()> {
    let workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let dark = workshop.folder.path().join("dark.y4m");
    let mut bytes = b"YUV4MPEG2 W320 H240 F10:1 Ip A1:1 C420jpeg\nFRAME\n".to_vec();
    bytes.extend(vec![90; 320 * 240 * 3 / 2]);
    std::fs::write(&dark, bytes)?;
    let phone = Browser::seeing(&dark, &workshop.folder.path().join("ingrid")).await?;
    phone.join(&workshop.ropes, "ingrid").await?;
    phone.let_use_camera(&url, true).await?;
    phone.tap_text("Scan a card").await?;
    phone.wait_for_text("Hold their code in front of the camera").await?;
    phone.screens("scan").await?;
    phone.script(TRACK, Vec::new()).await?;
    phone.wait_until("track.readyState === 'live'").await?;
    phone.tap_text("Back").await?;
    phone.wait_until("track.readyState === 'ended'").await?;

    phone.let_use_camera(&url, false).await?;
    phone.tap_text("Scan a card").await?;
    phone.wait_for_text("Ropes may not use the camera").await?;
    phone.screens("scan-refused").await?;
    phone.fill("#code", "four").await?;
    phone.tap_text("Find the task").await?;
    phone.wait_for_text("These letters have a typing mistake").await?;
    phone.close().await
}

// SPEC B61
#[tokio::test]
async fn a_second_module_that_does_not_load_is_said_and_loaded_at_the_next_try() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let phone = workshop.joined("samira").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.wait_until(KEPT).await?;
    log_and_open(&phone, &url).await?;
    let forget =
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))";
    phone.wait_until(forget).await?;
    phone.devtools("Network.clearBrowserCache", json!({})).await?;
    workshop.ropes.stop().await?;
    phone.tap_text("Show your card").await?;
    phone.wait_for_text("The code can't be drawn").await?;
    phone.wait_for(".card-code .num").await?;
    phone.screens("card-undrawn").await?;
    workshop.ropes.start_again().await?;
    phone.tap(".notice .btn").await?;
    phone.wait_for(".qr path").await?;
    phone.close().await
}
