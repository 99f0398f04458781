//! The server binary with the app inside it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::fingerprint::{self, Stamp};
use crate::pwa;
use crate::run::{answer, cargo, run};
use crate::step::Steps;
use crate::workspace::{Quality, Workspace};

/// Builds what is stale and returns the binary; a release is copied to `dist/ropes`.
pub(crate) fn build(workspace: &Workspace, steps: &Steps, quality: Quality) -> Result<PathBuf> {
    let pwa = pwa::build(workspace, steps, quality)?;
    let built = workspace.target.join(quality.server_profile()).join("ropes");
    let binary = match quality {
        Quality::Quick => built.clone(),
        Quality::Release => workspace.dist().join("ropes"),
    };
    let stamp = stamp(workspace, quality, &pwa)?;
    if stamp.is_fresh(&[&binary]) {
        steps.fresh("server");
        return Ok(binary);
    }
    stamp.clear()?;
    steps.run("server", || compile(workspace, quality, &pwa))?;
    if binary != built {
        // Removed first: a running server keeps its own copy.
        let _ = fs::remove_file(&binary);
        fs::copy(&built, &binary)
            .with_context(|| format!("cannot copy {} to dist/", built.display()))?;
    }
    stamp.set()?;
    Ok(binary)
}

fn stamp(workspace: &Workspace, quality: Quality, pwa: &str) -> Result<Stamp> {
    let compiler = answer("rustc", &["--version"]).context("rustc does not answer")?;
    let hash = fingerprint::of(
        &workspace.root,
        &["Cargo.toml", "Cargo.lock", "crates", "sync-server"],
        &[],
        &[quality.name(), &compiler, pwa],
    )?;
    let name = format!("ropes-{}.stamp", quality.name());
    Ok(Stamp::new(workspace.target.join("xtask").join(name), hash))
}

/// `ROPES_PWA` makes cargo build anew when the app changed: it cannot see the folder by itself.
fn compile(workspace: &Workspace, quality: Quality, pwa: &str) -> Result<()> {
    run(cargo().current_dir(&workspace.root).env("ROPES_PWA", pwa).args([
        "build",
        "--locked",
        "--package",
        "sync-server",
        "--profile",
        quality.server_profile(),
    ]))
}
