//! `ropes import`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{Data, Say, place};
use crate::import::{self, ImportError, Imported};
use crate::store::Store;

#[derive(Args)]
pub(super) struct Import {
    /// What the file holds
    what: What,
    file: PathBuf,
    #[command(flatten)]
    data: Data,
    /// For people: the file is the whole staff, and who is not in it has left
    #[arg(long)]
    everyone: bool,
    /// For rescue: days for which a former buddy or supervisor may still bring what they wrote before
    #[arg(long, value_name = "DAYS", default_value_t = domain::GRACE_DAYS)]
    grace_days: u16,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// CSV: person, name, job, roles, team, supervises, buddy, buddy_from, buddy_until
    People,
    /// Competencies: CASE JSON, or CSV
    Framework,
    /// Task types: CSV
    Tasks,
    /// Job aids and reflection prompts: CSV
    Aids,
    /// Checklists: CSV, one row a step: checklist, title, task, task_type, step, text, critical,
    /// competencies, reasons
    Checklists,
    /// What a phone could not send: the zip it made
    Rescue,
}

impl Import {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let data = self.data.data.as_path();
        let (store, _) = place::open_founded(data)?;
        let _one_at_a_time = place::hold_imports(data)?;
        let file = self.file.as_path();
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        match self.import(&*store, &bytes) {
            Ok(imported) => self.done(&imported, say),
            Err(ImportError::Rows(rows)) => {
                for row in &rows {
                    let (line, column) = (row.line, row.column.as_deref());
                    say.error(&place_of(file, line, column, &row.reason.to_string()));
                }
                say.error(&format!("{} cannot be imported; nothing was", rows_of(rows.len())));
                return Ok(ExitCode::FAILURE);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn import(&self, store: &dyn Store, bytes: &[u8]) -> Result<Imported, ImportError> {
        let now = place::now();
        match self.what {
            What::People => import::import_people(store, bytes, self.everyone, now),
            What::Framework => {
                let name = self.file.file_stem().unwrap_or_default().to_string_lossy();
                import::import_framework(store, bytes, &name, now)
            }
            What::Tasks => import::import_tasks(store, bytes, now),
            What::Aids => import::import_aids(store, bytes, now),
            What::Checklists => import::import_checklists(store, bytes, now),
            What::Rescue => import::import_rescue(store, bytes, self.grace_days, now),
        }
    }

    fn done(&self, imported: &Imported, say: &mut Say<'_>) {
        for note in &imported.notes {
            let column = note.column.as_deref();
            say.line(&place_of(&self.file, note.line, column, &note.remark.to_string()));
        }
        let Imported { changes, people, left, rescued, waiting, .. } = imported;
        match self.what {
            What::People => say.line(&format!("{people} people imported, {left} have left")),
            What::Rescue => say.line(&format!(
                "{rescued} changes taken back, {waiting} wait for a change that is nowhere"
            )),
            What::Framework | What::Tasks | What::Aids | What::Checklists => say.line(&format!(
                "{} added, {} changed, {} retired, {} as they were",
                changes.added, changes.changed, changes.retired, changes.unchanged
            )),
        }
    }
}

/// `FILE:LINE: COLUMN: reason`, as editors and terminals understand it.
fn place_of(file: &Path, line: u64, column: Option<&str>, reason: &str) -> String {
    let line = if line == 0 { String::new() } else { format!(":{line}") };
    let column = column.map(|column| format!("{column}: ")).unwrap_or_default();
    format!("{}{line}: {column}{reason}", file.display())
}

fn rows_of(count: usize) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}
