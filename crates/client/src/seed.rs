//! For a shell whose browser has no keys of its own: what it asks the module that has.

use exchange::seal::{Reply, Request};

/// Asks for the public half of the key that these random bytes make.
pub fn ask_public(seed: [u8; 32]) -> Vec<u8> {
    Request::Public { seed }.pack()
}

/// Asks for a signature by it.
pub fn ask_signature(seed: [u8; 32], message: Vec<u8>) -> Vec<u8> {
    Request::Sign { seed, message }.pack()
}

/// What was asked for.
pub fn answered(reply: &[u8]) -> Option<Vec<u8>> {
    match Reply::unpack(reply)? {
        Reply::Bytes(bytes) => Some(bytes),
        Reply::Prepared { .. }
        | Reply::Finished { .. }
        | Reply::Receipts { .. }
        | Reply::Judged(_)
        | Reply::Refused(_) => None,
    }
}
