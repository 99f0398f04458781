//! A simulation of everything at once: phones, tabs, a server and the lines between them, on one
//! thread, in an order that a seed decides. The clients, the hub, the handlers and the stores are the
//! real ones; only the sockets, the clock and the disk of the phones are not.
//!
//! `ROPES_SEEDS=20000` plays more seeds, from `ROPES_FROM` on; `ROPES_SEED=17` plays one and shows
//! every step of it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod acts;
mod between;
mod browser;
mod database;
mod die;
mod faults;
mod files;
mod ledger;
mod machine;
mod oracle;
mod play;
mod step;
mod tab;
mod together;
mod trace;
mod wire;
mod workshop;
mod world;

use std::env;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use machine::Disk;
use play::{Failure, play};

/// Seeds that failed once. This list only grows.
const PINNED: [u64; 17] =
    [118, 120, 191, 203, 342, 370, 500, 519, 580, 600, 747, 852, 1248, 3307, 3810, 3988, 4055];
const SEEDS: u64 = 1_000;
const SEEDS_ON_SQLITE: u64 = 10;

// SPEC H60, H61, H62, C45, C64
#[test]
fn whatever_goes_wrong_in_whatever_order_all_agree_in_the_end_and_nothing_is_lost() {
    if let Some(seed) = number("ROPES_SEED") {
        return show(seed);
    }
    let from = number("ROPES_FROM").unwrap_or(0);
    let seeds = number("ROPES_SEEDS").unwrap_or(SEEDS);
    let others = (from..from + seeds).filter(|seed| !PINNED.contains(seed));
    play_all(PINNED.into_iter().chain(others).collect());
}

// SPEC H60, H61, H62
#[test]
fn the_same_holds_over_the_real_database() {
    for seed in 0..SEEDS_ON_SQLITE {
        let disk = Disk::Sqlite(tempfile::tempdir().unwrap());
        play(seed, disk, false).unwrap_or_else(stop);
    }
}

#[test]
fn a_seed_always_plays_the_same() {
    let again = || play(7, Disk::Memory, true).unwrap_or_else(stop);
    assert_eq!(again(), again());
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// On every core; each world has a thread to itself.
fn play_all(seeds: Vec<u64>) {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let failure = play(*seed, Disk::Memory, false).err();
                    failures.lock().unwrap().extend(failure);
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort_by_key(|failure| failure.seed);
    let all: Vec<_> = failures.iter().map(|failure| failure.seed).collect();
    if let Some(Failure { seed, why, trace }) = failures.into_iter().next() {
        stop(Failure { seed, why: format!("{why} (of {} seeds fail {all:?})", seeds.len()), trace })
    }
}

fn stop<T>(failure: Failure) -> T {
    let Failure { seed, why, trace } = failure;
    panic!("seed {seed}: {why}\n{}\nplay it with ROPES_SEED={seed}", trace.join("\n"));
}

#[expect(clippy::print_stdout, reason = "somebody asked to see it")]
fn show(seed: u64) {
    let report = play(seed, Disk::Memory, true).unwrap_or_else(stop);
    println!("{}\n{} frames", report.trace.join("\n"), report.frames);
    println!("{} saved, {} shown as on the server", report.saved, report.shown);
}
