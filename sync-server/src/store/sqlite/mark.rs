//! A note beside the database of how much was confirmed.
//!
//! When a disk loses the end of the write-ahead log, or somebody copies the database without it,
//! SQLite opens an older state and has no way to know. A number in a file of its own, written after
//! each commit and before anybody hears of it, tells. It is not synced itself: it may say too
//! little after a power cut, never too much.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(super) struct Mark {
    file: File,
    noted: u64,
}

/// The note of a database file.
pub(super) fn path_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".mark");
    name.into()
}

impl Mark {
    pub(super) fn open(database: &Path) -> io::Result<Self> {
        let path = path_of(database);
        let mut file =
            File::options().create(true).truncate(false).read(true).write(true).open(path)?;
        let noted = read(&mut file)?;
        Ok(Self { file, noted })
    }

    /// The number of the newest receipt that was ever confirmed here, as far as is known.
    pub(super) fn noted(&mut self) -> io::Result<u64> {
        self.noted = self.noted.max(read(&mut self.file)?);
        Ok(self.noted)
    }

    /// Notes the newest receipt. Never goes back.
    pub(super) fn raise(&mut self, newest: u64) -> io::Result<()> {
        if newest > self.noted {
            self.file.seek(SeekFrom::Start(0))?;
            self.file.write_all(format!("{newest:020}\n").as_bytes())?;
            self.noted = newest;
        }
        Ok(())
    }
}

/// A note that cannot be understood says nothing.
fn read(file: &mut File) -> io::Result<u64> {
    let mut text = String::new();
    file.seek(SeekFrom::Start(0))?;
    match file.read_to_string(&mut text) {
        Err(error) if error.kind() != io::ErrorKind::InvalidData => Err(error),
        Ok(_) | Err(_) => Ok(text.trim().parse().unwrap_or_default()),
    }
}
