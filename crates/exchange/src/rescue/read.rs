//! Takes a rescue file back, which may be cut off, foreign, or made to do harm.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read},
};

use zip::{ZipArchive, result::ZipError};

use super::{
    LARGEST_CONTENT, LARGEST_MANIFEST, LARGEST_ZIP, Rescue, RescueError, chunks,
    manifest::{FORMAT, Head, Manifest, NAME, VERSION},
};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The rescue in a zip's bytes. Never inflates more than a rescue file may hold, whatever the zip
/// says about itself.
pub fn read_rescue(bytes: &[u8]) -> Result<Rescue, RescueError> {
    if bytes.len() as u64 > LARGEST_ZIP {
        return Err(RescueError::TooBig { what: "the zip".to_owned(), limit: LARGEST_ZIP });
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(RescueError::NotAZip)?;
    let manifest = manifest(&mut archive)?;
    let mut rescue = manifest.opened()?;
    let (mut ids, mut files) = (BTreeSet::new(), BTreeSet::new());
    let mut left = LARGEST_CONTENT;
    for listed in &manifest.documents {
        for (seen, name) in [(&mut ids, &listed.document_id), (&mut files, &listed.file)] {
            if !seen.insert(name) {
                return Err(RescueError::Twice(name.clone()));
            }
        }
        let run = inflated(&mut archive, &listed.file, left)?;
        left -= run.len() as u64;
        let chunks =
            chunks::split(&run).ok_or_else(|| RescueError::Damaged(listed.file.clone()))?;
        rescue.documents.push(listed.with(chunks)?);
    }
    Ok(rescue)
}

fn manifest(archive: &mut Archive<'_>) -> Result<Manifest, RescueError> {
    let bytes = match inflated(archive, NAME, LARGEST_MANIFEST) {
        Err(RescueError::MissingFile(_)) => return Err(RescueError::Foreign),
        other => other?,
    };
    let head: Head = serde_json::from_slice(&bytes).map_err(|_| RescueError::Foreign)?;
    if head.format != FORMAT {
        return Err(RescueError::Foreign);
    }
    if head.version > VERSION {
        return Err(RescueError::TooNew(head.version));
    }
    serde_json::from_slice(&bytes).map_err(RescueError::BadManifest)
}

/// One file's content, up to `limit` bytes.
fn inflated(archive: &mut Archive<'_>, name: &str, limit: u64) -> Result<Vec<u8>, RescueError> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Err(RescueError::MissingFile(name.to_owned())),
        Err(error) => return Err(RescueError::NotAZip(error)),
    };
    let mut bytes = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > limit {
        return Err(RescueError::TooBig { what: name.to_owned(), limit });
    }
    match read {
        Ok(_) => Ok(bytes),
        Err(_) => Err(RescueError::Damaged(name.to_owned())),
    }
}
