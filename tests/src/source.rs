//! The repository's own text, for the rules about it: which files there are, and what is code in them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::places;

/// One tracked file: its path from the root, and its text.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// The text without comments, and with every quoted text empty.
    pub fn code(&self) -> String {
        code_only(&self.text)
    }

    /// `code()` before the file's own unit tests.
    pub fn product_code(&self) -> String {
        self.halves().0
    }

    /// The code of tests: of a whole file under `tests/`, else what follows `#[cfg(test)] mod`.
    pub fn test_code(&self) -> String {
        let is_test = self.path.starts_with("tests/") || self.path.contains("/tests/");
        if is_test { self.code() } else { self.halves().1 }
    }

    fn halves(&self) -> (String, String) {
        let mut product = self.code();
        let tests = product.split_off(product.find("#[cfg(test)]\nmod ").unwrap_or(product.len()));
        (product, tests)
    }

    /// Every quoted text with its line and the code before it on that line.
    pub fn quotes(&self) -> Vec<Quote> {
        let mut quotes = Vec::new();
        let mut before = String::new();
        let mut at = 0;
        while let Some(first) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            let (length, kept) = token(rest, first);
            match kept {
                Kept::Whole => before.push_str(&rest[..length]),
                Kept::Lines => {}
                Kept::Quotes => quotes.push(Quote {
                    line: self.text[..at].lines().count().max(1),
                    before: std::mem::take(&mut before),
                    text: rest[..length].to_owned(),
                }),
            }
            at += length;
        }
        quotes
    }

    /// Lines that hold code: neither empty nor a comment.
    pub fn code_lines(&self) -> usize {
        self.code().lines().filter(|line| !line.trim().is_empty()).count()
    }
}

/// A quoted text in a source, quotes included.
pub struct Quote {
    pub line: usize,
    /// The code between the quote before and this one.
    pub before: String,
    pub text: String,
}

/// Every text file that git knows or would add, with forward slashes.
pub fn all() -> Result<Vec<Source>> {
    let output = Command::new("git")
        .current_dir(places::root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("git is needed to know which files are part of the repository")?;
    if !output.status.success() {
        bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    }
    let names = String::from_utf8(output.stdout).context("a file name is not UTF-8")?;
    Ok(names.split_terminator('\0').filter_map(read).collect())
}

/// The Rust files among them.
pub fn rust() -> Result<Vec<Source>> {
    Ok(all()?.into_iter().filter(|file| file.path.ends_with(".rs")).collect())
}

/// Pictures are no text, and a file that was just removed is no file.
fn read(path: &str) -> Option<Source> {
    let file: PathBuf = places::root().join(Path::new(path));
    Some(Source { path: path.to_owned(), text: std::fs::read_to_string(file).ok()? })
}

/// Keeps line ends, so that line numbers stay true.
fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, kept) = token(rest, first);
        let (skipped, after) = rest.split_at(length);
        match kept {
            Kept::Whole => code.push_str(skipped),
            Kept::Lines => code.extend(skipped.chars().filter(|letter| *letter == '\n')),
            Kept::Quotes => {
                code.push_str("\"\"");
                code.extend(skipped.chars().filter(|letter| *letter == '\n'));
            }
        }
        rest = after;
    }
    code
}

/// What of a token stays.
enum Kept {
    Whole,
    Lines,
    Quotes,
}

fn token(rest: &str, first: char) -> (usize, Kept) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kept::Lines);
    }
    if rest.starts_with("/*") {
        return (block_comment(rest), Kept::Lines);
    }
    if let Some(length) = raw_text(rest) {
        return (length, Kept::Quotes);
    }
    if first == '"' {
        return (quoted(rest, '"'), Kept::Quotes);
    }
    if first == '\'' && is_letter(rest) {
        return (quoted(rest, '\''), Kept::Quotes);
    }
    if first.is_alphanumeric() || first == '_' {
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        return (end.unwrap_or(rest.len()), Kept::Whole);
    }
    (first.len_utf8(), Kept::Whole)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of `r"…"`, `r#"…"#`, `br"…"`, `b"…"`, if `rest` begins with one.
fn raw_text(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('b').unwrap_or(rest);
    let prefix = rest.len() - body.len();
    if prefix == 1 && body.starts_with('"') {
        return Some(prefix + quoted(body, '"'));
    }
    let after = body.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(prefix + 1 + hashes + 1 + length)
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    rest.len()
}

/// Whether a `'` opens a letter and not a lifetime.
fn is_letter(rest: &str) -> bool {
    let mut letters = rest.chars().skip(1);
    match letters.next() {
        Some('\\') => true,
        Some(_) => letters.next() == Some('\''),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::code_only;

    fn check(text: &str, code: &str) {
        assert_eq!(code_only(text), code);
    }

    #[test]
    fn comments_and_quoted_text_are_no_code() {
        check("a // b\nc", "a \nc");
        check("a /* b /* c */ \n */ d", "a \n d");
        check(r#"f("x // \" y", 'z', '\'')"#, r#"f("", "", "")"#);
        check("g(r#\"a\" b\n\"#) h", "g(\"\"\n) h");
        check("b\"x\" for_r br\"y\"", "\"\" for_r \"\"");
    }

    #[test]
    fn a_lifetime_is_code() {
        check(
            "fn f<'a>(x: &'a str) -> &'a str { 'b' }",
            "fn f<'a>(x: &'a str) -> &'a str { \"\" }",
        );
    }
}
