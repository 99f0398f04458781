//! The sync servers that ours is measured against, built or installed outside the workspace.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::node;
use crate::run::{cargo, run};
use crate::step::Steps;
use crate::workspace::Workspace;

const FOLDER: &str = "tests/bench/sync/rivals";
const FROM_NPM: [&str; 2] = ["newest", "published"];

pub(crate) fn build(workspace: &Workspace, steps: &Steps) -> Result<()> {
    node::find_or_install()?;
    for rival in FROM_NPM {
        node::install_packages(workspace, steps, &format!("{FOLDER}/{rival}"))?;
    }
    let built = workspace.target.join("rivals");
    fs::create_dir_all(&built)?;
    steps.run("samod", || build_samod(&workspace.root, &built.join("samod")))?;
    let source = workspace.root.join("tests/bench/sync/unsynced.c");
    run(Command::new("cc")
        .args(["-shared", "-fPIC", "-O2", "-o"])
        .arg(built.join("unsynced.so"))
        .arg(source))
}

/// Its dependencies are no business of our lock file, so it is no member of the workspace.
fn build_samod(root: &Path, target: &Path) -> Result<()> {
    let manifest = root.join(FOLDER).join("samod/Cargo.toml");
    run(cargo()
        .args(["build", "--locked", "--release", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(target))
}
