//! `ropes fsck`: the database, then every document.

use std::process::ExitCode;

use clap::Args;
use documents::{Document, genesis_hash};

use super::{Data, Say, place};
use crate::store::{DocumentRecord, Store, StoreError};

#[derive(Args)]
pub(super) struct Fsck {
    #[command(flatten)]
    data: Data,
}

/// Nothing is written as it, so any will do.
const READER: [u8; 16] = *b"ropes fsck reads";

impl Fsck {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, _) = place::open_founded(&self.data.data)?;
        let mut problems = store.check()?;
        let documents = store.documents()?;
        for record in &documents {
            problems.extend(problems_of(&*store, record)?);
        }
        problems.iter().for_each(|problem| say.error(problem));
        say.line(&format!("{} documents, {} problems", documents.len(), problems.len()));
        Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Can every chunk be read, is the genesis ours, and is every change there that has a receipt?
fn problems_of(store: &dyn Store, record: &DocumentRecord) -> Result<Vec<String>, StoreError> {
    let id = record.id;
    // Receipts first: a change that arrives meanwhile is then in the chunks, not missing.
    let receipts = store.receipts(id)?;
    let chunks: Vec<_> = store.chunks(id)?.into_iter().map(|chunk| chunk.bytes).collect();
    let loaded = Document::load(&chunks, READER);
    let mut problems = Vec::new();
    if !loaded.damaged.is_empty() {
        problems.push(format!("document {id}: {} chunks cannot be read", loaded.damaged.len()));
    }
    if !loaded.document.has(&genesis_hash(record.kind)) {
        problems.push(format!("document {id}: its first change is not ours"));
    }
    let lost = receipts.iter().filter(|receipt| !loaded.document.has(&receipt.hash)).count();
    if lost > 0 {
        problems.push(format!("document {id}: {lost} changes with a receipt are missing"));
    }
    Ok(problems)
}
