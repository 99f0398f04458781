//! The sync hub over real sockets and a real database.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod crowd;
mod damage;
mod faults;
mod frames;
mod hostile;
mod limits;
mod logs;
mod permission;
mod phone;
mod poison;
mod receipts;
mod refusals;
mod relations;
mod scale;
#[expect(dead_code, reason = "the tests of the command need more of it")]
#[path = "../cli/serving.rs"]
mod serving;
mod sharing;
mod stopping;
mod sweep;
mod world;
mod yesterday;
