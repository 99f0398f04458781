//! The `ropes` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    sync_server::cli::run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr())
}
