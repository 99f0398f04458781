//! Replays the corpus of every fuzz target, every input that ever crashed one included. How to
//! fuzz is said in `fuzz/README.md`.
#![expect(clippy::print_stdout, reason = "the file that ends the process is the last one printed")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bodies;

use std::path::PathBuf;

use tests::places;

fn inputs(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = places::root().join("fuzz/corpus").join(target);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// SPEC P40
#[test]
fn every_input_the_fuzzers_kept_is_answered_without_a_panic() {
    let mut bytes = 0;
    for (target, _) in bodies::TARGETS {
        let inputs = inputs(target);
        assert!(!inputs.is_empty(), "{target} has no corpus");
        for (path, input) in inputs {
            println!("{}", path.display());
            bytes += input.len();
            bodies::run(target, &input);
        }
    }
    assert!(bytes < 300_000, "{bytes} bytes: the corpus is to be minimised");
}
