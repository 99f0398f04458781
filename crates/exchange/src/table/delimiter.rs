//! Which sign stands between cells: guessed from the first line, as programs seldom say.

/// The delimiter of `text`, none for a list of one column, and how many lines only name it.
pub(super) fn of(text: &str) -> (Option<char>, usize) {
    if let Some(named) = named_by_excel(text) {
        return (Some(named), 1);
    }
    let head = first_record(text.trim_start_matches('\n'));
    let count = |sign: char| {
        let mut quoted = false;
        let outside = head.chars().filter(|c| {
            quoted ^= *c == '"';
            *c == sign && !quoted
        });
        outside.count()
    };
    let best = [',', ';', '\t'].into_iter().max_by_key(|sign| count(*sign));
    (best.filter(|sign| count(*sign) > 0), 0)
}

/// `sep=;` on the first line.
fn named_by_excel(text: &str) -> Option<char> {
    let line = text.lines().next()?;
    let sign = line.trim_matches('"').strip_prefix("sep=")?;
    let mut signs = sign.chars();
    signs.next().filter(|sign| [',', ';', '\t', '|'].contains(sign) && signs.next().is_none())
}

/// Up to the first line break outside quotes.
fn first_record(text: &str) -> &str {
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == '\n' && !quoted
    });
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_delimiter_is_the_commonest_sign_of_the_first_line() {
        assert_eq!(of("id,name\n1;2;3;4"), (Some(','), 0));
        assert_eq!(of("id;name, first;job\n"), (Some(';'), 0));
        assert_eq!(of("id\tname\n"), (Some('\t'), 0));
        assert_eq!(of("\"name, first\";id\n"), (Some(';'), 0));
        assert_eq!(of("Competency\nCleans hands, well\n"), (None, 0));
        assert_eq!(of("sep=;\na,b;c"), (Some(';'), 1));
    }
}
