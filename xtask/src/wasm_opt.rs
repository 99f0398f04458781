//! wasm-opt, for size only: used when the person has one that is known to be good.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::run::{answer, run};

/// Debian's 108 produced a module that Chromium rejects.
const OLDEST: u32 = 132;

/// `--all-features` makes a module that browsers reject, so each feature is named.
const FLAGS: [&str; 8] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

pub(crate) struct WasmOpt {
    program: String,
    version: u32,
}

impl WasmOpt {
    /// The one that `ROPES_WASM_OPT` names, or the one on the path (npm's package `binaryen`).
    pub(crate) fn find() -> Option<WasmOpt> {
        let program = env::var("ROPES_WASM_OPT").unwrap_or_else(|_| "wasm-opt".to_owned());
        let version = version(&answer(&program, &["--version"])?)?;
        if version < OLDEST {
            println!("    {program} {version} is older than {OLDEST} and is not used");
            return None;
        }
        Some(WasmOpt { program, version })
    }

    pub(crate) fn name(&self) -> String {
        format!("wasm-opt {}", self.version)
    }

    pub(crate) fn shrink(&self, from: &Path, to: &Path) -> Result<()> {
        run(Command::new(&self.program).args(FLAGS).arg(from).arg("-o").arg(to))
    }
}

fn version(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_the_first_number_wasm_opt_prints() {
        assert_eq!(version("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(version("wasm-opt version 108"), Some(108));
        assert_eq!(version("no number"), None);
    }
}
