//! The `ropes` command, run as a person runs it.

mod founded;
mod import;
mod rescue;
mod serve;
mod upkeep;
