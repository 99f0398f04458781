//! Rating scales in a framework CSV.
//!
//! A row of type `scale` describes one: `level1 name` and `level1` are a level's name and words, or
//! `level1` alone its name. On a competency's row `level1` is its own words for that level, and
//! `scale` names a described scale or lists the level names: `With help | Alone | Teaches it`.
//! Competencies with level words and no described scale share one with as many levels.

use domain::Map;

use domain::{Lang, Level, Scale, ScaleId, Text};

use super::{
    columns::Field,
    csv::lang_of,
    draft::{Draft, own},
};
use crate::{
    Reason,
    findings::Findings,
    house_scale::{self, house_scale},
    table::{Row, Sheet, squashed},
};

/// The scales that have a row of their own.
pub(super) fn described(
    sheet: &Sheet<Field>,
    rows: &[&Row],
    findings: &mut Findings,
) -> Vec<Scale> {
    let mut scales: Vec<(u64, Scale)> = Vec::new();
    for row in rows {
        let scale = match scale_of(sheet, row) {
            Ok(scale) => scale,
            Err((field, reason)) => {
                findings.error(row.line, sheet.heading(&field), reason);
                continue;
            }
        };
        match scales.iter().find(|(_, earlier)| earlier.id == scale.id) {
            None => scales.push((row.line, scale)),
            Some((_, earlier)) if *earlier == scale => {}
            Some((first, _)) => {
                let reason = Reason::Duplicate { id: scale.id.to_string(), first: *first };
                findings.error(row.line, sheet.heading(&Field::Identifier), reason);
            }
        }
    }
    scales.into_iter().map(|(_, scale)| scale).collect()
}

fn scale_of(sheet: &Sheet<Field>, row: &Row) -> Result<Scale, (Field, Reason)> {
    let lang = lang_of(sheet, row);
    let id = [Field::Identifier, Field::Scale, Field::Statement];
    let id = id.iter().map(|field| sheet.cell(row, field)).find(|cell| !cell.is_empty());
    let id = ScaleId::new(id.unwrap_or_default())
        .map_err(|bad| (Field::Identifier, Reason::BadId(bad)))?;
    let names = texts(sheet, row, &lang, Field::LevelName);
    let words = texts(sheet, row, &lang, Field::Level);
    let (names, words) = if names.is_empty() { (words, names) } else { (names, words) };
    without_gap(&names).map_err(|reason| (Field::Level(1), reason))?;
    let level = |(number, name): (&u8, &Text)| Level {
        name: name.clone(),
        text: words.get(number).cloned().unwrap_or_default(),
    };
    let levels = names.iter().map(level).collect();
    Scale::new(id, 1, levels).map_err(|bad| (Field::Level(1), Reason::Levels(bad.0)))
}

/// The levels of a row that have words, by number.
fn texts(
    sheet: &Sheet<Field>,
    row: &Row,
    lang: &Lang,
    field: impl Fn(u8) -> Field,
) -> Map<u8, Text> {
    let levels = (1..=9).map(|number| (number, sheet.text(row, &field(number), lang)));
    levels.filter(|(_, text)| !text.is_empty()).collect()
}

fn without_gap(levels: &Map<u8, Text>) -> Result<(), Reason> {
    let highest = levels.keys().next_back().copied().unwrap_or(0);
    match (1..highest).find(|number| !levels.contains_key(number)) {
        Some(missing) => Err(Reason::LevelGap { missing }),
        None => Ok(()),
    }
}

/// Gives every draft its scale and its own level words; returns all scales there are.
pub(super) fn attach(
    sheet: &Sheet<Field>,
    described: Vec<Scale>,
    framework: &str,
    rows: &[&Row],
    drafts: &mut [Draft],
    findings: &mut Findings,
) -> Vec<Scale> {
    let mut scales = described;
    let mut groups: Map<(String, u8), Vec<usize>> = Map::new();
    for (at, row) in rows.iter().enumerate() {
        let named = sheet.cell(row, &Field::Scale);
        let own = texts(sheet, row, &lang_of(sheet, row), Field::Level);
        match known(named, framework, &mut scales) {
            Ok(Some(scale)) => give(sheet, row, &scale, own, &mut drafts[at], findings),
            Ok(None) => {
                if let Err(reason) = without_gap(&own) {
                    findings.error(row.line, sheet.heading(&Field::Level(1)), reason);
                } else if let Some(highest) = own.iter().next_back().map(|(level, _)| *level) {
                    drafts[at].level_texts = own;
                    groups.get_or_default((named.to_owned(), highest)).push(at);
                } else if !named.is_empty() {
                    let reason = Reason::UnknownScale(named.to_owned());
                    findings.error(row.line, sheet.heading(&Field::Scale), reason);
                }
            }
            Err(reason) => findings.error(row.line, sheet.heading(&Field::Scale), reason),
        }
    }
    for ((named, levels), members) in groups {
        match shared(&named, levels, framework, &members, drafts) {
            Ok(scale) => scales.push(scale),
            Err(reason) => {
                let heading = sheet.heading(&Field::Level(1));
                findings.error(rows[members[0]].line, heading, reason);
            }
        }
    }
    scales
}

/// The scale a cell names: a described one, the house scale, or one it lists the names of.
fn known(named: &str, framework: &str, scales: &mut Vec<Scale>) -> Result<Option<Scale>, Reason> {
    let same = |scale: &&Scale| squashed(scale.id.as_str()) == squashed(named);
    if named.is_empty() {
        return Ok(None);
    }
    if let Some(scale) = scales.iter().find(same) {
        return Ok(Some(scale.clone()));
    }
    let scale = if named == house_scale::ID {
        house_scale()
    } else if named.contains('|') {
        let names = named.split('|').map(str::trim).filter(|name| !name.is_empty());
        let level = |name: &str| Level { name: Text::of("en", name), text: Text::default() };
        let levels: Vec<_> = names.clone().map(level).collect();
        let id = own(framework, &names.collect::<Vec<_>>().join(" | "));
        let id = ScaleId::new(id).map_err(Reason::BadId)?;
        Scale::new(id, 1, levels).map_err(|bad| Reason::Levels(bad.0))?
    } else {
        return Ok(None);
    };
    scales.push(scale.clone());
    Ok(Some(scale))
}

fn give(
    sheet: &Sheet<Field>,
    row: &Row,
    scale: &Scale,
    own: Map<u8, Text>,
    draft: &mut Draft,
    findings: &mut Findings,
) {
    if let Some(beyond) = own.keys().find(|number| **number > scale.len()) {
        let reason = Reason::NotALevel { text: beyond.to_string(), levels: scale.len() };
        findings.error(row.line, sheet.heading(&Field::Level(*beyond)), reason);
    }
    draft.scale = Some(scale.id.clone());
    draft.level_texts = own;
}

/// One scale for drafts with as many levels: where all have the same words, these are its names.
fn shared(
    named: &str,
    levels: u8,
    framework: &str,
    members: &[usize],
    drafts: &mut [Draft],
) -> Result<Scale, Reason> {
    let first = drafts[members[0]].level_texts.clone();
    let alike = members.iter().all(|at| drafts[*at].level_texts == first);
    let words = if named.is_empty() { "levels" } else { named };
    let id = own(framework, &format!("{words} 1-{levels}"));
    let id = ScaleId::new(id).map_err(Reason::BadId)?;
    let names: Vec<Text> = match (alike, levels) {
        (true, _) => first.into_values().collect(),
        (false, house_scale::LEVELS) => {
            house_scale().levels().iter().map(|level| level.name.clone()).collect()
        }
        (false, levels) => (1..=levels).map(numbered).collect(),
    };
    let levels = names.into_iter().map(|name| Level { name, text: Text::default() }).collect();
    let scale = Scale::new(id, 1, levels).map_err(|bad| Reason::Levels(bad.0))?;
    for at in members {
        drafts[*at].scale = Some(scale.id.clone());
        if alike {
            drafts[*at].level_texts.clear();
        }
    }
    Ok(scale)
}

fn numbered(level: u8) -> Text {
    Text::of("en", format!("Level {level}")).and("nl", format!("Niveau {level}"))
}
