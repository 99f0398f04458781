//! Puts drafts in their places: no circles, siblings in order, parents before children.

use std::cmp::Ordering;

use domain::{Competency, FrameworkId};

use super::{area::is_area, draft::Draft, natural};
use crate::{Reason, findings::Findings};

/// How many names of a long circle are shown.
const SHOWN: usize = 12;

/// The drafts as competencies, numbered from 0 in the order of the tree. Circles are errors, and
/// then nothing is returned.
pub(super) fn grow(
    drafts: Vec<Draft>,
    framework: &FrameworkId,
    column: Option<&str>,
    findings: &mut Findings,
) -> Vec<Competency> {
    let circles = circles(&drafts);
    for circle in &circles {
        let path = shown(circle.iter().map(|i| drafts[*i].label().to_owned()).collect());
        findings.error(drafts[circle[0]].line, column, Reason::Cycle(path));
    }
    if !circles.is_empty() {
        return Vec::new();
    }
    let (order, has_children) = walk(&drafts);
    let ids: Vec<_> = drafts.iter().map(|draft| draft.id.clone()).collect();
    let mut drafts: Vec<_> = drafts.into_iter().map(Some).collect();
    let taken = order.into_iter().filter_map(|index| Some((index, drafts[index].take()?)));
    let planted = taken.enumerate().map(|(place, (index, draft))| {
        let parent = draft.parent.map(|parent| ids[parent].clone());
        let groups_others = has_children[index] && draft.scale.is_none();
        let is_area = is_area(draft.sort.as_deref(), groups_others);
        Competency { parent, order: place as u32, ..competency(draft, framework, is_area) }
    });
    planted.collect()
}

/// Without its place. A heading has no scale.
fn competency(draft: Draft, framework: &FrameworkId, is_area: bool) -> Competency {
    Competency {
        id: draft.id,
        framework: framework.clone(),
        version: 1,
        code: draft.code,
        statement: draft.statement,
        parent: None,
        order: 0,
        is_area,
        scale: draft.scale.filter(|_| !is_area),
        level_texts: if is_area { Default::default() } else { draft.level_texts },
        validity: draft.validity.filter(|_| !is_area),
        retired: draft.retired,
    }
}

/// Every circle once, from its first member in the file round to that member again.
fn circles(drafts: &[Draft]) -> Vec<Vec<usize>> {
    const NEW: usize = usize::MAX;
    let mut seen_in = vec![NEW; drafts.len()];
    let mut found = Vec::new();
    for start in 0..drafts.len() {
        let mut path = Vec::new();
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| seen_in[*index] == NEW) {
            seen_in[index] = start;
            path.push(index);
            at = drafts[index].parent;
        }
        if let Some(index) = at.filter(|index| seen_in[*index] == start) {
            let from = path.iter().position(|i| *i == index).unwrap_or_default();
            found.push(path.split_off(from));
        }
    }
    for circle in &mut found {
        let first = circle.iter().enumerate().min_by_key(|(_, i)| **i).map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        circle.push(circle[0]);
    }
    found
}

fn shown(mut path: Vec<String>) -> Vec<String> {
    if path.len() > SHOWN {
        let skipped = path.len() - SHOWN;
        path.splice(SHOWN / 2..SHOWN / 2 + skipped, [format!("{skipped} more")]);
    }
    path
}

/// The order of the tree, and who has children. Without recursion: a file may be very deep.
fn walk(drafts: &[Draft]) -> (Vec<usize>, Vec<bool>) {
    let mut children = vec![Vec::new(); drafts.len()];
    let mut open = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        match draft.parent {
            Some(parent) => children[parent].push(index),
            None => open.push(index),
        }
    }
    let has_children = children.iter().map(|list| !list.is_empty()).collect();
    let sort = |list: &mut Vec<usize>| {
        list.sort_by(|a, b| siblings(&drafts[*a], &drafts[*b]).then(a.cmp(b)).reverse());
    };
    sort(&mut open);
    let mut order = Vec::with_capacity(drafts.len());
    while let Some(index) = open.pop() {
        order.push(index);
        sort(&mut children[index]);
        open.append(&mut children[index]);
    }
    (order, has_children)
}

/// `sequenceNumber`, else `listEnumeration`, else the code's natural order, else as in the file.
fn siblings(a: &Draft, b: &Draft) -> Ordering {
    let by_sequence = given_first(a.sequence, b.sequence, |a, b| a.total_cmp(b));
    let by_list = || {
        let (a, b) = (a.enumeration.as_deref(), b.enumeration.as_deref());
        given_first(a, b, |a, b| natural::compare(a, b))
    };
    let by_code =
        || given_first(a.code.as_deref(), b.code.as_deref(), |a, b| natural::compare(a, b));
    by_sequence.then_with(by_list).then_with(by_code)
}

fn given_first<T>(a: Option<T>, b: Option<T>, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (&a, &b) {
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use domain::{CompetencyId, Text};

    use super::*;

    fn drafts(parents: &[(&str, Option<usize>)]) -> Vec<Draft> {
        let one = |(line, (name, parent)): (usize, &(&str, Option<usize>))| {
            let id = CompetencyId::new(*name).unwrap();
            Draft { parent: *parent, ..Draft::new(line as u64 + 1, id, Text::of("en", *name)) }
        };
        parents.iter().enumerate().map(one).collect()
    }

    fn grown(drafts: Vec<Draft>) -> (Vec<String>, crate::Report<()>) {
        let mut findings = Findings::default();
        let id = FrameworkId::new("f").unwrap();
        let list = grow(drafts, &id, None, &mut findings);
        (list.into_iter().map(|c| c.id.to_string()).collect(), findings.report(()))
    }

    // SPEC X7
    #[test]
    fn each_circle_is_refused_once_with_its_path() {
        let tail_and_two =
            [("d", Some(1)), ("a", Some(2)), ("b", Some(1)), ("c", None), ("e", Some(4))];
        let (list, report) = grown(drafts(&tail_and_two));
        assert!(list.is_empty());
        let errors: Vec<_> = report.errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(errors[0].starts_with("line 2: ") && errors[0].contains("a → b → a"), "{errors:?}");
        assert!(errors[1].contains("e → e"), "{errors:?}");
    }

    // SPEC X8
    #[test]
    fn siblings_stand_by_sequence_then_enumeration_then_code_then_line() {
        let mut list =
            drafts(&[("a", None), ("b", None), ("c", None), ("d", None), ("e", None), ("f", None)]);
        list[5].sequence = Some(1.0);
        list[4].enumeration = Some("2".into());
        list[3].enumeration = Some("10".into());
        list[2].code = Some("A2".into());
        list[1].code = Some("A10".into());
        assert_eq!(grown(list).0, ["f", "e", "d", "c", "b", "a"]);
    }

    #[test]
    fn a_very_deep_tree_does_not_overflow() {
        let deep: Vec<_> = (0..200_000_usize).map(|i| (i.to_string(), i.checked_sub(1))).collect();
        let deep: Vec<_> = deep.iter().map(|(name, parent)| (name.as_str(), *parent)).collect();
        assert_eq!(grown(drafts(&deep)).0.len(), 200_000);
    }
}
