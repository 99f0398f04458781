//! Checklists from CSV: one row a step.

use domain::{Catalog, Checklist, ChecklistId, ChecklistTask, Lang, Map, Step, StepId, Text};

use crate::{
    Reason, Report, RowError, decode,
    findings::Findings,
    reference::{Cell, References},
    table::{self, Found, Row, Sheet, named},
};

/// All checklists of an organisation: one that is missing here is retired by a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistImport {
    pub checklists: Vec<Checklist>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    Checklist,
    Title,
    Task,
    TaskType,
    Step,
    Text,
    Critical,
    Tags,
    Reasons,
    Retired,
}

const SPELLINGS: &[(Field, &[&str])] = &[
    (Field::Checklist, &["checklist", "checklistid", "process", "proces", "lijst"]),
    (Field::Title, &["title", "titel", "processname", "procesnaam"]),
    (Field::Task, &["task", "taskname", "taak", "taaknaam"]),
    (Field::TaskType, &["tasktype", "taaksoort"]),
    (Field::Step, &["step", "stepid", "stap", "stapnummer"]),
    (Field::Text, &["text", "tekst", "steptext", "staptekst"]),
    (Field::Critical, &["critical", "mustbedone", "must", "kritiek", "verplicht"]),
    (Field::Tags, &["competencies", "tags", "competenties", "codes"]),
    (Field::Reasons, &["reasons", "errors", "redenen", "fouten"]),
    (Field::Retired, &["retired", "vervallen"]),
];

/// Reads checklists: checklist, title, task, task_type, step, text, critical, competencies, reasons.
/// A row is a step; an empty checklist or task is that of the row above. Texts may have a column per
/// language; reasons are separated by `|`, competencies by `;` or `|`. A step without an id is
/// numbered within its task. What a row refers to must be in `catalog`.
pub fn read_checklists(bytes: &[u8], catalog: &Catalog) -> Report<ChecklistImport> {
    read(bytes, catalog).unwrap_or_else(Report::refused)
}

fn read(bytes: &[u8], catalog: &Catalog) -> Result<Report<ChecklistImport>, RowError> {
    let text = decode::text_of(bytes).map_err(RowError::file)?;
    let mut findings = Findings::default();
    let understand = |heading: &str| -> Option<Found<Field>> { named(heading, SPELLINGS) };
    let sheet = Sheet::new(table::rows_of(&text)?, understand, &mut findings)?;
    for (field, name) in [(Field::Title, "title"), (Field::Text, "text")] {
        if !sheet.has(&field) {
            return Err(RowError::file(Reason::NoColumn(name)));
        }
    }
    let references = References::new(catalog);
    let mut reader = Reader { sheet: &sheet, references, lists: Vec::new(), lines: Map::new() };
    let mut above = None;
    for row in &sheet.rows {
        above = reader.row(row, above, &mut findings);
    }
    Ok(findings.report(ChecklistImport { checklists: reader.lists }))
}

struct Reader<'a> {
    sheet: &'a Sheet<Field>,
    references: References<'a>,
    lists: Vec<Checklist>,
    /// The line of each step, by checklist and id.
    lines: Map<(ChecklistId, StepId), u64>,
}

impl Reader<'_> {
    /// Adds the row's step; the place of its checklist, where the row has one.
    fn row(&mut self, row: &Row, above: Option<usize>, findings: &mut Findings) -> Option<usize> {
        let place = self.list(row, above, findings)?;
        if table::is_yes(self.sheet.cell(row, &Field::Retired)) {
            self.lists[place].retired = true;
        }
        self.task(row, place, findings);
        self.step(row, place, findings);
        Some(place)
    }

    fn list(&mut self, row: &Row, above: Option<usize>, findings: &mut Findings) -> Option<usize> {
        let (given, title) =
            (self.sheet.cell(row, &Field::Checklist), self.text(row, &Field::Title));
        if given.is_empty() && title.is_empty() && above.is_some() {
            return above;
        }
        let id = ChecklistId::new(if given.is_empty() { title.pick("en") } else { given });
        let id = id
            .map_err(|bad| self.error(row, &Field::Checklist, Reason::BadId(bad), findings))
            .ok()?;
        if let Some(place) = self.lists.iter().position(|list| list.id == id) {
            return Some(place);
        }
        if title.is_empty() {
            self.error(row, &Field::Title, Reason::Missing, findings);
        }
        self.lists.push(Checklist { id, version: 1, title, tasks: Vec::new(), retired: false });
        Some(self.lists.len() - 1)
    }

    /// Begins a task where the row names another than the last.
    fn task(&mut self, row: &Row, place: usize, findings: &mut Findings) {
        let name = self.text(row, &Field::Task);
        let type_cell = self.sheet.cell(row, &Field::TaskType);
        let last = self.lists[place].tasks.last();
        let is_same = |last: &ChecklistTask| name.is_empty() || last.name == name;
        if last.is_some_and(is_same) && type_cell.is_empty() {
            return;
        }
        let task_type = Some(type_cell).filter(|cell| !cell.is_empty()).and_then(|cell| {
            let found = self.references.task(cell);
            found.map_err(|reason| self.error(row, &Field::TaskType, reason, findings)).ok()
        });
        if last.is_some_and(|last| is_same(last) && last.task_type == task_type) {
            return;
        }
        self.lists[place].tasks.push(ChecklistTask { name, task_type, steps: Vec::new() });
    }

    fn step(&mut self, row: &Row, place: usize, findings: &mut Findings) {
        let text = self.text(row, &Field::Text);
        if text.is_empty() {
            return self.error(row, &Field::Text, Reason::Missing, findings);
        }
        let list = &self.lists[place];
        let (tasks, steps) = (list.tasks.len(), list.tasks.last().map_or(0, |t| t.steps.len()));
        let id = match self.sheet.cell(row, &Field::Step) {
            "" => StepId::new(format!("{tasks}.{}", steps + 1)),
            given => StepId::new(given),
        };
        let Ok(id) = id.map_err(|bad| {
            self.error(row, &Field::Step, Reason::BadId(bad), findings);
        }) else {
            return;
        };
        if let Some(first) = self.lines.insert((list.id.clone(), id.clone()), row.line) {
            let reason = Reason::Duplicate { id: id.to_string(), first };
            self.error(row, &Field::Step, reason, findings);
        }
        let (heading, cell) =
            (self.sheet.heading(&Field::Tags), self.sheet.cell(row, &Field::Tags));
        let step = Step {
            id,
            text,
            critical: table::is_yes(self.sheet.cell(row, &Field::Critical)),
            competencies: self.references.tags(Cell { row, heading, text: cell }, findings),
            reasons: self.sheet.texts(row, &Field::Reasons, &Lang::new("en"), findings),
        };
        if let Some(task) = self.lists[place].tasks.last_mut() {
            task.steps.push(step);
        }
    }

    fn text(&self, row: &Row, field: &Field) -> Text {
        self.sheet.text(row, field, &Lang::new("en"))
    }

    fn error(&self, row: &Row, field: &Field, reason: Reason, findings: &mut Findings) {
        findings.error(row.line, self.sheet.heading(field), reason);
    }
}
