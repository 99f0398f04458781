//! A team of thirty with forty skills on a supervisor's phone, before a shift and without a server.

use anyhow::{Context, Result};
use domain::Moment;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};
use tests::thirty;

use crate::{RUNS, figure};

/// From a tap on the way to the team, and from the start of the page, until the matrix is painted.
const MATRIX_TIMED: &str = r#"addEventListener('click', (event) => {
    if (event.target.closest('a[href="/team"]')) globalThis.teamTapped = performance.now();
}, true);
new MutationObserver(() => {
    if (globalThis.matrixShown || !document.querySelector('.matrix td a')) return;
    globalThis.matrixShown = Infinity;
    requestAnimationFrame(() => setTimeout(() => { globalThis.matrixShown = performance.now(); }));
}).observe(document, { childList: true, subtree: true });"#;
const SHOWN: &str = "Number.isFinite(globalThis.matrixShown) && globalThis.matrixShown";
const CELLS: &str = "document.querySelectorAll('.matrix td a').length";

pub(crate) async fn figures() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut ropes =
        Ropes::start(&folder.path().join("data"), First::Organisation("Thirty")).await?;
    ropes.stop().await?;
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed()?.as_millis();
    thirty::write(ropes.data(), Moment::new(i64::try_from(now)?, 60))?;
    ropes.start_again().await?;
    let profile = folder.path().join("phone");
    let url = ropes.url();
    let phone = Browser::joined(&ropes, thirty::LEAD, &profile).await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.open(&format!("{url}/team")).await?;
    let all = usize::from(thirty::PEOPLE) * usize::from(thirty::SKILLS);
    phone.wait_until(&format!("{CELLS} === {all}")).await?;
    phone.wait_until("navigator.serviceWorker.controller !== null").await?;
    phone.close().await?;
    ropes.kill().await?;
    let (mut taps, mut starts) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        taps.push(tapped(&profile, &url).await?);
        starts.push(started(&profile, &url).await?);
    }
    figure("tap on Team to 30 x 40 painted, server dead, CPU 6x", &taps, 1000.0, 2000.0);
    figure("cold start at the team, server dead, CPU 6x: 30 x 40 painted", &starts, 2000.0, 3000.0);
    Ok(())
}

async fn slow(profile: &std::path::Path) -> Result<Browser> {
    let phone = Browser::new(profile).await?;
    phone.slow_down(6.0).await?;
    phone.before_every_page(MATRIX_TIMED).await?;
    Ok(phone)
}

async fn tapped(profile: &std::path::Path, url: &str) -> Result<f64> {
    let phone = slow(profile).await?;
    phone.open(&format!("{url}/people")).await?;
    phone.wait_for_text("Testperson Number 29").await?;
    phone.tap("a[href='/team']").await?;
    let took = phone.wait_until(&format!("{SHOWN} - globalThis.teamTapped")).await?;
    phone.close().await?;
    took.as_f64().context("no matrix")
}

async fn started(profile: &std::path::Path, url: &str) -> Result<f64> {
    let phone = slow(profile).await?;
    phone.open(&format!("{url}/team")).await?;
    let took = phone.wait_until(SHOWN).await?;
    phone.close().await?;
    took.as_f64().context("no matrix")
}
