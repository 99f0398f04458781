//! The `ropes` command, run as a person runs it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod founded;
mod fsck;
mod import;
mod key;
mod limits;
mod rescue;
mod serve;
mod serving;
mod tls;
mod upkeep;
mod verify;
