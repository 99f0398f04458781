//! The tag of an answer that a client need not fetch again. It is made of the answer's bytes, so that who
//! has kept those knows it.

use sha2::{Digest, Sha256};

/// As it stands in `etag` and `if-none-match`, quotes included.
pub fn tag_of(body: &[u8]) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(body);
    let letters = digest.iter().take(12).flat_map(|byte| [byte >> 4, byte & 15]);
    let mut tag = String::from("\"");
    tag.extend(letters.map(|letter| char::from(HEX[usize::from(letter)])));
    tag + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_the_start_of_the_hash_in_quotes() {
        assert_eq!(tag_of(b""), "\"e3b0c44298fc1c149afbf4c8\"");
        assert_ne!(tag_of(b"{}"), tag_of(b"[]"));
    }
}
