//! What screens are made of. Plain values in, callbacks out: nothing here stores, fetches or knows a
//! rule of the house.

#![expect(unreachable_pub, reason = "leptos writes public functions for each component")]

pub(crate) mod buttons;
pub(crate) mod choices;
pub(crate) mod disclosure;
pub(crate) mod field;
pub(crate) mod frame;
pub(crate) mod icon;
pub(crate) mod levels;
pub(crate) mod notice;
pub(crate) mod qr;
pub(crate) mod rows;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod stepper;
pub(crate) mod tag;
pub(crate) mod tile;
pub(crate) mod top;
