//! `GET /api/team`: what is known of the skills of the people whom the caller supervises. Times are in
//! milliseconds since 1970.
//!
//! The phone reads it straight into the domain: for thirty people it is some thousand small records.

use domain::{CompetencyId, Newest, PersonId, Rollup, SignedLevel, SkillRollup};
use json::Json;
use serde::{Deserialize, Serialize};

use super::{day_from_text, day_to_text};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupsDto {
    #[serde(default)]
    pub people: Vec<RollupDto>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupDto {
    pub person: String,
    #[serde(default)]
    pub tasks: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shadowed: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<i64>,
    #[serde(default)]
    pub left_out: u32,
    #[serde(default)]
    pub skills: Vec<SkillDto>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillDto {
    pub competency: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<NewestDto>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<NewestDto>,
    #[serde(default)]
    pub observers: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedLevelDto>,
}

/// Without a level: "can't say yet".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewestDto {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    pub levels: u8,
    pub at: i64,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLevelDto {
    pub level: u8,
    pub levels: u8,
    pub at: i64,
    pub by: String,
    pub version: u32,
    /// `YYYY-MM-DD`, the last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// What can be read of the answer; a person or skill with an id that cannot be is left out.
pub fn rollups_from_json(json: &Json) -> Option<Vec<Rollup>> {
    Some(json.each("people", |one| Some(person(one)))?.into_iter().flatten().collect())
}

fn person(json: &Json) -> Option<Rollup> {
    let skills = json.each("skills", |one| Some(skill(one)))?;
    Some(Rollup {
        person: PersonId::new(json.text("person")?).ok()?,
        tasks: json.number("tasks").unwrap_or_default(),
        observed: json.number("observed"),
        shadowed: json.number("shadowed"),
        signed: json.number("signed"),
        left_out: json.number("left_out").unwrap_or_default(),
        skills: skills.into_iter().flatten().collect(),
    })
}

fn skill(json: &Json) -> Option<(CompetencyId, SkillRollup)> {
    let rollup = SkillRollup {
        own: json.get("own").and_then(said),
        seen: json.get("seen").and_then(said),
        observers: json.number("observers").unwrap_or_default(),
        signed: json.get("signed").and_then(signed),
    };
    Some((CompetencyId::new(json.text("competency")?).ok()?, rollup))
}

fn said(json: &Json) -> Option<Newest> {
    Some(Newest {
        level: json.number("level"),
        levels: json.number("levels")?,
        at: json.number("at")?,
        count: json.number("count")?,
    })
}

fn signed(json: &Json) -> Option<SignedLevel> {
    Some(SignedLevel {
        level: json.number("level")?,
        levels: json.number("levels")?,
        at: json.number("at")?,
        by: PersonId::new(json.text("by")?).ok()?,
        version: json.number("version")?,
        until: json.text("until").as_deref().and_then(day_from_text),
    })
}

impl From<&[Rollup]> for RollupsDto {
    fn from(people: &[Rollup]) -> Self {
        Self { people: people.iter().map(RollupDto::from).collect() }
    }
}

impl From<&Rollup> for RollupDto {
    fn from(one: &Rollup) -> Self {
        let skill = |(id, skill): (&CompetencyId, &SkillRollup)| SkillDto {
            competency: id.to_string(),
            own: skill.own.map(NewestDto::from),
            seen: skill.seen.map(NewestDto::from),
            observers: skill.observers,
            signed: skill.signed.as_ref().map(SignedLevelDto::from),
        };
        Self {
            person: one.person.to_string(),
            tasks: one.tasks,
            observed: one.observed,
            shadowed: one.shadowed,
            signed: one.signed,
            left_out: one.left_out,
            skills: one.skills.iter().map(skill).collect(),
        }
    }
}

impl From<Newest> for NewestDto {
    fn from(Newest { level, levels, at, count }: Newest) -> Self {
        Self { level, levels, at, count }
    }
}

impl From<&SignedLevel> for SignedLevelDto {
    fn from(one: &SignedLevel) -> Self {
        let SignedLevel { level, levels, at, by, version, until } = one.clone();
        Self { level, levels, at, by: by.to_string(), version, until: until.map(day_to_text) }
    }
}
