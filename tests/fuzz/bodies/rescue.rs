//! Rescue files: a zip as it comes, or a manifest and a run of chunks that are packed here, since
//! chance never meets a zip's checksums.

use std::io::{Cursor, Write};

use exchange::{read_rescue, write_rescue};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The first byte says which. Packed, the manifest ends at the first zero byte.
pub(super) fn run(bytes: &[u8]) {
    let Some((form, rest)) = bytes.split_first() else { return };
    if form % 2 == 0 { reads(rest) } else { reads(&packed(rest)) }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (manifest, run) = bytes.split_at(end);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let files = [("manifest.json", manifest), ("documents/1.chunks", run.get(1..).unwrap_or(&[]))];
    for (name, content) in files {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What reads is written and read back as the same.
fn reads(bytes: &[u8]) {
    let Ok(rescue) = read_rescue(bytes) else { return };
    let again = read_rescue(&write_rescue(&rescue).unwrap()).unwrap();
    assert_eq!(again, rescue);
}
