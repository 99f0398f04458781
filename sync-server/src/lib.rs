//! The server: one store, one port, and who may do what.
//!
//! Handlers and commands are thin; what follows from the facts is decided in plain functions.

pub mod access;
pub mod auth;
pub mod cli;
mod counters;
pub mod demo;
pub mod http;
pub mod hub;
pub mod import;
pub mod soundness;
mod state;
pub mod store;

pub use counters::{Counters, Source};
pub use state::{AppState, Clock};
