//! A piece of work as it can be watched: a process of tasks, each of steps.

use crate::{ChecklistId, CompetencyId, StepId, TaskTypeId, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    pub id: ChecklistId,
    pub version: u32,
    /// The process ("Final check").
    pub title: Text,
    pub tasks: Vec<ChecklistTask>,
    pub retired: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistTask {
    /// Empty where the process is one task.
    pub name: Text,
    /// What people log when they do this.
    pub task_type: Option<TaskTypeId>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Names the step within its checklist, from version to version.
    pub id: StepId,
    pub text: Text,
    /// Must be done: nothing can be signed off without it.
    pub critical: bool,
    pub competencies: Vec<CompetencyId>,
    /// What commonly goes wrong.
    pub reasons: Vec<Text>,
}

impl Checklist {
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.tasks.iter().flat_map(|task| &task.steps)
    }

    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps().find(|step| &step.id == id)
    }

    /// What its steps show, in their order, each once.
    pub fn competencies(&self) -> Vec<&CompetencyId> {
        let mut all = Vec::new();
        for id in self.steps().flat_map(|step| &step.competencies) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }
}

impl Step {
    /// A reason as records name it: by its English words, else its first. A record of a reason that
    /// is no longer listed so still says what it was.
    pub fn reason(&self, recorded: &str) -> Option<&Text> {
        self.reasons.iter().find(|reason| reason.pick("en") == recorded)
    }
}
