//! What helps while working: job aids, good practice cards, reflection prompts.

use crate::{AidId, CompetencyId, PromptId, Text};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AidKind {
    /// How to do it.
    JobAid,
    /// What good looks like.
    GoodPractice,
}

impl AidKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JobAid => "aid",
            Self::GoodPractice => "practice",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::JobAid, Self::GoodPractice].into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aid {
    pub id: AidId,
    pub version: u32,
    pub kind: AidKind,
    pub title: Text,
    /// Plain lines of text.
    pub body: Text,
    pub link: Option<String>,
    pub tags: Vec<CompetencyId>,
    pub retired: bool,
}

/// A question that invites a reflection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    pub id: PromptId,
    pub version: u32,
    pub text: Text,
    pub retired: bool,
}
