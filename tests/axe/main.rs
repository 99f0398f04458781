//! Every screen of a worker's and a supervisor's day before axe-core, in light and dark: what a machine
//! can tell about who is left out by it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::browser::{Browser, Theme};
use tests::places;
use tests::ropes::{First, Ropes};

/// Rules of WCAG 2.0 to 2.2, levels A and AA.
const RUN: &str = "axe.run(document, { resultTypes: ['violations'], \
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })\
    .then(({ violations }) => violations.flatMap(({ id, help, nodes }) => \
        nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target}: ${failureSummary}`)))";

/// What was found wrong so far, each with the screen it is on.
struct Audit {
    axe: String,
    findings: Vec<String>,
}

impl Audit {
    fn new() -> Result<Audit> {
        let file = places::root().join("tests/interop/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(file).context("`cargo xtask test` installs axe-core")?;
        Ok(Audit { axe, findings: Vec::new() })
    }

    async fn look(&mut self, phone: &Browser, screen: &str) -> Result<()> {
        if phone.script("return typeof axe", Vec::new()).await? == "undefined" {
            phone.devtools("Runtime.evaluate", json!({ "expression": self.axe })).await?;
        }
        for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
            phone.theme(theme).await?;
            phone.wait_until(STILL).await?;
            phone.picture(&format!("axe-{screen}-{name}")).await?;
            let found = phone.on_a_high_screen(&format!("return {RUN}")).await?;
            let found = found.as_array().cloned().with_context(|| format!("axe said {found}"))?;
            let words = |found: &Value| found.as_str().unwrap_or_default().to_owned();
            self.findings
                .extend(found.iter().map(|one| format!("{screen}, {name}: {}", words(one))));
        }
        Ok(())
    }

    fn close(self) -> Result<()> {
        ensure!(self.findings.is_empty(), "{}", self.findings.join("\n"));
        Ok(())
    }
}

/// Colours and places have come to rest.
const STILL: &str = "document.getAnimations().every((one) => one.playState !== 'running' || \
    one.effect.getComputedTiming().iterations === Infinity)";

// SPEC B24
#[tokio::test]
async fn axe_finds_nothing_on_any_screen_in_light_and_dark() -> Result<()> {
    let folder = TempDir::new()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    // A phone saves an entry of twice this length; this server takes less.
    let limits = folder.path().join("limits");
    std::fs::write(&limits, "inflated_bytes = 131072\n")?;
    ropes.stop().await?;
    ropes.start_with(&["--limits", limits.to_str().context("the folder's name")?]).await?;
    let mut audit = Audit::new()?;
    worker(&mut audit, &ropes, &folder).await?;
    supervisor(&mut audit, &ropes, &folder).await?;
    audit.close()
}

async fn worker(audit: &mut Audit, ropes: &Ropes, folder: &TempDir) -> Result<()> {
    let phone = Browser::new(&folder.path().join("worker")).await?;
    phone.open(&ropes.invite("samira").await?).await?;
    phone.wait_for(".btn-main").await?;
    audit.look(&phone, "join").await?;
    phone.tap(".btn-main").await?;
    phone.wait_for(".tile").await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    audit.look(&phone, "home").await?;
    phone.tap(".tile").await?;
    phone.wait_for("textarea").await?;
    audit.look(&phone, "log").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    audit.look(&phone, "saved").await?;
    phone.tap(".foot a[href^='/rate']").await?;
    phone.wait_until("location.pathname.startsWith('/rate')").await?;
    phone.wait_for(".sheet h1").await?;
    audit.look(&phone, "rating").await?;
    for (path, there, screen) in [
        ("/progress", "svg", "progress"),
        ("/journal", "textarea", "journal"),
        ("/safe", ".facts", "sync-details"),
        ("/me", ".rows", "me"),
    ] {
        phone.open(&format!("{}{path}", ropes.url())).await?;
        phone.wait_for(there).await?;
        audit.look(&phone, screen).await?;
    }
    phone.open(&ropes.url()).await?;
    phone.tap(".rows a[href^='/entry/']").await?;
    phone.tap("a[href$='/card']").await?;
    phone.wait_for(".qr path").await?;
    audit.look(&phone, "card").await?;
    phone.open(&format!("{}/progress", ropes.url())).await?;
    phone.tap("a[href^='/skill']").await?;
    phone.wait_until("location.pathname.startsWith('/skill')").await?;
    phone.wait_for("h1").await?;
    audit.look(&phone, "competency").await?;
    refused(audit, &phone, &ropes.url()).await?;
    phone.close().await
}

/// Longer than this server takes, and not too long to be saved.
const TOO_LONG: &str = "const field = document.querySelector('textarea');\
    field.value = 'a'.repeat(200 << 10);\
    field.dispatchEvent(new Event('input', { bubbles: true }));";

async fn refused(audit: &mut Audit, phone: &Browser, url: &str) -> Result<()> {
    phone.open(url).await?;
    phone.tap(".tile").await?;
    phone.wait_for("textarea").await?;
    phone.script(TOO_LONG, Vec::new()).await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".sync[data-state=attention]").await?;
    phone.open(&format!("{url}/safe")).await?;
    phone.tap("a[href='/safe/not-accepted']").await?;
    phone.wait_for(".sect .btn-text").await?;
    audit.look(phone, "not-accepted").await?;
    phone.tap(".sect .btn-text").await?;
    phone.wait_for(".sect .btn-ink").await?;
    audit.look(phone, "not-accepted-removing").await
}

async fn supervisor(audit: &mut Audit, ropes: &Ropes, folder: &TempDir) -> Result<()> {
    let phone = Browser::joined(ropes, "ingrid", &folder.path().join("supervisor")).await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.open(&format!("{}/people", ropes.url())).await?;
    phone.wait_for_text("Samira").await?;
    audit.look(&phone, "people").await?;
    phone.open(&format!("{}/team", ropes.url())).await?;
    phone.wait_for(".matrix td a").await?;
    audit.look(&phone, "team").await?;
    phone.open(&format!("{}/people", ropes.url())).await?;
    phone.tap_text("Samira").await?;
    phone.wait_until("location.pathname.startsWith('/person/')").await?;
    phone.wait_for("h1").await?;
    audit.look(&phone, "person").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_until("location.pathname === '/observe'").await?;
    phone.wait_for(".pick").await?;
    audit.look(&phone, "observe").await?;
    phone.tap(".pick").await?;
    phone.wait_for(".step:not(.skill-seen) .answers").await?;
    phone.tap(".step:not(.skill-seen) .answers label:nth-child(2)").await?;
    phone.wait_for(".step-note").await?;
    audit.look(&phone, "observe-step").await?;
    phone.open(&format!("{}/scan", ropes.url())).await?;
    phone.wait_for(".notice").await?;
    audit.look(&phone, "scan").await?;
    signing(audit, &phone).await?;
    phone.open(&format!("{}/owed", ropes.url())).await?;
    phone.wait_for("h1").await?;
    audit.look(&phone, "owed").await?;
    phone.close().await
}

/// What was seen is saved and signed, whatever else the checklist asks.
async fn signing(audit: &mut Audit, phone: &Browser) -> Result<()> {
    phone.script(SEE_ALL, Vec::new()).await?;
    phone.fill("#next", "By quarters.").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_until("location.pathname.startsWith('/sign/')").await?;
    phone.wait_for(".facts").await?;
    audit.look(phone, "sign").await?;
    phone.tap_text("Sign this level").await?;
    phone.wait_until_gone("1 of ").await?;
    while !phone.text().await?.contains("Done") {
        phone.tap(".foot .btn-back").await?;
    }
    audit.look(phone, "signed").await?;
    phone.tap_text("Show proof").await?;
    phone.wait_for(".qr path").await?;
    audit.look(phone, "proof").await?;
    phone.tap_text("Back").await?;
    phone.wait_for_text("Show proof").await?;
    let entry = "document.querySelector('a[href$=\"/proof\"]').href.replace('/proof', '')";
    let entry = phone.wait_until(entry).await?;
    phone.open(entry.as_str().context("a sign-off has no address")?).await?;
    phone.wait_for(".facts").await?;
    audit.look(phone, "sign-off").await
}

const SEE_ALL: &str = "document.querySelectorAll('.step .answers label:first-child')\
    .forEach((answer) => answer.click())";
