//! Names that must not appear where they would bring the outside in: decisions are made in `crates/`
//! without a clock, chance, a screen or a disk, and only the shell knows the browser.

use anyhow::Result;
use tests::source::{self, Source};

use crate::none;

/// Platforms and frameworks: each is one room's business, and no room under `crates/` has it.
const PLATFORMS: [&str; 9] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_storage",
    "leptos",
    "tokio",
    "axum",
    "rusqlite",
    "reqwest",
];
/// Time, chance, printing and the environment are parameters.
const SURROUNDINGS: [&str; 16] = [
    "SystemTime",
    "Instant",
    "getrandom",
    "rand",
    "thread_rng",
    "RandomState",
    "println",
    "eprintln",
    "print",
    "eprint",
    "dbg",
    "stdout",
    "stderr",
    "env",
    "fs",
    "net",
];
/// The browser's names, known to the shell alone, and to the functions that a second module offers it.
const BROWSER: [&str; 6] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "gloo_storage",
    "indexed_db_futures",
];

#[test]
fn no_platform_is_named_under_crates() -> Result<()> {
    none("platforms under crates/", named(&product("crates/")?, &PLATFORMS));
    Ok(())
}

#[test]
fn no_clock_chance_printing_or_environment_under_crates() -> Result<()> {
    none("surroundings under crates/", named(&product("crates/")?, &SURROUNDINGS));
    Ok(())
}

#[test]
fn no_database_is_spoken_to_under_crates() -> Result<()> {
    let mut findings = Vec::new();
    for file in product("crates/")? {
        for quote in file.quotes() {
            let text = quote.text.trim_start_matches(['r', '#', '"']).trim_start();
            let starts = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE "];
            if starts.iter().any(|start| text.starts_with(start)) {
                findings.push(format!("{}:{} {}", file.path, quote.line, quote.text));
            }
        }
    }
    none("SQL under crates/", findings);
    Ok(())
}

#[test]
fn automerge_is_named_only_where_documents_are_made_and_sent() -> Result<()> {
    let mut files = product("")?;
    files.retain(|file| {
        !["crates/documents/", "crates/protocol/", "sync-server/src/hub", "tests/"]
            .iter()
            .any(|room| file.path.starts_with(room))
    });
    none("automerge outside its rooms", named(&files, &["automerge"]));
    Ok(())
}

#[test]
fn the_browser_is_named_only_in_the_shell() -> Result<()> {
    let mut files = product("app/")?;
    let shell = ["app/src/shell", "app/seal/src/lib.rs"];
    files.retain(|file| !shell.iter().any(|shell| file.path.starts_with(shell)));
    none("the browser outside app/src/shell", named(&files, &BROWSER));
    Ok(())
}

/// Rust sources under a folder that are shipped: no tests, no build scripts.
fn product(folder: &str) -> Result<Vec<Source>> {
    let mut files = source::rust()?;
    files.retain(|file| {
        let is_test = file.path.contains("/tests/") || file.path.ends_with("/tests.rs");
        file.path.starts_with(folder) && file.path.contains("/src/") && !is_test
    });
    Ok(files)
}

/// Where one of the words stands as a whole word that begins a path or a macro, outside of tests.
fn named(files: &[Source], words: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in file.product_code().lines().enumerate() {
            let names = words.iter().filter(|word| is_named(line, word));
            findings.extend(names.map(|word| format!("{}:{} names {word}", file.path, number + 1)));
        }
    }
    findings
}

fn is_named(line: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = &line[..at];
        let after = &line[at + word.len()..];
        let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        let is_used = after.starts_with("::") || after.starts_with("!(") || imports(before, after);
        is_whole && is_used && !before.ends_with('.')
    })
}

/// `use std::time::Instant;`, `use std::{env, fs};`
fn imports(before: &str, after: &str) -> bool {
    let before = before.trim_start();
    let begins =
        ["use ", "pub use ", "pub(crate) use "].iter().any(|word| before.starts_with(word));
    begins && (after.starts_with([';', ',', '}']) || after.starts_with(" as"))
}

#[test]
fn a_name_is_seen_where_it_is_used_and_not_where_it_is_part_of_another() {
    for line in ["use std::time::Instant;", "use std::{env, fs};", "println!()", "std::env::var(x)"]
    {
        assert!(SURROUNDINGS.iter().any(|word| is_named(line, word)), "{line}");
    }
    for line in ["let env = 1;", "brand::new()", "self.print(x)", "print_row()", "fn fs(x: u8)"] {
        assert!(!SURROUNDINGS.iter().any(|word| is_named(line, word)), "{line}");
    }
}
