//! What each fuzz target does with bytes: feeds them to a reader as a stranger would, and asserts
//! what must hold whatever they are. The fuzzer in `fuzz/` and the replay on stable run the same code.

mod card;
mod case;
mod csv;
mod importing;
mod rescue;
mod signed;
mod staged;
mod sync;
mod wire;

/// One target: its name, which is its folder in the corpus, and its body.
pub(crate) type Target = (&'static str, fn(&[u8]));

pub(crate) const TARGETS: [Target; 7] = [
    ("wire", wire::run),
    ("sync", sync::run),
    ("rescue", rescue::run),
    ("csv", csv::run),
    ("case", case::run),
    ("signed", signed::run),
    ("card", card::run),
];

/// Runs the body of one target.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let found = TARGETS.iter().find(|target| target.0 == name);
    let (_, body) = found.unwrap_or_else(|| panic!("there is no target {name}"));
    body(bytes);
}
