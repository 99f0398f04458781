//! The HTTP surface through a real socket, over SQLite in a folder of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod access;
mod badge;
mod cookies;
mod described;
mod edge;
mod handed_back;
mod hostile;
mod join;
mod limits;
mod server;
mod surface;
mod team;
mod trust;
