//! Whom the policy of a kind of task names to watch it, and why there is nobody.

use domain::{Asking, Body, EntryId, Nobody, Observation, PersonId, Set, Side};

use crate::client::Client;
use crate::read::observing::helper;
use crate::view::{Helper, OwedState, ToAsk};

impl Client {
    /// Who can be asked to watch a task of one's own.
    pub fn may_ask(&self, task: &EntryId) -> Vec<Helper> {
        self.to_ask(task).whom
    }

    /// Whom the policy names and who is not asked already. Empty for what is no own task.
    pub(crate) fn to_ask(&self, task: &EntryId) -> ToAsk {
        let is_own = self
            .own_entry(task)
            .is_some_and(|(_, entry)| entry.void.is_none() && entry.body.task().is_some());
        let Some(me) = self.person().filter(|_| is_own) else { return ToAsk::default() };
        let policy = self.policy_of(task);
        let asking = policy.unwrap_or(&Asking::USUAL);
        let named = self.roster.named(asking, me, self.now.day());
        let (asked, watched) = self.asked_and_watched(me, task);
        let is_enough = policy.is_some() && watched.len() >= usize::from(asking.observers);
        let is_free = |one: &&&domain::Person| !is_enough && !asked.contains(&one.id);
        let whom: Vec<_> = named.iter().filter(is_free).map(|one| helper(one)).collect();
        let nobody = match (is_enough, named.is_empty()) {
            (true, _) => Nobody::Enough,
            (false, true) => asking.nobody(),
            (false, false) => Nobody::AllAsked,
        };
        ToAsk {
            nobody: whom.is_empty().then_some(nobody),
            whom,
            watched: watched.len(),
            observers: policy.map_or(1, |policy| policy.observers.into()),
        }
    }

    /// Why nobody is offered beside what was just saved, where the house has a policy for it.
    pub(crate) fn nobody_to_ask(&self, task: &EntryId) -> Option<Nobody> {
        self.policy_of(task)?;
        self.to_ask(task).nobody.filter(|why| match why {
            Nobody::NoSupervisor | Nobody::NoBuddy | Nobody::Neither => true,
            Nobody::NotForThis | Nobody::AllAsked | Nobody::Enough => false,
        })
    }

    /// The level that who watches this should have, unless they are known to have it.
    pub(crate) fn least_level(&self, seen: &Observation) -> Option<u8> {
        let task = seen.task.as_ref()?;
        let least = self.policy_of(task)?.least?;
        let rows = self.competency_rows(self.person()?);
        let has = |id| {
            let row = rows.iter().find(|row| &row.competency == id);
            row.is_some_and(|row| row.own.max(row.observer) >= Some(least))
        };
        (!self.skills_of(task).into_iter().all(has)).then_some(least)
    }

    /// A buddy who is no supervisor answers by going along.
    pub(crate) fn answers_in_session(&self, asker: &PersonId) -> bool {
        !self.may_observe(asker) && self.side_with(asker) == Some(Side::Buddy)
    }

    fn policy_of(&self, task: &EntryId) -> Option<&Asking> {
        self.catalog.task_types.get(self.type_of(task)?)?.asking.as_ref()
    }

    /// Who need not be asked any more, and who has watched.
    fn asked_and_watched(&self, me: &PersonId, task: &EntryId) -> (Set<PersonId>, Set<PersonId>) {
        let (mut asked, mut watched) = (Set::new(), Set::new());
        for (_, entry) in self.standing(me) {
            let Body::Request(request) = &entry.body else { continue };
            if request.task.as_ref() != Some(task) {
                continue;
            }
            match self.state_of(me, &entry.id, request, self.now) {
                OwedState::Open => {
                    asked.insert(request.to.clone());
                }
                OwedState::Answered(_) => {
                    asked.insert(request.to.clone());
                    watched.insert(request.to.clone());
                }
                OwedState::Expired | OwedState::Declined(_) => {}
            }
        }
        for (held, _, seen) in self.seen(me) {
            if let Some(author) = held.author.as_ref().filter(|_| seen.task.as_ref() == Some(task))
            {
                watched.insert(author.clone());
            }
        }
        (asked, watched)
    }
}
