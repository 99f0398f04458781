//! What a column is for, from its heading in any of the common spellings.

use domain::Lang;

use crate::language::tag_of;

/// A heading understood: its field, its language, and how good a spelling it is (0 is best).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found<F> {
    pub(crate) field: F,
    pub(crate) lang: Option<Lang>,
    pub(crate) rank: usize,
}

/// Letters and digits alone, in lower case: `Full Statement` and `full_statement` are one.
pub(crate) fn squashed(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Finds `heading` in `spellings` (squashed, best first), with or without a language at its end:
/// `fullStatement.nl`, `statement_nl`, `Full Statement (Dutch)`.
pub(crate) fn named<F: Clone>(heading: &str, spellings: &[(F, &[&str])]) -> Option<Found<F>> {
    if let Some((field, rank)) = whole(heading, spellings) {
        return Some(Found { field, lang: None, rank });
    }
    let open = heading.trim_end_matches([')', ']', ' ']);
    open.rmatch_indices(['.', '_', '-', ' ', ':', '(', '[']).find_map(|(at, _)| {
        let lang = tag_of(&open[at + 1..])?;
        let (field, rank) = whole(&open[..at], spellings)?;
        Some(Found { field, lang: Some(lang), rank })
    })
}

fn whole<F: Clone>(heading: &str, spellings: &[(F, &[&str])]) -> Option<(F, usize)> {
    let bare = squashed(heading);
    spellings.iter().find_map(|(field, known)| {
        let rank = known.iter().position(|spelling| *spelling == bare)?;
        Some((field.clone(), rank))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[(char, &[&str])] =
        &[('s', &["fullstatement", "statement"]), ('i', &["id", "taskid"])];

    fn found(heading: &str) -> Option<(char, Option<String>)> {
        named(heading, KNOWN).map(|f| (f.field, f.lang.map(|lang| lang.as_str().to_owned())))
    }

    // SPEC X4
    #[test]
    fn a_heading_is_known_in_its_common_spellings() {
        for heading in ["fullStatement", "Full Statement", "FULL_STATEMENT", " statement "] {
            assert_eq!(found(heading), Some(('s', None)), "{heading}");
        }
        for heading in
            ["fullStatement.nl", "statement_nl", "Full Statement (nl)", "statement [Dutch]"]
        {
            assert_eq!(found(heading), Some(('s', Some("nl".into()))), "{heading}");
        }
        assert_eq!(found("statement.pt-BR"), Some(('s', Some("pt-BR".into()))));
        assert_eq!(found("task_id"), Some(('i', None)));
        assert_eq!(found("something else"), None);
    }
}
