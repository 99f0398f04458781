//! O*NET's detailed work activities in O*NET's own columns.
//!
//! Source: O*NET, U.S. Department of Labor, Employment and Training Administration, the table
//! "DWA Reference". Intermediate work activities become headings, detailed ones competencies;
//! elements have no words of their own there and stay out.

use std::collections::HashMap;

use domain::{CompetencyId, Framework, Text};

use super::{FrameworkImport, draft::Draft, source, tree};
use crate::{
    Reason, Remark, Report,
    findings::Findings,
    table::{Row, squashed},
};

const COLUMNS: [&str; 4] = ["iwaid", "iwatitle", "dwaid", "dwatitle"];
const CREDIT: &str =
    "O*NET, U.S. Department of Labor, Employment and Training Administration, CC BY 4.0, modified";

pub(super) fn is_onet(rows: &[Row]) -> bool {
    rows.len() > 1 && places(&rows[0]).is_some()
}

/// Where the four columns are.
fn places(head: &Row) -> Option<[usize; 4]> {
    let heads: Vec<_> = head.cells.iter().map(|cell| squashed(cell)).collect();
    let mut places = [0; 4];
    for (place, wanted) in places.iter_mut().zip(COLUMNS) {
        *place = heads.iter().position(|head| head == wanted)?;
    }
    Some(places)
}

/// Reads rows that [`is_onet`] recognised.
pub(super) fn read(rows: Vec<Row>) -> Report<FrameworkImport> {
    let mut findings = Findings::default();
    let places = places(&rows[0]).unwrap_or_default();
    let mut drafts = Drafts::default();
    for row in &rows[1..] {
        let cell = |at: usize| row.cells.get(places[at]).map_or("", String::as_str);
        let area = drafts.take(row.line, [cell(0), cell(1)], [0, 1], None, &mut findings);
        if area.is_some() {
            drafts.take(row.line, [cell(2), cell(3)], [2, 3], area, &mut findings);
        }
    }
    let title = "O*NET detailed work activities";
    let framework = Framework {
        title: Text::of("en", title),
        credit: Some(CREDIT.to_owned()),
        ..source::from_file_name("onet-dwa.csv")
    };
    let competencies = tree::grow(drafts.list, &framework.id, None, &mut findings);
    let (scales, jobs) = (Vec::new(), Vec::new());
    let named_by_file = false;
    findings.report(FrameworkImport {
        framework,
        named_by_file,
        scales,
        competencies,
        says_validity: false,
        jobs,
    })
}

#[derive(Default)]
struct Drafts {
    list: Vec<Draft>,
    index: HashMap<String, usize>,
}

impl Drafts {
    /// The place of the activity `[id, title]`, new or met before.
    fn take(
        &mut self,
        line: u64,
        [id, title]: [&str; 2],
        columns: [usize; 2],
        parent: Option<usize>,
        findings: &mut Findings,
    ) -> Option<usize> {
        let columns = columns.map(|at| Some(COLUMN_NAMES[at]));
        if let Some(known) = self.index.get(id) {
            self.compare(line, *known, title, parent, columns[1], findings);
            return Some(*known);
        }
        let checked = CompetencyId::new(id).map_err(Reason::BadId);
        let id = checked.map_err(|reason| findings.error(line, columns[0], reason)).ok()?;
        if title.is_empty() {
            findings.error(line, columns[1], Reason::Missing);
            return None;
        }
        self.index.insert(id.to_string(), self.list.len());
        let sort = if parent.is_none() { "Area" } else { "Activity" };
        self.list.push(Draft {
            code: Some(id.to_string()),
            sort: Some(sort.to_owned()),
            parent,
            ..Draft::new(line, id, Text::of("en", title))
        });
        Some(self.list.len() - 1)
    }

    /// An id met again: an area stands on every row of its activities, an activity on one.
    fn compare(
        &self,
        line: u64,
        known: usize,
        title: &str,
        parent: Option<usize>,
        column: Option<&str>,
        findings: &mut Findings,
    ) {
        let earlier = &self.list[known];
        if earlier.statement.pick("en") != title {
            findings.note(line, column, Remark::OtherTitle(earlier.id.to_string()));
        } else if parent.is_some() && earlier.parent == parent {
            findings.note(line, column, Remark::Repeated);
        } else if let (Some(kept), Some(dropped)) = (earlier.parent, parent) {
            let label = |at: usize| self.list[at].label().to_owned();
            let remark = Remark::SeveralParents { kept: label(kept), dropped: label(dropped) };
            findings.note(line, column, remark);
        }
    }
}

const COLUMN_NAMES: [&str; 4] = ["iwa_id", "iwa_title", "dwa_id", "dwa_title"];
