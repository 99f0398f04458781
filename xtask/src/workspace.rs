//! Where things are on this machine, and the two qualities we build in.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// How much time a build may take, and so how small its result is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quality {
    /// For `serve`: quick to build, quick enough to try.
    Quick,
    /// For people: what `dist/` holds, what the tests and the budget judge.
    Release,
}

impl Quality {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Quality::Quick => "quick",
            Quality::Release => "release",
        }
    }

    /// The cargo profile of the phone's module.
    pub(crate) fn wasm_profile(self) -> &'static str {
        match self {
            Quality::Quick => "quick",
            Quality::Release => "wasm",
        }
    }

    /// The cargo profile of the server, which is also its folder under the target directory.
    pub(crate) fn server_profile(self) -> &'static str {
        match self {
            Quality::Quick => "quick",
            Quality::Release => "release",
        }
    }

    /// Brotli's effort, 0 to 11.
    pub(crate) fn brotli(self) -> u32 {
        match self {
            Quality::Quick => 4,
            Quality::Release => 11,
        }
    }
}

pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Result<Workspace> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("xtask lies inside the workspace")?
            .to_path_buf();
        let target = env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |dir| root.join(PathBuf::from(dir)));
        Ok(Workspace { root, target })
    }

    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The app as the server sends it. The server embeds this folder.
    pub(crate) fn pwa(&self) -> PathBuf {
        self.dist().join("pwa")
    }

    /// The phone's module after wasm-bindgen, one folder per quality.
    pub(crate) fn module(&self, quality: Quality) -> PathBuf {
        self.target.join("pwa").join(quality.name())
    }

    /// A path as a person would type it from the root.
    pub(crate) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}
