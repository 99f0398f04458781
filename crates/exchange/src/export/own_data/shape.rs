//! The fields of the export, version 1.

use std::collections::BTreeMap;

use domain::{
    Body, CompetencyId, Entry, Goal, Moment, Rated, Reflection, SelfRating, Source, Task, Text,
    Typed,
};
use serde::Serialize;
use serde_json::Value;

use super::OwnData;
use crate::{
    export::words::{Words, kind, source_kind},
    iso,
};

const ABOUT: &str = "Everything this person recorded in Ropes. Times are ISO 8601 with the offset \
    of the phone. Words for tasks, competencies and levels are those of the day of the export; \
    `version` says which version a record was made with, `current_version` which one the words \
    are of.";

#[derive(Serialize)]
pub(super) struct Whole<'a> {
    format: &'static str,
    version: u32,
    about: &'static str,
    made_at: String,
    organisation: Named<'a>,
    person: Named<'a>,
    entries: Vec<One<'a>>,
    not_understood: Vec<Raw<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct Raw<'a> {
    document: &'a str,
    entry: Option<&'a str>,
    problem: &'a str,
    raw: &'a Value,
}

#[derive(Serialize)]
struct One<'a> {
    id: &'a str,
    kind: &'a str,
    when: Option<String>,
    saved: String,
    edited: Option<String>,
    void: Option<VoidShape<'a>>,
    copied_from: Option<&'a str>,
    #[serde(flatten)]
    body: Option<Shape<'a>>,
}

#[derive(Serialize)]
struct VoidShape<'a> {
    at: String,
    reason: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Shape<'a> {
    Task(TaskShape<'a>),
    Rating(RatingShape<'a>),
    Reflection(ReflectionShape<'a>),
    Goal(GoalShape<'a>),
}

type Words1<'a> = BTreeMap<&'a str, &'a str>;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    version: Option<u32>,
    current_version: Option<u32>,
    code: Option<&'a str>,
    words: Option<Words1<'a>>,
}

#[derive(Serialize)]
struct TaskShape<'a> {
    task_type: Option<Item<'a>>,
    own_words: Option<&'a str>,
    minutes: Option<u32>,
    quantity: Option<u32>,
    unit: Option<Words1<'a>>,
    tags: Vec<Item<'a>>,
    first_time: bool,
    learned_from: Option<SourceShape<'a>>,
    learned: Option<&'a str>,
}

#[derive(Serialize)]
struct SourceShape<'a> {
    kind: &'static str,
    person: Option<Named<'a>>,
}

#[derive(Serialize)]
struct RatingShape<'a> {
    competency: Item<'a>,
    scale: Item<'a>,
    levels: u8,
    level: Option<u8>,
    cannot_say: bool,
    level_name: Option<Words1<'a>>,
    level_text: Option<Words1<'a>>,
    about_task: Option<&'a str>,
}

#[derive(Serialize)]
struct ReflectionShape<'a> {
    prompt: Option<Item<'a>>,
    text: &'a str,
    about_task: Option<&'a str>,
}

#[derive(Serialize)]
struct GoalShape<'a> {
    text: &'a str,
    competency: Option<Item<'a>>,
    reached: Option<String>,
}

impl<'a> Whole<'a> {
    pub(super) fn new(data: &OwnData<'a>, entries: &[&'a Entry], words: &Words<'a>) -> Self {
        let named = |(id, name): (&'a str, &'a str)| Named { id, name: Some(name) };
        let raw = data.raw.iter().map(|row| Raw {
            document: &row.document_id,
            entry: row.entry.as_deref(),
            problem: &row.problem,
            raw: &row.raw,
        });
        Self {
            format: "ropes-own-data",
            version: 1,
            about: ABOUT,
            made_at: iso::text(data.made_at),
            organisation: named((data.org.0.as_str(), data.org.1)),
            person: named((data.person.0.as_str(), data.person.1)),
            entries: entries.iter().map(|entry| words.entry(entry)).collect(),
            not_understood: raw.collect(),
        }
    }
}

fn all(text: &Text) -> Option<Words1<'_>> {
    (!text.is_empty()).then(|| text.0.iter().map(|(l, words)| (l.as_str(), &**words)).collect())
}

impl<'a> Words<'a> {
    fn entry(&self, entry: &'a Entry) -> One<'a> {
        let (when, body) = self.body(&entry.body);
        One {
            id: entry.id.as_str(),
            kind: kind(entry),
            when: when.map(iso::text),
            saved: iso::text(entry.saved),
            edited: entry.edited.map(iso::text),
            void: entry
                .void
                .as_ref()
                .map(|void| VoidShape { at: iso::text(void.at), reason: &void.reason }),
            copied_from: entry.copied_from.as_ref().map(|id| id.as_str()),
            body,
        }
    }

    fn body(&self, body: &'a Body) -> (Option<Moment>, Option<Shape<'a>>) {
        match body {
            Body::Task(task) => (Some(task.when), Some(Shape::Task(self.task_shape(task)))),
            Body::Rating(rating) => (Some(rating.when), Some(Shape::Rating(self.rating(rating)))),
            Body::Reflection(one) => {
                (Some(one.when), Some(Shape::Reflection(self.reflection(one))))
            }
            Body::Goal(goal) => (Some(goal.when), Some(Shape::Goal(self.goal(goal)))),
            Body::Other { .. } => (None, None),
        }
    }

    fn task_shape(&self, task: &'a Task) -> TaskShape<'a> {
        let (task_type, own_words) = match &task.what {
            Typed::Own(words) => (None, Some(words.as_str())),
            Typed::Type { id, version } => (Some((id, *version)), None),
        };
        let known = task_type.and_then(|(id, _)| self.catalog.task_types.get(id));
        let item = |(id, version): (&'a domain::TaskTypeId, u32)| Item {
            id: id.as_str(),
            version: Some(version),
            current_version: known.map(|known| known.version),
            code: None,
            words: known.and_then(|known| all(&known.name)),
        };
        let tags = task.tags.iter().map(|(id, version)| self.tag(id, Some(*version)));
        TaskShape {
            task_type: task_type.map(item),
            own_words,
            minutes: task.minutes,
            quantity: task.quantity,
            unit: known.and_then(|known| all(known.unit.as_ref()?)),
            tags: tags.collect(),
            first_time: task.first_time,
            learned_from: task.learned_from.as_ref().map(|source| self.source_shape(source)),
            learned: task.learned.as_deref(),
        }
    }

    fn tag(&self, id: &'a CompetencyId, version: Option<u32>) -> Item<'a> {
        let known = self.catalog.competencies.get(id);
        Item {
            id: id.as_str(),
            version,
            current_version: known.map(|known| known.version),
            code: known.and_then(|known| known.code.as_deref()),
            words: known.and_then(|known| all(&known.statement)),
        }
    }

    fn source_shape(&self, source: &'a Source) -> SourceShape<'a> {
        let person = match source {
            Source::Person(id) => {
                Some(Named { id: id.as_str(), name: self.names.get(id).map(String::as_str) })
            }
            Source::Colleague | Source::Customer | Source::Material | Source::Myself => None,
        };
        SourceShape { kind: source_kind(source), person }
    }

    fn rating(&self, rating: &'a SelfRating) -> RatingShape<'a> {
        let level = match rating.rated {
            Rated::Level(level) => Some(level),
            Rated::CannotSay => None,
        };
        let scale = self.catalog.scales.get(&rating.scale);
        let found = level.and_then(|level| scale?.level(level));
        let competency = self.catalog.competencies.get(&rating.competency);
        let own = level.and_then(|level| competency?.level_texts.get(&level));
        RatingShape {
            competency: self.tag(&rating.competency, Some(rating.competency_version)),
            scale: Item {
                id: rating.scale.as_str(),
                version: Some(rating.scale_version),
                current_version: scale.map(|scale| scale.version),
                code: None,
                words: None,
            },
            levels: rating.levels,
            level,
            cannot_say: level.is_none(),
            level_name: found.and_then(|level| all(&level.name)),
            level_text: own.or(found.map(|level| &level.text)).and_then(all),
            about_task: rating.task.as_ref().map(|id| id.as_str()),
        }
    }

    fn reflection(&self, reflection: &'a Reflection) -> ReflectionShape<'a> {
        let prompt = reflection.prompt.as_ref().map(|(id, version)| {
            let known = self.catalog.prompts.get(id);
            Item {
                id: id.as_str(),
                version: Some(*version),
                current_version: known.map(|known| known.version),
                code: None,
                words: known.and_then(|known| all(&known.text)),
            }
        });
        let about_task = reflection.task.as_ref().map(|id| id.as_str());
        ReflectionShape { prompt, text: &reflection.text, about_task }
    }

    fn goal(&self, goal: &'a Goal) -> GoalShape<'a> {
        GoalShape {
            text: &goal.text,
            competency: goal.competency.as_ref().map(|id| self.tag(id, None)),
            reached: goal.reached.map(iso::text),
        }
    }
}
