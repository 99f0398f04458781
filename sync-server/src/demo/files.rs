//! The demo's own import files, read with the importers everybody's files go through.

use std::collections::BTreeSet;

use domain::{Catalog, TaskTypeId};
use exchange::{
    CatalogImport, PeopleImport, Report, RowError, merge_catalog, read_aids, read_checklists,
    read_framework, read_people, read_tasks,
};

pub(crate) const FRAMEWORK: &[u8] = include_bytes!("../../demo/framework.csv");
pub(crate) const TASKS: &[u8] = include_bytes!("../../demo/tasks.csv");
pub(crate) const AIDS: &[u8] = include_bytes!("../../demo/aids.csv");
pub(crate) const CHECKLISTS: &[u8] = include_bytes!("../../demo/checklists.csv");
pub(crate) const PEOPLE: &[u8] = include_bytes!("../../demo/people.csv");

/// A file of the demo that its importer refuses.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {}", .rows.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct BadFile {
    pub file: &'static str,
    pub rows: Vec<RowError>,
}

pub(crate) struct Files {
    pub(crate) catalog: Catalog,
    /// In the order of the file: the commonest first.
    pub(crate) task_types: Vec<TaskTypeId>,
    pub(crate) people: PeopleImport,
}

pub(crate) fn read() -> Result<Files, BadFile> {
    let catalog = Catalog::default();
    let framework = accept("framework.csv", read_framework(FRAMEWORK, "framework.csv"))?;
    let catalog = merge("framework.csv", &catalog, CatalogImport::Framework(framework))?;
    let aids = accept("aids.csv", read_aids(AIDS, &catalog))?;
    let catalog = merge("aids.csv", &catalog, CatalogImport::Aids(aids))?;
    let tasks = accept("tasks.csv", read_tasks(TASKS, &catalog))?;
    let task_types = tasks.task_types.iter().map(|task| task.id.clone()).collect();
    let catalog = merge("tasks.csv", &catalog, CatalogImport::Tasks(tasks))?;
    let lists = accept("checklists.csv", read_checklists(CHECKLISTS, &catalog))?;
    let catalog = merge("checklists.csv", &catalog, CatalogImport::Checklists(lists))?;
    let people = accept("people.csv", read_people(PEOPLE, &catalog, &BTreeSet::new()))?;
    Ok(Files { catalog, task_types, people })
}

fn accept<T>(file: &'static str, report: Report<T>) -> Result<T, BadFile> {
    report.value.ok_or(BadFile { file, rows: report.errors })
}

fn merge(file: &'static str, catalog: &Catalog, import: CatalogImport) -> Result<Catalog, BadFile> {
    merge_catalog(catalog, import)
        .map(|merged| merged.catalog)
        .map_err(|rows| BadFile { file, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{AidKind, Text};

    fn files() -> Files {
        read().unwrap_or_else(|bad| panic!("{bad}"))
    }

    // SPEC O1
    #[test]
    fn the_importers_find_nothing_to_say_about_the_demo_files() {
        let all = files().catalog;
        let known = BTreeSet::new();
        assert_eq!(read_framework(FRAMEWORK, "framework.csv").notes, []);
        assert_eq!(read_tasks(TASKS, &all).notes, []);
        assert_eq!(read_aids(AIDS, &all).notes, []);
        assert_eq!(read_checklists(CHECKLISTS, &all).notes, []);
        assert_eq!(read_people(PEOPLE, &all, &known).notes, []);
    }

    // SPEC O2
    #[test]
    fn the_workshop_has_24_competencies_and_14_people() {
        let files = files();
        assert_eq!(files.catalog.rateable().len(), 24);
        assert_eq!(files.people.people.len(), 14);
        assert_eq!(files.catalog.task_types.len(), 32);
        assert_eq!(files.catalog.prompts.len(), 12);
        assert_eq!(files.catalog.jobs.len(), 4);
        let cards = files.catalog.aids.values().filter(|aid| aid.kind == AidKind::GoodPractice);
        assert_eq!(cards.count(), 3);
    }

    // SPEC O3
    #[test]
    fn every_text_is_there_in_english_and_in_dutch() {
        let catalog = files().catalog;
        let mut texts: Vec<Text> = Vec::new();
        texts.extend(catalog.frameworks.values().map(|f| f.title.clone()));
        texts.extend(catalog.prompts.values().map(|p| p.text.clone()));
        texts.extend(catalog.jobs.values().map(|j| j.name.clone()));
        texts.extend(catalog.aids.values().flat_map(|a| [a.title.clone(), a.body.clone()]));
        texts.extend(catalog.competencies.values().map(|c| c.statement.clone()));
        for scale in catalog.scales.values() {
            texts.extend(scale.levels().iter().map(|level| level.name.clone()));
        }
        for list in catalog.checklists.values() {
            texts.push(list.title.clone());
            for step in list.steps() {
                texts.push(step.text.clone());
                texts.extend(step.reasons.iter().cloned());
            }
        }
        for task in catalog.task_types.values() {
            texts.extend([&task.name].into_iter().chain(&task.unit).chain(&task.steps).cloned());
            assert!(task.steps.len() >= 3 && task.minutes.is_some(), "{}", task.id);
        }
        for competency in catalog.rateable() {
            assert_eq!(competency.level_texts.len(), 4, "{}", competency.id);
            texts.extend(competency.level_texts.values().cloned());
        }
        assert!(texts.len() > 350);
        for text in texts {
            let tags: Vec<_> = text.0.keys().map(domain::Lang::as_str).collect();
            assert_eq!(tags, ["en", "nl"], "{}", text.pick("en"));
        }
    }

    // SPEC O4
    #[test]
    fn every_tag_aid_and_job_of_a_task_is_in_the_catalogue() {
        let catalog = files().catalog;
        for task in catalog.task_types.values() {
            assert!(!task.tags.is_empty(), "{}", task.id);
            assert!(task.tags.iter().all(|id| !catalog.competencies[id].is_area), "{}", task.id);
            assert!(task.aids.iter().all(|id| catalog.aids.contains_key(id)), "{}", task.id);
            assert!(task.jobs.iter().all(|id| catalog.jobs.contains_key(id)), "{}", task.id);
        }
        let used = |id| catalog.task_types.values().any(|task| task.tags.contains(id));
        assert!(catalog.rateable().iter().all(|c| used(&c.id)), "a competency nobody practises");
    }
}
