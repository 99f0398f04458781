//! Packs a rescue file. The same changes give the same bytes.

use std::io::Write;

use flate2::{Compression, write::DeflateEncoder};
use rawzip::{CompressionMethod, DataDescriptorOutput, Error, ZipArchiveWriter};

use super::{
    LARGEST_CONTENT, LARGEST_MANIFEST, LARGEST_ZIP, Rescue, RescueError,
    checksum::checksum,
    chunks,
    manifest::{Manifest, NAME},
};

/// The zip's bytes. Refused where it would be too large to be taken back.
pub fn write_rescue(rescue: &Rescue) -> Result<Vec<u8>, RescueError> {
    let manifest = Manifest::of(rescue);
    manifest.names_each_once()?;
    let listed = manifest.to_json().to_lines();
    within(NAME, listed.len() as u64, LARGEST_MANIFEST)?;

    let mut files = vec![(NAME, listed)];
    let mut content = 0;
    for (entry, document) in manifest.documents.iter().zip(&rescue.documents) {
        let run = chunks::joined(&document.chunks).ok_or_else(|| too_big(&entry.file))?;
        content += run.len() as u64;
        within(&entry.file, content, LARGEST_CONTENT)?;
        files.push((&entry.file, run));
    }
    let bytes = packed(&files).map_err(RescueError::NotPacked)?;
    within("the zip", bytes.len() as u64, LARGEST_ZIP)?;
    Ok(bytes)
}

fn packed(files: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let mut zip = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        let new = zip.new_file(*name).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, _) = new.start()?;
        let mut content = DeflateEncoder::new(&mut entry, Compression::default());
        content.write_all(bytes)?;
        content.finish()?;
        entry.finish(DataDescriptorOutput::new(checksum(bytes), bytes.len() as u64))?;
    }
    zip.finish()
}

fn within(what: &str, size: u64, limit: u64) -> Result<(), RescueError> {
    if size <= limit { Ok(()) } else { Err(RescueError::TooBig { what: what.to_owned(), limit }) }
}

fn too_big(file: &str) -> RescueError {
    RescueError::TooBig { what: file.to_owned(), limit: u64::from(u32::MAX) }
}
