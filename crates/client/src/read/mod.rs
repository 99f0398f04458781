//! From the state to what screens show.

mod cards;
mod entries;
mod home;
mod journal;
mod log;
mod me;
mod not_accepted;
mod observing;
mod people;
mod progress;
mod search;
mod sessions;
mod signed;
mod status;
mod team;

pub(crate) use observing::{helper, standing_in};
