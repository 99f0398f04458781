//! Task types from CSV.

use domain::Map;

use domain::{Asking, Catalog, Lang, Scale, TaskType, TaskTypeId, Text};

use crate::{
    Reason, Report, RowError, decode,
    findings::Findings,
    reference::{Cell, References, parts},
    table::{self, Found, Row, Sheet, named},
};

/// All task types of an organisation: one that is missing here is retired by a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskImport {
    pub task_types: Vec<TaskType>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Id,
    Name,
    Minutes,
    Unit,
    Tags,
    Steps,
    Aids,
    Jobs,
    Ask,
    AskLevel,
    Observers,
    FirstWeek,
    Retired,
}

const SPELLINGS: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "identifier", "taskid", "task"]),
    (Field::Name, &["name", "taskname", "naam", "taak", "title", "titel"]),
    (Field::Minutes, &["minutes", "duration", "minuten", "duur"]),
    (Field::Unit, &["unit", "eenheid"]),
    (Field::Tags, &["tags", "competencies", "competenties", "codes"]),
    (Field::Steps, &["steps", "stappen"]),
    (Field::Aids, &["aids", "jobaids", "hulpmiddelen"]),
    (Field::Jobs, &["jobs", "functies", "job", "functie"]),
    (Field::Ask, &["ask", "asked", "watchers", "wiekijktmee", "vraag"]),
    (Field::AskLevel, &["asklevel", "watcherlevel", "niveaumeekijker"]),
    (Field::Observers, &["observers", "howmanywatch", "aantalmeekijkers"]),
    (Field::FirstWeek, &["firstweek", "week", "inwerkweek"]),
    (Field::Retired, &["retired", "vervallen"]),
];

/// A shift and no longer.
const LONGEST_MINUTES: u32 = 24 * 60;

/// Reads task types: id, name, minutes, unit, tags, steps, aids, jobs. Texts may have a column per
/// language (`name.nl`); steps are separated by `|`, the other lists by `;` or `|`. What a row
/// refers to must be in `catalog`. Who is asked to watch: `ask` (supervisor, buddy, both, or nobody),
/// `askLevel`, `observers`. In which week a newcomer goes along at it: `firstWeek`.
pub fn read_tasks(bytes: &[u8], catalog: &Catalog) -> Report<TaskImport> {
    read(bytes, catalog).unwrap_or_else(Report::refused)
}

fn read(bytes: &[u8], catalog: &Catalog) -> Result<Report<TaskImport>, RowError> {
    let text = decode::text_of(bytes).map_err(RowError::file)?;
    let mut findings = Findings::default();
    let understand = |heading: &str| -> Option<Found<Field>> { named(heading, SPELLINGS) };
    let sheet = Sheet::new(table::rows_of(&text)?, understand, &mut findings)?;
    if !sheet.has(&Field::Name) {
        return Err(RowError::file(Reason::NoColumn("name")));
    }
    let reader = Reader { sheet: &sheet, references: References::new(catalog) };
    let mut task_types: Vec<TaskType> = Vec::new();
    let mut lines = Map::new();
    for row in &sheet.rows {
        let Some(task) = reader.task(row, &mut findings) else { continue };
        if let Some(first) = lines.insert(task.id.clone(), row.line) {
            let reason = Reason::Duplicate { id: task.id.to_string(), first };
            findings.error(row.line, sheet.heading(&Field::Id), reason);
        }
        task_types.push(task);
    }
    Ok(findings.report(TaskImport { task_types }))
}

struct Reader<'a> {
    sheet: &'a Sheet<Field>,
    references: References<'a>,
}

impl Reader<'_> {
    fn task(&self, row: &Row, findings: &mut Findings) -> Option<TaskType> {
        let name = self.text(row, &Field::Name);
        if name.is_empty() {
            findings.error(row.line, self.sheet.heading(&Field::Name), Reason::Missing);
            return None;
        }
        let given = Some(self.sheet.cell(row, &Field::Id)).filter(|id| !id.is_empty());
        let id = TaskTypeId::new(given.unwrap_or_else(|| name.pick("en")));
        let id = id
            .map_err(|bad| {
                findings.error(row.line, self.sheet.heading(&Field::Id), Reason::BadId(bad));
            })
            .ok()?;
        let unit = self.text(row, &Field::Unit);
        Some(TaskType {
            id,
            version: 1,
            name,
            minutes: self.minutes(row, findings),
            unit: (!unit.is_empty()).then_some(unit),
            tags: self.references.tags(self.list(row, &Field::Tags), findings),
            steps: self.sheet.texts(row, &Field::Steps, &Lang::new("en"), findings),
            aids: self.references.aids(self.list(row, &Field::Aids), findings),
            jobs: self.references.jobs(self.list(row, &Field::Jobs), findings),
            asking: self.asking(row, findings),
            first_week: self.small(row, &Field::FirstWeek, TaskType::LAST_WEEK, findings),
            retired: table::is_yes(self.sheet.cell(row, &Field::Retired)),
        })
    }

    fn text(&self, row: &Row, field: &Field) -> Text {
        self.sheet.text(row, field, &Lang::new("en"))
    }

    fn list<'r>(&'r self, row: &'r Row, field: &Field) -> Cell<'r> {
        let (heading, text) = (self.sheet.heading(field), self.sheet.cell(row, field));
        Cell { row, heading, text }
    }

    fn minutes(&self, row: &Row, findings: &mut Findings) -> Option<u32> {
        self.number(row, &Field::Minutes, LONGEST_MINUTES, findings)
    }

    /// `None` where the row says nothing of it.
    fn asking(&self, row: &Row, findings: &mut Findings) -> Option<Asking> {
        let cell = self.sheet.cell(row, &Field::Ask);
        let least = self.small(row, &Field::AskLevel, Scale::MOST, findings);
        let observers = self.small(row, &Field::Observers, Asking::MOST_OBSERVERS, findings);
        if cell.is_empty() && least.is_none() && observers.is_none() {
            return None;
        }
        let (usual, observers) = (Asking::USUAL, observers.unwrap_or(1));
        let mut asking = Asking { supervisors: cell.is_empty(), least, observers, ..usual };
        for who in parts(cell) {
            match who.to_lowercase().as_str() {
                "supervisor" | "supervisors" | "leidinggevende" => asking.supervisors = true,
                "buddy" | "buddies" | "maatje" => asking.buddies = true,
                "nobody" | "none" | "niemand" => {}
                _ => {
                    let known = "supervisor, buddy, nobody";
                    let reason = Reason::NotOneOf { text: who.to_owned(), known };
                    findings.error(row.line, self.sheet.heading(&Field::Ask), reason);
                }
            }
        }
        Some(asking)
    }

    fn small(&self, row: &Row, field: &Field, most: u8, findings: &mut Findings) -> Option<u8> {
        u8::try_from(self.number(row, field, most.into(), findings)?).ok()
    }

    fn number(&self, row: &Row, field: &Field, most: u32, findings: &mut Findings) -> Option<u32> {
        let cell = self.sheet.cell(row, field);
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse().ok().filter(|number| (1..=most).contains(number));
        if number.is_none() {
            let reason = Reason::NotANumber(cell.to_owned(), most);
            findings.error(row.line, self.sheet.heading(field), reason);
        }
        number
    }
}
