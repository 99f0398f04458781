//! Rows under understood headings.

use domain::{Lang, Text};

use super::{Found, Row};
use crate::{Reason, Remark, RowError, findings::Findings};

struct Column<F> {
    field: F,
    lang: Option<Lang>,
    heading: String,
    index: usize,
}

pub(crate) struct Sheet<F> {
    columns: Vec<Column<F>>,
    pub(crate) rows: Vec<Row>,
}

impl<F: Clone + PartialEq> Sheet<F> {
    /// Takes the first row as headings. Columns nobody knows are noted and left out, rows that are
    /// wider than the headings are errors.
    pub(crate) fn new(
        mut rows: Vec<Row>,
        understand: impl Fn(&str) -> Option<Found<F>>,
        findings: &mut Findings,
    ) -> Result<Self, RowError> {
        if rows.len() < 2 {
            return Err(RowError::file(Reason::NoRows));
        }
        let head = rows.remove(0);
        let width = head.cells.len();
        for row in &rows {
            if row.cells.iter().skip(width).any(|cell| !cell.is_empty()) {
                findings.error(row.line, None, Reason::TooManyCells);
            }
        }
        Ok(Self { columns: columns(&head, understand, findings), rows })
    }

    pub(crate) fn has(&self, field: &F) -> bool {
        self.columns.iter().any(|column| &column.field == field)
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = &F> {
        self.columns.iter().map(|column| &column.field)
    }

    /// The heading of a field as the file spells it.
    pub(crate) fn heading(&self, field: &F) -> Option<&str> {
        self.columns.iter().find(|c| &c.field == field).map(|c| c.heading.as_str())
    }

    /// The first cell of a field that is not empty, else "".
    pub(crate) fn cell<'r>(&self, row: &'r Row, field: &F) -> &'r str {
        self.cells(row, field).map(|(_, cell)| cell).next().unwrap_or_default()
    }

    /// A field in every language it is there in. A column without a language is in `default`.
    pub(crate) fn text(&self, row: &Row, field: &F, default: &Lang) -> Text {
        let cells = self.cells(row, field);
        Text(cells.map(|(lang, cell)| (lang.unwrap_or(default).clone(), cell.to_owned())).collect())
    }

    /// What a field lists between `|`, each part with all its languages. Languages that differ in
    /// number do not fit.
    pub(crate) fn texts(
        &self,
        row: &Row,
        field: &F,
        default: &Lang,
        findings: &mut Findings,
    ) -> Vec<Text> {
        let mut texts: Vec<Text> = Vec::new();
        for (lang, cell) in self.cells(row, field) {
            let lang = lang.unwrap_or(default);
            let parts: Vec<_> = cell.split('|').map(str::trim).filter(|p| !p.is_empty()).collect();
            if !texts.is_empty() && texts.len() != parts.len() {
                let (count, other) = (parts.len(), texts.len());
                let reason = Reason::PartCount { lang: lang.as_str().to_owned(), count, other };
                findings.error(row.line, self.heading(field), reason);
                continue;
            }
            texts.resize(parts.len(), Text::default());
            for (text, part) in texts.iter_mut().zip(parts) {
                text.0.insert(lang.clone(), part.to_owned());
            }
        }
        texts
    }

    /// Every cell of a field that is not empty, with its column's language.
    pub(crate) fn cells<'s, 'r>(
        &'s self,
        row: &'r Row,
        field: &F,
    ) -> impl Iterator<Item = (Option<&'s Lang>, &'r str)> {
        self.columns.iter().filter(move |column| &column.field == field).filter_map(|column| {
            let cell = row.cells.get(column.index).filter(|cell| !cell.is_empty())?;
            Some((column.lang.as_ref(), cell.as_str()))
        })
    }
}

/// The best-spelled column of each field and language, in the file's order.
fn columns<F: Clone + PartialEq>(
    head: &Row,
    understand: impl Fn(&str) -> Option<Found<F>>,
    findings: &mut Findings,
) -> Vec<Column<F>> {
    let mut kept: Vec<(usize, Column<F>)> = Vec::new();
    for (index, heading) in head.cells.iter().enumerate() {
        let Some(Found { field, lang, rank }) = understand(heading) else {
            if !heading.is_empty() {
                findings.note(head.line, Some(heading), Remark::ColumnIgnored);
            }
            continue;
        };
        let column = Column { field, lang, heading: heading.clone(), index };
        let same = |c: &Column<F>| c.field == column.field && c.lang == column.lang;
        match kept.iter_mut().find(|(_, c)| same(c)) {
            None => kept.push((rank, column)),
            Some((best, earlier)) if rank < *best => {
                findings.note(head.line, Some(&earlier.heading), Remark::ColumnTwice);
                (*best, *earlier) = (rank, column);
            }
            Some(_) => findings.note(head.line, Some(heading), Remark::ColumnTwice),
        }
    }
    kept.into_iter().map(|(_, column)| column).collect()
}
