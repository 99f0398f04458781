//! What the demo's people write, from the text files: `subject language words…` a line.

/// One line somebody may write about a task type, a prompt or a competency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) about: &'static str,
    pub(crate) lang: &'static str,
    pub(crate) words: &'static str,
}

pub(crate) const LEARNED: &str = include_str!("../../demo/learned.txt");
pub(crate) const REFLECTIONS: &str = include_str!("../../demo/reflections.txt");
pub(crate) const SHADOWING: &str = include_str!("../../demo/shadowing.txt");
pub(crate) const GOALS: &str = include_str!("../../demo/goals.txt");
/// What observers say, about a checklist; or in praise.
pub(crate) const SEEN: &str = include_str!("../../demo/seen.txt");

/// The lines of `file` in `lang`.
pub(crate) fn lines(file: &'static str, lang: &str) -> Vec<Line> {
    let line = |text: &'static str| {
        let mut parts = text.splitn(3, ' ');
        Some(Line { about: parts.next()?, lang: parts.next()?, words: parts.next()? })
    };
    file.lines().filter_map(line).filter(|line| line.lang == lang).collect()
}

/// Work that no task type names.
pub(crate) fn own_words(lang: &str) -> &'static [&'static str] {
    match lang {
        "nl" => &[
            "Accu's geteld in het magazijn",
            "Fietsen opgehaald bij het station",
            "Werkstandaard gerepareerd",
        ],
        _ => &[
            "Counted tubes and tyres",
            "Collected bikes from the station",
            "Fixed the work stand",
            "Helped unload the van",
        ],
    }
}

/// Why an entry was taken back.
pub(crate) fn logged_twice(lang: &str) -> &'static str {
    match lang {
        "nl" => "Dubbel ingevoerd",
        _ => "Logged twice",
    }
}
