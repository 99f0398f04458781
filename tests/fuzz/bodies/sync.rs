//! Sync data into a staged document. Changes carry a checksum that chance never meets, so most bytes
//! are taken for what is inside a chunk, and get their frame here.

use sha2::{Digest, Sha256};

use super::staged;

/// The first byte says what the rest is: a whole message, the body of a document or of a change, or
/// two changes cut apart at the second byte.
pub(super) fn run(bytes: &[u8]) {
    let Some((form, rest)) = bytes.split_first() else { return };
    let message = match (form % 4, rest.split_first()) {
        (1, _) => bringing(&[&chunk(1, rest)]),
        (2, _) => bringing(&[&chunk(0, rest)]),
        (3, Some((cut, both))) => {
            let (one, two) = both.split_at(usize::from(*cut).min(both.len()));
            bringing(&[&chunk(1, one), &chunk(1, two)])
        }
        (_, _) => rest.to_vec(),
    };
    staged::receive(&message);
}

/// A chunk with a checksum that holds.
fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut tail = vec![kind];
    number(&mut tail, body.len());
    tail.extend_from_slice(body);
    let checksum = Sha256::digest(&tail);
    [b"\x85\x6f\x4a\x83".as_slice(), &checksum[..4], &tail].concat()
}

/// A message of the first version: no heads, nothing needed, and these chunks.
pub(super) fn bringing(chunks: &[&[u8]]) -> Vec<u8> {
    let mut message = vec![0x42, 0, 0, 0];
    number(&mut message, chunks.len());
    for chunk in chunks {
        number(&mut message, chunk.len());
        message.extend_from_slice(chunk);
    }
    message
}

fn number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
