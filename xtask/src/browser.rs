//! Chromium and its driver: found, or installed from Debian's packages, or asked for by name.

use std::env;

use anyhow::{Result, bail};

use crate::host;
use crate::run::answer;

const CHROMES: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVERS: [&str; 2] = ["chromedriver", "/usr/lib/chromium/chromedriver"];
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// A browser and a driver of the same major version.
pub(crate) struct Browser {
    pub(crate) chrome: String,
    pub(crate) driver: String,
}

impl Browser {
    /// Installs both where that is possible without asking anybody.
    pub(crate) fn find_or_install() -> Result<Browser> {
        match Browser::find() {
            Err(_) if host::may_install() && !host::is_ubuntu() => {
                host::install(&PACKAGES)?;
                Browser::find()
            }
            found => found,
        }
    }

    fn find() -> Result<Browser> {
        let (chrome, chrome_major) = newest("ROPES_CHROME", &CHROMES)?;
        let (driver, driver_major) = newest("ROPES_CHROMEDRIVER", &DRIVERS)?;
        if chrome_major != driver_major {
            bail!(
                "{chrome} is version {chrome_major} but {driver} is version {driver_major}: {}",
                advice()
            );
        }
        Ok(Browser { chrome, driver })
    }
}

fn newest(variable: &str, usual: &[&str]) -> Result<(String, u32)> {
    let named = env::var(variable).ok();
    let names = named.as_deref().map_or_else(|| usual.to_vec(), |name| vec![name]);
    for name in names {
        if let Some(major) = answer(name, &["--version"]).and_then(|text| major(&text)) {
            return Ok((name.to_owned(), major));
        }
    }
    bail!("no {} that answers --version: {}", usual[0], advice())
}

fn advice() -> &'static str {
    if host::is_ubuntu() {
        "Ubuntu's apt has Chromium only as a snap, so install Google Chrome and the ChromeDriver of the \
         same major version, and name them in ROPES_CHROME and ROPES_CHROMEDRIVER"
    } else {
        "run `apt-get install chromium chromium-driver`, or name a Chrome and a ChromeDriver of the \
         same major version in ROPES_CHROME and ROPES_CHROMEDRIVER"
    }
}

fn major(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_from_what_each_browser_prints() {
        let check = |text, expected| assert_eq!(major(text), expected, "{text}");
        check("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", Some(156));
        check("Google Chrome 156.0.1.2", Some(156));
        check("ChromeDriver 156.0.8078.79 (a21ce95c-refs/branch-heads/8078@{#1704})", Some(156));
        check("requires the chromium snap to be installed", None);
    }
}
