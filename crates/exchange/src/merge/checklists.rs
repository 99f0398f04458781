//! Checklists: a file holds them all.

use std::collections::BTreeSet;

use domain::{Catalog, Checklist, Text};

use super::{
    item::{Item, put, retire},
    languages::Spoken,
};
use crate::ChecklistImport;

impl Item for Checklist {
    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn retired(&mut self) -> &mut bool {
        &mut self.retired
    }

    fn stand_like(&mut self, _: &Self) {}
}

pub(super) fn merge(catalog: &mut Catalog, import: ChecklistImport) {
    let spoken = Spoken::of(import.checklists.iter().flat_map(texts));
    let named: BTreeSet<_> = import.checklists.iter().map(|list| list.id.clone()).collect();
    for mut list in import.checklists {
        if let Some(current) = catalog.checklists.get(&list.id) {
            keep_translations(&mut list, current, &spoken);
        }
        put(&mut catalog.checklists, list.id.clone(), list);
    }
    retire(&mut catalog.checklists, |id, _| !named.contains(id));
}

fn texts(list: &Checklist) -> impl Iterator<Item = &Text> {
    let steps = list.steps().flat_map(|step| std::iter::once(&step.text).chain(&step.reasons));
    std::iter::once(&list.title).chain(list.tasks.iter().map(|task| &task.name)).chain(steps)
}

/// Of steps by their ids, of tasks by their places.
fn keep_translations(list: &mut Checklist, current: &Checklist, spoken: &Spoken) {
    spoken.keep(&mut list.title, &current.title);
    for (task, before) in list.tasks.iter_mut().zip(&current.tasks) {
        if !task.name.is_empty() {
            spoken.keep(&mut task.name, &before.name);
        }
    }
    for step in list.tasks.iter_mut().flat_map(|task| &mut task.steps) {
        let Some(before) = current.step(&step.id) else { continue };
        spoken.keep(&mut step.text, &before.text);
        if step.reasons.len() == before.reasons.len() {
            for (reason, before) in step.reasons.iter_mut().zip(&before.reasons) {
                spoken.keep(reason, before);
            }
        }
    }
}
