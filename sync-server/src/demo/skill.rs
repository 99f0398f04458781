//! How good a demo worker is at each competency, and how practice changes that.

use std::collections::BTreeMap;

use domain::{Catalog, CompetencyId, JobRoleId, Rated};

use super::crew::Habits;
use super::dice::Dice;

/// On the scale of levels, up to a little above the highest.
const CEILING: f64 = 4.4;

#[derive(Clone, Debug)]
pub(crate) struct Skills(BTreeMap<CompetencyId, f64>);

impl Skills {
    /// Nearer to the worker's own start where the job asks for the competency, lower elsewhere.
    pub(crate) fn at_start(
        catalog: &Catalog,
        job: &JobRoleId,
        who: &Habits,
        dice: &mut Dice,
    ) -> Self {
        let rateable = catalog.rateable().into_iter();
        Self(
            rateable
                .map(|c| (c.id.clone(), start(catalog.target(job, &c.id), who, dice)))
                .collect(),
        )
    }

    pub(crate) fn of(&self, competency: &CompetencyId) -> f64 {
        self.0.get(competency).copied().unwrap_or(1.0)
    }

    /// The least of these, which makes a task hard.
    pub(crate) fn weakest(&self, competencies: &[CompetencyId]) -> f64 {
        competencies.iter().map(|id| self.of(id)).fold(CEILING, f64::min)
    }

    /// One task with this competency in it.
    pub(crate) fn practise(&mut self, competency: &CompetencyId, pace: f64) {
        if let Some(skill) = self.0.get_mut(competency) {
            *skill += pace * (CEILING - *skill) / CEILING;
        }
    }

    /// What the worker says about it, rating `lean` higher than it is.
    pub(crate) fn said(&self, competency: &CompetencyId, lean: f64, levels: u8) -> Rated {
        let felt = self.of(competency) + lean;
        if felt < 0.8 {
            return Rated::CannotSay;
        }
        Rated::Level((felt as u8).clamp(1, levels))
    }
}

fn start(target: Option<u8>, who: &Habits, dice: &mut Dice) -> f64 {
    let spread = dice.part() - 0.5;
    match target {
        Some(target) => (who.start + spread).clamp(0.5, f64::from(target) + 0.7),
        None => (who.start * 0.6 + spread).clamp(0.5, 2.5),
    }
}
