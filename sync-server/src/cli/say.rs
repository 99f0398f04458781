//! What a command prints. A closed pipe is no reason to fail half-way through work.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

pub(super) struct Say<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
}

impl Say<'_> {
    pub(super) fn line(&mut self, text: &str) {
        let _closed = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
    }

    pub(super) fn error(&mut self, text: &str) {
        let _closed = writeln!(self.err, "{text}");
    }

    pub(super) fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        self.line(&serde_json::to_string_pretty(value)?);
        Ok(())
    }

    /// Help goes out; a mistake goes to the errors.
    pub(super) fn usage(&mut self, error: &clap::Error) -> ExitCode {
        let text = error.render().to_string();
        if error.use_stderr() {
            self.error(text.trim_end());
            return ExitCode::from(2);
        }
        self.line(text.trim_end());
        ExitCode::SUCCESS
    }
}
