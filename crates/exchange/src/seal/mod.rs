//! Everything about sign-offs that takes keys or signed bytes, behind one function: bytes in, bytes
//! out.
//!
//! The app's module only packs a [`Request`] and unpacks a [`Reply`]; what [`answer`] stands on, the
//! curve among it, is in a module of its own that a phone loads when it first needs it. Nothing
//! here keeps anything but [`Memory`], which may be dropped at any time.

mod bytes;
mod drafting;
mod exporting;
mod judging;
mod proving;
mod reply;
mod request;
mod signing;
mod trusting;

pub use reply::{Deed, Judged, Refusal, Reply, Said};
pub use request::{Batch, Exporting, Item, Preparing, Proof, Request, Says};
pub use trusting::Memory;

use crate::attestation::SecretKey;

/// What a request comes to. Total: bytes that are no request are answered as such.
pub fn answer(request: &[u8], memory: &mut Memory) -> Vec<u8> {
    let reply = match Request::unpack(request) {
        None => Reply::Refused(Refusal::NotUnderstood),
        Some(Request::Public { seed }) => {
            Reply::Bytes(SecretKey::from_seed(seed).public().0.to_vec())
        }
        Some(Request::Sign { seed, message }) => {
            Reply::Bytes(SecretKey::from_seed(seed).sign(&message).to_vec())
        }
        Some(Request::Prepare(preparing)) => {
            signing::prepare(*preparing).unwrap_or_else(Reply::Refused)
        }
        Some(Request::Finish { attestation, signature, certificate }) => {
            signing::finish(&attestation, &signature, &certificate).unwrap_or_else(Reply::Refused)
        }
        Some(Request::Prove { attestation, signature, certificate }) => {
            proving::prove(&attestation, &signature, &certificate).unwrap_or_else(Reply::Refused)
        }
        Some(Request::Receipts { body }) => trusting::receipts(&body),
        Some(Request::Judge(batch)) => Reply::Judged(judging::judged(&batch, memory)),
        Some(Request::Export(exporting)) => {
            exporting::export(*exporting, memory).unwrap_or_else(Reply::Refused)
        }
    };
    reply.pack()
}
