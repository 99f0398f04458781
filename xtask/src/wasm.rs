//! The phone's module: cargo for wasm32, then wasm-bindgen as a library, so that its version is the
//! one in Cargo.lock and nothing is downloaded at build time but crates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::fingerprint::{self, Stamp};
use crate::pwa;
use crate::run::{answer, cargo, run};
use crate::step::Steps;
use crate::wasm_opt::WasmOpt;
use crate::workspace::{Quality, Workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// The folder with `app.js`, `app_bg.wasm` (what ships) and `plain.wasm` (before wasm-opt).
pub(crate) fn build(workspace: &Workspace, steps: &Steps, quality: Quality) -> Result<PathBuf> {
    let folder = workspace.module(quality);
    let optimiser = (quality == Quality::Release).then(WasmOpt::find).flatten();
    let stamp = stamp(workspace, quality, optimiser.as_ref())?;
    if stamp.is_fresh(&[&folder.join("app.js"), &folder.join("app_bg.wasm")]) {
        steps.fresh("phone module");
        return Ok(folder);
    }
    stamp.clear()?;
    ensure_target(steps)?;
    steps.run("phone module", || compile(workspace, quality))?;
    steps.run("wasm-bindgen", || bind(workspace, quality, &folder))?;
    let plain = folder.join("plain.wasm");
    fs::copy(folder.join("app_bg.wasm"), &plain).context("wasm-bindgen left no module")?;
    if let Some(optimiser) = optimiser {
        steps.run(&optimiser.name(), || optimiser.shrink(&plain, &folder.join("app_bg.wasm")))?;
    }
    stamp.set()?;
    Ok(folder)
}

fn stamp(workspace: &Workspace, quality: Quality, optimiser: Option<&WasmOpt>) -> Result<Stamp> {
    let compiler = answer("rustc", &["--version"]).context("rustc does not answer")?;
    let optimiser = optimiser.map(WasmOpt::name).unwrap_or_default();
    let hash = fingerprint::of(
        &workspace.root,
        &["Cargo.toml", "Cargo.lock", "crates", "app"],
        &pwa::STYLE,
        &[quality.name(), &compiler, &optimiser],
    )?;
    Ok(Stamp::new(workspace.module(quality).join("stamp"), hash))
}

fn ensure_target(steps: &Steps) -> Result<()> {
    let sysroot = answer("rustc", &["--print", "sysroot"]).context("rustc does not answer")?;
    if Path::new(&sysroot).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    steps.run("add the wasm target", || {
        run(Command::new("rustup").args(["target", "add", TARGET]))
            .with_context(|| format!("install the target {TARGET} for your Rust toolchain"))
    })
}

fn compile(workspace: &Workspace, quality: Quality) -> Result<()> {
    run(cargo().current_dir(&workspace.root).args([
        "build",
        "--locked",
        "--package",
        "app",
        "--target",
        TARGET,
        "--profile",
        quality.wasm_profile(),
    ]))
}

fn bind(workspace: &Workspace, quality: Quality, folder: &Path) -> Result<()> {
    let compiled = workspace.target.join(TARGET).join(quality.wasm_profile()).join("app.wasm");
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Bindgen::new()
        .input_path(compiled)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .remove_name_section(quality == Quality::Release)
        .remove_producers_section(true)
        .generate(folder)
}
