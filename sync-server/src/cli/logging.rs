//! The server's log, on standard error: what happened and to which document or device, by their
//! ids. No names, secrets or texts: nothing that a person wrote is given to it.

use std::io::stderr;
use std::panic::PanicHookInfo;

use clap::ValueEnum;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// Lines for a person
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

pub(super) fn start(format: LogFormat) {
    // Automerge describes whole documents in its spans, and takes longer for it than for its work.
    let heard = Targets::new().with_default(Level::INFO).with_target("automerge", Level::WARN);
    let log = fmt::layer().with_writer(stderr).with_target(false);
    let log = match format {
        LogFormat::Text => log.with_ansi(false).boxed(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).boxed(),
    };
    tracing_subscriber::registry().with(log).with(heard).init();
    std::panic::set_hook(Box::new(panicked));
}

/// The place and no more: the message of a panic may quote the data that led to it.
fn panicked(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a panic");
}
