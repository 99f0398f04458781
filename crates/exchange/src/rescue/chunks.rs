//! A run of chunks: each behind its length in 4 bytes, little endian.

/// None where a chunk is too long for its length.
pub(super) fn joined(chunks: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(chunks.iter().map(|chunk| chunk.len() + 4).sum());
    for chunk in chunks {
        bytes.extend_from_slice(&u32::try_from(chunk.len()).ok()?.to_le_bytes());
        bytes.extend_from_slice(chunk);
    }
    Some(bytes)
}

/// None where the run was cut off.
pub(super) fn split(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut chunks = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (chunk, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        chunks.push(chunk.to_vec());
        bytes = rest;
    }
    Some(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_splits_into_the_chunks_it_was_joined_from() {
        let chunks = vec![b"one".to_vec(), Vec::new(), vec![0; 300]];
        let run = joined(&chunks).unwrap();
        assert_eq!(split(&run), Some(chunks));
        for cut in 1..7 {
            assert_eq!(split(&run[..cut]), None, "cut at {cut}");
        }
        assert_eq!(split(&[255; 4]), None);
    }
}
