//! The arrows between our crates, and the outside crates each room may use. A new arrow or a new
//! outside crate is a design change: say why in ARCHITECTURE.md and add it here.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;
use tests::places;

use crate::none;

struct Room {
    name: &'static str,
    ours: &'static [&'static str],
    outside: &'static [&'static str],
}

const ROOMS: [Room; 13] = [
    Room { name: "json", ours: &[], outside: &[] },
    Room { name: "domain", ours: &[], outside: &["thiserror"] },
    Room {
        name: "documents",
        ours: &["domain"],
        outside: &["automerge", "bs58", "sha2", "thiserror"],
    },
    Room {
        name: "protocol",
        ours: &["domain", "json"],
        outside: &["automerge", "flate2", "minicbor", "serde", "sha2", "thiserror"],
    },
    Room {
        name: "exchange",
        ours: &["domain", "json"],
        outside: &[
            "base64",
            "csv",
            "ed25519-dalek",
            "encoding_rs",
            "flate2",
            "minicbor",
            "rawzip",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "zip",
        ],
    },
    Room {
        name: "client",
        ours: &["documents", "domain", "exchange", "json", "protocol"],
        outside: &["thiserror"],
    },
    Room {
        name: "app",
        ours: &["client", "domain", "json", "view", "words"],
        outside: &[
            "console_error_panic_hook",
            "gloo-storage",
            "indexed_db_futures",
            "js-sys",
            "leptos",
            "send_wrapper",
            "tracing",
            "wasm-bindgen",
            "wasm-bindgen-futures",
            "wasm_split_helpers",
            "web-sys",
        ],
    },
    Room { name: "seal", ours: &["exchange"], outside: &["qrcodegen", "rqrr", "wasm-bindgen"] },
    Room { name: "view", ours: &[], outside: &["proc-macro2", "quote", "rstml", "syn"] },
    Room { name: "words", ours: &[], outside: &[] },
    Room {
        name: "sync-server",
        ours: &["documents", "domain", "exchange", "protocol"],
        outside: &[
            "anyhow",
            "automerge",
            "axum",
            "clap",
            "futures-util",
            "getrandom",
            "hyper",
            "hyper-util",
            "ipnet",
            "ring",
            "rsa",
            "rusqlite",
            "rust-embed",
            "serde",
            "serde_json",
            "sha2",
            "subtle",
            "thiserror",
            "tikv-jemallocator",
            "tokio",
            "tokio-rustls",
            "toml",
            "tracing",
            "tracing-subscriber",
        ],
    },
    Room {
        name: "tests",
        ours: &["client", "documents", "domain", "exchange", "protocol", "sync-server"],
        outside: &[
            "anyhow",
            "automerge",
            "futures-util",
            "hdrhistogram",
            "reqwest",
            "serde_json",
            "tempfile",
            "thirtyfour",
            "tokio",
            "tokio-tungstenite",
        ],
    },
    Room {
        name: "xtask",
        ours: &["words"],
        outside: &[
            "anyhow",
            "brotli",
            "clap",
            "flate2",
            "sha2",
            "wasm-bindgen-cli-support",
            "wasm_split_cli_support",
        ],
    },
];

#[test]
fn our_crates_lean_on_each_other_exactly_as_designed() -> Result<()> {
    let packages = packages()?;
    let mut findings = Vec::new();
    for room in &ROOMS {
        let used = dependencies(&packages, room.name, true)?;
        if used != room.ours {
            findings.push(format!("{} uses {used:?}, designed is {:?}", room.name, room.ours));
        }
    }
    let known: Vec<&str> = ROOMS.iter().map(|room| room.name).collect();
    let unknown = packages.iter().filter_map(|package| package["name"].as_str());
    findings.extend(
        unknown.filter(|name| !known.contains(name)).map(|name| format!("{name} has no row")),
    );
    none("arrows", findings);
    Ok(())
}

#[test]
fn outside_crates_stay_in_the_rooms_that_may_use_them() -> Result<()> {
    let packages = packages()?;
    let mut findings = Vec::new();
    for room in &ROOMS {
        let used = dependencies(&packages, room.name, false)?;
        let strange = used.into_iter().filter(|name| !room.outside.contains(&name.as_str()));
        findings.extend(strange.map(|name| format!("{} uses {name}", room.name)));
    }
    none("outside crates", findings);
    Ok(())
}

fn packages() -> Result<Vec<Value>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(places::root())
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()?;
    let metadata: Value =
        serde_json::from_slice(&output.stdout).context("cargo metadata failed")?;
    metadata["packages"].as_array().cloned().context("cargo metadata names no packages")
}

/// Names of a package's normal and build dependencies, sorted: ours (by path) or those from outside.
/// What only its tests use is no arrow.
fn dependencies(packages: &[Value], name: &str, ours: bool) -> Result<Vec<String>> {
    let package = packages.iter().find(|package| package["name"] == name);
    let package = package.with_context(|| format!("the workspace has no {name}"))?;
    let mut names: Vec<String> = package["dependencies"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|dependency| dependency["kind"] != "dev" && dependency["path"].is_string() == ours)
        .filter_map(|dependency| Some(dependency["name"].as_str()?.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}
