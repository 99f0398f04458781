//! The fields of an entry, in the shape frozen as version 1.
//!
//! All entries: `k` kind, `at`/`off` saved (UTC ms, minutes east), `ed`/`ed_off` edited, `void_at`/
//! `void_off`/`void_why`, `of` the journal entry it is a copy of. Task: `type`/`type_v` or `title`,
//! `when`/`when_off`, `min`, `qty`, `tags` {competency: version}, `first`, `from`, `learned`.
//! Rating: `comp`/`comp_v`, `scale`/`scale_v`, `levels`, `level` (absent: cannot say), `when`,
//! `task`. Reflection: `prompt`/`prompt_v`, `text`, `when`, `task`. Goal: `text`, `comp`, `when`,
//! `reached`/`reached_off`. Sign-off: `att` the bytes that were signed, `sig`, `cert` the serial number
//! of the certificate. Observations and requests are in `observing`, sides of a session in `session`.

use domain::{
    Body, CompetencyId, Entry, EntryId, Goal, Moment, PersonId, PromptId, Rated, Reflection,
    ScaleId, SelfRating, SignOff, Source, Task, TaskTypeId, Typed, Void,
};

use crate::node::{Fields, Look, Node};
use crate::observing::{self, ANSWER, OBSERVATION, REQUEST};
use crate::reading::Problem;
use crate::session;

const TASK: &str = "task";
const RATING: &str = "rating";
const REFLECTION: &str = "reflection";
const GOAL: &str = "goal";
const SIGN_OFF: &str = "signoff";

/// The field of the bytes that were signed.
pub(crate) const ATTESTATION: &str = "att";

pub(crate) fn encode(entry: &Entry) -> Fields {
    let mut fields = body(&entry.body);
    put_moment(&mut fields, "at", "off", entry.saved);
    if let Some(edited) = entry.edited {
        put_moment(&mut fields, "ed", "ed_off", edited);
    }
    if let Some(void) = &entry.void {
        put_moment(&mut fields, "void_at", "void_off", void.at);
        fields.insert("void_why".into(), void.reason.as_str().into());
    }
    put_text(&mut fields, "of", entry.copied_from.as_ref().map(EntryId::as_str));
    fields
}

/// Of what a document holds, what this version would have written: the rest is not ours to touch.
pub(crate) fn known(id: &EntryId, fields: &Fields) -> Fields {
    decode(id.clone(), fields).map(|(entry, _)| encode(&entry)).unwrap_or_default()
}

fn body(body: &Body) -> Fields {
    let mut fields = Fields::new();
    match body {
        Body::Task(task) => put_task(&mut fields, task),
        Body::Rating(rating) => put_rating(&mut fields, rating),
        Body::Reflection(reflection) => put_reflection(&mut fields, reflection),
        Body::Goal(goal) => put_goal(&mut fields, goal),
        Body::Session(session) => session::put(&mut fields, session),
        Body::SignOff(signed) => put_sign_off(&mut fields, signed),
        Body::Observation(seen) => observing::put_observation(&mut fields, seen),
        Body::Request(request) => observing::put_request(&mut fields, request),
        Body::Answer(answer) => observing::put_answer(&mut fields, answer),
        Body::Other { kind } => {
            fields.insert("k".into(), kind.as_str().into());
        }
    }
    fields
}

fn put_task(fields: &mut Fields, task: &Task) {
    fields.insert("k".into(), TASK.into());
    put_typed(fields, &task.what);
    put_moment(fields, "when", "when_off", task.when);
    put_count(fields, "min", task.minutes);
    put_count(fields, "qty", task.quantity);
    put_tags(fields, &task.tags);
    if task.first_time {
        fields.insert("first".into(), true.into());
    }
    if let Some(source) = &task.learned_from {
        fields.insert("from".into(), source_text(source).into());
    }
    if let Some(learned) = &task.learned {
        fields.insert("learned".into(), learned.as_str().into());
    }
}

fn put_rating(fields: &mut Fields, rating: &SelfRating) {
    fields.insert("k".into(), RATING.into());
    fields.insert("comp".into(), rating.competency.as_str().into());
    fields.insert("comp_v".into(), rating.competency_version.into());
    put_rated(fields, &rating.scale, rating.scale_version, rating.levels, rating.rated);
    put_moment(fields, "when", "when_off", rating.when);
    put_text(fields, "task", rating.task.as_ref().map(EntryId::as_str));
}

pub(crate) fn put_rated(
    fields: &mut Fields,
    scale: &ScaleId,
    version: u32,
    levels: u8,
    rated: Rated,
) {
    fields.insert("scale".into(), scale.as_str().into());
    fields.insert("scale_v".into(), version.into());
    fields.insert("levels".into(), u32::from(levels).into());
    if let Rated::Level(level) = rated {
        fields.insert("level".into(), u32::from(level).into());
    }
}

pub(crate) fn put_tags(fields: &mut Fields, tags: &domain::Map<CompetencyId, u32>) {
    if !tags.is_empty() {
        let tag = |(id, version): (&CompetencyId, &u32)| (id.to_string(), Node::from(*version));
        fields.insert("tags".into(), Node::Map(tags.iter().map(tag).collect()));
    }
}

fn put_reflection(fields: &mut Fields, reflection: &Reflection) {
    fields.insert("k".into(), REFLECTION.into());
    if let Some((prompt, version)) = &reflection.prompt {
        fields.insert("prompt".into(), prompt.as_str().into());
        fields.insert("prompt_v".into(), (*version).into());
    }
    fields.insert("text".into(), reflection.text.as_str().into());
    put_moment(fields, "when", "when_off", reflection.when);
    put_text(fields, "task", reflection.task.as_ref().map(EntryId::as_str));
}

fn put_goal(fields: &mut Fields, goal: &Goal) {
    fields.insert("k".into(), GOAL.into());
    fields.insert("text".into(), goal.text.as_str().into());
    put_text(fields, "comp", goal.competency.as_ref().map(CompetencyId::as_str));
    put_moment(fields, "when", "when_off", goal.when);
    if let Some(reached) = goal.reached {
        put_moment(fields, "reached", "reached_off", reached);
    }
}

fn put_sign_off(fields: &mut Fields, signed: &SignOff) {
    fields.insert("k".into(), SIGN_OFF.into());
    fields.insert(ATTESTATION.into(), Node::Bytes(signed.attestation.clone()));
    fields.insert("sig".into(), Node::Bytes(signed.signature.clone()));
    fields.insert("cert".into(), Node::Int(signed.certificate.cast_signed()));
}

pub(crate) fn put_typed(fields: &mut Fields, what: &Typed) {
    match what {
        Typed::Type { id, version } => {
            fields.insert("type".into(), id.as_str().into());
            fields.insert("type_v".into(), (*version).into());
        }
        Typed::Own(title) => {
            fields.insert("title".into(), title.as_str().into());
        }
    }
}

pub(crate) fn put_moment(fields: &mut Fields, ms: &str, offset: &str, moment: Moment) {
    fields.insert(ms.into(), moment.utc_ms.into());
    fields.insert(offset.into(), i64::from(moment.offset_min).into());
}

fn put_count(fields: &mut Fields, name: &str, count: Option<u32>) {
    if let Some(count) = count {
        fields.insert(name.into(), count.into());
    }
}

pub(crate) fn put_text(fields: &mut Fields, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        fields.insert(name.into(), text.into());
    }
}

fn source_text(source: &Source) -> String {
    match source {
        Source::Person(person) => format!("person:{person}"),
        Source::Colleague => "colleague".into(),
        Source::Customer => "customer".into(),
        Source::Material => "material".into(),
        Source::Myself => "self".into(),
    }
}

/// The entry behind these fields, with what was wrong but bearable; or why there is none.
pub(crate) fn decode(id: EntryId, fields: &Fields) -> Result<(Entry, Vec<Problem>), Problem> {
    let mut problems = Vec::new();
    let kind = fields.text("k").ok_or(Problem::NoKind)?;
    let saved = moment(fields, "at", "off").ok_or(Problem::Missing("at".into()))?;
    let when = moment(fields, "when", "when_off").unwrap_or(saved);
    let body = match kind {
        TASK => Body::Task(task(fields, when, &mut problems)?),
        RATING => Body::Rating(rating(fields, when)?),
        REFLECTION => Body::Reflection(reflection(fields, when)?),
        GOAL => Body::Goal(goal(fields, when)?),
        session::KIND => Body::Session(session::read(fields, &mut problems)?),
        SIGN_OFF => Body::SignOff(sign_off(fields)?),
        OBSERVATION => Body::Observation(observing::observation(fields, when, &mut problems)),
        REQUEST => Body::Request(observing::request(fields, when)?),
        ANSWER => Body::Answer(observing::answer(fields, when)?),
        other => Body::Other { kind: other.to_owned() },
    };
    let edited = moment(fields, "ed", "ed_off");
    let void = moment(fields, "void_at", "void_off")
        .map(|at| Void { at, reason: fields.text("void_why").unwrap_or_default().to_owned() });
    let copied_from = fields.text("of").and_then(|id| EntryId::new(id).ok());
    Ok((Entry { id, saved, edited, body, void, copied_from }, problems))
}

fn task(fields: &Fields, when: Moment, problems: &mut Vec<Problem>) -> Result<Task, Problem> {
    let what = typed(fields).ok_or(Problem::Missing("type".into()))?;
    for name in ["min", "qty"] {
        if fields.contains_key(name) && fields.count(name).is_none() {
            problems.push(Problem::WrongType(name.into()));
        }
    }
    let learned_from = fields.text("from").and_then(source);
    if fields.contains_key("from") && learned_from.is_none() {
        problems.push(Problem::WrongType("from".into()));
    }
    Ok(Task {
        what,
        when,
        minutes: fields.count("min"),
        quantity: fields.count("qty"),
        tags: fields.map("tags").map(tags).unwrap_or_default(),
        first_time: fields.is_set("first"),
        learned_from,
        learned: fields.text("learned").map(str::to_owned),
    })
}

pub(crate) fn typed(fields: &Fields) -> Option<Typed> {
    let version = fields.count("type_v").unwrap_or(1);
    match fields.text("type").and_then(|id| TaskTypeId::new(id).ok()) {
        Some(id) => Some(Typed::Type { id, version }),
        None => fields.text("title").map(|title| Typed::Own(title.to_owned())),
    }
}

pub(crate) fn tags(fields: &Fields) -> domain::Map<CompetencyId, u32> {
    let version = |name: &String| fields.count(name).unwrap_or(1);
    fields.keys().filter_map(|n| Some((CompetencyId::new(n.as_str()).ok()?, version(n)))).collect()
}

fn rating(fields: &Fields, when: Moment) -> Result<SelfRating, Problem> {
    let (levels, rated) = rated(fields)?;
    Ok(SelfRating {
        competency: id(fields, "comp", |text| CompetencyId::new(text).ok())?,
        competency_version: fields.count("comp_v").unwrap_or(1),
        scale: id(fields, "scale", |text| ScaleId::new(text).ok())?,
        scale_version: fields.count("scale_v").unwrap_or(1),
        levels,
        rated,
        when,
        task: fields.text("task").and_then(|id| EntryId::new(id).ok()),
    })
}

/// How many levels there were, and which it was.
pub(crate) fn rated(fields: &Fields) -> Result<(u8, Rated), Problem> {
    let levels = fields.int("levels").and_then(|n| u8::try_from(n).ok()).unwrap_or(4);
    let rated = match fields.get("level") {
        None | Some(Node::Null) => Rated::CannotSay,
        Some(Node::Int(n)) => match u8::try_from(*n) {
            Ok(level) if (1..=levels).contains(&level) => Rated::Level(level),
            Ok(_) | Err(_) => return Err(Problem::WrongType("level".into())),
        },
        Some(_) => return Err(Problem::WrongType("level".into())),
    };
    Ok((levels, rated))
}

fn reflection(fields: &Fields, when: Moment) -> Result<Reflection, Problem> {
    let prompt = fields.text("prompt").and_then(|id| PromptId::new(id).ok());
    let version = fields.count("prompt_v").unwrap_or(1);
    Ok(Reflection {
        prompt: prompt.map(|prompt| (prompt, version)),
        text: fields.text("text").ok_or(Problem::Missing("text".into()))?.to_owned(),
        when,
        task: fields.text("task").and_then(|id| EntryId::new(id).ok()),
    })
}

fn goal(fields: &Fields, when: Moment) -> Result<Goal, Problem> {
    Ok(Goal {
        text: fields.text("text").ok_or(Problem::Missing("text".into()))?.to_owned(),
        competency: fields.text("comp").and_then(|id| CompetencyId::new(id).ok()),
        when,
        reached: moment(fields, "reached", "reached_off"),
    })
}

fn sign_off(fields: &Fields) -> Result<SignOff, Problem> {
    let bytes = |name: &str| match fields.get(name) {
        Some(Node::Bytes(bytes)) => Ok(bytes.clone()),
        Some(_) => Err(Problem::WrongType(name.into())),
        None => Err(Problem::Missing(name.into())),
    };
    Ok(SignOff {
        attestation: bytes(ATTESTATION)?,
        signature: bytes("sig")?,
        certificate: fields.int("cert").ok_or(Problem::Missing("cert".into()))?.cast_unsigned(),
    })
}

pub(crate) fn id<T>(
    fields: &Fields,
    name: &'static str,
    make: impl Fn(&str) -> Option<T>,
) -> Result<T, Problem> {
    let text = fields.text(name).ok_or(Problem::Missing(name.into()))?;
    make(text).ok_or(Problem::WrongType(name.into()))
}

pub(crate) fn moment(fields: &Fields, ms: &str, offset: &str) -> Option<Moment> {
    let offset = fields.int(offset).and_then(|n| i16::try_from(n).ok()).unwrap_or(0);
    Some(Moment::new(fields.int(ms)?, offset.clamp(-1_080, 1_080)))
}

fn source(text: &str) -> Option<Source> {
    match text {
        "colleague" => Some(Source::Colleague),
        "customer" => Some(Source::Customer),
        "material" => Some(Source::Material),
        "self" => Some(Source::Myself),
        _ => PersonId::new(text.strip_prefix("person:")?).ok().map(Source::Person),
    }
}
