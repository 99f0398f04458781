//! Whole numbers as each language writes them.

use crate::Lang;

/// With the language's mark between thousands.
pub fn number(lang: Lang, value: u32) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(lang.thousands());
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked_as_the_language_does() {
        for (value, en, nl) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_000, "1,000", "1.000"),
            (4_294_967_295, "4,294,967,295", "4.294.967.295"),
        ] {
            assert_eq!(number(Lang::En, value), en);
            assert_eq!(number(Lang::Nl, value), nl);
        }
    }
}
