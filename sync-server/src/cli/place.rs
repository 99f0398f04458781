//! The data directory: its store, its locks, and the server's clock.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};

use crate::store::{DATABASE_FILE, Organisation, SqliteStore, Store};

/// Held by `serve` and `restore` for as long as they run.
const SERVING: &str = "ropes.lock";
/// Held by imports, one at a time: they read what is there before they write.
const IMPORTING: &str = "import.lock";
/// Where a running server is reached, so that `invite` prints links that work.
const URL: &str = "ropes.url";

/// Released when dropped, and by the system when the process dies.
pub(super) struct Held(#[expect(dead_code, reason = "holds the lock until it is dropped")] File);

/// Milliseconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.ok().and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or_default()
}

/// Makes the directory if need be, readable by its owner only.
pub(super) fn make(data: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data).with_context(|| format!("cannot make the directory {}", data.display()))
}

pub(super) fn open(data: &Path) -> anyhow::Result<Arc<dyn Store>> {
    let store = SqliteStore::open(data);
    let store = store.with_context(|| format!("cannot open {}", data.display()))?;
    Ok(Arc::new(store))
}

/// The store of a directory that was served before.
pub(super) fn open_founded(data: &Path) -> anyhow::Result<(Arc<dyn Store>, Organisation)> {
    if !data.join(DATABASE_FILE).exists() {
        bail!("there is no {DATABASE_FILE} in {}: start `ropes serve` there first", data.display());
    }
    let store = open(data)?;
    match store.organisation()? {
        Some(organisation) => Ok((store, organisation)),
        None => bail!("{} holds no organisation yet: start it with --org NAME", data.display()),
    }
}

/// Refused while a server runs on this directory.
pub(super) fn hold(data: &Path) -> anyhow::Result<Held> {
    let lock = lock_file(data, SERVING)?;
    match lock.try_lock() {
        Ok(()) => Ok(Held(lock)),
        Err(TryLockError::WouldBlock) => {
            bail!("a ropes server is running on {}: stop it first", data.display())
        }
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", data.display()))
        }
    }
}

/// Waits for another import to end.
pub(super) fn hold_imports(data: &Path) -> anyhow::Result<Held> {
    let lock = lock_file(data, IMPORTING)?;
    lock.lock().with_context(|| format!("cannot lock {}", data.display()))?;
    Ok(Held(lock))
}

fn lock_file(data: &Path, name: &str) -> anyhow::Result<File> {
    let path = data.join(name);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    file.with_context(|| format!("cannot open {}", path.display()))
}

pub(super) fn note_url(data: &Path, url: &str) -> anyhow::Result<()> {
    std::fs::write(data.join(URL), url).context("cannot note the server's address")
}

/// Where the server was last reached.
pub(super) fn noted_url(data: &Path) -> Option<String> {
    let text = std::fs::read_to_string(data.join(URL)).ok()?;
    Some(text.trim().to_owned()).filter(|url| !url.is_empty())
}
