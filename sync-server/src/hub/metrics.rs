//! What the hub counts about itself.

use crate::metrics::{Count, Family, Histogram, Level, Metric, Tally};

macro_rules! metrics {
    ($($(#[doc = $help:literal])+ $name:ident: $kind:ident,)+) => {
        /// What happened since the start, and what is the case now.
        #[derive(Debug, Default)]
        pub struct Metrics {
            $($(#[doc = $help])+ pub(crate) $name: $kind,)+
        }

        impl Metrics {
            /// Each with its help, in a fixed order.
            pub fn read(&self) -> Vec<Family> {
                let name = |name: &str| format!("ropes_sync_{name}");
                vec![$(self.$name.family(&name(stringify!($name)), concat!($($help),+)),)+]
            }

            $(pub fn $name(&self) -> u64 {
                self.$name.get()
            })+
        }
    };
}

// `Count` only grows, `Level` is how many there are now, `Tally` counts by reason.
metrics! {
    /// connections open now
    connections: Level,
    /// connections since the start
    connections_opened: Count,
    /// frames received
    frames_in: Count,
    /// bytes of frames received
    bytes_in: Count,
    /// frames sent
    frames_out: Count,
    /// bytes of frames sent
    bytes_out: Count,
    /// received messages that wait for a place to be worked on
    messages_waiting: Level,
    /// appends that wait for the disk, the ones being written included
    commits_waiting: Level,
    /// changes committed
    changes: Count,
    /// transactions that committed changes
    commits: Count,
    /// transactions that failed
    commit_failures: Count,
    /// how long a transaction took
    commit_seconds: Histogram,
    /// times a connection had to wait because it sent too much
    slowed: Count,
    /// connections closed because their device or person has newer ones
    let_go: Count,
    /// messages refused, by reason
    refused: Tally,
    /// refused messages put into quarantine
    quarantined: Count,
    /// pieces of work that waited for a place among the long ones
    long_work: Count,
    /// documents looked at
    looked_at: Count,
    /// times a connection was told that a document changed
    marked: Count,
    /// connections judged anew after people changed
    judged: Count,
    /// documents loaded from the store
    loaded: Count,
    /// documents dropped from memory
    evicted: Count,
    /// documents in memory now
    documents_open: Level,
    /// panics caught while working on a document
    panics: Count,
    /// documents that were frozen after panicking again
    frozen: Count,
}
