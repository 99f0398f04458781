//! A phone: a real Chromium of its own, with a profile that outlives it. It can be looked at, tapped,
//! slowed down and killed.

mod driver;
mod look;
mod network;
mod processes;
mod screen;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, WebDriver};

use crate::ropes::Ropes;
use driver::Driver;
pub use network::Network;
pub use screen::Theme;

/// What the phone is like; `Phone::default()` speaks English.
#[derive(Clone, Copy)]
pub struct Phone {
    pub language: &'static str,
    pub width: u32,
    pub height: u32,
}

impl Default for Phone {
    fn default() -> Phone {
        Phone { language: "en", width: 390, height: 844 }
    }
}

pub struct Browser {
    page: WebDriver,
    phone: Phone,
    profile: PathBuf,
    driver: Driver,
}

const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--hide-scrollbars",
];

impl Browser {
    /// A phone with this profile: what it kept in an earlier life is there again.
    pub async fn new(profile: &Path) -> Result<Browser> {
        Browser::of(Phone::default(), profile).await
    }

    /// A phone of this person that joined with a fresh link, and shows what they see first.
    pub async fn joined(ropes: &Ropes, person: &str, profile: &Path) -> Result<Browser> {
        let phone = Browser::new(profile).await?;
        phone.join(ropes, person).await?;
        Ok(phone)
    }

    /// Opens a fresh link of this person and joins.
    pub async fn join(&self, ropes: &Ropes, person: &str) -> Result<()> {
        self.open(&ropes.invite(person).await?).await?;
        self.tap(".btn-main").await?;
        self.wait_for(".bar").await.map(drop)
    }

    pub async fn of(phone: Phone, profile: &Path) -> Result<Browser> {
        Browser::with(phone, profile, &[]).await
    }

    /// A phone whose camera sees this film (y4m), over and over.
    pub async fn seeing(film: &Path, profile: &Path) -> Result<Browser> {
        let film = format!("--use-file-for-fake-video-capture={}", film.display());
        let flags = ["--use-fake-device-for-media-stream", &film];
        Browser::with(Phone::default(), profile, &flags).await
    }

    async fn with(phone: Phone, profile: &Path, flags: &[&str]) -> Result<Browser> {
        let driver = Driver::start().await?;
        let capabilities = capabilities(phone, profile, flags)?;
        let page =
            WebDriver::new(driver.url(), capabilities).await.context("no browser session")?;
        Ok(Browser { page, phone, profile: profile.to_path_buf(), driver })
    }

    pub async fn open(&self, url: &str) -> Result<()> {
        self.page.goto(url).await.with_context(|| format!("cannot open {url}"))
    }

    /// Ends the browser as a person closes it.
    pub async fn close(self) -> Result<()> {
        self.page.clone().quit().await.context("the browser does not close")
    }

    /// SIGKILL to every process of the browser, at once; returns when they are gone.
    pub async fn kill(mut self) -> Result<()> {
        processes::kill(&self.profile).await?;
        self.driver.kill().await
    }

    /// The session itself, for tabs, windows and cookies.
    pub fn page(&self) -> &WebDriver {
        &self.page
    }

    /// A command of the DevTools protocol.
    pub async fn devtools(&self, method: &str, params: Value) -> Result<Value> {
        self.page.cdp().send_raw(method, params).await.with_context(|| format!("{method} failed"))
    }

    /// The value of a script's `return`; its arguments are `arguments[0]` and so on. A promise is
    /// waited for.
    pub async fn script(&self, source: &str, args: Vec<Value>) -> Result<Value> {
        let answer = self.page.execute(source, args).await;
        let answer = answer.with_context(|| format!("the script failed: {source}"))?;
        Ok(answer.json().clone())
    }
}

/// A test that panics leaves no browser behind.
impl Drop for Browser {
    fn drop(&mut self) {
        // Else the session would block this thread while it says goodbye to a dead browser.
        let _was_open = self.page.clone().leak();
        processes::kill_now(&self.profile);
        self.driver.kill_now();
    }
}

fn capabilities(phone: Phone, profile: &Path, flags: &[&str]) -> Result<ChromeCapabilities> {
    let mut wanted = ChromeCapabilities::new();
    for flag in FLAGS.iter().chain(flags) {
        wanted.add_arg(flag)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    wanted.add_arg(&format!("--lang={}", phone.language))?;
    wanted.add_arg(&format!("--accept-lang={}", phone.language))?;
    wanted.set_binary(&driver::chrome())?;
    let metrics = json!({
        "width": phone.width, "height": phone.height, "pixelRatio": 1.0, "mobile": true, "touch": true
    });
    wanted.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": metrics }))?;
    wanted.as_mut().set("goog:loggingPrefs", json!({ "browser": "ALL" }))?;
    Ok(wanted)
}
