//! `ropes backup` and `ropes restore`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use super::{Data, Say, place};
use crate::store::SqliteStore;

#[derive(Args)]
pub(super) struct Backup {
    /// A file that does not exist yet
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

impl Backup {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, organisation) = place::open_founded(&self.data.data)?;
        let file = self.file.display();
        if self.file.exists() {
            bail!("{file} exists: name another file");
        }
        store.back_up(&self.file).with_context(|| format!("cannot write {file}"))?;
        say.line(&format!("{} is in {file}", organisation.name));
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Args)]
pub(super) struct Restore {
    /// A file that `ropes backup` wrote
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

impl Restore {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let data = self.data.data.as_path();
        place::make(data)?;
        let _nobody_serves = place::hold(data)?;
        let aside = format!("replaced-{}", place::now());
        let kept = SqliteStore::restore(data, &self.file, &aside);
        let kept = kept.with_context(|| format!("cannot restore {}", self.file.display()))?;
        let (_, organisation) = place::open_founded(data)?;
        say.line(&format!("{} is back in {}", organisation.name, data.display()));
        if let Some(kept) = kept {
            say.line(&format!("What was there before is in {}", kept.display()));
        }
        Ok(ExitCode::SUCCESS)
    }
}
