//! Brotli and gzip siblings of the assets, made once here instead of on every request.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

const TEXT: [&str; 8] = ["html", "js", "css", "svg", "wasm", "webmanifest", "json", "txt"];
/// The window: 2^22 bytes is the largest that every browser reads.
const WINDOW: u32 = 22;

/// Whether a file shrinks at all; pictures are packed already.
pub(crate) fn is_worth_it(file: &Path) -> bool {
    file.extension().is_some_and(|ending| TEXT.iter().any(|text| ending == *text))
}

/// Writes `<file>.br` and `<file>.gz`.
pub(crate) fn siblings(file: &Path, quality: u32) -> Result<()> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.to_string_lossy();
    fs::write(format!("{name}.br"), brotli(&bytes, quality)?)?;
    fs::write(format!("{name}.gz"), gzip(&bytes)?)?;
    Ok(())
}

pub(crate) fn brotli(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, WINDOW).write_all(bytes)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    Ok(packed.finish()?)
}
