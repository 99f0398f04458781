//! `ropes frozen` and `ropes thaw`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::{Data, Say, place};
use crate::store::DocumentId;

#[derive(Args)]
pub(super) struct List {
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
pub(super) struct Thaw {
    /// The document, as `ropes frozen` prints it
    document: String,
    #[command(flatten)]
    data: Data,
}

impl List {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, _) = place::open_founded(&self.data.data)?;
        for frozen in store.frozen()? {
            let record = store.document(frozen.document)?;
            let what = record
                .map_or_else(String::new, |it| format!("{} of {}", it.kind.as_str(), it.subject));
            say.line(&format!("{}  {what}  {}", frozen.document, frozen.reason));
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Thaw {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, _) = place::open_founded(&self.data.data)?;
        let Ok(document) = self.document.parse::<DocumentId>() else {
            bail!("{:?} is not a document: `ropes frozen` lists them", self.document)
        };
        if !store.thaw(document)? {
            bail!("{document} is not frozen")
        }
        say.line(&format!("{document} is written again"));
        Ok(ExitCode::SUCCESS)
    }
}
