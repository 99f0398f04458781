//! The journal: private until an entry is shared.

use documents::Reading;
use domain::{Body, Day, Entry, EntryId, InOrder, Kind, Moment, Prompt, PromptId};

use crate::client::Client;
use crate::held::Held;
use crate::read::entries::mark;
use crate::view::{GoalView, Journal, JournalDraft, ReflectionView};

/// A prompt that was answered comes back after this many days at the earliest.
const PROMPT_REST_DAYS: i32 = 30;

impl Client {
    /// For what is shown before it is begun: what the last event saved has the id that its chance
    /// spells.
    fn unused_id(&self) -> EntryId {
        EntryId::from_random(self.random.map(|byte| !byte))
    }

    pub fn journal(&self, now: Moment) -> Journal {
        let prompt = self.prompt(now.day());
        let draft = self.drafts.journal.clone().unwrap_or_else(|| JournalDraft {
            entry: self.unused_id(),
            prompt: prompt.map(|prompt| (prompt.id.clone(), prompt.version)),
            text: String::new(),
            task: None,
        });
        let asked = match &draft.prompt {
            Some((id, _)) => self.prompt_text(id),
            None => None,
        };
        let mut reflections: Vec<_> = self
            .journal_entries()
            .filter_map(|(held, entry)| self.reflection_view(held, entry))
            .collect();
        reflections.order_by_key(|reflection| std::cmp::Reverse(reflection.when));
        Journal {
            prompt: asked,
            draft,
            reflections,
            goals: self.goals(),
            not_saved: self.not_saved.clone(),
            saved: self.just_reflected,
        }
    }

    fn journal_entries(&self) -> impl Iterator<Item = (&Held, &Entry)> {
        let own = self.person().into_iter();
        let held = own.flat_map(|person| self.held_of(Kind::Journal, person));
        held.flat_map(|held| {
            held.records.values().filter_map(move |reading| match reading {
                Reading::Entry { entry, .. } => Some((held, entry)),
                Reading::Unreadable { .. } => None,
            })
        })
    }

    fn reflection_view(&self, held: &Held, entry: &Entry) -> Option<ReflectionView> {
        let Body::Reflection(reflection) = &entry.body else { return None };
        Some(ReflectionView {
            id: entry.id.clone(),
            prompt: reflection.prompt.as_ref().and_then(|(id, _)| self.prompt_text(id)),
            text: reflection.text.clone(),
            when: reflection.when,
            is_shared: self.is_shared(&entry.id),
            mark: mark(held, &entry.id),
            void: entry.void.as_ref().map(|void| void.reason.clone()),
        })
    }

    fn is_shared(&self, id: &EntryId) -> bool {
        let Some(person) = self.person() else { return false };
        self.standing(person).any(|(_, entry)| entry.copied_from.as_ref() == Some(id))
    }

    /// Goals that stand, open ones first, newest first.
    pub(crate) fn goals(&self) -> Vec<GoalView> {
        let view = |entry: &Entry| {
            let Body::Goal(goal) = &entry.body else { return None };
            let competency = goal.competency.clone();
            Some(GoalView {
                id: entry.id.clone(),
                text: goal.text.clone(),
                competency: competency.map(|id| (id.clone(), self.competency_name(&id))),
                when: goal.when,
                reached: goal.reached,
            })
        };
        let standing = self.journal_entries().filter(|(_, entry)| entry.void.is_none());
        let mut goals: Vec<_> = standing.filter_map(|(_, entry)| view(entry)).collect();
        goals.order_by_key(|goal| (goal.reached.is_some(), std::cmp::Reverse(goal.when)));
        goals
    }

    /// The question of the day: one that was not answered for 30 days, moving on by one a day, and
    /// by one for every skip.
    fn prompt(&self, today: Day) -> Option<&Prompt> {
        let rested = |prompt: &&Prompt| !prompt.retired && !self.answered_since(&prompt.id, today);
        let fresh: Vec<_> = self.catalog.prompts.values().filter(rested).collect();
        let count = i32::try_from(fresh.len()).ok().filter(|count| *count > 0)?;
        let skips = i32::try_from(self.prompts_skipped).unwrap_or(0);
        let place = (today.0.wrapping_add(skips)).rem_euclid(count);
        fresh.get(usize::try_from(place).ok()?).copied()
    }

    fn answered_since(&self, id: &PromptId, today: Day) -> bool {
        self.journal_entries().any(|(_, entry)| {
            let Body::Reflection(reflection) = &entry.body else { return false };
            let same = reflection.prompt.as_ref().is_some_and(|(prompt, _)| prompt == id);
            same && reflection.when.day() > Day(today.0 - PROMPT_REST_DAYS)
        })
    }
}
