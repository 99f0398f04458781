//! A sign-off as a file: whole, harmed, and told otherwise.

use domain::Period;
use exchange::attestation::{
    Export, FoundIn, Names, Signed, SignedSuccession, read_export, write_export,
};

use super::cast::{
    OBSERVATIONS, RECEIVED, attestation, certificate, certified, org, phone, receipt, root, signed,
};

fn export() -> Export {
    let attestation = signed(attestation());
    Export {
        names: Names {
            organisation: "Our workshop".into(),
            signer: "Sara".into(),
            subject: "Ali".into(),
            competency: "True a wheel".into(),
            level: "I do it alone".into(),
        },
        found_in: FoundIn { document: OBSERVATIONS.into(), period: Period(2026) },
        certificate: certified(certificate()),
        receipt: Some(Signed::by(&root(), receipt(attestation.digest())).unwrap()),
        attestation,
        chain: vec![SignedSuccession::by(&root(), &phone(), org("bicycles"), RECEIVED)],
    }
}

fn refused(file: &str) -> String {
    read_export(file.as_bytes()).unwrap_err().to_string()
}

// SPEC G15
#[test]
fn an_exported_sign_off_comes_back_whole() {
    let bytes = write_export(&export());
    assert_eq!(read_export(&bytes).unwrap(), export());
    let waiting = Export { receipt: None, chain: Vec::new(), ..export() };
    assert_eq!(read_export(&write_export(&waiting)).unwrap(), waiting);
    let text = String::from_utf8(bytes).unwrap();
    let later = text.replacen('{', "{\"later\": true,", 1);
    assert_eq!(read_export(later.as_bytes()).unwrap(), export(), "fields may be added");
    assert!(text.contains("\"observed\": \"2026-05-17T08:40:00.000+02:00\""), "{text}");
}

// SPEC G15
#[test]
fn words_that_differ_from_what_was_signed_are_refused() {
    let text = String::from_utf8(write_export(&export())).unwrap();
    let other = "the words of this file say something else than what was signed";
    assert_eq!(refused(&text.replace("\"level\": 3", "\"level\": 4")), other);
    assert_eq!(refused(&text.replace("\"subject\": \"ali\"", "\"subject\": \"ben\"")), other);
    assert_eq!(refused(&text.replace("2026-05-17", "2026-05-18")), other);
}

// SPEC G15
#[test]
fn a_harmed_or_foreign_file_is_refused_with_a_clear_sentence() {
    let text = String::from_utf8(write_export(&export())).unwrap();
    let no_json = "this is not JSON as a sign-off is exported, or it was cut off";
    assert_eq!(refused(&text[..text.len() / 2]), no_json);
    assert_eq!(refused(""), no_json);
    assert_eq!(refused("{\"format\": \"photo\"}"), "this is not a sign-off exported by Ropes");
    assert_eq!(
        refused(&text.replace("\"version\": 1,", "\"version\": 2,")),
        "this sign-off was exported by a newer Ropes (format 2): update first"
    );
    assert_eq!(
        refused(&text.replace("\"signature\": \"", "\"signature\": \"z")),
        "the attestation is not hex of the right length"
    );
    assert_eq!(
        refused(&text.replace("\"bytes\": \"a", "\"bytes\": \"b")),
        "the certificate cannot be read"
    );
    assert_eq!(refused(&" ".repeat(600_000)), "600000 bytes are more than a sign-off has");
}
