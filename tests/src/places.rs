//! Where the tests find what was built and leave what they made.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// The `ropes` binary: the one `ROPES_BIN` names, or the release in `dist/`.
pub fn ropes() -> PathBuf {
    env::var_os("ROPES_BIN").map_or_else(|| root().join("dist/ropes"), PathBuf::from)
}

/// The app as the server sends it.
pub fn pwa() -> PathBuf {
    root().join("dist/pwa")
}

/// Where screenshots go, for a person to look at.
pub fn screens() -> PathBuf {
    target().join("screens")
}

/// The servers that ours is measured against, as `cargo xtask bench` builds them.
pub fn rivals() -> PathBuf {
    target().join("rivals")
}

/// Where a bench keeps the data of the servers it starts.
pub fn bench() -> PathBuf {
    target().join("bench")
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |dir| root().join(PathBuf::from(dir)))
}
