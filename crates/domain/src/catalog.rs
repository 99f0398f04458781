//! Everything an organisation offers its people to log, tag and rate.

use crate::Map;

use crate::{
    Aid, AidId, Checklist, ChecklistId, Competency, CompetencyId, FrameworkId, InOrder, JobRole,
    JobRoleId, Prompt, PromptId, Scale, ScaleId, TaskType, TaskTypeId, Text,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framework {
    pub id: FrameworkId,
    pub title: Text,
    /// The publisher's own version text.
    pub edition: Option<String>,
    /// Whom to credit, and under which licence.
    pub credit: Option<String>,
}

/// The items of all catalogue documents together, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    pub frameworks: Map<FrameworkId, Framework>,
    pub scales: Map<ScaleId, Scale>,
    pub competencies: Map<CompetencyId, Competency>,
    pub task_types: Map<TaskTypeId, TaskType>,
    pub aids: Map<AidId, Aid>,
    pub jobs: Map<JobRoleId, JobRole>,
    pub prompts: Map<PromptId, Prompt>,
    pub checklists: Map<ChecklistId, Checklist>,
}

impl Catalog {
    /// Adds the items of another document; the same id there replaces the one here.
    pub fn merge(&mut self, other: Self) {
        self.frameworks.extend(other.frameworks);
        self.scales.extend(other.scales);
        self.competencies.extend(other.competencies);
        self.task_types.extend(other.task_types);
        self.aids.extend(other.aids);
        self.jobs.extend(other.jobs);
        self.prompts.extend(other.prompts);
        self.checklists.extend(other.checklists);
    }

    /// The scale a competency is rated on.
    pub fn scale_of(&self, competency: &Competency) -> Option<&Scale> {
        self.scales.get(competency.scale.as_ref()?)
    }

    /// The words for level `number` of a competency: its own, else the scale's.
    pub fn level_text<'a>(&'a self, competency: &'a Competency, number: u8) -> Option<&'a Text> {
        let own = competency.level_texts.get(&number);
        own.or_else(|| Some(&self.scale_of(competency)?.level(number)?.text))
    }

    /// The level a job asks for, where it asks for one.
    pub fn target(&self, job: &JobRoleId, competency: &CompetencyId) -> Option<u8> {
        self.jobs.get(job)?.targets.get(competency).copied()
    }

    /// What can be rated today, in the framework's order.
    pub fn rateable(&self) -> Vec<&Competency> {
        let live = |c: &&Competency| !c.is_area && !c.retired;
        let mut list: Vec<_> = self.competencies.values().filter(live).collect();
        list.order_by_key(|c| (&c.framework, c.order));
        list
    }
}
