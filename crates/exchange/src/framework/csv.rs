//! Frameworks as CSV: the layout of CASE tools, O*NET's own columns, or a plain list.

use std::collections::HashMap;

use domain::{Framework, Lang, Months};

use super::{
    FrameworkImport,
    columns::{Field, is_heading_row, understand},
    draft::{Draft, identifier},
    onet, scales, source, targets, tree,
};
use crate::{
    Reason, Remark, Report, RowError,
    findings::Findings,
    language::language_of,
    table::{self, Row, Sheet},
};

pub(super) fn read(text: &str, file_name: &str) -> Result<Report<FrameworkImport>, RowError> {
    let rows = table::rows_of(text)?;
    if onet::is_onet(&rows) {
        return Ok(onet::read(rows));
    }
    let mut findings = Findings::default();
    let rows = if rows.first().is_some_and(|row| is_heading_row(&row.cells)) {
        rows
    } else {
        as_list(text, &rows, &mut findings)?
    };
    let sheet = Sheet::new(rows, understand, &mut findings)?;
    if !sheet.has(&Field::Statement) {
        return Err(RowError::file(Reason::NoColumn("fullStatement")));
    }
    Ok(import(&sheet, file_name, findings))
}

/// A list without headings: every line is one competency, commas and all. A table whose headings
/// nobody knows is not a list.
fn as_list(text: &str, rows: &[Row], findings: &mut Findings) -> Result<Vec<Row>, RowError> {
    let width = |row: &Row| row.cells.len();
    let first = rows.first().map_or(0, width);
    if first > 1 && rows.len() > 1 && rows.iter().all(|row| width(row) == first) {
        return Err(RowError::file(Reason::NoColumn("fullStatement")));
    }
    findings.note(1, None, Remark::PlainList);
    let mut list = table::lines_of(text)?;
    list.insert(0, Row { line: 0, cells: vec!["fullStatement".to_owned()] });
    Ok(list)
}

fn import(
    sheet: &Sheet<Field>,
    file_name: &str,
    mut findings: Findings,
) -> Report<FrameworkImport> {
    let (framework, named_by_file) = framework(sheet, file_name, &mut findings);
    let fw = framework.id.as_str();
    let (described, jobs, items) = sorted(sheet);
    let (mut drafts, rows) = drafts(sheet, &items, fw, &mut findings);
    let described = scales::described(sheet, &described, &mut findings);
    let scales = scales::attach(sheet, described, fw, &rows, &mut drafts, &mut findings);
    let jobs = targets::jobs(sheet, &jobs, &rows, &drafts, &scales, &mut findings);
    let column = sheet.heading(&Field::Parent).map(str::to_owned);
    let competencies = tree::grow(drafts, &framework.id, column.as_deref(), &mut findings);
    if competencies.is_empty() {
        findings.nothing();
    }
    let says_validity = sheet.has(&Field::Validity);
    findings.report(FrameworkImport {
        framework,
        named_by_file,
        scales,
        competencies,
        says_validity,
        jobs,
    })
}

/// The rows that describe scales, those that describe jobs, and the rest.
fn sorted(sheet: &Sheet<Field>) -> (Vec<&Row>, Vec<&Row>, Vec<&Row>) {
    let is = |row: &Row, sort: &str| sheet.cell(row, &Field::Sort).eq_ignore_ascii_case(sort);
    let (scales, rest): (Vec<_>, Vec<_>) = sheet.rows.iter().partition(|row| is(row, "scale"));
    let (jobs, items) = rest.into_iter().partition(|row| is(row, "job"));
    (scales, jobs, items)
}

/// What the file says about itself, on whichever row.
fn framework(sheet: &Sheet<Field>, file_name: &str, findings: &mut Findings) -> (Framework, bool) {
    let mut framework = source::from_file_name(file_name);
    let row_with = |field: &Field| sheet.rows.iter().find(|row| !sheet.cell(row, field).is_empty());
    let said = |field| row_with(&field).map(|row| sheet.cell(row, &field).to_owned());
    let named = row_with(&Field::Framework);
    if let Some(row) = named {
        match source::named(sheet.cell(row, &Field::Framework)) {
            Ok(id) => framework.id = id,
            Err(reason) => findings.error(row.line, sheet.heading(&Field::Framework), reason),
        }
    }
    if let Some(row) = row_with(&Field::FrameworkTitle) {
        framework.title = sheet.text(row, &Field::FrameworkTitle, &lang_of(sheet, row));
    }
    framework.edition = said(Field::Edition);
    framework.credit = said(Field::Credit);
    (framework, named.is_none())
}

pub(super) fn lang_of(sheet: &Sheet<Field>, row: &Row) -> Lang {
    language_of(sheet.cell(row, &Field::Language)).unwrap_or_else(|| Lang::new("en"))
}

/// Every item once, with the row it came from.
fn drafts<'r>(
    sheet: &Sheet<Field>,
    rows: &[&'r Row],
    framework: &str,
    findings: &mut Findings,
) -> (Vec<Draft>, Vec<&'r Row>) {
    let (mut drafts, mut kept) = (Vec::<Draft>::new(), Vec::<&Row>::new());
    let mut by_id = HashMap::<String, usize>::new();
    for row in rows {
        let draft = match draft(sheet, row, framework) {
            Ok(draft) => draft,
            Err((field, reason)) => {
                findings.error(row.line, sheet.heading(&field), reason);
                continue;
            }
        };
        match by_id.get(draft.id.as_str()) {
            None => {
                by_id.insert(draft.id.to_string(), drafts.len());
                drafts.push(draft);
                kept.push(row);
            }
            Some(first) if drafts[*first].says_the_same(&draft) => {
                repeated(sheet, kept[*first], row, findings);
            }
            Some(first) => {
                let (id, first) = (draft.id.to_string(), drafts[*first].line);
                let column = sheet.heading(&Field::Identifier).or(sheet.heading(&Field::Statement));
                findings.error(row.line, column, Reason::Duplicate { id, first });
            }
        }
    }
    attach_parents(sheet, framework, &kept, &mut drafts, findings);
    (drafts, kept)
}

/// The same item on a second row: perhaps only to name another parent.
fn repeated(sheet: &Sheet<Field>, first: &Row, row: &Row, findings: &mut Findings) {
    let parent = |row| sheet.cell(row, &Field::Parent).to_owned();
    let (kept, dropped) = (parent(first), parent(row));
    let remark =
        if kept == dropped { Remark::Repeated } else { Remark::SeveralParents { kept, dropped } };
    findings.note(row.line, sheet.heading(&Field::Identifier), remark);
}

fn draft(sheet: &Sheet<Field>, row: &Row, framework: &str) -> Result<Draft, (Field, Reason)> {
    let cell = |field| Some(sheet.cell(row, &field)).filter(|c| !c.is_empty()).map(str::to_owned);
    let statement = sheet.text(row, &Field::Statement, &lang_of(sheet, row));
    if statement.is_empty() {
        return Err((Field::Statement, Reason::Missing));
    }
    let (code, given) = (cell(Field::Code), cell(Field::Identifier).unwrap_or_default());
    let words = sheet.cell(row, &Field::Statement);
    let id = identifier(&given, framework, code.as_deref(), words)
        .map_err(|reason| (Field::Identifier, reason))?;
    let sequence =
        cell(Field::Sequence).and_then(|text| text.replace(',', ".").parse::<f64>().ok());
    Ok(Draft {
        code,
        sort: cell(Field::Sort),
        sequence: sequence.filter(|number| number.is_finite()),
        enumeration: cell(Field::Enumeration),
        validity: validity(sheet.cell(row, &Field::Validity))?,
        retired: table::is_yes(sheet.cell(row, &Field::Retired)),
        ..Draft::new(row.line, id, statement)
    })
}

fn validity(cell: &str) -> Result<Option<Months>, (Field, Reason)> {
    if cell.is_empty() {
        return Ok(None);
    }
    let months = cell.parse().ok().and_then(Months::new);
    let reason = || Reason::NotANumber(cell.to_owned(), Months::MOST.into());
    months.map(Some).ok_or_else(|| (Field::Validity, reason()))
}

/// A parent may be named by identifier, by code or by its statement; a cell may name several.
fn attach_parents(
    sheet: &Sheet<Field>,
    framework: &str,
    rows: &[&Row],
    drafts: &mut [Draft],
    findings: &mut Findings,
) {
    let column = sheet.heading(&Field::Parent).map(str::to_owned);
    let mut index = HashMap::<String, usize>::new();
    let add = |index: &mut HashMap<_, _>, name: Option<&str>, at| {
        if let Some(name) = name {
            index.entry(name.to_owned()).or_insert(at);
        }
    };
    drafts.iter().enumerate().for_each(|(at, d)| add(&mut index, Some(d.id.as_str()), at));
    drafts.iter().enumerate().for_each(|(at, d)| add(&mut index, d.code.as_deref(), at));
    let words = |row: &&Row| sheet.cell(row, &Field::Statement).to_owned();
    rows.iter().enumerate().for_each(|(at, row)| add(&mut index, Some(&words(row)), at));

    for (draft, row) in drafts.iter_mut().zip(rows) {
        let cell = sheet.cell(row, &Field::Parent);
        if cell.is_empty() || cell == framework {
            continue;
        }
        let names = match index.get(cell) {
            Some(_) => vec![cell],
            None => cell.split([';', '|', ',']).map(str::trim).filter(|n| !n.is_empty()).collect(),
        };
        let mut found = names.iter().filter_map(|name| Some((*name, *index.get(*name)?)));
        let Some((kept, parent)) = found.next() else {
            findings.note(draft.line, column.as_deref(), Remark::NoParent(cell.to_owned()));
            continue;
        };
        draft.parent = Some(parent);
        for (dropped, _) in found {
            let (kept, dropped) = (kept.to_owned(), dropped.to_owned());
            let remark = Remark::SeveralParents { kept, dropped };
            findings.note(draft.line, column.as_deref(), remark);
        }
    }
}
