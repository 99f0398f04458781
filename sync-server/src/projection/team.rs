//! What a supervisor may know of the skills of their people.

use std::collections::BTreeSet;

use domain::{Access, CompetencyId, Day, Kind, Newest, PersonId, Rollup, SkillRollup, UNSEEN_DAYS};

use super::evidence::{Paper, with_evidence};
use super::extract::Extract;
use super::reading::extract_of;
use super::sign_offs::Court;
use crate::access::Directory;
use crate::store::{Store, StoreError, Summarized};
use crate::trust::TrustError;

/// Everybody in the teams that `viewer` supervises, from documents that `viewer` may read. Blocks.
pub fn team_for(
    store: &dyn Store,
    directory: &Directory,
    viewer: &PersonId,
    today: Day,
    now: i64,
) -> Result<Vec<Rollup>, TrustError> {
    let mut court = None;
    let mut team = Vec::new();
    for person in directory.team_of(viewer) {
        let (papers, left_out) = papers(store, directory, viewer, &person, today)?;
        let mut rollup = Rollup { left_out, ..Rollup::new(person) };
        add_all(&mut rollup, &papers, today);
        if papers.iter().any(|paper| !paper.extract.sign_offs.is_empty()) {
            let court = match &mut court {
                Some(court) => court,
                None => court.insert(Court::of(store, directory, now)?),
            };
            add_signed(&mut rollup, court, &papers)?;
        }
        team.push(rollup);
    }
    Ok(team)
}

/// What the viewer may read of what was written by and about somebody, and how much of it cannot be.
pub(super) fn papers(
    store: &dyn Store,
    directory: &Directory,
    viewer: &PersonId,
    person: &PersonId,
    today: Day,
) -> Result<(Vec<Paper>, u32), StoreError> {
    let (mut papers, mut left_out) = (Vec::new(), 0);
    let may_read =
        |one: &Summarized| directory.access_of(viewer, &one.record, today) > Access::None;
    for document in store.summaries(Some(person.as_str()))?.into_iter().filter(may_read) {
        if directory.frozen.contains(&document.record.id) {
            left_out += 1;
            continue;
        }
        let extract = extract_of(store, &document, &BTreeSet::new())?;
        left_out += u32::from(extract.is_partial);
        papers.push(Paper { document, extract });
    }
    Ok((with_evidence(store, papers)?, left_out))
}

fn add_all(rollup: &mut Rollup, papers: &[Paper], today: Day) {
    // A phone's day may begin before the server's.
    let days = today.0 - UNSEEN_DAYS + 1..=today.0 + 1;
    for Paper { document, extract } in papers {
        let tasks = extract.tasks.range(days.clone());
        rollup.tasks = tasks.fold(rollup.tasks, |sum, (_, count)| sum.saturating_add(*count));
        match document.record.kind {
            Kind::Log => add_levels(rollup, extract, |skill| &mut skill.own),
            Kind::Obs => {
                rollup.observed = rollup.observed.max(extract.last);
                add_levels(rollup, extract, |skill| &mut skill.seen);
            }
            Kind::Shadow => rollup.shadowed = rollup.shadowed.max(extract.last),
            Kind::Journal | Kind::Catalog => {}
        }
    }
    count_observers(rollup, papers);
}

/// Adds the levels of a document to one voice of each skill.
fn add_levels(
    rollup: &mut Rollup,
    extract: &Extract,
    voice: fn(&mut SkillRollup) -> &mut Option<Newest>,
) {
    for (id, said) in levels(extract) {
        Newest::add(voice(rollup.skills.get_or_default(id)), said);
    }
}

fn levels(extract: &Extract) -> impl Iterator<Item = (CompetencyId, Newest)> {
    let levels = extract.levels.iter();
    levels.filter_map(|(id, level)| Some((CompetencyId::new(id.as_str()).ok()?, (*level).into())))
}

/// How many people saw a level of each skill; each has a document a year.
fn count_observers(rollup: &mut Rollup, papers: &[Paper]) {
    let mut observers: BTreeSet<(CompetencyId, &PersonId)> = BTreeSet::new();
    for Paper { document, extract } in papers {
        if let (Kind::Obs, Some(author)) = (document.record.kind, &document.record.author) {
            observers.extend(levels(extract).map(|(id, _)| (id, author)));
        }
    }
    for (id, _) in observers {
        rollup.skills.get_or_default(id).observers += 1;
    }
}

fn add_signed(
    rollup: &mut Rollup,
    court: &mut Court<'_>,
    papers: &[Paper],
) -> Result<(), TrustError> {
    for (id, signed) in court.newest(&rollup.person, papers)? {
        rollup.signed = rollup.signed.max(Some(signed.at));
        rollup.skills.get_or_default(id).signed = Some(signed);
    }
    Ok(())
}
