//! The card that a worker shows: who asks to be watched, and at what.

use domain::{EntryId, Moment, OrgId, PersonId, TaskTypeId};

use super::fields::{Put, Take};
use crate::attestation::Evidence;

pub(super) const KIND: char = 'R';

/// Of a type's id and of a title, the bytes that still leave room for the rest.
const LONGEST_TYPE: usize = 200;
const LONGEST_TITLE: usize = 240;
/// Heads of a document that two phones wrote at the same time, many times over.
const MOST_HEADS: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestCard {
    pub org: OrgId,
    pub worker: PersonId,
    /// The entry as it is on the worker's phone: what a sign-off would name.
    pub evidence: Evidence,
    pub task: TaskSaid,
    /// The request it goes with, where somebody was asked.
    pub request: Option<EntryId>,
    pub made: Moment,
}

/// What the task was, for a phone that does not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSaid {
    pub task_type: Option<TaskTypeId>,
    pub title: String,
    pub when: Moment,
}

impl RequestCard {
    pub(super) fn put(&self, put: &mut Put) {
        put.text(self.org.as_str());
        put.text(self.worker.as_str());
        put.text(&self.evidence.document);
        let heads = self.evidence.heads.iter().take(MOST_HEADS);
        put.count(heads.len());
        heads.for_each(|head| put.fixed(head));
        put.text(self.evidence.entry.as_str());
        put.fixed(&self.evidence.hash);
        let task_type = self.task.task_type.as_ref().map(TaskTypeId::as_str);
        put.optional(task_type.filter(|id| id.len() <= LONGEST_TYPE));
        put.text(cut(&self.task.title));
        put_moment(put, self.task.when);
        put.optional(self.request.as_ref().map(EntryId::as_str));
        put_moment(put, self.made);
    }

    pub(super) fn take(take: &mut Take<'_>) -> Option<Self> {
        Some(Self {
            org: OrgId::new(take.text()?).ok()?,
            worker: PersonId::new(take.text()?).ok()?,
            evidence: evidence(take)?,
            task: TaskSaid {
                task_type: take.optional()?.map(TaskTypeId::new).transpose().ok()?,
                title: take.text()?,
                when: moment(take)?,
            },
            request: take.optional()?.map(EntryId::new).transpose().ok()?,
            made: moment(take)?,
        })
    }
}

fn evidence(take: &mut Take<'_>) -> Option<Evidence> {
    let document = take.text()?;
    let heads = (0..take.count()?).map(|_| take.fixed()).collect::<Option<_>>()?;
    Some(Evidence { document, heads, entry: EntryId::new(take.text()?).ok()?, hash: take.fixed()? })
}

fn put_moment(put: &mut Put, moment: Moment) {
    put.number(moment.utc_ms);
    put.fixed(&moment.offset_min.to_le_bytes());
}

fn moment(take: &mut Take<'_>) -> Option<Moment> {
    Some(Moment::new(take.number()?, i16::from_le_bytes(take.fixed()?)))
}

/// The beginning of a long title.
fn cut(title: &str) -> &str {
    let most = title.floor_char_boundary(LONGEST_TITLE);
    &title[..most]
}
