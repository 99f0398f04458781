//! Reading, strictly by RFC 8259.

use crate::Json;

/// Nobody nests deeper; as serde_json has it.
const DEPTH: usize = 127;

/// `None` where it is no JSON.
pub fn read(bytes: &[u8]) -> Option<Json> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut reader = Reader { text, at: 0 };
    let json = reader.value(DEPTH)?;
    reader.pass_space();
    (reader.at == text.len()).then_some(json)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Json> {
        self.pass_space();
        match self.peek()? {
            b'{' => self.object(depth.checked_sub(1)?),
            b'[' => self.list(depth.checked_sub(1)?),
            b'"' => self.text().map(Json::Text),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'n' => self.word("null", Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut fields = Vec::new();
        self.at += 1;
        if self.pass_sign(b'}') {
            return Some(Json::Object(fields));
        }
        loop {
            self.pass_space();
            let name = self.text()?;
            if !self.pass_sign(b':') {
                return None;
            }
            fields.push((name, self.value(depth)?));
            if !self.pass_sign(b',') {
                return self.pass_sign(b'}').then_some(Json::Object(fields));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.at += 1;
        if self.pass_sign(b']') {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            if !self.pass_sign(b',') {
                return self.pass_sign(b']').then_some(Json::List(items));
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        if !self.pass(b'"') {
            return None;
        }
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.find(|c| matches!(c, '"' | '\\' | '\0'..='\u{1f}'))?;
            out.push_str(rest.get(..plain)?);
            self.at += plain;
            match self.take()? {
                b'"' => return Some(out),
                b'\\' => out.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.take()? {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    /// Characters beyond the first 65,536 are written as two.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first.into());
        }
        if !(self.pass(b'\\') && self.pass(b'u')) {
            return None;
        }
        char::decode_utf16([first, self.hex()?]).next()?.ok()
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        let are_digits = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        are_digits.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
    }

    fn number(&mut self) -> Option<Json> {
        let start = self.at;
        self.pass(b'-');
        if !self.pass(b'0') {
            self.digits()?;
        }
        if self.pass(b'.') {
            self.digits()?;
        }
        if self.pass(b'e') || self.pass(b'E') {
            if !self.pass(b'+') {
                self.pass(b'-');
            }
            self.digits()?;
        }
        Some(Json::Number(self.text.get(start..self.at)?.to_owned()))
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str, json: Json) -> Option<Json> {
        let is_it = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_it.then_some(json)
    }

    fn pass_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Whether this sign comes next, after any space; then it is passed.
    fn pass_sign(&mut self, sign: u8) -> bool {
        self.pass_space();
        self.pass(sign)
    }

    fn pass(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
