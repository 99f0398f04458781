//! The order people expect of codes: `A2` before `A10`.

use std::cmp::Ordering;

/// Runs of digits compare as numbers of any length, everything else by letter.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left, right);
    loop {
        let (a, rest_a) = next(left);
        let (b, rest_b) = next(right);
        let order = match (a.is_empty(), b.is_empty()) {
            (true, true) => return Ordering::Equal,
            (false, false) => piece(a, b),
            (a_ended, b_ended) => b_ended.cmp(&a_ended),
        };
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (rest_a, rest_b);
    }
}

/// The first run of digits, or the first sign that is none.
fn next(text: &str) -> (&str, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(if digits > 0 { digits } else { first })
}

fn piece(a: &str, b: &str) -> Ordering {
    let is_number = |s: &str| s.as_bytes()[0].is_ascii_digit();
    if !(is_number(a) && is_number(b)) {
        return a.cmp(b);
    }
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::compare;

    // SPEC X8
    #[test]
    fn codes_sort_by_their_numbers() {
        let mut codes = ["A10", "A2", "A2.10", "A2.9", "B1", "A", "A02b", "4.A.10", "4.A.9"];
        codes.sort_by(|a, b| compare(a, b));
        assert_eq!(codes, ["4.A.9", "4.A.10", "A", "A2", "A2.9", "A2.10", "A02b", "A10", "B1"]);
    }
}
