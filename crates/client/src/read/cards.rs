//! Cards to show, what was wrong with one, and what a card says of a task that is not on this phone.

use domain::{CompetencyId, EntryId, PersonId, Task, TaskTypeId, Typed};

use crate::client::Client;
use crate::view::{CardProblem, CardState, OwedRow, OwedState, ProofState, ProofView};

impl Client {
    /// The card of this task, once it is made.
    pub fn card(&self, task: &EntryId) -> CardState {
        match &self.cards.shown {
            Some((shown, Some(card))) if shown == task => CardState::Made(card.clone()),
            Some((shown, None)) if shown == task => CardState::Failed,
            Some(_) | None => CardState::Making,
        }
    }

    /// The card that proves an own sign-off, once it is made.
    pub fn proof(&self, id: &EntryId) -> ProofState {
        match &self.cards.proof {
            Some((shown, None)) if shown == id => ProofState::Failed,
            Some((shown, Some(text))) if shown == id => {
                let view = self.proof_view(id, text.clone()).map(Box::new);
                view.map_or(ProofState::Making, ProofState::Made)
            }
            Some(_) | None => ProofState::Making,
        }
    }

    fn proof_view(&self, id: &EntryId, text: String) -> Option<ProofView> {
        let (held, _) = self.readable(id)?;
        let worker = PersonId::new(held.subject.as_str()).ok()?;
        let signed = self.signed_entry(held, id)?;
        Some(ProofView { text, worker: self.person_name(&worker), signed })
    }

    /// The own request about a task that nobody has answered yet.
    pub(crate) fn open_request(&self, task: &EntryId) -> Option<EntryId> {
        let is_it = |row: &OwedRow| row.task.as_ref() == Some(task) && row.state == OwedState::Open;
        self.owed(self.now).to_me.into_iter().find(is_it).map(|row| row.request)
    }

    /// Why the last card that was read leads nowhere.
    pub fn card_problem(&self) -> Option<CardProblem> {
        self.cards.problem.clone()
    }

    fn task_here(&self, id: &EntryId) -> Option<&Task> {
        self.readable(id)?.1.body.task()
    }

    /// What was done, by the task itself, else by its card.
    pub(crate) fn name_of(&self, id: &EntryId) -> String {
        if let Some(task) = self.task_here(id) {
            return self.task_name(&task.what);
        }
        let Some(said) = self.cards.read.get(id).map(|card| &card.task) else {
            return String::new();
        };
        let known = said.task_type.as_ref().and_then(|id| self.catalog.task_types.get(id));
        known.map_or(said.title.clone(), |known| known.name.pick(&self.language).to_owned())
    }

    /// What its card says of a task that is not here.
    pub(crate) fn said_of(&self, id: &EntryId) -> Option<String> {
        let is_here = self.task_here(id).is_some();
        Some(self.name_of(id)).filter(|name| !is_here && !name.is_empty())
    }

    pub(crate) fn type_of(&self, id: &EntryId) -> Option<&TaskTypeId> {
        match self.task_here(id).map(|task| &task.what) {
            Some(Typed::Type { id, .. }) => Some(id),
            Some(Typed::Own(_)) => None,
            None => self.cards.read.get(id)?.task.task_type.as_ref(),
        }
    }

    /// The skills of a task; of one that is not here, those of its type.
    pub(crate) fn skills_of(&self, id: &EntryId) -> Vec<&CompetencyId> {
        match self.task_here(id) {
            Some(task) => task.tags.keys().collect(),
            None => {
                let known = self.type_of(id).and_then(|id| self.catalog.task_types.get(id));
                known.into_iter().flat_map(|known| &known.tags).collect()
            }
        }
    }
}
