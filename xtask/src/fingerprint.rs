//! Knowing what is up to date: a hash over the inputs of a step, kept beside its output. Contents are
//! hashed, not times, because a checkout changes times.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The hash a step's output was made from.
pub(crate) struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// `file` keeps the hash; it must be of the output alone.
    pub(crate) fn new(file: PathBuf, hash: String) -> Stamp {
        Stamp { file, hash }
    }

    pub(crate) fn is_fresh(&self, outputs: &[&Path]) -> bool {
        let kept = fs::read_to_string(&self.file).unwrap_or_default();
        kept == self.hash && outputs.iter().all(|output| output.exists())
    }

    /// To be called before an output is touched: a build that is cut short must not look done.
    pub(crate) fn clear(&self) -> Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", self.file.display()))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn set(&self) -> Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.hash)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// The hash over files and folders (without `except`) and over words that matter too.
pub(crate) fn of(root: &Path, inputs: &[&str], except: &[&str], words: &[&str]) -> Result<String> {
    let except: Vec<PathBuf> = except.iter().map(|path| root.join(path)).collect();
    let mut hash = Sha256::new();
    for input in inputs {
        for file in files(&root.join(input))? {
            if except.iter().any(|path| file.starts_with(path)) {
                continue;
            }
            let bytes =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            hash.update(file.to_string_lossy().as_bytes());
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(&bytes);
        }
    }
    for word in words {
        hash.update((word.len() as u64).to_le_bytes());
        hash.update(word.as_bytes());
    }
    Ok(hex(&hash.finalize()))
}

/// The name part by which an asset's content is known.
pub(crate) fn short(bytes: &[u8]) -> String {
    let mut text = hex(&Sha256::digest(bytes));
    text.truncate(12);
    text
}

/// All files under a path, in a stable order; the path itself when it is a file.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(if path.exists() { vec![path.to_path_buf()] } else { Vec::new() });
    }
    let mut entries = fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>())
        .with_context(|| format!("cannot list {}", path.display()))?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        found.extend(files(&entry)?);
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
