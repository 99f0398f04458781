//! Writing: on one line, or indented for people.

use crate::Json;

impl Json {
    /// An object to add fields to.
    pub fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// With one field more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Self>) -> Self {
        self.add(name, value.into());
        self
    }

    fn add(&mut self, name: &str, value: Self) {
        if let Self::Object(fields) = self {
            fields.push((name.to_owned(), value));
        }
    }

    /// On one line, without spaces.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        put(&mut out, self, None);
        out.into_bytes()
    }

    /// A line for every item, indented by two spaces.
    pub fn to_lines(&self) -> Vec<u8> {
        let mut out = String::new();
        put(&mut out, self, Some(0));
        out.into_bytes()
    }
}

/// `depth`: how far lines are indented; none: all on one line.
fn put(out: &mut String, json: &Json, depth: Option<usize>) {
    let inner = depth.map(|depth| depth + 1);
    match json {
        Json::Null => out.push_str("null"),
        Json::Bool(true) => out.push_str("true"),
        Json::Bool(false) => out.push_str("false"),
        Json::Number(number) => out.push_str(number),
        Json::Text(text) => quote(out, text),
        Json::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                begin(out, at, inner);
                put(out, item, inner);
            }
            end(out, items.is_empty(), depth);
            out.push(']');
        }
        Json::Object(fields) => {
            out.push('{');
            for (at, (name, value)) in fields.iter().enumerate() {
                begin(out, at, inner);
                quote(out, name);
                out.push_str(if depth.is_some() { ": " } else { ":" });
                put(out, value, inner);
            }
            end(out, fields.is_empty(), depth);
            out.push('}');
        }
    }
}

fn begin(out: &mut String, at: usize, depth: Option<usize>) {
    if at > 0 {
        out.push(',');
    }
    line(out, depth);
}

fn end(out: &mut String, is_empty: bool, depth: Option<usize>) {
    if !is_empty {
        line(out, depth);
    }
}

fn line(out: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out.push('"');
}
