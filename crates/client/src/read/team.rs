//! The team at a glance: what the server told in short, with what this phone holds and is newer laid over
//! it.

use domain::{
    Body, Competency, CompetencyId, Day, InOrder, Kind, Moment, Newest, PersonId, Proof, Rated,
    Role, Rollup, Set, Side, SkillRollup, UNSEEN_DAYS, Validity,
};

use crate::client::Client;
use crate::held::Held;
use crate::read::observing::standing_in;
use crate::view::{Able, Cell, Matrix, MatrixRow, Narrow, Narrows, Team, Unseen, WhoCan};

/// Areas stand in areas no deeper than this.
const DEPTH: usize = 16;

impl Client {
    pub fn team(&self, now: Moment) -> Team {
        let people = self.rollups(now);
        let skills = self.columns(&people, &Narrow::All);
        let unseen = |rollup: &&Rollup| is_unseen(rollup, now);
        let mut unseen: Vec<_> = people.iter().filter(unseen).collect();
        unseen.order_by_key(|rollup| rollup.last_seen());
        let row = |rollup: &Rollup| Unseen {
            person: rollup.person.clone(),
            name: self.person_name(&rollup.person),
            last: rollup.last_seen().map(|at| day(at, now)),
            tasks: rollup.tasks,
        };
        Team {
            as_of: self.team.heard,
            unseen: unseen.into_iter().map(row).collect(),
            renewals: self.renewals(&people, now.day()),
            left_out: people.iter().map(|rollup| rollup.left_out).sum(),
            narrows: self.narrows(&skills),
        }
    }

    /// `least`: only who has a skill at this level or above, as others know it; 0: everybody.
    pub fn matrix(&self, narrow: &Narrow, least: u8, now: Moment) -> Matrix {
        let people = self.rollups(now);
        let skills = self.columns(&people, narrow);
        let row = |rollup: &Rollup| MatrixRow {
            person: rollup.person.clone(),
            name: self.person_name(&rollup.person),
            last: rollup.last_seen().map(|at| day(at, now)),
            is_unseen: is_unseen(rollup, now),
            cells: skills.iter().map(|skill| self.cell(rollup, skill, least, now)).collect(),
        };
        let is_wanted = |row: &MatrixRow| least == 0 || row.cells.iter().any(Option::is_some);
        let rows = people.iter().map(row).filter(is_wanted).collect();
        let named = |skill: &&Competency| (skill.id.clone(), self.competency_name(&skill.id));
        Matrix { skills: skills.iter().map(named).collect(), rows }
    }

    /// Who has the skill at this level or above: signed off, else seen, the highest first. Apart from
    /// them whose sign-off has ended.
    pub fn who_can(&self, skill: &CompetencyId, least: u8, now: Moment) -> WhoCan {
        let mut who = WhoCan::default();
        for rollup in self.rollups(now) {
            let Some(known) = rollup.skills.get(skill) else { continue };
            let able = |level, at: Option<i64>| Able {
                person: rollup.person.clone(),
                name: self.person_name(&rollup.person),
                level,
                day: at.map(|at| day(at, now)),
            };
            match known.proof(least, now.day()) {
                Some(Proof::Signed(level)) => {
                    who.signed.push(able(level, known.signed.as_ref().map(|signed| signed.at)));
                }
                Some(Proof::Seen(level)) => {
                    who.seen.push(able(level, known.seen.map(|seen| seen.at)));
                }
                Some(Proof::Lapsed(level)) => {
                    let day = known.signed.as_ref().and_then(|signed| signed.until);
                    who.ended.push(Able { day, ..able(level, None) });
                }
                None => {}
            }
        }
        for list in [&mut who.signed, &mut who.seen, &mut who.ended] {
            list.order_by_key(|able| std::cmp::Reverse(able.level));
        }
        who
    }

    // ---- skills ------------------------------------------------------------------------------

    /// What anybody of the team has or should have, in the framework's order.
    fn columns(&self, people: &[Rollup], narrow: &Narrow) -> Vec<&Competency> {
        let mut skills = self.catalog.rateable();
        let is_known = |skill: &Competency| {
            let has = |one: &Rollup| {
                one.skills.contains_key(&skill.id)
                    || self.target_of(&one.person, &skill.id).is_some()
            };
            people.iter().any(has)
        };
        skills.retain(|skill| self.is_in(skill, narrow) && is_known(skill));
        skills
    }

    fn is_in(&self, skill: &Competency, narrow: &Narrow) -> bool {
        match narrow {
            Narrow::All => true,
            Narrow::Area(area) => self.is_under(skill, area),
            Narrow::Task(task) => {
                self.catalog.task_types.get(task).is_some_and(|task| task.tags.contains(&skill.id))
            }
            Narrow::Skill(id) => &skill.id == id,
        }
    }

    fn is_under(&self, skill: &Competency, area: &CompetencyId) -> bool {
        let mut parent = skill.parent.as_ref();
        for _ in 0..DEPTH {
            let Some(here) = parent else { return false };
            if here == area {
                return true;
            }
            parent = self.catalog.competencies.get(here).and_then(|above| above.parent.as_ref());
        }
        false
    }

    /// Areas and tasks that have any of these skills.
    fn narrows(&self, skills: &[&Competency]) -> Narrows {
        let has = |narrow: Narrow| skills.iter().any(|skill| self.is_in(skill, &narrow));
        let mut areas: Vec<_> =
            self.catalog.competencies.values().filter(|c| c.is_area && !c.retired).collect();
        areas.retain(|area| has(Narrow::Area(area.id.clone())));
        areas.order_by_key(|area| (&area.framework, area.order));
        let mut tasks: Vec<_> =
            self.catalog.task_types.values().filter(|task| !task.retired).collect();
        tasks.retain(|task| has(Narrow::Task(task.id.clone())));
        let named = |text: &domain::Text| text.pick(&self.language).to_owned();
        let mut tasks: Vec<_> =
            tasks.into_iter().map(|task| (task.id.clone(), named(&task.name))).collect();
        tasks.order_by(|(_, one), (_, other)| one.cmp(other));
        let levels = skills.iter().filter_map(|c| self.catalog.scale_of(c)).map(|s| s.len());
        Narrows {
            areas: areas.into_iter().map(|c| (c.id.clone(), named(&c.statement))).collect(),
            tasks,
            skills: skills.iter().map(|c| (c.id.clone(), named(&c.statement))).collect(),
            levels: levels.max().unwrap_or_default(),
        }
    }

    fn cell(&self, rollup: &Rollup, skill: &Competency, least: u8, now: Moment) -> Option<Cell> {
        let known = rollup.skills.get(&skill.id);
        let target = self.target_of(&rollup.person, &skill.id);
        let is_low = least > 0 && !known.is_some_and(|known| known.is_able(least, now.day()));
        if is_low || (known.is_none() && target.is_none()) {
            return None;
        }
        let own = known.and_then(|known| known.own);
        let seen = known.and_then(|known| known.seen);
        let signed = known.and_then(|known| known.signed.as_ref());
        let validity = signed.map(|signed| signed.validity(now.day()));
        let others = seen.map(|seen| seen.at).max(signed.map(|signed| signed.at));
        Some(Cell {
            levels: self.catalog.scale_of(skill).map_or(4, domain::Scale::len),
            own: own.and_then(|own| own.level),
            seen: seen.and_then(|seen| seen.level),
            signed: signed
                .filter(|_| validity != Some(Validity::Lapsed))
                .map(|signed| signed.level),
            is_due: validity == Some(Validity::Due),
            ended: signed
                .filter(|_| validity == Some(Validity::Lapsed))
                .and_then(|signed| signed.until),
            target,
            day: others.or(own.map(|own| own.at)).map(|at| day(at, now)),
            count: seen.or(own).map_or(0, |said| said.count),
        })
    }

    // ---- people ------------------------------------------------------------------------------

    /// Everybody whom the person supervises today, whoever the server once told of.
    fn rollups(&self, now: Moment) -> Vec<Rollup> {
        let Some(me) = self.person().filter(|_| self.roles().contains(&Role::Supervisor)) else {
            return Vec::new();
        };
        let team = self.roster.team_of(me);
        team.into_iter().map(|person| self.rollup(&person.id, now)).collect()
    }

    fn rollup(&self, person: &PersonId, now: Moment) -> Rollup {
        let told = self.team.people.iter().find(|told| &told.person == person).cloned();
        let told = told.unwrap_or_else(|| Rollup::new(person.clone()));
        let mut rollup = told.clone();
        self.lay_own(&mut rollup, &told, now);
        self.lay_seen(&mut rollup, &told, now);
        rollup
    }

    /// What the person wrote.
    fn lay_own(&self, rollup: &mut Rollup, told: &Rollup, now: Moment) {
        let mut tasks = 0;
        for (_, entry) in self.standing(&told.person) {
            match &entry.body {
                Body::Task(task) => {
                    tasks += u32::from(now.day().0 - task.when.day().0 < UNSEEN_DAYS);
                }
                Body::Rating(rating) => {
                    let own = |skill: &SkillRollup| skill.own;
                    let before = told.skills.get(&rating.competency).and_then(own);
                    let said = said(rating.rated, rating.levels, rating.when, now);
                    if is_newer(&said, before) {
                        let skill = rollup.skills.get_or_default(rating.competency.clone());
                        Newest::add(&mut skill.own, said);
                    }
                }
                Body::Reflection(_) | Body::Goal(_) | Body::Session(_) | Body::SignOff(_) => {}
                Body::Observation(_) | Body::Request(_) | Body::Answer(_) => {}
                Body::Other { .. } => {}
            }
        }
        rollup.tasks = rollup.tasks.max(tasks);
    }

    /// What others wrote about the person.
    fn lay_seen(&self, rollup: &mut Rollup, told: &Rollup, now: Moment) {
        let mut observers: Set<(&CompetencyId, &PersonId)> = Set::new();
        for (held, _, seen) in self.seen(&told.person) {
            rollup.observed = rollup.observed.max(Some(seen.when.utc_ms.min(now.utc_ms)));
            for (id, level) in &seen.ratings {
                if level.rated == Rated::CannotSay {
                    continue;
                }
                if let Some(author) = &held.author {
                    observers.insert((id, author));
                }
                let before = told.skills.get(id).and_then(|skill| skill.seen);
                let said = said(level.rated, level.levels, seen.when, now);
                if is_newer(&said, before) {
                    Newest::add(&mut rollup.skills.get_or_default(id.clone()).seen, said);
                }
            }
        }
        for (id, skill) in rollup.skills.iter_mut() {
            let here = observers.iter().filter(|(seen, _)| *seen == id).count();
            skill.observers = skill.observers.max(here as u32);
        }
        rollup.shadowed = rollup.shadowed.max(self.last_shadowed(&told.person));
    }

    fn last_shadowed(&self, person: &PersonId) -> Option<i64> {
        let about = |held: &&Held| held.kind == Kind::Shadow && held.subject == person.as_str();
        let began = self.shelf.values().filter(about).flat_map(standing_in);
        let began = began.filter_map(|(_, entry)| {
            let Body::Session(session) = &entry.body else { return None };
            session.began.filter(|_| session.side == Side::Buddy)
        });
        began.map(|began| began.utc_ms).max()
    }
}

/// No date is later than now.
fn said(rated: Rated, levels: u8, when: Moment, now: Moment) -> Newest {
    let level = match rated {
        Rated::Level(level) => Some(level),
        Rated::CannotSay => None,
    };
    Newest::once(level, levels, when.utc_ms.min(now.utc_ms))
}

fn is_newer(said: &Newest, told: Option<Newest>) -> bool {
    told.is_none_or(|told| told.at < said.at)
}

fn day(at: i64, now: Moment) -> Day {
    Moment::new(at, now.offset_min).day()
}

fn is_unseen(rollup: &Rollup, now: Moment) -> bool {
    let is_long_ago = |at| now.day().0 - day(at, now).0 >= UNSEEN_DAYS;
    rollup.last_seen().is_none_or(is_long_ago)
}
