//! A competency as its file describes it, before it has its place in the tree.

use domain::Map;

use domain::{CompetencyId, Months, ScaleId, Text};

use crate::Reason;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub(super) line: u64,
    pub(super) id: CompetencyId,
    pub(super) code: Option<String>,
    pub(super) statement: Text,
    /// What the file calls this kind of item.
    pub(super) sort: Option<String>,
    /// An index among the drafts.
    pub(super) parent: Option<usize>,
    /// Its place among its siblings.
    pub(super) sequence: Option<f64>,
    pub(super) enumeration: Option<String>,
    pub(super) scale: Option<ScaleId>,
    pub(super) level_texts: Map<u8, Text>,
    pub(super) validity: Option<Months>,
    pub(super) retired: bool,
}

impl Draft {
    pub(super) fn new(line: u64, id: CompetencyId, statement: Text) -> Self {
        Self {
            line,
            id,
            code: None,
            statement,
            sort: None,
            parent: None,
            sequence: None,
            enumeration: None,
            scale: None,
            level_texts: Map::new(),
            validity: None,
            retired: false,
        }
    }

    /// What a person would call it.
    pub(super) fn label(&self) -> &str {
        self.code.as_deref().unwrap_or_else(|| self.statement.pick("en"))
    }

    /// The same words, whatever line they are on.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let placeless = |draft: &Self| Self {
            line: 0,
            parent: None,
            sequence: None,
            enumeration: None,
            ..draft.clone()
        };
        placeless(self) == placeless(other)
    }
}

/// The identifier a file gives, else one made of the framework's and the item's code or words, so
/// that the same list imported again names the same items.
pub(super) fn identifier(
    given: &str,
    framework: &str,
    code: Option<&str>,
    words: &str,
) -> Result<CompetencyId, Reason> {
    if !given.is_empty() {
        return CompetencyId::new(given).map_err(Reason::BadId);
    }
    let words = code.unwrap_or(words).split_whitespace().collect::<Vec<_>>().join(" ");
    CompetencyId::new(own(framework, &words.to_lowercase())).map_err(Reason::BadId)
}

/// An id for something a file names by words only. Long words are cut and told apart by a number
/// of all of them (FNV-1a).
pub(super) fn own(framework: &str, words: &str) -> String {
    const LONGEST: usize = 200;
    if words.chars().count() <= LONGEST {
        return format!("{framework}/{words}");
    }
    let number = words.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let cut: String = words.chars().take(LONGEST).collect();
    format!("{framework}/{cut} {number:016x}")
}
