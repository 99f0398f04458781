//! A framework: its competencies, their scales, and the targets of jobs.

use std::collections::BTreeSet;

use domain::{Catalog, Competency, FrameworkId, ScaleId};

use super::{
    item::{Item, put, retire},
    jobs,
    languages::Spoken,
    place, scales,
};
use crate::{FrameworkImport, Reason, RowError, house_scale};

impl Item for Competency {
    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn retired(&mut self) -> &mut bool {
        &mut self.retired
    }

    fn stand_like(&mut self, other: &Self) {
        self.framework = other.framework.clone();
        self.parent = other.parent.clone();
        self.order = other.order;
        self.validity = other.validity;
    }
}

pub(super) fn merge(
    catalog: &mut Catalog,
    mut import: FrameworkImport,
) -> Result<(), Vec<RowError>> {
    adopt_renamed(catalog, &mut import);
    refuse_taken(catalog, &import)?;
    let spoken = spoken(&import);
    let id = import.framework.id.clone();
    for scale in import.scales {
        scales::put(catalog, scale, &spoken);
    }
    if let Some(current) = catalog.frameworks.get(&id) {
        spoken.keep(&mut import.framework.title, &current.title);
    }
    catalog.frameworks.insert(id.clone(), import.framework);
    let named: BTreeSet<_> = import.competencies.iter().map(|item| item.id.clone()).collect();
    for mut item in import.competencies {
        if !import.says_validity {
            let current = catalog.competencies.get(&item.id);
            item.validity = current.and_then(|current| current.validity);
        }
        inherit(&mut item, catalog, &spoken);
        put(&mut catalog.competencies, item.id.clone(), item);
    }
    retire(&mut catalog.competencies, |item, c| c.framework == id && !named.contains(item));
    place::renumber(catalog, &id);
    jobs::retarget(catalog, import.jobs, &id, &spoken);
    Ok(())
}

/// A file under another name is the framework it was, if most of its items say what they said.
fn adopt_renamed(catalog: &Catalog, import: &mut FrameworkImport) {
    if !import.named_by_file || catalog.frameworks.contains_key(&import.framework.id) {
        return;
    }
    let known = |item: &Competency| catalog.competencies.get(&item.id).cloned();
    let met: Vec<_> = import.competencies.iter().filter_map(|i| Some((i, known(i)?))).collect();
    let homes: BTreeSet<_> = met.iter().map(|(_, current)| &current.framework).collect();
    let says_the_same = |(item, current): &&(&Competency, Competency)| {
        item.statement.0.iter().any(|(lang, words)| current.statement.0.get(lang) == Some(words))
    };
    let same = met.iter().filter(says_the_same).count();
    let [home] = homes.into_iter().collect::<Vec<_>>()[..] else { return };
    let Some(framework) = catalog.frameworks.get(home).cloned() else { return };
    if 2 * same < import.competencies.len() {
        return;
    }
    for item in &mut import.competencies {
        item.framework = framework.id.clone();
    }
    import.framework = framework;
}

fn refuse_taken(catalog: &Catalog, import: &FrameworkImport) -> Result<(), Vec<RowError>> {
    let taken = |id: &_| -> Option<FrameworkId> {
        let home = &catalog.competencies.get(id)?.framework;
        (home != &import.framework.id).then(|| home.clone())
    };
    let taken: Vec<_> = import
        .competencies
        .iter()
        .filter_map(|item| Some((item.id.to_string(), taken(&item.id)?.to_string())))
        .map(|(id, framework)| RowError::file(Reason::Taken { id, framework }))
        .collect();
    if taken.is_empty() { Ok(()) } else { Err(taken) }
}

fn spoken(import: &FrameworkImport) -> Spoken {
    let items = import.competencies.iter();
    let statements =
        items.flat_map(|c| std::iter::once(&c.statement).chain(c.level_texts.values()));
    let levels = import.scales.iter().flat_map(|scale| scale.levels());
    let jobs = import.jobs.iter().map(|job| &job.name);
    Spoken::of(statements.chain(levels.flat_map(|l| [&l.name, &l.text])).chain(jobs))
}

/// What a file leaves open stays as it is; a competency that has no scale gets the house's.
fn inherit(item: &mut Competency, catalog: &mut Catalog, spoken: &Spoken) {
    let current = catalog.competencies.get(&item.id);
    if let Some(current) = current {
        spoken.keep(&mut item.statement, &current.statement);
        for (level, text) in item.level_texts.iter_mut() {
            if let Some(before) = current.level_texts.get(level) {
                spoken.keep(text, before);
            }
        }
    }
    if item.is_area || item.scale.is_some() {
        return;
    }
    match current.filter(|current| current.scale.is_some()) {
        Some(current) => {
            item.scale = current.scale.clone();
            item.level_texts = current.level_texts.clone();
        }
        None => item.scale = Some(house(catalog)),
    }
}

fn house(catalog: &mut Catalog) -> ScaleId {
    let scale = house_scale();
    let id = scale.id.clone();
    catalog.scales.get_or_insert_with(id.clone(), || scale);
    id
}
