//! The fuzz target `sync`. Automerge may panic inside, as it may on the server, where it is caught: so
//! a panic ends the run only where nobody catches it.

#![no_main]

#[path = "../../tests/fuzz/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|panic| {
        let is_automerges = panic.location().is_some_and(|at| at.file().contains("automerge"));
        if !is_automerges {
            eprintln!("{panic}");
        }
    })),
    |bytes: &[u8]| bodies::run("sync", bytes)
);
