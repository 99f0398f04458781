//! Which items are headings: the file's word for the kind decides, else whether it groups others.

const HEADINGS: &[&str] = &[
    "area",
    "areas",
    "category",
    "chapter",
    "cluster",
    "dimension",
    "domain",
    "element",
    "family",
    "gebied",
    "group",
    "groep",
    "heading",
    "hoofdstuk",
    "kerntaak",
    "section",
    "domein",
    "strand",
    "theme",
    "thema",
    "topic",
    "unit",
];

const RATED: &[&str] = &[
    "ability",
    "activity",
    "behaviour",
    "behavior",
    "competence",
    "competency",
    "competentie",
    "indicator",
    "knowledge",
    "objective",
    "outcome",
    "practice",
    "skill",
    "standard",
    "statement",
    "task",
    "taak",
    "vaardigheid",
    "werkproces",
];

/// The last word that is known decides: "competency area" is a heading, "area skill" is not.
pub(super) fn is_area(sort: Option<&str>, groups_others: bool) -> bool {
    let low = sort.unwrap_or_default().to_lowercase();
    let words = low.split(|c: char| !c.is_alphanumeric()).rev();
    words
        .filter_map(|word| {
            let is = |list: &[&str]| list.contains(&word);
            is(HEADINGS).then_some(true).or(is(RATED).then_some(false))
        })
        .next()
        .unwrap_or(groups_others)
}

#[cfg(test)]
mod tests {
    use super::is_area;

    // SPEC X9
    #[test]
    fn a_heading_is_what_the_file_calls_one_or_what_others_hang_under() {
        assert!(is_area(Some("Area"), false));
        assert!(is_area(Some("Competency Area"), false));
        assert!(!is_area(Some("Competency"), true));
        assert!(is_area(Some("Level 1"), true));
        assert!(!is_area(None, false) && is_area(None, true));
    }
}
