//! The phone's modules: cargo for wasm32, then wasm-bindgen as a library, so that its version is the
//! one in Cargo.lock and nothing is downloaded at build time but crates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::fingerprint::{self, Stamp};
use crate::parts;
use crate::pwa;
use crate::run::{answer, cargo, run};
use crate::step::Steps;
use crate::wasm_opt::WasmOpt;
use crate::workspace::{Quality, Workspace};

const TARGET: &str = "wasm32-unknown-unknown";

/// What the phone starts with, and what it loads when somebody asks for it.
const MODULES: [&str; 2] = [APP, SEAL];
pub(crate) const APP: &str = "app";
pub(crate) const SEAL: &str = "seal";

/// The script that starts a module.
pub(crate) fn script(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.js"))
}

/// The module as it ships.
pub(crate) fn shipped(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}_bg.wasm"))
}

/// A part of the app's module as it ships.
pub(crate) fn part(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.wasm"))
}

/// A module or part before wasm-opt.
pub(crate) fn plain(folder: &Path, name: &str) -> PathBuf {
    folder.join("plain").join(format!("{name}.wasm"))
}

/// The folder with script and module of each.
pub(crate) fn build(workspace: &Workspace, steps: &Steps, quality: Quality) -> Result<PathBuf> {
    let folder = workspace.module(quality);
    let optimiser = (quality == Quality::Release).then(WasmOpt::find).flatten();
    let stamp = stamp(workspace, quality, optimiser.as_ref())?;
    if MODULES.iter().all(|name| stamp.is_fresh(&[&script(&folder, name), &shipped(&folder, name)]))
    {
        steps.fresh("phone modules");
        return Ok(folder);
    }
    stamp.clear()?;
    ensure_target(steps)?;
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for name in MODULES {
        make(workspace, steps, quality, name, optimiser.as_ref())?;
    }
    stamp.set()?;
    Ok(folder)
}

fn make(
    workspace: &Workspace,
    steps: &Steps,
    quality: Quality,
    name: &str,
    optimiser: Option<&WasmOpt>,
) -> Result<()> {
    let folder = workspace.module(quality);
    steps.run(&format!("phone module {name}"), || compile(workspace, quality, name))?;
    steps.run("wasm-bindgen", || bind(workspace, quality, name, &folder))?;
    shrink(steps, optimiser, &plain(&folder, name), &shipped(&folder, name))?;
    if name == APP {
        for name in parts::names(&folder)? {
            shrink(steps, optimiser, &plain(&folder, &name), &part(&folder, &name))?;
        }
    }
    Ok(())
}

fn shrink(steps: &Steps, optimiser: Option<&WasmOpt>, plain: &Path, shipped: &Path) -> Result<()> {
    fs::create_dir_all(plain.parent().unwrap_or(plain))?;
    fs::copy(shipped, plain).context("wasm-bindgen left no module")?;
    if let Some(optimiser) = optimiser {
        steps.run(&optimiser.name(), || optimiser.shrink(plain, shipped))?;
    }
    Ok(())
}

fn stamp(workspace: &Workspace, quality: Quality, optimiser: Option<&WasmOpt>) -> Result<Stamp> {
    let compiler = answer("rustc", &["--version"]).context("rustc does not answer")?;
    let optimiser = optimiser.map(WasmOpt::name).unwrap_or_default();
    let hash = fingerprint::of(
        &workspace.root,
        &["Cargo.toml", "Cargo.lock", "crates", "app"],
        &[pwa::STYLE.as_slice(), &[pwa::MESSAGES]].concat(),
        &[quality.name(), &compiler, &optimiser, &pwa::sentences(workspace)?.fit()],
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

/// Each by itself: together, what one asks of a crate that both use would be compiled into the other.
fn compile(workspace: &Workspace, quality: Quality, name: &str) -> Result<()> {
    run(cargo().current_dir(&workspace.root).args([
        "build",
        "--locked",
        "--package",
        name,
        "--target",
        TARGET,
        "--profile",
        quality.wasm_profile(),
    ]))
}

fn bind(workspace: &Workspace, quality: Quality, name: &str, folder: &Path) -> Result<()> {
    let compiled = workspace.target.join(TARGET).join(quality.wasm_profile());
    let compiled = compiled.join(format!("{name}.wasm"));
    let has_parts = name == APP;
    let first = if has_parts { parts::split(&compiled, name, folder, quality)? } else { compiled };
    Bindgen::new()
        .input_path(first)
        .out_name(name)
        // The parts work with the table and the stack of the first module.
        .keep_lld_exports(has_parts)
        .web(true)?
        .typescript(false)
        .remove_name_section(quality == Quality::Release)
        .remove_producers_section(true)
        .generate(folder)
}
