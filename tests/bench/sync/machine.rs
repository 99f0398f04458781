//! The machine as the bench uses it: one core for the load, the other for the server under test.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The core of the load generator, and that of every server.
const OURS: &str = "0";
pub(crate) const SERVERS: &str = "1";
/// Sockets, on both sides.
pub(crate) const FILES: &str = "16384";
/// Linux counts a process's time in these.
const TICK_MS: f64 = 10.0;

/// Takes the generator's own core and enough file descriptors, which children inherit.
pub(crate) fn settle() -> Result<()> {
    let me = std::process::id().to_string();
    quietly(Command::new("prlimit").args(["--pid", &me, &format!("--nofile={FILES}")]))?;
    quietly(Command::new("taskset").args(["-a", "-c", "-p", OURS, &me]))
}

/// What [`settle`] leaves to this process does not count.
pub(crate) fn kind() -> Result<String> {
    let processors = std::fs::read_to_string("/proc/cpuinfo")?;
    let cores = processors.lines().filter(|line| line.starts_with("processor")).count();
    Ok(format!("{cores} shared {} cores", std::env::consts::ARCH.replace("x86_64", "x86")))
}

/// A whole folder, and the disk done with it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    quietly(Command::new("cp").args(["-r", "--reflink=auto"]).arg(from).arg(to))?;
    quietly(Command::new("sync").arg("-f").arg(to))
}

/// Bytes of memory that a process holds.
pub(crate) fn memory(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).context("no VmRSS")?;
    Ok(kilobytes.parse::<f64>()? * 1024.0)
}

/// Milliseconds of CPU that a process has used.
pub(crate) fn cpu_ms(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, fields) = stat.rsplit_once(')').context("no name in stat")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? * TICK_MS)
}

fn quietly(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    let status = status.with_context(|| format!("cannot start {:?}", command.get_program()))?;
    if !status.success() {
        bail!("{:?} ended with {status}", command.get_program());
    }
    Ok(())
}
