//! What only a real browser can show. `cargo xtask test` builds what is needed and starts these.
#![expect(
    clippy::print_stdout,
    reason = "the kill tests say how often they killed, the cards how long they took"
)]

mod cards;
mod damage;
mod focus;
mod full_disk;
mod harness;
mod killed;
mod languages;
mod later;
mod observing;
mod offers;
mod parts;
mod poison;
mod proof;
mod shadowing;
mod shift;
mod signing;
mod tabs;
mod team;
mod trouble;
mod worker;
