//! Which framework a file is, where it does not say so itself.

use domain::{Framework, FrameworkId, Text};

use crate::Reason;

/// Long enough for any file name, short enough to be the start of an item's id.
const LONGEST: usize = 200;

/// The framework named like the file: no folders, no ending, no "(1)" of a second download.
pub(super) fn from_file_name(file_name: &str) -> Framework {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title = without_copy_number(stem.trim());
    let clean: String = title.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let title = if clean.trim().is_empty() { "framework" } else { clean.trim() };
    let id = title.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    Framework { id: checked(id), title: Text::of("en", title), edition: None, credit: None }
}

/// A framework id from a file's own words.
pub(super) fn named(id: &str) -> Result<FrameworkId, Reason> {
    FrameworkId::new(id).map_err(Reason::BadId)
}

fn checked(id: String) -> FrameworkId {
    #[expect(clippy::expect_used, reason = "not empty, cut, and without control characters above")]
    FrameworkId::new(id).expect("a cleaned file name is an id")
}

fn without_copy_number(stem: &str) -> &str {
    let Some((before, number)) = stem.strip_suffix(')').and_then(|open| open.rsplit_once('('))
    else {
        return stem;
    };
    let is_copy = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    if is_copy { before.trim_end() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_download_names_the_same_framework() {
        let id = |name: &str| from_file_name(name).id.as_str().to_owned();
        assert_eq!(id("Bike Workshop.csv"), "bike-workshop");
        assert_eq!(id("C:\\files\\Bike Workshop (2).csv"), "bike-workshop");
        assert_eq!(id("Care (draft).csv"), "care-(draft)");
        assert_eq!(id(""), "framework");
        assert_eq!(id(".csv"), "framework");
    }
}
