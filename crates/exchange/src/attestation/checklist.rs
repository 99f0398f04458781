//! The checklist that was followed, and what was answered at each step.

use super::Unreadable;
use super::cbor::Value;
use super::fields::Fields;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    pub checklist: String,
    pub version: u32,
    /// In the order of the list.
    pub answers: Vec<Answered>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub step: String,
    pub answer: Answer,
    /// What went wrong, of the step's list.
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    NeededHelp,
    NotDone,
    NotSeen,
}

const LONGEST_ID: usize = 512;

impl Answer {
    pub const ALL: [Self; 4] = [Self::Done, Self::NeededHelp, Self::NotDone, Self::NotSeen];

    fn number(self) -> i64 {
        match self {
            Self::Done => 1,
            Self::NeededHelp => 2,
            Self::NotDone => 3,
            Self::NotSeen => 4,
        }
    }
}

impl Followed {
    pub(super) fn value(&self) -> Value {
        Value::map([
            (0, Some(Value::text(&self.checklist))),
            (1, Some(self.version.into())),
            (2, Some(Value::List(self.answers.iter().map(Answered::value).collect()))),
        ])
    }

    /// From the field `at`.
    pub(super) fn take(value: Value, at: u8) -> Result<Self, Unreadable> {
        let mut fields = Fields::of(value, at)?;
        let checklist = id(&mut fields, at)?;
        let version = fields.count(1)?;
        let answers = fields.list(2)?.into_iter().map(|value| Answered::take(value, at));
        let answers = answers.collect::<Result<_, _>>()?;
        fields.end()?;
        Ok(Self { checklist, version, answers })
    }
}

impl Answered {
    fn value(&self) -> Value {
        Value::map([
            (0, Some(Value::text(&self.step))),
            (1, Some(self.answer.number().into())),
            (2, self.reason.as_ref().map(Value::text)),
        ])
    }

    fn take(value: Value, at: u8) -> Result<Self, Unreadable> {
        let mut fields = Fields::of(value, at)?;
        let step = id(&mut fields, at)?;
        let number = fields.number(1)?;
        let answer = Answer::ALL.into_iter().find(|answer| answer.number() == number);
        let answer = answer.ok_or(Unreadable::Field(at))?;
        let reason = fields.optional_text(2)?;
        fields.end()?;
        Ok(Self { step, answer, reason })
    }
}

fn id(fields: &mut Fields, at: u8) -> Result<String, Unreadable> {
    let text = fields.text(0)?;
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_ID;
    fits.then_some(text).ok_or(Unreadable::Field(at))
}
