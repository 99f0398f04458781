//! CASE rubrics as rating scales.
//!
//! Rubrics often repeat one set of level names for every item: those become one scale. Where the
//! words below the names differ from item to item, each competency keeps its own.

use std::collections::HashSet;

use domain::{Lang, Level, Map, Scale, ScaleId, Text};
use serde_json::Value;

use super::{
    case::Index,
    draft::{Draft, own},
    json::{names_of, number, objects, text},
};
use crate::{Reason, Remark, findings::Findings};

const COLUMN: Option<&str> = Some("CFRubrics");

pub(super) struct Reading<'a> {
    pub(super) index: &'a Index,
    pub(super) lang: &'a Lang,
    /// The framework's id, where a rubric has none.
    pub(super) framework: &'a str,
}

/// One row of a rubric.
struct Criterion {
    line: u64,
    /// What its scale may be called, best first.
    ids: [Option<String>; 2],
    title: String,
    /// The item it is about; none where the rubric is for all.
    item: Option<usize>,
    names: Vec<String>,
    texts: Vec<Option<String>>,
}

impl Reading<'_> {
    /// The scales of a package; drafts get theirs.
    pub(super) fn attach(
        &self,
        package: &Value,
        drafts: &mut [Draft],
        line_of: impl Fn(usize) -> u64,
        findings: &mut Findings,
    ) -> Vec<Scale> {
        let mut groups: Vec<Vec<Criterion>> = Vec::new();
        for (at, rubric) in objects(package, "CFRubrics") {
            for criterion in self.criteria(rubric, line_of(at), findings) {
                match groups.iter_mut().find(|group| group[0].names == criterion.names) {
                    Some(group) => group.push(criterion),
                    None => groups.push(vec![criterion]),
                }
            }
        }
        let mut scales: Vec<Scale> = Vec::new();
        for group in &groups {
            match self.scale(group, &scales) {
                Ok(scale) => {
                    self.give(&scale, group, drafts);
                    scales.push(scale);
                }
                Err(reason) => findings.error(group[0].line, COLUMN, reason),
            }
        }
        for_all(&groups, &scales, drafts);
        scales
    }

    /// The rows of one rubric that have levels and a known item, or no item at all.
    fn criteria(&self, rubric: &Value, line: u64, findings: &mut Findings) -> Vec<Criterion> {
        let title = text(rubric, "title").or_else(|| text(rubric, "identifier"));
        let title = title.unwrap_or_default();
        let mut kept = Vec::new();
        for (_, row) in objects(rubric, "CFRubricCriteria") {
            let (names, texts): (Vec<_>, Vec<_>) = levels(row).into_iter().unzip();
            let about = row.get("CFItemURI").map(names_of).unwrap_or_default();
            let item = about.iter().find_map(|name| self.index.get(name)).copied();
            if names.is_empty() {
                findings.note(line, COLUMN, Remark::NoLevels(title.clone()));
            } else if item.is_none() && !about.is_empty() {
                findings.note(line, COLUMN, Remark::LooseRubric(about[0].clone()));
            } else {
                let ids = [text(rubric, "identifier"), text(row, "identifier")];
                kept.push(Criterion { line, ids, title: title.clone(), item, names, texts });
            }
        }
        if rubric.get("CFRubricCriteria").and_then(Value::as_array).is_none_or(Vec::is_empty) {
            findings.note(line, COLUMN, Remark::NoLevels(title));
        }
        kept
    }

    /// The scale all of `group` share, named after the first rubric whose name is free.
    fn scale(&self, group: &[Criterion], taken: &[Scale]) -> Result<Scale, Reason> {
        let first = &group[0];
        let made = own(self.framework, &format!("{} {}", first.title, first.names.join(" ")));
        let free = |id: &String| taken.iter().all(|scale| scale.id.as_str() != id);
        let id = group.iter().flat_map(|row| row.ids.iter().flatten()).find(|id| free(id));
        let id = ScaleId::new(id.unwrap_or(&made).replace('\n', " ")).map_err(Reason::BadId)?;
        let level = |(at, name): (usize, &String)| Level {
            name: self.words(name),
            text: shared_text(group, at).map(|text| self.words(text)).unwrap_or_default(),
        };
        let levels: Vec<_> = first.names.iter().enumerate().map(level).collect();
        Scale::new(id, 1, levels).map_err(|bad| Reason::Levels(bad.0))
    }

    /// Attaches `scale` to the items of `group`, with their own words where these are not shared.
    fn give(&self, scale: &Scale, group: &[Criterion], drafts: &mut [Draft]) {
        let shared: Vec<_> = (0..scale.levels().len()).map(|at| shared_text(group, at)).collect();
        for row in group {
            let Some(draft) = row.item.map(|item| &mut drafts[item]) else { continue };
            if draft.scale.is_some() {
                continue;
            }
            draft.scale = Some(scale.id.clone());
            let own = row.texts.iter().zip(&shared).enumerate();
            let own = own.filter(|(_, (text, shared))| text.as_ref() != **shared);
            draft.level_texts = own
                .filter_map(|(at, (text, _))| Some((at as u8 + 1, self.words(text.as_ref()?))))
                .collect::<Map<u8, Text>>();
        }
    }

    fn words(&self, text: &str) -> Text {
        Text::of(self.lang.as_str(), text)
    }
}

/// The words every row of a group has at one level.
fn shared_text(group: &[Criterion], at: usize) -> Option<&String> {
    let first = group[0].texts[at].as_ref()?;
    group.iter().all(|row| row.texts[at].as_ref() == Some(first)).then_some(first)
}

/// A rubric that names no item is for every item without one, where it is the only such.
fn for_all(groups: &[Vec<Criterion>], scales: &[Scale], drafts: &mut [Draft]) {
    if groups.len() != scales.len() {
        return;
    }
    let is_general = |(group, _): &(&Vec<Criterion>, _)| group.iter().all(|r| r.item.is_none());
    let mut general = groups.iter().zip(scales).filter(is_general).map(|(_, scale)| scale);
    let (Some(scale), None) = (general.next(), general.next()) else { return };
    let parents: HashSet<_> = drafts.iter().filter_map(|draft| draft.parent).collect();
    for (index, draft) in drafts.iter_mut().enumerate() {
        if draft.scale.is_none() && !parents.contains(&index) {
            draft.scale = Some(scale.id.clone());
        }
    }
}

/// Names and words of the levels, lowest first: by position, else by score, else as they stand.
fn levels(criterion: &Value) -> Vec<(String, Option<String>)> {
    let mut found: Vec<_> = objects(criterion, "CFRubricCriterionLevels").collect();
    found.sort_by(|(at_a, a), (at_b, b)| {
        let place = |level: &Value| number(level, "position").or_else(|| number(level, "score"));
        let last = f64::INFINITY;
        place(a).unwrap_or(last).total_cmp(&place(b).unwrap_or(last)).then(at_a.cmp(at_b))
    });
    let one = |(at, (_, level)): (usize, &(usize, &Value))| {
        let text_of = text(level, "description");
        let name = text(level, "quality").or_else(|| text_of.clone());
        let name = name.or_else(|| text(level, "score")).unwrap_or_else(|| (at + 1).to_string());
        (name.clone(), text_of.filter(|text| *text != name))
    };
    found.iter().enumerate().map(one).collect()
}
