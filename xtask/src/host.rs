//! What this machine may install by itself: Debian's packages, as root or through `sudo -n`.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::run::{answer, run};

/// Whether `apt-get install` works here without asking anybody.
pub(crate) fn may_install() -> bool {
    answer("apt-get", &["--version"]).is_some() && (is_root() || has_sudo())
}

/// Ubuntu's apt offers Chromium only as a stub that asks for snap.
pub(crate) fn is_ubuntu() -> bool {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=ubuntu" || line.starts_with("ID_LIKE=ubuntu"))
}

pub(crate) fn install(packages: &[&str]) -> Result<()> {
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

fn apt() -> Command {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    answer("id", &["-u"]).as_deref() == Some("0")
}

fn has_sudo() -> bool {
    Command::new("sudo").args(["-n", "true"]).status().is_ok_and(|status| status.success())
}
