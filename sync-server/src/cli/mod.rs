//! The `ropes` command: reads arguments, opens the data directory, prints. Decides nothing itself.

mod first_start;
mod frozen;
mod fsck;
mod import;
mod key;
mod limits;
mod list;
mod logging;
mod people;
mod place;
mod say;
mod serve;
mod stopping;
mod upkeep;
mod verify;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use say::Say;

/// Field log for learning on the job: one server, many phones.
#[derive(Parser)]
#[command(name = "ropes", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app, its data and sync on one port
    Serve(serve::Serve),
    /// Bring in people, a competency framework, tasks, aids, or a phone's rescue file
    ///
    /// Everything in the file or nothing. The same file again changes nothing.
    Import(import::Import),
    /// Print a link for a person to join with; also the way back in when nobody can sign in
    Invite(people::InviteOne),
    /// List people
    People(list::List),
    /// List devices
    Devices(list::List),
    /// Sign a device out for good, at once
    Revoke(people::Revoke),
    /// List documents that were set aside because working on them failed twice
    Frozen(frozen::List),
    /// Let a frozen document be written again
    Thaw(frozen::Thaw),
    /// Print what the server takes from phones, as a file for `serve --limits`
    Limits(limits::Show),
    /// Show or replace the key by which others know the organisation's sign-offs
    Key(key::Key),
    /// Write a complete copy to a new file, also while the server runs
    Backup(upkeep::Backup),
    /// Put a backup in the place of what is there; the server must not run
    Restore(upkeep::Restore),
    /// Read everything and report what is wrong
    Fsck(fsck::Fsck),
    /// Say whether an exported sign-off counts; needs neither a server nor a data directory
    Verify(verify::Verify),
}

#[derive(Args)]
struct Data {
    /// The data directory
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// Runs one command and returns its exit code: 0 done, 1 not done, 2 not understood.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> ExitCode {
    let mut say = Say { out, err };
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return say.usage(&error),
    };
    match dispatch(cli.command, &mut say) {
        Ok(code) => code,
        Err(error) => {
            say.error(&format!("ropes: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(serve) => serve.run(say),
        Command::Import(import) => import.run(say),
        Command::Invite(invite) => invite.run(say),
        Command::People(list) => list.people(say),
        Command::Devices(list) => list.devices(say),
        Command::Revoke(revoke) => revoke.run(say),
        Command::Frozen(frozen) => frozen.run(say),
        Command::Thaw(thaw) => thaw.run(say),
        Command::Limits(show) => show.run(say),
        Command::Key(key) => key.run(say),
        Command::Backup(backup) => backup.run(say),
        Command::Restore(restore) => restore.run(say),
        Command::Fsck(fsck) => fsck.run(say),
        Command::Verify(verify) => verify.run(say),
    }
}
