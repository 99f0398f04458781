//! Real frameworks that may not all be committed: read from a folder beside the repository, which a
//! machine may not have.
#![expect(clippy::print_stderr, reason = "a test that did not run must say so by name")]

use std::env;
use std::path::PathBuf;

use crate::places;

/// A file of the shared data (`ROPES_DATA`, else `../shared/data`), or `None` after saying NOT RUN.
pub fn shared_data(file: &str) -> Option<PathBuf> {
    let folder = env::var_os("ROPES_DATA")
        .map_or_else(|| places::root().join("../shared/data"), PathBuf::from);
    let path = folder.join(file);
    if path.is_file() {
        return Some(path);
    }
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test").to_owned();
    eprintln!("NOT RUN {test}: {file} is not in {} (set ROPES_DATA)", folder.display());
    None
}
