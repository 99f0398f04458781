//! Both ends of a connection as state machines: frames in, steps and frames out. No socket, no
//! clock, no storage; the caller owns the documents.

mod client;
mod line;
mod numbers;
mod peer_id;
mod queue;
mod server;
mod sift;

pub use client::{Applied, ClientSession, ClientStep, SessionError};
pub use line::{Hash, Received};
pub use numbers::Numbers;
pub use peer_id::{device_of, page_peer_id};
pub use server::{CloseReason, IgnoreReason, Mode, ServerIdentity, ServerSession, ServerStep};
pub use sift::{Sifted, sift};
