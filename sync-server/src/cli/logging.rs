//! The server's log, on standard error: what happened and to which document or device, by their
//! ids. No names, secrets or texts: nothing that a person wrote is given to it.

use std::io::stderr;
use std::panic::PanicHookInfo;

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for a person
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

pub(super) fn start(format: LogFormat) {
    let log = tracing_subscriber::fmt().with_writer(stderr).with_target(false);
    match format {
        LogFormat::Text => log.with_ansi(false).init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).init(),
    }
    std::panic::set_hook(Box::new(panicked));
}

/// The place and no more: the message of a panic may quote the data that led to it.
fn panicked(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a panic");
}
