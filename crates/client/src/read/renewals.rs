//! Which sign-offs have to be given anew.

use domain::{Day, InOrder, Rollup, Validity};

use crate::client::Client;
use crate::view::Renewal;

impl Client {
    /// Of skills that are still asked for.
    pub(crate) fn renewals(&self, people: &[Rollup], today: Day) -> Vec<Renewal> {
        let mut all: Vec<_> = people.iter().flat_map(|one| self.renewals_of(one, today)).collect();
        all.order_by(|a, b| (a.until, &a.name).cmp(&(b.until, &b.name)));
        all
    }

    fn renewals_of(&self, rollup: &Rollup, today: Day) -> Vec<Renewal> {
        let mut due = Vec::new();
        for (id, skill) in &rollup.skills {
            let until = skill.signed.as_ref().and_then(|signed| signed.until);
            let is_over = match Validity::of(until, today) {
                Validity::Holds => continue,
                Validity::Due => false,
                Validity::Lapsed => true,
            };
            let is_gone = |skill: &domain::Competency| skill.retired;
            if self.catalog.competencies.get(id).is_none_or(is_gone) {
                continue;
            }
            due.extend(until.map(|until| Renewal {
                person: rollup.person.clone(),
                name: self.person_name(&rollup.person),
                skill: id.clone(),
                skill_name: self.competency_name(id),
                until,
                is_over,
            }));
        }
        due
    }
}
