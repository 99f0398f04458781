//! The phone's core in a world in memory.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

mod cards;
mod damage;
mod keeping;
mod looking;
mod observing;
mod owed;
mod proofs;
mod refusals;
mod rescue;
mod shadowing;
mod shift;
mod signing;
mod signing_trouble;
mod team;
mod world;
