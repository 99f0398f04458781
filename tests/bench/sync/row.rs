//! What each row of the table says, and what Ropes is to reach there.

use serde_json::Value;

use crate::server::Server;

pub(crate) struct Row {
    pub(crate) title: &'static str,
    pub(crate) measure: &'static str,
    /// Where the figure stands among the raw ones.
    pub(crate) path: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) better: Better,
    pub(crate) goals: &'static [Goal],
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    Less,
    More,
}

#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// So many times better than the best rival.
    Times(Server, f64),
    /// At most this.
    Most(f64),
}

const ROPES: Server = Server::Ropes;
const UNSYNCED: Server = Server::RopesUnsynced;

pub(crate) const ROWS: [Row; 9] = [
    Row {
        title: "memory for one more open log of a year",
        measure: "opened",
        path: "/kb_per_log",
        unit: "KB",
        better: Better::Less,
        goals: &[Goal::Times(ROPES, 20.0)],
    },
    Row {
        title: "changes a second, p99 to the other phone below 500 ms",
        measure: "highest",
        path: "/carried",
        unit: "",
        better: Better::More,
        goals: &[Goal::Times(ROPES, 3.0)],
    },
    Row {
        title: "change to other phone at 200 a second, p50",
        measure: "steady",
        path: "/to_other_phone_ms/p50",
        unit: "ms",
        better: Better::Less,
        goals: &[Goal::Times(ROPES, 1.0), Goal::Times(UNSYNCED, 2.0)],
    },
    Row {
        title: "the same, p99",
        measure: "steady",
        path: "/to_other_phone_ms/p99",
        unit: "ms",
        better: Better::Less,
        goals: &[Goal::Times(ROPES, 1.0), Goal::Times(UNSYNCED, 2.0)],
    },
    Row {
        title: "300 phones fetch a year each: time to the last byte",
        measure: "cold",
        path: "/last_byte_ms",
        unit: "ms",
        better: Better::Less,
        goals: &[Goal::Times(ROPES, 3.0)],
    },
    Row {
        title: "phones at work meanwhile, p99",
        measure: "cold",
        path: "/at_work/to_other_phone_ms/p99",
        unit: "ms",
        better: Better::Less,
        goals: &[Goal::Most(250.0)],
    },
    Row {
        title: "5,000 phones at rest: memory for each",
        measure: "resting",
        path: "/kb_per_phone",
        unit: "KB",
        better: Better::Less,
        goals: &[Goal::Times(ROPES, 3.0)],
    },
    Row {
        title: "the same: CPU",
        measure: "resting",
        path: "/cpu_percent",
        unit: "%",
        better: Better::Less,
        goals: &[Goal::Times(ROPES, 3.0)],
    },
    Row {
        title: "restart over 10,000 documents to the first sync",
        measure: "restart",
        path: "/first_sync_ms",
        unit: "ms",
        better: Better::Less,
        goals: &[Goal::Most(1_000.0)],
    },
];

impl Row {
    /// The figure of one run; nothing where the run did not get to its end.
    pub(crate) fn figure(&self, figures: &Value) -> Option<f64> {
        let all_arrived = figures.get("arrived") == figures.get("asked");
        figures.pointer(self.path)?.as_f64().filter(|_| all_arrived)
    }
}
