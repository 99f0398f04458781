//! The sync hub over real sockets and a real database.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod damage;
mod faults;
mod frames;
mod hostile;
mod permission;
mod phone;
mod receipts;
mod refusals;
mod relations;
mod sharing;
mod sweep;
mod world;
