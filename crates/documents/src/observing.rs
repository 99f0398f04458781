//! The fields of what others saw, and of asking for it, as part of an entry.
//!
//! Observation: `list`/`list_v`, `task`, `what`, `req`, `steps` {step: {`did`, `why`, `note`, `at`,
//! `off`}}, `seen` {competency: {`comp_v`, `scale`, `scale_v`, `levels`, `level` (absent: not
//! observed)}}, `praise`, `next`, `text`, `when`. Request: `to`, `ask`, `task`, `tags` {competency:
//! version}, `when`, `until`/`until_off`. Answer: `req`, `why`, `when`. An answer or level that this
//! version does not know is left out and named as a problem; it stays in the document.

use domain::{
    Answer, Ask, ChecklistId, CompetencyId, Did, EntryId, LevelSeen, Map, Moment, Observation,
    PersonId, Request, ScaleId, StepId, StepSeen,
};

use crate::entry::{id, moment, put_moment, put_rated, put_tags, put_text, rated, tags};
use crate::node::{Fields, Look, Node};
use crate::reading::Problem;

pub(crate) const OBSERVATION: &str = "observation";
pub(crate) const REQUEST: &str = "request";
pub(crate) const ANSWER: &str = "answer";

pub(crate) fn put_observation(fields: &mut Fields, seen: &Observation) {
    fields.insert("k".into(), OBSERVATION.into());
    if let Some((list, version)) = &seen.checklist {
        fields.insert("list".into(), list.as_str().into());
        fields.insert("list_v".into(), (*version).into());
    }
    put_text(fields, "task", seen.task.as_ref().map(EntryId::as_str));
    put_text(fields, "what", seen.what.as_deref());
    put_text(fields, "req", seen.request.as_ref().map(EntryId::as_str));
    let step = |(id, seen): (&StepId, &StepSeen)| (id.to_string(), Node::Map(step(seen)));
    fields.insert("steps".into(), Node::Map(seen.steps.iter().map(step).collect()));
    let level = |(id, seen): (&CompetencyId, &LevelSeen)| (id.to_string(), Node::Map(level(seen)));
    fields.insert("seen".into(), Node::Map(seen.ratings.iter().map(level).collect()));
    put_text(fields, "praise", seen.praise.as_deref());
    put_text(fields, "next", Some(&seen.next_time));
    put_text(fields, "text", seen.comment.as_deref());
    put_moment(fields, "when", "when_off", seen.when);
}

fn step(seen: &StepSeen) -> Fields {
    let mut fields = Fields::new();
    put_text(&mut fields, "did", Some(seen.did.as_str()));
    put_text(&mut fields, "why", seen.reason.as_deref());
    put_text(&mut fields, "note", seen.note.as_deref());
    put_moment(&mut fields, "at", "off", seen.at);
    fields
}

fn level(seen: &LevelSeen) -> Fields {
    let mut fields = Fields::new();
    fields.insert("comp_v".into(), seen.competency_version.into());
    put_rated(&mut fields, &seen.scale, seen.scale_version, seen.levels, seen.rated);
    fields
}

pub(crate) fn put_request(fields: &mut Fields, request: &Request) {
    fields.insert("k".into(), REQUEST.into());
    put_text(fields, "to", Some(request.to.as_str()));
    put_text(fields, "ask", Some(request.ask.as_str()));
    put_text(fields, "task", request.task.as_ref().map(EntryId::as_str));
    put_tags(fields, &request.competencies);
    put_moment(fields, "when", "when_off", request.asked);
    put_moment(fields, "until", "until_off", request.expires);
}

pub(crate) fn put_answer(fields: &mut Fields, answer: &Answer) {
    fields.insert("k".into(), ANSWER.into());
    put_text(fields, "req", Some(answer.request.as_str()));
    put_text(fields, "why", Some(&answer.reason));
    put_moment(fields, "when", "when_off", answer.when);
}

pub(crate) fn observation(
    fields: &Fields,
    when: Moment,
    problems: &mut Vec<Problem>,
) -> Observation {
    let list = fields.text("list").and_then(|id| ChecklistId::new(id).ok());
    let own = |name| fields.text(name).map(str::to_owned);
    Observation {
        checklist: list.map(|id| (id, fields.count("list_v").unwrap_or(1))),
        task: fields.text("task").and_then(|id| EntryId::new(id).ok()),
        what: own("what"),
        request: fields.text("req").and_then(|id| EntryId::new(id).ok()),
        steps: each(fields, "steps", problems, |id, fields| {
            Some((StepId::new(id).ok()?, take_step(fields, when)?))
        }),
        ratings: each(fields, "seen", problems, |id, fields| {
            Some((CompetencyId::new(id).ok()?, take_level(fields)?))
        }),
        praise: own("praise"),
        next_time: own("next").unwrap_or_default(),
        comment: own("text"),
        when,
    }
}

/// What can be read of a map of maps; the field is named once where something cannot.
fn each<K: Ord, V>(
    fields: &Fields,
    name: &str,
    problems: &mut Vec<Problem>,
    mut take: impl FnMut(&str, &Fields) -> Option<(K, V)>,
) -> Map<K, V> {
    let nothing = Fields::new();
    let all = fields.map(name).unwrap_or(&nothing);
    let mut read = Map::new();
    read.extend(all.keys().filter_map(|id| take(id, all.map(id)?)));
    if read.len() < all.len() {
        problems.push(Problem::WrongType(name.into()));
    }
    read
}

fn take_step(fields: &Fields, when: Moment) -> Option<StepSeen> {
    Some(StepSeen {
        did: Did::parse(fields.text("did")?)?,
        reason: fields.text("why").map(str::to_owned),
        note: fields.text("note").map(str::to_owned),
        at: moment(fields, "at", "off").unwrap_or(when),
    })
}

fn take_level(fields: &Fields) -> Option<LevelSeen> {
    let (levels, rated) = rated(fields).ok()?;
    Some(LevelSeen {
        competency_version: fields.count("comp_v").unwrap_or(1),
        scale: ScaleId::new(fields.text("scale")?).ok()?,
        scale_version: fields.count("scale_v").unwrap_or(1),
        levels,
        rated,
    })
}

pub(crate) fn request(fields: &Fields, when: Moment) -> Result<Request, Problem> {
    let ask = fields.text("ask").ok_or(Problem::Missing("ask".into()))?;
    Ok(Request {
        to: id(fields, "to", |text| PersonId::new(text).ok())?,
        ask: Ask::parse(ask).ok_or(Problem::WrongType("ask".into()))?,
        task: fields.text("task").and_then(|id| EntryId::new(id).ok()),
        competencies: fields.map("tags").map(tags).unwrap_or_default(),
        asked: when,
        expires: moment(fields, "until", "until_off")
            .unwrap_or_else(|| when.plus_ms(domain::REQUEST_MS)),
    })
}

pub(crate) fn answer(fields: &Fields, when: Moment) -> Result<Answer, Problem> {
    Ok(Answer {
        request: id(fields, "req", |text| EntryId::new(text).ok())?,
        reason: fields.text("why").unwrap_or_default().to_owned(),
        when,
    })
}
