//! Finds what a cell names among the things an organisation has.

use std::collections::HashMap;

use domain::{AidId, Catalog, CompetencyId, JobRoleId, TaskTypeId, Text};

use crate::{Reason, Remark, findings::Findings, table::Row};

/// One thing that can be named: its id, and whether it is retired.
struct Named<I> {
    id: I,
    retired: bool,
}

/// Things of one sort by every name they go under.
struct Names<I> {
    what: &'static str,
    by_id: HashMap<String, Named<I>>,
    /// Codes, titles and names, in lower case.
    by_name: HashMap<String, Vec<String>>,
}

impl<I: Clone> Names<I> {
    fn new(what: &'static str) -> Self {
        Self { what, by_id: HashMap::new(), by_name: HashMap::new() }
    }

    fn add<'a>(&mut self, id: &str, value: I, retired: bool, names: impl Iterator<Item = &'a str>) {
        for name in names {
            let ids = self.by_name.entry(name.to_lowercase()).or_default();
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        }
        self.by_id.insert(id.to_owned(), Named { id: value, retired });
    }

    /// An id goes before a name, what is in use before what is retired.
    fn find(&self, text: &str) -> Result<&Named<I>, Reason> {
        if let Some(named) = self.by_id.get(text) {
            return Ok(named);
        }
        let ids = self.by_name.get(&text.to_lowercase()).map_or(&[][..], Vec::as_slice);
        let all: Vec<_> = ids.iter().filter_map(|id| Some((id, self.by_id.get(id)?))).collect();
        let live: Vec<_> = all.iter().filter(|(_, named)| !named.retired).copied().collect();
        let best = if live.is_empty() { all } else { live };
        match best[..] {
            [] => Err(Reason::Unknown { what: self.what, text: text.to_owned() }),
            [(_, named)] => Ok(named),
            [..] => {
                let may_be = best.iter().take(5).map(|(id, _)| (*id).clone()).collect();
                Err(Reason::Ambiguous { text: text.to_owned(), may_be })
            }
        }
    }
}

/// Everything of a catalogue that a row may refer to.
pub(crate) struct References<'c> {
    catalog: &'c Catalog,
    competencies: Names<CompetencyId>,
    aids: Names<AidId>,
    jobs: Names<JobRoleId>,
    tasks: Names<TaskTypeId>,
}

impl<'c> References<'c> {
    pub(crate) fn new(catalog: &'c Catalog) -> Self {
        let mut competencies = Names::new("competency");
        for item in catalog.competencies.values() {
            let code = item.code.as_deref().into_iter();
            competencies.add(item.id.as_str(), item.id.clone(), item.retired, code);
        }
        let mut aids = Names::new("job aid");
        for item in catalog.aids.values() {
            aids.add(item.id.as_str(), item.id.clone(), item.retired, names(&item.title));
        }
        let mut jobs = Names::new("job");
        for item in catalog.jobs.values() {
            jobs.add(item.id.as_str(), item.id.clone(), item.retired, names(&item.name));
        }
        let mut tasks = Names::new("task type");
        for item in catalog.task_types.values() {
            tasks.add(item.id.as_str(), item.id.clone(), item.retired, names(&item.name));
        }
        Self { catalog, competencies, aids, jobs, tasks }
    }

    pub(crate) fn job(&self, text: &str) -> Result<JobRoleId, Reason> {
        self.jobs.find(text).map(|named| named.id.clone())
    }

    pub(crate) fn task(&self, text: &str) -> Result<TaskTypeId, Reason> {
        self.tasks.find(text).map(|named| named.id.clone())
    }

    /// The competencies a cell of tags names. A heading is no tag.
    pub(crate) fn tags(&self, cell: Cell<'_>, findings: &mut Findings) -> Vec<CompetencyId> {
        let tags = listed(&self.competencies, cell, findings);
        let is_area =
            |id: &CompetencyId| self.catalog.competencies.get(id).is_some_and(|c| c.is_area);
        for heading in tags.iter().filter(|id| is_area(id)) {
            findings.error(cell.row.line, cell.heading, Reason::Heading(heading.to_string()));
        }
        tags
    }

    pub(crate) fn aids(&self, cell: Cell<'_>, findings: &mut Findings) -> Vec<AidId> {
        listed(&self.aids, cell, findings)
    }

    pub(crate) fn jobs(&self, cell: Cell<'_>, findings: &mut Findings) -> Vec<JobRoleId> {
        listed(&self.jobs, cell, findings)
    }
}

/// A cell that lists names, and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Cell<'a> {
    pub(crate) row: &'a Row,
    pub(crate) heading: Option<&'a str>,
    pub(crate) text: &'a str,
}

fn names(text: &Text) -> impl Iterator<Item = &str> {
    text.0.values().map(String::as_str)
}

/// What a cell lists, each once. An id or name that holds a separator may stand alone.
fn listed<I: Clone + PartialEq>(
    names: &Names<I>,
    cell: Cell<'_>,
    findings: &mut Findings,
) -> Vec<I> {
    let whole = names.find(cell.text).is_ok();
    let parts = if whole { vec![cell.text] } else { parts(cell.text) };
    let mut found = Vec::new();
    for part in parts {
        match names.find(part) {
            Ok(named) if found.contains(&named.id) => {}
            Ok(named) => {
                if named.retired {
                    let remark = Remark::Retired(part.to_owned());
                    findings.note(cell.row.line, cell.heading, remark);
                }
                found.push(named.id.clone());
            }
            Err(reason) => findings.error(cell.row.line, cell.heading, reason),
        }
    }
    found
}

/// The parts between `;` and `|` that say something.
pub(crate) fn parts(cell: &str) -> Vec<&str> {
    cell.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()).collect()
}
