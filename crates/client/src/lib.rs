//! The app without a screen: events in, effects out.
//!
//! [`Client::handle`] takes what happened ([`Event`]) and answers what to do ([`Effect`]); the
//! shell does it and comes back with the outcome. Screens read plain values from [`view`] and send
//! events. Nothing here touches a browser, a clock or a die: the time and random bytes come with
//! every event ([`Context`]).
//!
//! Saving is one strict transaction per action: the document's new change, the rows that screens
//! read, and the list of what the server has yet to confirm. An entry is "saved" when that
//! transaction completed and never before.

mod attesting;
mod cards;
mod client;
mod connection;
mod drafts;
mod effect;
mod errands;
mod event;
mod export;
mod held;
mod identity;
mod joining;
mod leaving;
mod listing;
mod memory;
mod merging;
mod moments;
mod not_accepted;
mod observing;
mod opening;
mod proofs;
mod proving;
mod read;
mod rescue;
mod rewriting;
mod saving;
mod sealing;
pub mod seed;
mod shadowing;
mod signing;
mod team;
mod trusting;
mod verdicts;
pub mod view;

pub use cards::Cards;
pub use client::Client;

pub use effect::{Durability, Effect, HttpRequest, Method, Place, Table, Ticket, Timer, Write};
pub use event::{Context, Event, Fault, GoneBecause};
pub use memory::MemoryStore;
pub use observing::{Line, Observe};
pub use shadowing::Shadow;
pub use signing::Attest;
