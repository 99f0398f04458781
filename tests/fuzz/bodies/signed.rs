//! Signed records, and exported sign-offs.

use exchange::attestation::{
    Attestation, Certificate, Receipt, Record, Succession, read_export, write_export,
};

/// The first byte says what the rest is.
pub(super) fn run(bytes: &[u8]) {
    let Some((what, rest)) = bytes.split_first() else { return };
    match what % 5 {
        0 => one_form::<Attestation>(rest),
        1 => one_form::<Certificate>(rest),
        2 => one_form::<Receipt>(rest),
        3 => one_form::<Succession>(rest),
        _ => export(rest),
    }
}

/// What reads is written as the very bytes it was read from.
fn one_form<R: Record>(bytes: &[u8]) {
    if let Ok(record) = R::decode(bytes) {
        assert_eq!(record.encode(), bytes);
    }
}

/// What reads is written and read back as the same.
fn export(bytes: &[u8]) {
    let Ok(export) = read_export(bytes) else { return };
    assert_eq!(read_export(&write_export(&export)).unwrap(), export);
}
