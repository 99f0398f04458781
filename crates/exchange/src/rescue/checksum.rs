//! The checksum of a zip (CRC-32, IEEE), bit by bit.
//!
//! The crates that compute it bring a table of 16 KB that does not compress, for a speed that a file
//! of half a megabyte does not need; every phone would download it.

pub(super) fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            let reversed = if sum & 1 == 1 { 0xEDB8_8320 } else { 0 };
            (sum >> 1) ^ reversed
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_that_zips_use() {
        assert_eq!(checksum(b""), 0);
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }
}
