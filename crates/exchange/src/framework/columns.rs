//! The columns of a framework CSV.

use crate::table::{Found, named, squashed};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Identifier,
    Statement,
    Code,
    Parent,
    Sequence,
    Enumeration,
    Sort,
    Language,
    Scale,
    /// Months for which a sign-off holds.
    Validity,
    Retired,
    Framework,
    FrameworkTitle,
    Edition,
    Credit,
    /// A level's words, by its number.
    Level(u8),
    /// A level's name, where the words are something else.
    LevelName(u8),
    /// The level a job asks for. The job as the heading names it.
    Target(String),
}

/// Best spelling first: where a file has several, the first one here wins.
const SPELLINGS: &[(Field, &[&str])] = &[
    (
        Field::Identifier,
        &["identifier", "id", "guid", "uuid", "itemidentifier", "itemid", "sourceidentifier"],
    ),
    (
        Field::Statement,
        &[
            "fullstatement",
            "statement",
            "competency",
            "competence",
            "competencystatement",
            "competentie",
            "competenties",
            "competencies",
            "skill",
            "omschrijving",
            "description",
            "abbreviatedstatement",
            "title",
            "titel",
            "name",
            "naam",
        ],
    ),
    (Field::Code, &["humancodingscheme", "codingscheme", "code", "humancode", "nummer", "number"]),
    (
        Field::Parent,
        &[
            "parentidentifier",
            "ischildof",
            "parent",
            "parentid",
            "parentguid",
            "parentcode",
            "childof",
            "bovenliggend",
            "ouder",
        ],
    ),
    (Field::Sequence, &["sequencenumber", "sequence", "order", "sortorder", "volgorde"]),
    (Field::Enumeration, &["listenumeration", "enumeration", "listenum"]),
    (Field::Sort, &["cfitemtype", "itemtype", "type", "soort"]),
    (Field::Language, &["language", "lang", "taal"]),
    (Field::Scale, &["scale", "ratingscale", "schaal"]),
    (
        Field::Validity,
        &[
            "validitymonths",
            "validity",
            "renewalmonths",
            "geldigheid",
            "geldigmaanden",
            "maandengeldig",
        ],
    ),
    (Field::Retired, &["retired", "vervallen"]),
    (Field::Framework, &["framework", "frameworkidentifier", "frameworkid", "cfdocument"]),
    (Field::FrameworkTitle, &["frameworktitle", "frameworkname"]),
    (Field::Edition, &["edition", "editie"]),
    (Field::Credit, &["credit", "attribution", "bron"]),
];

pub(super) fn understand(heading: &str) -> Option<Found<Field>> {
    target(heading).or_else(|| named(heading, SPELLINGS)).or_else(|| level(heading))
}

/// Whether a first row holds headings at all.
pub(super) fn is_heading_row(cells: &[String]) -> bool {
    cells.iter().any(|cell| {
        understand(cell).is_some_and(|found| {
            matches!(found.field, Field::Identifier | Field::Statement | Field::Code)
        })
    })
}

/// `target:mechanic`
fn target(heading: &str) -> Option<Found<Field>> {
    let (word, job) = heading.split_once(':')?;
    let job = job.trim();
    let is_target = ["target", "targetlevel", "doel", "doelniveau"].contains(&&*squashed(word));
    let found = |job: &str| Found { field: Field::Target(job.to_owned()), lang: None, rank: 0 };
    (is_target && !job.is_empty()).then(|| found(job))
}

/// `level1`, `level1.en`, `Level 1 (nl)`, `level1 name.en`
fn level(heading: &str) -> Option<Found<Field>> {
    (1..=9).find_map(|number| {
        let words = [format!("level{number}"), format!("niveau{number}")];
        let names = words.clone().map(|word| format!("{word}name"));
        let dutch = words.clone().map(|word| format!("{word}naam"));
        named(
            heading,
            &[
                (Field::Level(number), &words.each_ref().map(String::as_str)),
                (Field::LevelName(number), &[&names[0], &names[1], &dutch[0], &dutch[1]]),
            ],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(heading: &str) -> Option<(Field, Option<String>)> {
        let found = understand(heading)?;
        Some((found.field, found.lang.map(|lang| lang.as_str().to_owned())))
    }

    // SPEC X4
    #[test]
    fn headings_are_known_in_the_spellings_of_the_tools() {
        assert_eq!(field("Is Child Of"), Some((Field::Parent, None)));
        assert_eq!(field("Full Statement"), Some((Field::Statement, None)));
        assert_eq!(field("statement.nl"), Some((Field::Statement, Some("nl".into()))));
        assert_eq!(field("level1.en"), Some((Field::Level(1), Some("en".into()))));
        assert_eq!(field("Niveau 2 (nl)"), Some((Field::Level(2), Some("nl".into()))));
        assert_eq!(field("level3 name.en"), Some((Field::LevelName(3), Some("en".into()))));
        assert_eq!(
            field("target: Bike mechanic"),
            Some((Field::Target("Bike mechanic".into()), None))
        );
        assert_eq!(field("smartLevel"), None);
    }
}
