//! Style sheets without comments and needless space. Nothing clever: what a browser reads is the same.

/// Drops comments, folds white space, and keeps quoted text as it is.
pub(crate) fn css(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            space(&mut out);
        } else if first == '"' || first == '\'' {
            let end = quoted(rest, first);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
        } else {
            letter(&mut out, first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out.trim().to_owned()
}

fn letter(out: &mut String, letter: char) {
    match letter {
        _ if letter.is_whitespace() => space(out),
        '{' | '}' | ';' | ',' => {
            if out.ends_with(' ') {
                out.pop();
            }
            if letter == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(letter);
        }
        _ => out.push(letter),
    }
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
        out.push(' ');
    }
}

/// The length of the quoted text that `rest` begins with, quotes included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + letter.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::css;

    fn check(source: &str, small: &str) {
        assert_eq!(css(source), small);
    }

    #[test]
    fn comments_and_needless_space_go() {
        check(
            "/* a */ .b {\n  color : red;\n  margin: 0 auto;\n}\n",
            ".b{color : red;margin: 0 auto}",
        );
    }

    #[test]
    fn space_that_means_something_stays() {
        check("a :hover > b { width: calc(1px + 2px) }", "a :hover > b{width: calc(1px + 2px)}");
        check("@media (a) and (b) { c { d: e } }", "@media (a) and (b){c{d: e}}");
    }

    #[test]
    fn quoted_text_is_kept_letter_for_letter() {
        check(
            r#"a::after { content: "x  /* y */ \" ;z" }"#,
            r#"a::after{content: "x  /* y */ \" ;z"}"#,
        );
    }
}
