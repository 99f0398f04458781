//! `ropes key`: the organisation's key, by which others know its sign-offs.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::Moment;
use protocol::http::day_to_text;
use serde::Serialize;

use super::{Data, Say, place};
use crate::trust::Authority;

#[derive(Args)]
pub(super) struct Key {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print the fingerprint that others confirm, and those of earlier keys
    Show(Show),
    /// Put a new key in the place of the present one
    ///
    /// Do this when somebody may have copied the data directory or a backup. What was signed before
    /// still counts; tell everybody who confirmed the old fingerprint the new one.
    Rotate(Rotate),
}

#[derive(Args)]
struct Show {
    #[command(flatten)]
    data: Data,
    /// Print a JSON list, the newest last
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Rotate {
    #[command(flatten)]
    data: Data,
}

/// The time is milliseconds since 1970.
#[derive(Serialize)]
struct KeyLine {
    fingerprint: String,
    made: i64,
}

impl Key {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Show(show) => show.run(say),
            What::Rotate(rotate) => rotate.run(say),
        }
    }
}

impl Show {
    fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, organisation) = place::open_founded(&self.data.data)?;
        let authority = Authority::of(&*store, place::now())?;
        let lines = authority
            .keys()
            .map(|(fingerprint, made)| KeyLine { fingerprint: fingerprint.to_string(), made });
        let lines: Vec<_> = lines.collect();
        if self.json {
            say.json(&lines)?;
            return Ok(ExitCode::SUCCESS);
        }
        say.line(&authority.fingerprint().to_string());
        let earlier: Vec<_> = lines.iter().rev().skip(1).collect();
        let introduced = if earlier.is_empty() { "" } else { " Earlier ones:" };
        say.line(&format!("is the key of {}.{introduced}", organisation.name));
        for line in earlier {
            let day = day_to_text(Moment::new(line.made, 0).day());
            say.line(&format!("    {} of {day}", line.fingerprint));
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Rotate {
    fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let (store, organisation) = place::open_founded(&self.data.data)?;
        let authority = Authority::rotate(&*store, place::now())?;
        say.line(&authority.fingerprint().to_string());
        say.line(&format!(
            "is the key of {} from now on. Make a backup, and tell those who confirmed the old one.",
            organisation.name
        ));
        Ok(ExitCode::SUCCESS)
    }
}
