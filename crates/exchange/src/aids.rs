//! Job aids, good practice cards and reflection prompts from CSV.

use domain::Map;

use domain::{Aid, AidId, AidKind, Catalog, Lang, Prompt, PromptId, Text};

use crate::{
    Reason, Report, RowError, decode,
    findings::Findings,
    reference::{Cell, References},
    table::{self, Found, Row, Sheet, named},
};

/// All aids, all prompts, or both: a merge retires what is missing among the sorts the file has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AidImport {
    pub aids: Vec<Aid>,
    pub prompts: Vec<Prompt>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Kind,
    Title,
    Body,
    Text,
    Link,
    Tags,
    Retired,
}

const SPELLINGS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "identifier", "aidid", "promptid"]),
    (Field::Kind, &["kind", "type", "soort"]),
    (Field::Title, &["title", "titel", "name", "naam"]),
    (Field::Body, &["body", "inhoud", "description"]),
    (Field::Text, &["text", "tekst", "prompt", "question", "vraag"]),
    (Field::Link, &["link", "url"]),
    (Field::Tags, &["tags", "competencies", "competenties", "codes"]),
    (Field::Retired, &["retired", "vervallen"]),
];

const KINDS: &str = "aid, practice, prompt";

enum Item {
    Aid(Aid),
    Prompt(Prompt),
}

/// Reads aids (id, kind, title, body, link, tags; kind is aid or practice, aid where it is empty)
/// and prompts (id, text; kind is prompt, or the file has no titles). Texts may have a column per
/// language. Tags must be in `catalog`.
pub fn read_aids(bytes: &[u8], catalog: &Catalog) -> Report<AidImport> {
    read(bytes, catalog).unwrap_or_else(Report::refused)
}

fn read(bytes: &[u8], catalog: &Catalog) -> Result<Report<AidImport>, RowError> {
    let text = decode::text_of(bytes).map_err(RowError::file)?;
    let mut findings = Findings::default();
    let understand = |heading: &str| -> Option<Found<Field>> { named(heading, SPELLINGS) };
    let sheet = Sheet::new(table::rows_of(&text)?, understand, &mut findings)?;
    if !sheet.has(&Field::Title) && !sheet.has(&Field::Text) {
        return Err(RowError::file(Reason::NoColumn("title")));
    }
    let reader = Reader { sheet: &sheet, references: References::new(catalog) };
    let mut import = AidImport { aids: Vec::new(), prompts: Vec::new() };
    let mut lines = Map::new();
    for row in &sheet.rows {
        let Some(item) = reader.item(row, &mut findings) else { continue };
        let key = match item {
            Item::Aid(aid) => {
                let key = ("aid", aid.id.to_string());
                import.aids.push(aid);
                key
            }
            Item::Prompt(prompt) => {
                let key = ("prompt", prompt.id.to_string());
                import.prompts.push(prompt);
                key
            }
        };
        if let Some(first) = lines.insert(key.clone(), row.line) {
            let reason = Reason::Duplicate { id: key.1, first };
            findings.error(row.line, sheet.heading(&Field::Id), reason);
        }
    }
    Ok(findings.report(import))
}

struct Reader<'a> {
    sheet: &'a Sheet<Field>,
    references: References<'a>,
}

impl Reader<'_> {
    fn item(&self, row: &Row, findings: &mut Findings) -> Option<Item> {
        let kind = self.sheet.cell(row, &Field::Kind).to_lowercase();
        let only_prompts = !self.sheet.has(&Field::Title);
        let kind = match kind.as_str() {
            "prompt" => return self.prompt(row, findings).map(Item::Prompt),
            "" if only_prompts => return self.prompt(row, findings).map(Item::Prompt),
            "" => AidKind::JobAid,
            text => match AidKind::parse(text) {
                Some(kind) => kind,
                None => {
                    let reason = Reason::NotOneOf { text: kind, known: KINDS };
                    self.error(row, &Field::Kind, reason, findings);
                    return None;
                }
            },
        };
        self.aid(row, kind, findings).map(Item::Aid)
    }

    fn aid(&self, row: &Row, kind: AidKind, findings: &mut Findings) -> Option<Aid> {
        let title = self.needed(row, &[Field::Title], findings)?;
        let id = AidId::new(self.id(row, &title));
        let id =
            id.map_err(|bad| self.error(row, &Field::Id, Reason::BadId(bad), findings)).ok()?;
        let (heading, text) =
            (self.sheet.heading(&Field::Tags), self.sheet.cell(row, &Field::Tags));
        let bodies = [Field::Body, Field::Text].map(|field| self.text(row, &field));
        Some(Aid {
            id,
            version: 1,
            kind,
            title,
            body: bodies.into_iter().find(|text| !text.is_empty()).unwrap_or_default(),
            link: self.link(row, findings),
            tags: self.references.tags(Cell { row, heading, text }, findings),
            retired: table::is_yes(self.sheet.cell(row, &Field::Retired)),
        })
    }

    fn prompt(&self, row: &Row, findings: &mut Findings) -> Option<Prompt> {
        let text = self.needed(row, &[Field::Text, Field::Title, Field::Body], findings)?;
        let id = PromptId::new(self.id(row, &text));
        let id =
            id.map_err(|bad| self.error(row, &Field::Id, Reason::BadId(bad), findings)).ok()?;
        let retired = table::is_yes(self.sheet.cell(row, &Field::Retired));
        Some(Prompt { id, version: 1, text, retired })
    }

    /// The given id, else the words themselves.
    fn id(&self, row: &Row, words: &Text) -> String {
        match self.sheet.cell(row, &Field::Id) {
            "" => words.pick("en").split_whitespace().collect::<Vec<_>>().join(" "),
            given => given.to_owned(),
        }
    }

    /// The first of `fields` that has words.
    fn needed(&self, row: &Row, fields: &[Field], findings: &mut Findings) -> Option<Text> {
        let found = fields.iter().map(|f| self.text(row, f)).find(|text| !text.is_empty());
        if found.is_none() {
            self.error(row, &fields[0], Reason::Missing, findings);
        }
        found
    }

    fn link(&self, row: &Row, findings: &mut Findings) -> Option<String> {
        let link = Some(self.sheet.cell(row, &Field::Link)).filter(|cell| !cell.is_empty())?;
        let low = link.to_lowercase();
        if !low.starts_with("https://") && !low.starts_with("http://") {
            self.error(row, &Field::Link, Reason::NotALink(link.to_owned()), findings);
        }
        Some(link.to_owned())
    }

    fn text(&self, row: &Row, field: &Field) -> Text {
        self.sheet.text(row, field, &Lang::new("en"))
    }

    fn error(&self, row: &Row, field: &Field, reason: Reason, findings: &mut Findings) {
        findings.error(row.line, self.sheet.heading(field), reason);
    }
}
