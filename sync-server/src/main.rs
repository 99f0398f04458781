//! The `ropes` command.
fn main() {}
