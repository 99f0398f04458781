//! A checklist as an item of the catalogue: `title`, `tasks` [`name`, `type`, `steps` [`id`, `text`,
//! `must`, `tags`, `reasons`]], `retired`.

use domain::{Checklist, ChecklistId, ChecklistTask, CompetencyId, Step, StepId, TaskTypeId, Text};

use crate::catalog::{as_map, fields, ids, list, read_text, text, words};
use crate::entry::put_text;
use crate::node::{Fields, Look, Node};

pub(crate) fn encode(list: &Checklist) -> Fields {
    fields([
        ("v", list.version.into()),
        ("title", text(&list.title)),
        ("tasks", Node::List(list.tasks.iter().map(task).collect())),
        ("retired", list.retired.into()),
    ])
}

fn task(task: &ChecklistTask) -> Node {
    let steps = Node::List(task.steps.iter().map(step).collect());
    let mut fields = fields([("name", text(&task.name)), ("steps", steps)]);
    put_text(&mut fields, "type", task.task_type.as_ref().map(TaskTypeId::as_str));
    Node::Map(fields)
}

fn step(step: &Step) -> Node {
    Node::Map(fields([
        ("id", step.id.as_str().into()),
        ("text", text(&step.text)),
        ("must", step.critical.into()),
        ("tags", ids(step.competencies.iter().map(CompetencyId::as_str))),
        ("reasons", Node::List(step.reasons.iter().map(text).collect())),
    ]))
}

pub(crate) fn decode(id: ChecklistId, version: u32, fields: &Fields) -> Checklist {
    Checklist {
        id,
        version,
        title: words(fields, "title"),
        tasks: maps(fields, "tasks").map(take_task).collect(),
        retired: fields.is_set("retired"),
    }
}

fn take_task(fields: &Fields) -> ChecklistTask {
    ChecklistTask {
        name: words(fields, "name"),
        task_type: fields.text("type").and_then(|id| TaskTypeId::new(id).ok()),
        steps: maps(fields, "steps").filter_map(take_step).collect(),
    }
}

fn take_step(fields: &Fields) -> Option<Step> {
    Some(Step {
        id: StepId::new(fields.text("id")?).ok()?,
        text: words(fields, "text"),
        critical: fields.is_set("must"),
        competencies: list(fields, "tags", |id| CompetencyId::new(id).ok()),
        reasons: maps(fields, "reasons").map(read_text).collect::<Vec<Text>>(),
    })
}

fn maps<'a>(fields: &'a Fields, name: &str) -> impl Iterator<Item = &'a Fields> {
    fields.list(name).iter().filter_map(as_map)
}
