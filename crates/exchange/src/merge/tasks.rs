//! Task types: a file holds them all.

use std::collections::BTreeSet;

use domain::{Catalog, TaskType, Text};

use super::{
    item::{Item, put, retire},
    languages::Spoken,
};
use crate::TaskImport;

impl Item for TaskType {
    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn retired(&mut self) -> &mut bool {
        &mut self.retired
    }

    fn stand_like(&mut self, other: &Self) {
        self.asking = other.asking.clone();
        self.first_week = other.first_week;
    }
}

pub(super) fn merge(catalog: &mut Catalog, import: TaskImport) {
    let spoken = Spoken::of(import.task_types.iter().flat_map(texts));
    let named: BTreeSet<_> = import.task_types.iter().map(|task| task.id.clone()).collect();
    for mut task in import.task_types {
        if let Some(current) = catalog.task_types.get(&task.id) {
            keep_translations(&mut task, current, &spoken);
        }
        put(&mut catalog.task_types, task.id.clone(), task);
    }
    retire(&mut catalog.task_types, |id, _| !named.contains(id));
}

fn texts(task: &TaskType) -> impl Iterator<Item = &Text> {
    std::iter::once(&task.name).chain(&task.unit).chain(&task.steps)
}

fn keep_translations(task: &mut TaskType, current: &TaskType, spoken: &Spoken) {
    spoken.keep(&mut task.name, &current.name);
    if let (Some(unit), Some(before)) = (&mut task.unit, &current.unit) {
        spoken.keep(unit, before);
    }
    if task.steps.len() == current.steps.len() {
        for (step, before) in task.steps.iter_mut().zip(&current.steps) {
            spoken.keep(step, before);
        }
    }
}
