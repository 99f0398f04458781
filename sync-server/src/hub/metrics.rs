//! What the hub counts about itself.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! metrics {
    ($($(#[$help:meta])+ $name:ident: $kind:ident,)+) => {
        /// Counters and gauges, all since the start.
        #[derive(Debug, Default)]
        pub struct Metrics {
            $($(#[$help])+ pub(crate) $name: $kind,)+
        }

        impl Metrics {
            /// Name and value of each, in a fixed order.
            pub fn read(&self) -> Vec<(&'static str, u64)> {
                vec![$((concat!("ropes_sync_", stringify!($name)), self.$name.get()),)+]
            }

            $(pub fn $name(&self) -> u64 {
                self.$name.get()
            })+
        }
    };
}

metrics! {
    /// connections open now
    connections: Count,
    /// connections since the start
    connections_total: Count,
    /// frames received
    frames_in: Count,
    /// frames sent
    frames_out: Count,
    /// changes committed
    changes: Count,
    /// transactions that committed changes
    commits: Count,
    /// transactions that failed
    commit_failures: Count,
    /// messages refused
    refused: Count,
    /// documents loaded from the store
    loaded: Count,
    /// documents dropped from memory
    evicted: Count,
    /// documents in memory now
    documents_open: Count,
    /// panics caught while working on a document
    panics: Count,
}

#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, n: usize) {
        self.0.fetch_add(n as u64, Ordering::Relaxed);
    }

    pub(crate) fn up(&self) {
        self.add(1);
    }

    pub(crate) fn down(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
