//! What happened in a run, in words, for whoever must find out why it failed.

use automerge::sync::Message;
use protocol::wire::{Frame, decode};

#[derive(Debug, Default)]
pub(crate) struct Trace {
    lines: Vec<String>,
    start: Option<i64>,
    /// Small steps are noted too.
    pub(crate) is_verbose: bool,
}

impl Trace {
    pub(crate) fn note(&mut self, now: i64, words: String) {
        let start = *self.start.get_or_insert(now);
        self.lines.push(format!("{:>10.3} s  {words}", (now - start) as f64 / 1_000.0));
    }

    /// A small step.
    pub(crate) fn small(&mut self, now: i64, words: impl FnOnce() -> String) {
        if self.is_verbose {
            self.note(now, format!("  {}", words()));
        }
    }

    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }
}

/// A frame in a few words.
pub(crate) fn words_of(frame: &[u8]) -> String {
    match decode(frame) {
        Ok(Frame::Sync { document, data, .. } | Frame::Request { document, data, .. }) => {
            format!("{} {}", short(&document), message(&data))
        }
        Ok(Frame::Refused { document, code, .. }) => format!("{} {code}", short(&document)),
        Ok(Frame::DocUnavailable { document, .. }) => format!("{} unavailable", short(&document)),
        Ok(other) => format!("{other:?}").split([' ', '{']).next().unwrap_or_default().to_owned(),
        Err(error) => format!("{error}"),
    }
}

fn short(id: &str) -> &str {
    id.get(..5).unwrap_or(id)
}

fn message(data: &[u8]) -> String {
    let Ok(message) = Message::decode(data) else { return "unreadable".into() };
    let short = |hash: &automerge::ChangeHash| hash.to_string()[..4].to_owned();
    let all = |hashes: &[automerge::ChangeHash]| hashes.iter().map(short).collect::<Vec<_>>();
    let (heads, need) = (all(&message.heads), all(&message.need));
    let have: Vec<_> = message.have.iter().map(|have| all(&have.last_sync)).collect();
    let changes: usize = message.changes.iter().map(<[u8]>::len).sum();
    format!("heads {heads:?} need {need:?} have {have:?}, {changes} bytes")
}
