//! Numbers about the running server, in the text format of Prometheus: counts only, never about a
//! person.

mod instruments;
mod process;

use std::fmt::Write;
use std::sync::{Mutex, PoisonError};

pub(crate) use instruments::{Count, Histogram, Level, Metric, Tally};
pub(crate) use process::{note_start, process};

/// The text format's version 0.0.4.
pub(crate) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Numbers of one name, as they are now.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    name: String,
    help: &'static str,
    kind: Kind,
    samples: Vec<Sample>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

#[derive(Clone, Debug, PartialEq)]
struct Sample {
    suffix: &'static str,
    label: Option<(&'static str, String)>,
    value: f64,
}

impl Family {
    /// Only ever grows. `name` gets `_total` at its end.
    pub fn counter(name: &str, help: &'static str, value: u64) -> Self {
        let samples = vec![Sample { suffix: "", label: None, value: value as f64 }];
        Self { name: format!("{name}_total"), help, kind: Kind::Counter, samples }
    }

    /// Goes up and down.
    pub fn gauge(name: &str, help: &'static str, value: f64) -> Self {
        let samples = vec![Sample { suffix: "", label: None, value }];
        Self { name: name.to_owned(), help, kind: Kind::Gauge, samples }
    }

    /// A gauge that is always 1 and says something in words.
    pub(crate) fn words(name: &str, help: &'static str, label: &'static str, word: &str) -> Self {
        let label = Some((label, word.to_owned()));
        let samples = vec![Sample { suffix: "", label, value: 1.0 }];
        Self { name: name.to_owned(), help, kind: Kind::Gauge, samples }
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let Self { name, help, kind, samples } = self;
        writeln!(text, "# HELP {name} {}", help.trim().replace('\\', r"\\"))?;
        writeln!(text, "# TYPE {name} {}", kind.word())?;
        for Sample { suffix, label, value } in samples {
            let label = label.as_ref().map(|(key, word)| format!("{{{key}=\"{}\"}}", quoted(word)));
            writeln!(text, "{name}{suffix}{} {value}", label.unwrap_or_default())?;
        }
        Ok(())
    }
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

fn quoted(word: &str) -> String {
    word.replace('\\', r"\\").replace('"', "\\\"").replace('\n', r"\n")
}

/// Reads numbers that somebody else keeps.
pub type Source = Box<dyn Fn() -> Vec<Family> + Send + Sync>;

/// Everybody who has numbers.
#[derive(Default)]
pub struct Counters {
    sources: Mutex<Vec<Source>>,
}

impl Counters {
    pub fn include(&self, source: Source) {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner).push(source);
    }

    pub(crate) fn read(&self) -> Vec<Family> {
        let sources = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        sources.iter().flat_map(|source| source()).collect()
    }
}

pub(crate) fn text(families: &[Family]) -> String {
    let mut text = String::new();
    let written: Result<(), _> = families.iter().try_for_each(|family| family.write(&mut text));
    // Writing to a string does not fail.
    written.unwrap_or_default();
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    // SPEC S70
    #[test]
    fn each_number_says_what_it_is_and_words_are_quoted() {
        let tally = Tally::default();
        tally.up("a \"b\"\\");
        let took = Histogram::default();
        took.observe(Duration::from_millis(2));
        took.observe(Duration::from_secs(60));
        let families = [
            Family::counter("ropes_x", " what was\n", 3),
            Family::gauge("ropes_y", "what is", 1.5),
            tally.family("ropes_z", "refused"),
            took.family("ropes_t_seconds", "took"),
        ];
        let text = text(&families);
        assert!(text.starts_with(
            "# HELP ropes_x_total what was\n# TYPE ropes_x_total counter\nropes_x_total 3\n\
             # HELP ropes_y what is\n# TYPE ropes_y gauge\nropes_y 1.5\n\
             # HELP ropes_z_total refused\n# TYPE ropes_z_total counter\n\
             ropes_z_total{reason=\"a \\\"b\\\"\\\\\"} 1\n"
        ));
        for line in [
            "ropes_t_seconds_bucket{le=\"0.001\"} 0",
            "ropes_t_seconds_bucket{le=\"0.0025\"} 1",
            "ropes_t_seconds_bucket{le=\"10\"} 1",
            "ropes_t_seconds_bucket{le=\"+Inf\"} 2",
            "ropes_t_seconds_sum 60.002",
            "ropes_t_seconds_count 2",
        ] {
            assert!(text.lines().any(|it| it == line), "{line} in {text}");
        }
    }
}
