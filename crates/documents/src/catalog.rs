//! The catalogue in documents: one item a map under `items`, its key `kind:id`.
//!
//! Texts are maps `{language: text}`. An item that cannot be read is left out of the catalogue and
//! stays in the document; writing changes only items whose content differs.

use domain::Map;

use domain::{
    Aid, AidId, AidKind, Asking, Catalog, ChecklistId, Competency, CompetencyId, Framework,
    FrameworkId, JobRole, JobRoleId, Lang, Level, Moment, Months, Prompt, PromptId, Scale, ScaleId,
    TaskType, TaskTypeId, Text,
};

use crate::checklist;
use crate::document::{Document, WriteError, Written};
use crate::entry::put_text;
use crate::node::{Fields, Look, Node, read_map};

const SUPERVISOR: &str = "supervisor";
const BUDDY: &str = "buddy";

/// What the document holds, as far as it can be read.
pub fn read_catalog(document: &Document) -> Catalog {
    let Some(items) = document.container("items") else { return Catalog::default() };
    decode(read_map(document.automerge(), &items))
}

pub(crate) fn decode(items: Fields) -> Catalog {
    let mut catalog = Catalog::default();
    for (key, node) in items {
        if let (Some((kind, id)), Node::Map(fields)) = (key.split_once(':'), node) {
            // An item this version cannot read is not offered; it stays in the document.
            let _offered = take(&mut catalog, kind, id, &fields);
        }
    }
    catalog
}

/// Turns the document's items into `catalog`. Items missing from `catalog` stay: to take one out
/// of use, mark it retired. `None` when nothing differs.
pub fn write_catalog(
    document: &mut Document,
    catalog: &Catalog,
    at: Moment,
) -> Result<Option<Written>, WriteError> {
    let old = encode(&read_catalog(document));
    let mut new = old.clone();
    new.extend(encode(catalog));
    document.put_items(&old, &new, at)
}

pub(crate) fn encode(catalog: &Catalog) -> Fields {
    let mut items = Fields::new();
    let mut put = |kind: &str, id: &str, fields: Fields| {
        items.insert(format!("{kind}:{id}"), Node::Map(fields));
    };
    catalog.frameworks.values().for_each(|f| put("framework", f.id.as_str(), framework(f)));
    catalog.scales.values().for_each(|s| put("scale", s.id.as_str(), scale(s)));
    catalog.competencies.values().for_each(|c| put("competency", c.id.as_str(), competency(c)));
    catalog.task_types.values().for_each(|t| put("task", t.id.as_str(), task_type(t)));
    catalog.aids.values().for_each(|a| put("aid", a.id.as_str(), aid(a)));
    catalog.jobs.values().for_each(|j| put("job", j.id.as_str(), job(j)));
    catalog.prompts.values().for_each(|p| put("prompt", p.id.as_str(), prompt(p)));
    catalog.checklists.values().for_each(|c| put("list", c.id.as_str(), checklist::encode(c)));
    items
}

fn framework(framework: &Framework) -> Fields {
    let mut fields = fields([("title", text(&framework.title))]);
    put_text(&mut fields, "edition", framework.edition.as_deref());
    put_text(&mut fields, "credit", framework.credit.as_deref());
    fields
}

fn scale(scale: &Scale) -> Fields {
    let level = |l: &Level| Node::Map(fields([("name", text(&l.name)), ("text", text(&l.text))]));
    let levels = scale.levels().iter().map(level).collect();
    fields([("v", scale.version.into()), ("levels", Node::List(levels))])
}

fn competency(c: &Competency) -> Fields {
    let mut fields = fields([
        ("v", c.version.into()),
        ("framework", c.framework.as_str().into()),
        ("statement", text(&c.statement)),
        ("order", c.order.into()),
        ("area", c.is_area.into()),
        ("retired", c.retired.into()),
    ]);
    put_text(&mut fields, "code", c.code.as_deref());
    put_text(&mut fields, "parent", c.parent.as_ref().map(CompetencyId::as_str));
    put_text(&mut fields, "scale", c.scale.as_ref().map(ScaleId::as_str));
    if !c.level_texts.is_empty() {
        let levels = c.level_texts.iter().map(|(level, words)| (level.to_string(), text(words)));
        fields.insert("levels".into(), Node::Map(levels.collect()));
    }
    if let Some(months) = c.validity {
        fields.insert("months".into(), u32::from(months.get()).into());
    }
    fields
}

fn task_type(task: &TaskType) -> Fields {
    let mut fields = fields([
        ("v", task.version.into()),
        ("name", text(&task.name)),
        ("tags", ids(task.tags.iter().map(CompetencyId::as_str))),
        ("steps", Node::List(task.steps.iter().map(text).collect())),
        ("aids", ids(task.aids.iter().map(AidId::as_str))),
        ("jobs", ids(task.jobs.iter().map(JobRoleId::as_str))),
        ("retired", task.retired.into()),
    ]);
    if let Some(minutes) = task.minutes {
        fields.insert("min".into(), minutes.into());
    }
    if let Some(unit) = &task.unit {
        fields.insert("unit".into(), text(unit));
    }
    if let Some(policy) = &task.asking {
        fields.insert("ask".into(), asking(policy));
    }
    if let Some(week) = task.first_week {
        fields.insert("week".into(), u32::from(week).into());
    }
    fields
}

fn asking(policy: &Asking) -> Node {
    let who = [(policy.supervisors, SUPERVISOR), (policy.buddies, BUDDY)];
    let who = who.into_iter().filter_map(|(is_asked, who)| is_asked.then_some(who));
    let mut fields = fields([("who", ids(who)), ("n", u32::from(policy.observers).into())]);
    if let Some(least) = policy.least {
        fields.insert("least".into(), u32::from(least).into());
    }
    Node::Map(fields)
}

fn aid(aid: &Aid) -> Fields {
    let mut fields = fields([
        ("v", aid.version.into()),
        ("k", aid.kind.as_str().into()),
        ("title", text(&aid.title)),
        ("body", text(&aid.body)),
        ("tags", ids(aid.tags.iter().map(CompetencyId::as_str))),
        ("retired", aid.retired.into()),
    ]);
    put_text(&mut fields, "link", aid.link.as_deref());
    fields
}

fn job(job: &JobRole) -> Fields {
    let target = |(id, level): (&CompetencyId, &u8)| (id.to_string(), u32::from(*level).into());
    fields([
        ("v", job.version.into()),
        ("name", text(&job.name)),
        ("targets", Node::Map(job.targets.iter().map(target).collect())),
        ("retired", job.retired.into()),
    ])
}

fn prompt(prompt: &Prompt) -> Fields {
    fields([
        ("v", prompt.version.into()),
        ("text", text(&prompt.text)),
        ("retired", prompt.retired.into()),
    ])
}

pub(crate) fn fields<const N: usize>(list: [(&str, Node); N]) -> Fields {
    list.into_iter().map(|(name, node)| (name.to_owned(), node)).collect()
}

pub(crate) fn text(text: &Text) -> Node {
    Node::Map(text.0.iter().map(|(l, words)| (l.as_str().into(), words.as_str().into())).collect())
}

pub(crate) fn ids<'a>(list: impl Iterator<Item = &'a str>) -> Node {
    Node::List(list.map(Node::from).collect())
}

fn take(catalog: &mut Catalog, kind: &str, id: &str, fields: &Fields) -> Option<()> {
    let version = fields.count("v").unwrap_or(1);
    let retired = fields.is_set("retired");
    match kind {
        "framework" => {
            let id = FrameworkId::new(id).ok()?;
            let title = words(fields, "title");
            let edition = fields.text("edition").map(str::to_owned);
            let credit = fields.text("credit").map(str::to_owned);
            catalog.frameworks.insert(id.clone(), Framework { id, title, edition, credit });
        }
        "scale" => {
            let id = ScaleId::new(id).ok()?;
            let levels = fields.list("levels").iter().map(level).collect();
            let scale = Scale::new(id.clone(), version, levels).ok()?;
            catalog.scales.insert(id, scale);
        }
        "competency" => {
            let competency = take_competency(CompetencyId::new(id).ok()?, version, fields)?;
            catalog.competencies.insert(competency.id.clone(), competency);
        }
        "task" => {
            let task = take_task_type(TaskTypeId::new(id).ok()?, version, fields);
            catalog.task_types.insert(task.id.clone(), task);
        }
        "aid" => {
            let aid = take_aid(AidId::new(id).ok()?, version, fields);
            catalog.aids.insert(aid.id.clone(), aid);
        }
        "job" => {
            let id = JobRoleId::new(id).ok()?;
            let targets = fields.map("targets").map(targets).unwrap_or_default();
            let name = words(fields, "name");
            catalog.jobs.insert(id.clone(), JobRole { id, version, name, targets, retired });
        }
        "prompt" => {
            let id = PromptId::new(id).ok()?;
            let text = words(fields, "text");
            catalog.prompts.insert(id.clone(), Prompt { id, version, text, retired });
        }
        "list" => {
            let list = checklist::decode(ChecklistId::new(id).ok()?, version, fields);
            catalog.checklists.insert(list.id.clone(), list);
        }
        _ => return None,
    }
    Some(())
}

fn take_competency(id: CompetencyId, version: u32, fields: &Fields) -> Option<Competency> {
    Some(Competency {
        id,
        framework: FrameworkId::new(fields.text("framework")?).ok()?,
        version,
        code: fields.text("code").map(str::to_owned),
        statement: words(fields, "statement"),
        parent: fields.text("parent").and_then(|id| CompetencyId::new(id).ok()),
        order: fields.count("order").unwrap_or(0),
        is_area: fields.is_set("area"),
        scale: fields.text("scale").and_then(|id| ScaleId::new(id).ok()),
        level_texts: fields.map("levels").map(level_texts).unwrap_or_default(),
        validity: fields.count("months").and_then(|n| Months::new(n.try_into().ok()?)),
        retired: fields.is_set("retired"),
    })
}

fn take_task_type(id: TaskTypeId, version: u32, fields: &Fields) -> TaskType {
    TaskType {
        id,
        version,
        name: words(fields, "name"),
        minutes: fields.count("min"),
        unit: fields.map("unit").map(read_text),
        tags: list(fields, "tags", |id| CompetencyId::new(id).ok()),
        steps: fields.list("steps").iter().filter_map(as_map).map(read_text).collect(),
        aids: list(fields, "aids", |id| AidId::new(id).ok()),
        jobs: list(fields, "jobs", |id| JobRoleId::new(id).ok()),
        asking: fields.map("ask").map(take_asking),
        first_week: fields.count("week").and_then(|week| u8::try_from(week).ok()),
        retired: fields.is_set("retired"),
    }
}

fn take_asking(fields: &Fields) -> Asking {
    let who = list(fields, "who", |who| Some(who.to_owned()));
    let number = |name| fields.count(name).and_then(|n| u8::try_from(n).ok());
    Asking {
        supervisors: who.iter().any(|who| who == SUPERVISOR),
        buddies: who.iter().any(|who| who == BUDDY),
        least: number("least"),
        observers: number("n").unwrap_or(1).max(1),
    }
}

fn take_aid(id: AidId, version: u32, fields: &Fields) -> Aid {
    Aid {
        id,
        version,
        kind: fields.text("k").and_then(AidKind::parse).unwrap_or(AidKind::JobAid),
        title: words(fields, "title"),
        body: words(fields, "body"),
        link: fields.text("link").map(str::to_owned),
        tags: list(fields, "tags", |id| CompetencyId::new(id).ok()),
        retired: fields.is_set("retired"),
    }
}

pub(crate) fn words(fields: &Fields, name: &str) -> Text {
    fields.map(name).map(read_text).unwrap_or_default()
}

pub(crate) fn read_text(fields: &Fields) -> Text {
    let words = |lang: &String| Some((Lang::new(lang.as_str()), fields.text(lang)?.to_owned()));
    Text(fields.keys().filter_map(words).collect())
}

fn level(node: &Node) -> Level {
    let empty = Fields::new();
    let fields = as_map(node).unwrap_or(&empty);
    Level { name: words(fields, "name"), text: words(fields, "text") }
}

pub(crate) fn as_map(node: &Node) -> Option<&Fields> {
    match node {
        Node::Map(fields) => Some(fields),
        _ => None,
    }
}

pub(crate) fn list<T>(fields: &Fields, name: &str, make: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let one = |node: &Node| match node {
        Node::Text(text) => make(text),
        _ => None,
    };
    fields.list(name).iter().filter_map(one).collect()
}

fn targets(fields: &Fields) -> Map<CompetencyId, u8> {
    let level = |id: &String| u8::try_from(fields.int(id)?).ok();
    fields
        .keys()
        .filter_map(|id| Some((CompetencyId::new(id.as_str()).ok()?, level(id)?)))
        .collect()
}

fn level_texts(fields: &Fields) -> Map<u8, Text> {
    let words = |n: &String| Some((n.parse().ok()?, read_text(fields.map(n)?)));
    fields.keys().filter_map(words).collect()
}
