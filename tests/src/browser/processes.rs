//! The processes of one browser, found by its profile, so that no other browser is ever touched.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::wait;

/// Kills the browser of this profile with all its helpers and returns when none is left.
pub(super) async fn kill(profile: &Path) -> Result<()> {
    let pids = of(profile);
    signal(&pids);
    wait::until("the browser to be gone", async || {
        Ok(pids.iter().all(|pid| is_gone(*pid)).then_some(()))
    })
    .await
}

pub(super) fn kill_now(profile: &Path) {
    signal(&of(profile));
}

fn signal(pids: &[u32]) {
    if !pids.is_empty() {
        let _ = Command::new("kill").arg("-9").args(pids.iter().map(u32::to_string)).status();
    }
}

/// The processes that name the profile on their command line, and all that they started.
fn of(profile: &Path) -> Vec<u32> {
    let flag = format!("--user-data-dir={}", profile.display());
    let all = all();
    let mut found: Vec<u32> =
        all.keys().copied().filter(|pid| command_line(*pid).contains(&flag)).collect();
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        let children = all.iter().filter(|(_, of)| **of == parent).map(|(pid, _)| *pid);
        let fresh: Vec<u32> = children.filter(|pid| !found.contains(pid)).collect();
        found.extend(fresh);
        at += 1;
    }
    found
}

/// Every process with its parent.
fn all() -> HashMap<u32, u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return HashMap::new() };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid| Some((pid, fields(pid)?.1)))
        .collect()
}

fn command_line(pid: u32) -> Vec<String> {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    bytes.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

/// A process that ended and was not yet asked about counts as gone: it writes nothing any more.
fn is_gone(pid: u32) -> bool {
    fields(pid).is_none_or(|(state, _)| state == 'Z')
}

/// State and parent. The name before them may hold spaces and brackets, so reading starts after it.
fn fields(pid: u32) -> Option<(char, u32)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut words = rest.split(' ');
    Some((words.next()?.chars().next()?, words.next()?.parse().ok()?))
}
