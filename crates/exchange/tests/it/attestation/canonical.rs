//! There is one way to write a record, and whatever else reads is refused.

use exchange::attestation::{Attestation, Record, Unreadable};

use super::cast::attestation;

/// The attestation with `from` replaced by `to`, once.
fn spelt(from: &[u8], to: &[u8]) -> Vec<u8> {
    let bytes = attestation().encode();
    let at = bytes.windows(from.len()).position(|window| window == from);
    let at = at.unwrap_or_else(|| panic!("{from:02x?} is not there"));
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

fn refused(bytes: &[u8]) -> String {
    Attestation::decode(bytes).unwrap_err().to_string()
}

// SPEC G2
#[test]
fn what_is_not_canonical_is_refused() {
    let other_form = "it is not in the one form in which it may be written";
    let long_number = spelt(&[0x01, 0x01, 0x02, 0x68], &[0x01, 0x18, 0x01, 0x02, 0x68]);
    assert_eq!(refused(&long_number), other_form);
    let long_length = spelt(b"\x64sara", b"\x78\x04sara");
    assert_eq!(refused(&long_length), other_form);
    let swapped = spelt(b"\x03\x64sara\x04\x6bsaras-phone", b"\x04\x6bsaras-phone\x03\x64sara");
    assert_eq!(refused(&swapped), other_form);
    let not_cbor = "this is not CBOR of the kind that records are made of";
    let mut endless = attestation().encode();
    endless[0] = 0xbf;
    endless.push(0xff);
    assert_eq!(refused(&endless), not_cbor);
    assert_eq!(refused(&[attestation().encode(), vec![0]].concat()), not_cbor);
    assert_eq!(refused(&[]), not_cbor);
}

// SPEC G2
#[test]
fn what_version_1_does_not_know_is_refused() {
    let mut more = attestation().encode();
    more[0] += 1;
    more.extend([0x18, 40, 1]);
    assert_eq!(refused(&more), "it has a field 40, which version 1 does not know");
    let mut twice = attestation().encode();
    twice[0] += 1;
    twice.extend([0x0f, 0x18, 0x78]);
    assert_eq!(refused(&twice), "it has a field 15, which version 1 does not know");
    let inside = spelt(b"\xa2\x00\x64spin\x01\x01", b"\xa3\x00\x64spin\x01\x01\x07\x01");
    assert_eq!(refused(&inside), "it has a field 7, which version 1 does not know");
    let newer = spelt(&[0xb0, 0x00, 0x01], &[0xb0, 0x00, 0x02]);
    assert_eq!(refused(&newer), "it is made in format 2: update Ropes first");
    let act = spelt(&[0x01, 0x01, 0x02, 0x68], &[0x01, 0x05, 0x02, 0x68]);
    assert_eq!(refused(&act), "field 1 is missing or has a value that cannot be");
}

// SPEC G2
#[test]
fn values_that_cannot_be_are_refused() {
    let level = |level, levels| {
        let mut one = attestation();
        (one.skill.level, one.skill.levels) = (level, levels);
        Attestation::decode(&one.encode())
    };
    for (number, of) in [(0, 4), (5, 4), (1, 1), (7, 7)] {
        assert!(matches!(level(number, of), Err(Unreadable::Field(10 | 11))), "{number} of {of}");
    }
    let mut unsorted = attestation();
    unsorted.evidence.heads.reverse();
    assert!(matches!(Attestation::decode(&unsorted.encode()), Err(Unreadable::Field(13))));
    let mut headless = attestation();
    headless.evidence.heads.clear();
    assert!(matches!(Attestation::decode(&headless.encode()), Err(Unreadable::Field(13))));
    let long = vec![0; 40_000];
    assert!(matches!(Attestation::decode(&long), Err(Unreadable::TooLong(40_000))));
}

// SPEC G2
#[test]
fn every_cut_and_every_flipped_bit_is_refused_or_reads_as_something_else() {
    let whole = attestation().encode();
    for cut in 0..whole.len() {
        assert!(Attestation::decode(&whole[..cut]).is_err(), "cut at {cut}");
    }
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(read) = Attestation::decode(&flipped) {
            assert_ne!(read, attestation(), "bit {bit}");
            assert_eq!(read.encode(), flipped, "bit {bit}");
        }
    }
}
