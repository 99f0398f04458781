//! What travels between a phone and the server.

mod refusal;
pub mod wire;

pub use refusal::{Refusal, RefusalCode};
