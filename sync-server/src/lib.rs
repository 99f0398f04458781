//! The server: one store, one port, and who may do what.
//!
//! Handlers and commands are thin; what follows from the facts is decided in plain functions.

pub mod store;
