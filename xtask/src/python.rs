//! Python, for the fuzzer that reads the HTTP description, the parser of the metrics and the verifier of badges.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::fingerprint::{self, Stamp};
use crate::host;
use crate::run::{answer, run};
use crate::step::Steps;
use crate::workspace::Workspace;

const REQUIREMENTS: &str = "tests/edge/requirements.txt";
/// Prints the minor version when an environment can be made.
const ASK: &str = "import ensurepip, sys, venv; print(sys.version_info.minor)";
const OLDEST: u32 = 10;

pub(crate) fn find() -> Result<()> {
    let minor = answer("python3", &["-c", ASK]).and_then(|text| text.parse::<u32>().ok());
    match minor {
        Some(minor) if minor >= OLDEST => Ok(()),
        Some(minor) => bail!("Python 3.{OLDEST} or later is needed, this is 3.{minor}"),
        None => bail!("Python 3.{OLDEST} or later with venv is not installed"),
    }
}

pub(crate) fn find_or_install() -> Result<()> {
    match find() {
        Err(_) if host::may_install() => {
            host::install(&["python3", "python3-venv"])?;
            find()
        }
        found => found,
    }
}

/// An environment with the packages exactly as the list names them. Returns its folder.
pub(crate) fn install_packages(workspace: &Workspace, steps: &Steps) -> Result<PathBuf> {
    let folder = workspace.target.join("xtask").join("python");
    let stamp = Stamp::new(
        folder.join("ropes.stamp"),
        fingerprint::of(&workspace.root, &[REQUIREMENTS], &[], &[])?,
    );
    if stamp.is_fresh(&[]) {
        return Ok(folder);
    }
    steps.run("Python packages of the tests", || {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        run(Command::new(folder.join("bin").join("pip"))
            .current_dir(&workspace.root)
            .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
            .arg(REQUIREMENTS))
    })?;
    stamp.set()?;
    Ok(folder)
}
