//! What only a real browser can show. `cargo xtask test` builds what is needed and starts these.

mod harness;
mod killed;
mod parts;
mod shift;
mod tabs;
mod trouble;
mod worker;
