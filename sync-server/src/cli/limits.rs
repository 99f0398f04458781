//! `ropes limits`, and the file of `ropes serve --limits`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

use super::Say;
use crate::limits::ServerLimits;

#[derive(Args)]
pub(super) struct Show {
    /// Say what holds with this file, or what is wrong with it
    file: Option<PathBuf>,
}

impl Show {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        say.line(read(self.file.as_deref())?.to_string().trim_end());
        Ok(ExitCode::SUCCESS)
    }
}

/// What the file says, or what is usual.
pub(super) fn read(file: Option<&Path>) -> anyhow::Result<ServerLimits> {
    let Some(path) = file else { return Ok(ServerLimits::default()) };
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    text.parse().with_context(|| format!("cannot use {}: see `ropes limits`", path.display()))
}
