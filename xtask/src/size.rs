//! `size`: what a phone downloads and keeps, against the budget. The last column fails the build.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::fingerprint::files;
use crate::step::Steps;
use crate::wasm_opt::WasmOpt;
use crate::workspace::{Quality, Workspace};
use crate::{compress, parts, wasm};

/// One figure with its target and the bound that fails the build, in bytes.
struct Figure {
    name: &'static str,
    bytes: Option<usize>,
    target: usize,
    fail: usize,
}

const KB: usize = 1000;
const MB: usize = 1000 * KB;

pub(crate) fn run(workspace: &Workspace, steps: &Steps) -> Result<ExitCode> {
    crate::pwa::build(workspace, steps, Quality::Release)?;
    let figures = steps.run("pack and weigh", || measure(workspace))?;
    println!("{:<44} {:>10} {:>10} {:>10}", "figure", "now", "target", "fail");
    for figure in &figures {
        println!("{}", figure.line());
    }
    let over = figures.iter().any(Figure::is_too_large);
    Ok(if over { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn measure(workspace: &Workspace) -> Result<Vec<Figure>> {
    let module = workspace.module(Quality::Release);
    let plain = fs::read(wasm::plain(&module, wasm::APP)).context("the module is not built")?;
    let seal = fs::read(wasm::plain(&module, wasm::SEAL)).context("the module is not built")?;
    let shrunk =
        WasmOpt::find().map(|_| fs::read(wasm::shipped(&module, wasm::APP))).transpose()?;
    let packed = |bytes: &[u8]| compress::brotli(bytes, Quality::Release.brotli());
    let parts = parts::names(&module)?;
    let parts = parts.iter().map(|name| packed(&fs::read(wasm::plain(&module, name))?));
    let parts = parts.collect::<Result<Vec<_>>>()?;
    Ok(vec![
        Figure {
            name: "first module (the brotli figures count)",
            bytes: Some(plain.len()),
            target: 3 * MB,
            fail: 4 * MB,
        },
        Figure {
            name: "first module after brotli, without wasm-opt",
            bytes: Some(packed(&plain)?.len()),
            target: 550 * KB,
            fail: 700 * KB,
        },
        Figure {
            name: "first module after brotli, with wasm-opt",
            bytes: shrunk.map(|bytes| packed(&bytes)).transpose()?.map(|bytes| bytes.len()),
            target: 450 * KB,
            fail: 600 * KB,
        },
        Figure {
            name: "parts after brotli, without wasm-opt",
            bytes: Some(parts.iter().map(Vec::len).sum()),
            target: 200 * KB,
            fail: 300 * KB,
        },
        Figure {
            name: "second module after brotli, without wasm-opt",
            bytes: Some(packed(&seal)?.len()),
            target: 150 * KB,
            fail: 250 * KB,
        },
        Figure {
            name: "what one language says, after brotli",
            bytes: Some(longest_words(&workspace.pwa())?),
            target: 20 * KB,
            fail: 40 * KB,
        },
        Figure {
            name: "everything precached, uncompressed",
            bytes: Some(precached(&workspace.pwa())?),
            target: 3 * MB,
            fail: 4 * MB,
        },
    ])
}

/// The largest of the languages' files, as it is sent.
fn longest_words(pwa: &Path) -> Result<usize> {
    let mut longest = 0;
    for file in files(&pwa.join("assets"))? {
        if file.to_string_lossy().ends_with(".txt.br") {
            longest = longest.max(fs::metadata(&file)?.len() as usize);
        }
    }
    Ok(longest)
}

/// All that the service worker keeps: everything but itself and the packed siblings.
fn precached(pwa: &Path) -> Result<usize> {
    let mut total = 0;
    for file in files(pwa)? {
        let name = file.to_string_lossy();
        if !name.ends_with(".br") && !name.ends_with(".gz") && !name.ends_with("/sw.js") {
            total += fs::metadata(&file)?.len() as usize;
        }
    }
    Ok(total)
}

impl Figure {
    fn is_too_large(&self) -> bool {
        self.bytes.is_some_and(|bytes| bytes > self.fail)
    }

    fn line(&self) -> String {
        let now = self.bytes.map_or("no wasm-opt".to_owned(), kilobytes);
        let mark = match self.bytes {
            Some(_) if self.is_too_large() => "  FAILS",
            Some(bytes) if bytes > self.target => "  over target",
            _ => "",
        };
        let (target, fail) = (kilobytes(self.target), kilobytes(self.fail));
        format!("{:<44} {now:>10} {target:>10} {fail:>10}{mark}", self.name)
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.0} KB", bytes as f64 / KB as f64)
}
