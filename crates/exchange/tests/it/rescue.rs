//! The rescue file, whole and harmed.

use std::io::{Cursor, Write};

use domain::{DeviceId, Kind, Moment, OrgId, Period};
use exchange::{Rescue, RescueError, RescuedDocument, read_rescue, write_rescue};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::workshop;

fn rescue() -> Rescue {
    let document = |id: &str, kind, chunks| RescuedDocument {
        document_id: id.to_owned(),
        kind,
        subject: "ana".to_owned(),
        period: Some(Period(2026)),
        chunks,
    };
    Rescue {
        org: OrgId::new("org").unwrap(),
        person: workshop::person("ana"),
        device: DeviceId::new("phone").unwrap(),
        made_at: Moment::new(1_780_000_000_123, 120),
        documents: vec![
            document(
                "4NMNnkMhL8jXrdJ9jamS58PAVdXu",
                Kind::Log,
                vec![b"one".to_vec(), vec![7; 5_000]],
            ),
            document("3QVCfJ4bm7RvRe5rRSD8Y7jnmJYJ", Kind::Journal, vec![]),
        ],
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn manifest(change: impl Fn(&str) -> String) -> String {
    change(
        r#"{"format":"ropes-rescue","version":1,"org":"o","person":"p","device":"d","later":true,
        "made_at":"2026-05-28T21:06:40.123+02:00","documents":[{"document_id":"x","kind":"log",
        "subject":"p","period":2026,"file":"a.chunks"}]}"#,
    )
}

// SPEC X24
#[test]
fn what_was_rescued_comes_back_byte_for_byte() {
    let bytes = write_rescue(&rescue()).unwrap();
    assert_eq!(read_rescue(&bytes).unwrap(), rescue());
    assert_eq!(write_rescue(&rescue()).unwrap(), bytes);
    let run = [&3_u32.to_le_bytes()[..], b"abc"].concat();
    let plain = manifest(str::to_owned);
    let files = [("manifest.json", plain.as_bytes()), ("a.chunks", &run[..]), ("notes", b"x")];
    let read = read_rescue(&zipped(&files)).unwrap();
    assert_eq!(read.documents[0].chunks, [b"abc"]);
}

// SPEC X25
#[test]
fn a_harmed_or_foreign_file_is_refused_with_a_clear_sentence() {
    let check = |bytes: &[u8], expected: &str| {
        let error = read_rescue(bytes).unwrap_err();
        assert_eq!(error.to_string(), expected);
    };
    let whole = write_rescue(&rescue()).unwrap();
    let cut_off = "this is not a zip file, or it was cut off: copy it again from the phone";
    check(&whole[..whole.len() / 2], cut_off);
    check(b"", cut_off);
    let foreign = "this zip is not a rescue file of Ropes";
    check(&zipped(&[("photo.jpg", b"x")]), foreign);
    check(&zipped(&[("manifest.json", b"{\"version\": 3}")]), foreign);
    let with = |manifest: String| zipped(&[("manifest.json", manifest.as_bytes())]);
    check(
        &with(manifest(|text| text.replace("\"version\":1", "\"version\":2"))),
        "this rescue file was made by a newer Ropes (format 2): update first",
    );
    check(
        &with(manifest(|text| text.replace("\"kind\":\"log\"", "\"kind\":\"diary\""))),
        "the rescue file lists a.chunks and does not hold it: copy it again from the phone",
    );
    check(
        &with(manifest(|text| text.replace("2026-05-28T", "tomorrow"))),
        "the manifest of this rescue file says made_at is \"tomorrow21:06:40.123+02:00\", which cannot be",
    );
    let plain = manifest(str::to_owned);
    let cut = zipped(&[("manifest.json", plain.as_bytes()), ("a.chunks", &[9, 0, 0, 0, 1])]);
    check(&cut, "a.chunks is damaged or was cut off: copy the rescue file again from the phone");
}

// SPEC X25
#[test]
fn a_zip_bomb_is_refused_before_it_fills_the_memory() {
    let plain = manifest(str::to_owned);
    let zeros = vec![0; (128 << 20) + 1];
    let bomb = zipped(&[("manifest.json", plain.as_bytes()), ("a.chunks", &zeros)]);
    assert!(bomb.len() < 1 << 20);
    let refused = read_rescue(&bomb).unwrap_err();
    assert!(matches!(refused, RescueError::TooBig { .. }), "{refused}");
    let listed = vec![b' '; (4 << 20) + 1];
    let refused = read_rescue(&zipped(&[("manifest.json", &listed)])).unwrap_err();
    assert!(matches!(refused, RescueError::TooBig { .. }), "{refused}");
}

// SPEC X24
#[test]
fn a_document_stands_in_a_rescue_once() {
    let mut twice = rescue();
    twice.documents[1].document_id = twice.documents[0].document_id.clone();
    assert!(matches!(write_rescue(&twice), Err(RescueError::Twice(_))));
}
