//! The server: one store, one port, and who may do what.
//!
//! Handlers and commands are thin; what follows from the facts is decided in plain functions.

pub mod access;
pub mod auth;
mod badge;
pub mod cli;
pub mod demo;
pub mod edge;
pub mod http;
pub mod hub;
pub mod import;
pub mod limits;
mod metrics;
pub mod projection;
pub mod soundness;
mod state;
pub mod store;
pub mod trust;

pub use metrics::{Counters, Family, Source};
pub use state::{AppState, Clock};
