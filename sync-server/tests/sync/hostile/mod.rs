//! A client that knows the protocol and everybody's document ids, and keeps no rule of a phone.

mod attack;
mod cast;
mod forged;
mod intruder;
mod matrix;
mod unfit;
