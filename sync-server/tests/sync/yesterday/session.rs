//! One session of a phone and a server as a text: a line for each thing said or done.

use std::fmt::Write;

/// What happened, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Line {
    /// Method, path and body of a request of the phone.
    Ask(String),
    /// The body of the server's answer.
    Answer(String),
    /// A change the server had before the phone came.
    Had(Vec<u8>),
    /// A change the phone makes.
    Own(Vec<u8>),
    /// A change another phone of the same person sends meanwhile.
    Other(Vec<u8>),
    /// A frame of the phone.
    Phone(Vec<u8>),
    /// A frame of the server.
    Server(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Session(pub(super) Vec<Line>);

impl Session {
    pub(super) fn read(text: &str) -> Self {
        let line = |line: &str| {
            let (word, rest) = line.split_once(' ').unwrap();
            match word {
                "ask" => Line::Ask(rest.to_owned()),
                "answer" => Line::Answer(rest.to_owned()),
                "had" => Line::Had(unhex(rest)),
                "own" => Line::Own(unhex(rest)),
                "other" => Line::Other(unhex(rest)),
                "phone" => Line::Phone(unhex(rest)),
                "server" => Line::Server(unhex(rest)),
                _ => panic!("{word} is no line of a session"),
            }
        };
        Self(text.lines().map(line).collect())
    }

    pub(super) fn write(&self) -> String {
        let mut text = String::new();
        for line in &self.0 {
            let (word, rest) = match line {
                Line::Ask(body) => ("ask", body.clone()),
                Line::Answer(body) => ("answer", body.clone()),
                Line::Had(bytes) => ("had", hex(bytes)),
                Line::Own(bytes) => ("own", hex(bytes)),
                Line::Other(bytes) => ("other", hex(bytes)),
                Line::Phone(bytes) => ("phone", hex(bytes)),
                Line::Server(bytes) => ("server", hex(bytes)),
            };
            writeln!(text, "{word} {rest}").unwrap();
        }
        text
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}
