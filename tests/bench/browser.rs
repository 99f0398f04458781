//! What a person waits for, measured in a slowed browser against the built server.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use anyhow::{Context, Result};
use tests::browser::{Browser, Network};
use tests::ropes::{First, Ropes};

const RUNS: usize = 5;

/// The last largest contentful paint before anybody touched the page, in milliseconds.
const LARGEST_PAINT: &str = r#"new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
        .observe({ type: 'largest-contentful-paint', buffered: true });
})"#;
/// When the app took the place of the page's outline.
const USABLE: &str = r#"document.querySelector('#app').childElementCount > 0 && performance.now()"#;

#[tokio::main]
async fn main() -> Result<()> {
    let data = tempfile::tempdir()?;
    let ropes = Ropes::start(&data.path().join("demo"), First::Demo).await?;
    let mut paints = Vec::new();
    let mut usables = Vec::new();
    for _ in 0..RUNS {
        let (paint, usable) = first_visit(&ropes.url()).await?;
        paints.push(paint);
        usables.push(usable);
    }
    figure("first visit, slow 4G, CPU 4x: largest contentful paint", &mut paints, 2000.0, 2500.0);
    figure("first visit, slow 4G, CPU 4x: usable", &mut usables, 4500.0, 6000.0);
    Ok(())
}

async fn first_visit(url: &str) -> Result<(f64, f64)> {
    let profile = tempfile::tempdir()?;
    let phone = Browser::new(profile.path()).await?;
    phone.network(Network::Slow4G).await?;
    phone.slow_down(4.0).await?;
    phone.open(&format!("{url}/")).await?;
    let usable = phone.wait_until(USABLE).await?.as_f64().context("no time")?;
    let paint = phone.wait_until(LARGEST_PAINT).await?.as_f64().context("no paint")?;
    phone.close().await?;
    Ok((paint, usable))
}

fn figure(name: &str, runs: &mut [f64], target: f64, fail: f64) {
    runs.sort_by(f64::total_cmp);
    let median = runs.get(runs.len() / 2).copied().unwrap_or(f64::NAN);
    let mark = match median {
        _ if median <= target => "",
        _ if median <= fail => "  over target",
        _ => "  OVER THE LIMIT",
    };
    println!(
        "{name}: median {median:.0} ms of {} (target {target:.0}, limit {fail:.0}){mark}",
        runs.len()
    );
}
