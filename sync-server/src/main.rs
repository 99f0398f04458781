//! The `ropes` command.

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

/// Many threads load documents in turn, and the system's allocator keeps what each of them freed.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    sync_server::cli::run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr())
}
