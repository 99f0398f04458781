//! Entries of one or several people as a table.

use domain::Map;

use domain::{Body, Catalog, Entry, Moment, PersonId, Rated, SelfRating, Session, Task, Typed};

use super::{
    sheet::{Mark, Writer},
    words::{Words, kind},
};
use crate::iso;

/// One entry and who wrote it.
#[derive(Clone, Copy, Debug)]
pub struct EntryRow<'a> {
    pub person: &'a PersonId,
    pub entry: &'a Entry,
}

/// The columns, in order. A new one goes at the end: people's spreadsheets count on their places.
const COLUMNS: [&str; 26] = [
    "entry",
    "person",
    "name",
    "kind",
    "when",
    "saved",
    "edited",
    "task_type",
    "task",
    "minutes",
    "quantity",
    "unit",
    "tags",
    "first_time",
    "learned_from",
    "text",
    "competency",
    "statement",
    "level",
    "level_name",
    "levels",
    "about_task",
    "reached",
    "void_at",
    "void_reason",
    "with",
];

/// A row by column name; what is not set stays empty.
type Cells = Map<&'static str, String>;

/// A CSV table of `rows`, in their order, with words in `lang`. Names come from `names`, else the
/// person's id stands there. Times are ISO 8601 with offset; tags are codes separated by `;`.
pub fn entries_csv(
    rows: &[EntryRow<'_>],
    catalog: &Catalog,
    names: &Map<PersonId, String>,
    lang: &str,
    mark: Mark,
) -> Vec<u8> {
    let words = Words { catalog, names, lang };
    let mut writer = Writer::new(mark);
    writer.row(COLUMNS);
    for row in rows {
        let mut cells = frame(row, &words);
        body(row.entry, &words, &mut cells);
        writer.row(COLUMNS.map(|column| cells.remove(column).unwrap_or_default()));
    }
    writer.finish()
}

/// What every entry has.
fn frame(row: &EntryRow<'_>, words: &Words<'_>) -> Cells {
    let entry = row.entry;
    let mut cells = Cells::from([
        ("entry", entry.id.to_string()),
        ("person", row.person.to_string()),
        ("name", words.person(row.person).to_owned()),
        ("kind", kind(entry).to_owned()),
        ("saved", iso::text(entry.saved)),
    ]);
    set(&mut cells, "edited", entry.edited.map(iso::text));
    if let Some(void) = &entry.void {
        cells.insert("void_at", iso::text(void.at));
        cells.insert("void_reason", void.reason.clone());
    }
    cells
}

fn body(entry: &Entry, words: &Words<'_>, cells: &mut Cells) {
    let mut when = |moment: Moment| cells.insert("when", iso::text(moment));
    match &entry.body {
        Body::Task(task) => {
            when(task.when);
            task_cells(task, words, cells);
        }
        Body::Rating(rating) => {
            when(rating.when);
            rating_cells(rating, words, cells);
        }
        Body::Reflection(reflection) => {
            when(reflection.when);
            cells.insert("text", reflection.text.clone());
            set(cells, "about_task", reflection.task.as_ref());
        }
        Body::Goal(goal) => {
            when(goal.when);
            cells.insert("text", goal.text.clone());
            set(cells, "reached", goal.reached.map(iso::text));
            if let Some(id) = &goal.competency {
                cells.insert("competency", words.code(id).to_owned());
                cells.insert("statement", words.competency(id).to_owned());
            }
        }
        Body::Observation(seen) => {
            when(seen.when);
            cells.insert("text", seen.next_time.clone());
            set(cells, "about_task", seen.task.as_ref());
        }
        Body::Request(request) => {
            when(request.asked);
            set(cells, "about_task", request.task.as_ref());
        }
        Body::Answer(answer) => {
            when(answer.when);
            cells.insert("text", answer.reason.clone());
        }
        Body::Session(session) => {
            when(session.began.or(session.planned).unwrap_or(entry.saved));
            session_cells(session, words, cells);
        }
        Body::SignOff(_) | Body::Other { .. } => {}
    }
}

fn session_cells(session: &Session, words: &Words<'_>, cells: &mut Cells) {
    set(cells, "task", session.what.as_ref().map(|what| words.task(what)));
    cells.insert("with", words.person(&session.with).to_owned());
    let jots = session.jots.iter().map(|jot| jot.text.as_str()).chain(session.next_time.as_deref());
    let lines: Vec<_> = jots.filter(|text| !text.is_empty()).collect();
    cells.insert("text", lines.join("\n"));
}

fn task_cells(task: &Task, words: &Words<'_>, cells: &mut Cells) {
    cells.insert("task", words.task(&task.what).to_owned());
    if let Typed::Type { id, .. } = &task.what {
        cells.insert("task_type", id.to_string());
        let unit = words.catalog.task_types.get(id).and_then(|known| known.unit.as_ref());
        set(cells, "unit", unit.map(|unit| unit.pick(words.lang)));
    }
    set(cells, "minutes", task.minutes);
    set(cells, "quantity", task.quantity);
    let tags: Vec<_> = task.tags.keys().map(|id| words.code(id)).collect();
    cells.insert("tags", tags.join(";"));
    cells.insert("first_time", if task.first_time { "yes" } else { "no" }.to_owned());
    set(cells, "learned_from", task.learned_from.as_ref().map(|source| words.source(source)));
    set(cells, "text", task.learned.as_ref());
}

fn rating_cells(rating: &SelfRating, words: &Words<'_>, cells: &mut Cells) {
    cells.insert("competency", words.code(&rating.competency).to_owned());
    cells.insert("statement", words.competency(&rating.competency).to_owned());
    cells.insert("levels", rating.levels.to_string());
    set(cells, "about_task", rating.task.as_ref());
    let Rated::Level(level) = rating.rated else {
        cells.insert("level_name", "can't say yet".to_owned());
        return;
    };
    cells.insert("level", level.to_string());
    let scale = words.catalog.scales.get(&rating.scale);
    let name = scale.and_then(|scale| scale.level(level)).map(|level| level.name.pick(words.lang));
    set(cells, "level_name", name);
}

fn set(cells: &mut Cells, column: &'static str, value: Option<impl ToString>) {
    if let Some(value) = value {
        cells.insert(column, value.to_string());
    }
}
