//! `ropes fsck`: the database, then every document, then keys. Changes nothing, and works beside a server.

use std::error::Error;
use std::process::ExitCode;

use clap::Args;

use super::{Data, Say, place};
use crate::soundness::{Problem, problems_of};
use crate::store::{DocumentRecord, Store};
use crate::trust::key_problems;

#[derive(Args)]
pub(super) struct Fsck {
    #[command(flatten)]
    data: Data,
}

impl Fsck {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, organisation) = place::open_founded(&self.data.data)?;
        let mut problems = store.check()?;
        let documents = store.documents()?;
        for record in &documents {
            let found = problems_of(&*store, &organisation.id, record);
            problems.extend(found.iter().map(|problem| sentence(record, problem)));
        }
        problems.extend(key_problems(&*store).iter().map(ToString::to_string));
        for frozen in store.frozen()? {
            say.line(&format!("document {} is frozen: {}", frozen.document, frozen.reason));
        }
        problems.iter().for_each(|problem| say.error(problem));
        tell_what_was_kept(&*store, say)?;
        say.line(&format!("{} documents, {} problems", documents.len(), problems.len()));
        Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn sentence(record: &DocumentRecord, problem: &Problem) -> String {
    let author = record.author.as_ref().map_or("the server", |author| author.as_str());
    let year = record.period.map(|period| format!(", {}", period.0)).unwrap_or_default();
    let (id, kind, about) = (record.id, record.kind.as_str(), &record.subject);
    let cause = problem.source().map(|cause| format!(" ({cause})")).unwrap_or_default();
    format!("document {id} ({kind} by {author} about {about}{year}): {problem}{cause}")
}

/// No problems: somebody may want to look at these.
fn tell_what_was_kept(store: &dyn Store, say: &mut Say<'_>) -> anyhow::Result<()> {
    let (aside, refused) = (store.set_aside()?.len(), store.quarantined()?.len());
    if aside > 0 {
        say.line(&format!("{aside} damaged pieces were set aside and are kept"));
    }
    if refused > 0 {
        say.line(&format!("{refused} refused messages are kept"));
    }
    Ok(())
}
