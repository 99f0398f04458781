//! Node, for the stock JavaScript client that talks to our server, for axe-core, and for servers like ours.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::fingerprint::{self, Stamp};
use crate::host;
use crate::run::{answer, run};
use crate::step::Steps;
use crate::workspace::Workspace;

/// The stock client.
pub(crate) const CLIENT: &str = "tests/interop";
const OLDEST: u32 = 18;

pub(crate) fn find() -> Result<()> {
    let version = answer("node", &["--version"]).and_then(|text| major(&text));
    match version {
        Some(version) if version >= OLDEST && answer("npm", &["--version"]).is_some() => Ok(()),
        Some(version) => bail!("Node {OLDEST} or later with npm is needed, this is {version}"),
        None => bail!("Node {OLDEST} or later with npm is not installed"),
    }
}

pub(crate) fn find_or_install() -> Result<()> {
    match find() {
        Err(_) if host::may_install() => {
            host::install(&["nodejs", "npm"])?;
            find()
        }
        found => found,
    }
}

/// The packages of a folder, exactly as its lock file names them.
pub(crate) fn install_packages(workspace: &Workspace, steps: &Steps, folder: &str) -> Result<()> {
    let lock = format!("{folder}/package-lock.json");
    let name = format!("npm packages of {folder}");
    let folder = workspace.root.join(folder);
    let stamp = Stamp::new(
        folder.join("node_modules/.ropes-stamp"),
        fingerprint::of(&workspace.root, &[&lock], &[], &[])?,
    );
    if stamp.is_fresh(&[]) {
        return Ok(());
    }
    steps.run(&name, || {
        run(Command::new("npm").current_dir(&folder).args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
    })?;
    fs::create_dir_all(folder.join("node_modules"))?;
    stamp.set()
}

fn major(text: &str) -> Option<u32> {
    text.trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
