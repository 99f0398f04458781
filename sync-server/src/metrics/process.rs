//! The process itself, under the names that dashboards know.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Family;

static STARTED: OnceLock<f64> = OnceLock::new();

/// The process begins to serve.
pub(crate) fn note_start() {
    STARTED.get_or_init(seconds_since_1970);
}

/// Version, start, and memory where the system tells.
pub(crate) fn process() -> Vec<Family> {
    let started = *STARTED.get_or_init(seconds_since_1970);
    let version = env!("CARGO_PKG_VERSION");
    let mut families = vec![
        Family::words("ropes_build_info", "the version that runs", "version", version),
        Family::gauge("process_start_time_seconds", "start, in seconds since 1970", started),
    ];
    let resident = resident_bytes();
    families.extend(resident.map(|bytes| {
        Family::gauge("process_resident_memory_bytes", "memory in use by the process", bytes)
    }));
    families
}

fn seconds_since_1970() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64().floor())
}

/// From Linux's /proc; nothing elsewhere.
fn resident_bytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0)
}
