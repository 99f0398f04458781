//! `ropes serve` as a process of its own, with its log kept.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

pub(crate) struct Serving {
    process: Child,
    /// What it printed until it listened.
    lines: Vec<String>,
    log: tempfile::NamedTempFile,
}

impl Serving {
    pub(crate) fn start(data: &Path, words: &[&str]) -> Self {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut serve = Command::new(env!("CARGO_BIN_EXE_ropes"));
        serve.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(words);
        serve.stdout(Stdio::piped()).stderr(log.reopen().unwrap());
        let mut process = serve.spawn().unwrap();
        let mut lines = Vec::new();
        for line in BufReader::new(process.stdout.take().unwrap()).lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().starts_with("Ropes listens on ") {
                return Self { process, lines, log };
            }
        }
        panic!("it ended before it listened: {lines:?}, {:?}", process.wait());
    }

    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    pub(crate) fn url(&self) -> &str {
        self.lines.last().unwrap().rsplit(' ').next().unwrap()
    }

    /// Address and port it listens on.
    pub(crate) fn address(&self) -> std::net::SocketAddr {
        let listens = self.lines.last().unwrap().split(' ').nth(3).unwrap();
        listens.split_once("://").unwrap().1.parse().unwrap()
    }

    pub(crate) fn codes(&self) -> Vec<&str> {
        self.lines.iter().filter_map(|line| line.split_once("/join#")).map(|it| it.1).collect()
    }

    /// Its log so far.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.log.path()).unwrap()
    }

    /// SIGTERM, as an operator stops it.
    pub(crate) fn ask_to_stop(&self) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    }

    pub(crate) fn ended(&mut self) -> ExitStatus {
        self.process.wait().unwrap()
    }

    pub(crate) fn stop(mut self) -> ExitStatus {
        self.ask_to_stop();
        self.ended()
    }
}

/// Never outlives its test.
impl Drop for Serving {
    fn drop(&mut self) {
        let _ended = self.process.kill().and_then(|()| self.process.wait().map(drop));
    }
}
