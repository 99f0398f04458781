//! The HTTP surface through a real socket, over SQLite in a folder of its own.

mod access;
mod join;
mod server;
mod surface;
