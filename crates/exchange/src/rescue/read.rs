//! Takes a rescue file back, which may be cut off, foreign, or made to do harm.

use std::io::Read;

use domain::Map;
use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, Error, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive, ZipSliceEntry,
    ZipVerification,
};

use super::{
    LARGEST_CONTENT, LARGEST_MANIFEST, LARGEST_ZIP, Rescue, RescueError,
    checksum::checksum,
    chunks,
    manifest::{FORMAT, Manifest, NAME, VERSION},
};

/// A zip with its directory read once: a file made to do harm lists a great many names.
struct Archive<'a> {
    zip: ZipSliceArchive<&'a [u8]>,
    files: Map<Vec<u8>, (ZipArchiveEntryWayfinder, CompressionMethod)>,
}

impl<'a> Archive<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let zip = ZipArchive::from_slice(bytes)?;
        let mut files = Map::new();
        for entry in zip.entries() {
            let entry = entry?;
            let place = (entry.wayfinder(), entry.compression_method());
            files.insert(entry.file_path().as_ref().to_vec(), place);
        }
        Ok(Self { zip, files })
    }

    /// The file of that name, and how it was packed.
    fn file(&self, name: &str) -> Result<(ZipSliceEntry<'_>, CompressionMethod), RescueError> {
        let missing = || RescueError::MissingFile(name.to_owned());
        let (place, method) = *self.files.get(name.as_bytes()).ok_or_else(missing)?;
        Ok((self.zip.get_entry(place).map_err(RescueError::NotAZip)?, method))
    }
}

/// The rescue in a zip's bytes. Never inflates more than a rescue file may hold, whatever the zip
/// says about itself.
pub fn read_rescue(bytes: &[u8]) -> Result<Rescue, RescueError> {
    if bytes.len() as u64 > LARGEST_ZIP {
        return Err(RescueError::TooBig { what: "the zip".to_owned(), limit: LARGEST_ZIP });
    }
    let archive = Archive::open(bytes).map_err(RescueError::NotAZip)?;
    let manifest = manifest(&archive)?;
    let mut rescue = manifest.opened()?;
    manifest.names_each_once()?;
    let mut left = LARGEST_CONTENT;
    for listed in &manifest.documents {
        let run = inflated(&archive, &listed.file, left)?;
        left -= run.len() as u64;
        let chunks =
            chunks::split(&run).ok_or_else(|| RescueError::Damaged(listed.file.clone()))?;
        rescue.documents.push(listed.with(chunks)?);
    }
    Ok(rescue)
}

fn manifest(archive: &Archive<'_>) -> Result<Manifest, RescueError> {
    let bytes = match inflated(archive, NAME, LARGEST_MANIFEST) {
        Err(RescueError::MissingFile(_)) => return Err(RescueError::Foreign),
        other => other?,
    };
    let json = json::read(&bytes).ok_or(RescueError::Foreign)?;
    let version = json.number("version").ok_or(RescueError::Foreign)?;
    if json.text("format").as_deref() != Some(FORMAT) {
        return Err(RescueError::Foreign);
    }
    if version > VERSION {
        return Err(RescueError::TooNew(version));
    }
    Manifest::from_json(&json)
}

/// One file's content, up to `limit` bytes, and only if its checksum holds.
fn inflated(archive: &Archive<'_>, name: &str, limit: u64) -> Result<Vec<u8>, RescueError> {
    let (entry, method) = archive.file(name)?;
    let mut bytes = Vec::new();
    let read = match method {
        CompressionMethod::STORE => entry.data().take(limit + 1).read_to_end(&mut bytes),
        _ => DeflateDecoder::new(entry.data()).take(limit + 1).read_to_end(&mut bytes),
    };
    let uncompressed_size = bytes.len() as u64;
    if uncompressed_size > limit {
        return Err(RescueError::TooBig { what: name.to_owned(), limit });
    }
    let found = ZipVerification { crc: checksum(&bytes), uncompressed_size };
    match read {
        Ok(_) if entry.claim_verifier().valid(found).is_ok() => Ok(bytes),
        Ok(_) | Err(_) => Err(RescueError::Damaged(name.to_owned())),
    }
}
