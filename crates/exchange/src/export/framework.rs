//! A framework as the CSV that the importer reads back to the same catalogue.

use domain::Map;
use std::collections::BTreeSet;

use domain::{Catalog, Competency, FrameworkId, InOrder, JobRole, Lang, Scale, ScaleId, Text};

use super::sheet::{Mark, Writer};

/// A row by heading; what is not set stays empty.
type Cells = Map<String, String>;

/// `framework` with its scales and the jobs that have targets in it, also what is retired. None
/// where the catalogue has no such framework.
pub fn framework_csv(catalog: &Catalog, framework: &FrameworkId, mark: Mark) -> Option<Vec<u8>> {
    let about = catalog.frameworks.get(framework)?;
    let mut items: Vec<_> =
        catalog.competencies.values().filter(|c| &c.framework == framework).collect();
    items.order_by_key(|item| item.order);
    let scales: BTreeSet<_> = items.iter().filter_map(|item| item.scale.as_ref()).collect();
    let scales: Vec<_> = scales.into_iter().filter_map(|id| catalog.scales.get(id)).collect();
    let has_target = |job: &&JobRole| items.iter().any(|item| job.targets.contains_key(&item.id));
    let jobs: Vec<_> = catalog.jobs.values().filter(has_target).collect();

    let mut rows: Vec<Cells> = scales.iter().map(|scale| scale_row(scale)).collect();
    rows.extend(jobs.iter().map(|job| job_row(job)));
    rows.extend(items.iter().map(|item| item_row(item, &jobs)));
    if let Some(first) = rows.first_mut() {
        put(first, "framework", about.id.as_str());
        put_text(first, "frameworkTitle", &about.title);
        put(first, "edition", about.edition.as_deref().unwrap_or_default());
        put(first, "credit", about.credit.as_deref().unwrap_or_default());
    }
    Some(written(&rows, mark))
}

fn scale_row(scale: &Scale) -> Cells {
    let mut row = Cells::new();
    put(&mut row, "CFItemType", "Scale");
    put(&mut row, "identifier", scale.id.as_str());
    for (at, level) in scale.levels().iter().enumerate() {
        put_text(&mut row, &format!("level{} name", at + 1), &level.name);
        put_text(&mut row, &format!("level{}", at + 1), &level.text);
    }
    row
}

fn job_row(job: &JobRole) -> Cells {
    let mut row = Cells::new();
    put(&mut row, "CFItemType", "Job");
    put(&mut row, "identifier", job.id.as_str());
    put_text(&mut row, "fullStatement", &job.name);
    put(&mut row, "retired", if job.retired { "yes" } else { "" });
    row
}

fn item_row(item: &Competency, jobs: &[&JobRole]) -> Cells {
    let mut row = Cells::new();
    put(&mut row, "CFItemType", if item.is_area { "Area" } else { "Competency" });
    put(&mut row, "identifier", item.id.as_str());
    put_text(&mut row, "fullStatement", &item.statement);
    put(&mut row, "humanCodingScheme", item.code.as_deref().unwrap_or_default());
    put(&mut row, "parentIdentifier", item.parent.as_ref().map_or("", |id| id.as_str()));
    put(&mut row, "sequenceNumber", &(item.order + 1).to_string());
    put(&mut row, "scale", item.scale.as_ref().map_or("", ScaleId::as_str));
    put(
        &mut row,
        "validityMonths",
        &item.validity.map_or_else(String::new, |m| m.get().to_string()),
    );
    put(&mut row, "retired", if item.retired { "yes" } else { "" });
    for (level, text) in &item.level_texts {
        put_text(&mut row, &format!("level{level}"), text);
    }
    for job in jobs {
        let target = job.targets.get(&item.id).map(u8::to_string).unwrap_or_default();
        put(&mut row, &format!("target:{}", job.id), &target);
    }
    row
}

fn put(row: &mut Cells, heading: &str, cell: &str) {
    if !cell.is_empty() {
        row.insert(heading.to_owned(), cell.to_owned());
    }
}

fn put_text(row: &mut Cells, heading: &str, text: &Text) {
    for (lang, words) in &text.0 {
        put(row, &format!("{heading}.{}", Lang::as_str(lang)), words);
    }
}

/// Known headings first, the rest (languages, levels, jobs) by name.
fn written(rows: &[Cells], mark: Mark) -> Vec<u8> {
    const FIRST: [&str; 7] = [
        "framework",
        "identifier",
        "humanCodingScheme",
        "parentIdentifier",
        "sequenceNumber",
        "CFItemType",
        "scale",
    ];
    let all: BTreeSet<_> = rows.iter().flat_map(Map::keys).map(String::as_str).collect();
    let first = FIRST.into_iter().filter(|heading| all.contains(heading));
    let rest = all.iter().copied().filter(|heading| !FIRST.contains(heading));
    let headings: Vec<_> = first.chain(rest).collect();
    let mut writer = Writer::new(mark);
    writer.row(&headings);
    for row in rows {
        writer.row(headings.iter().map(|heading| row.get(*heading).map_or("", String::as_str)));
    }
    writer.finish()
}
