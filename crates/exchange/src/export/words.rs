//! Words for what entries name by id.

use domain::Map;

use domain::{Body, Catalog, CompetencyId, Entry, PersonId, Source, Typed};

/// Looks ids up in one language. An id nobody knows stands for itself.
pub(super) struct Words<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) names: &'a Map<PersonId, String>,
    pub(super) lang: &'a str,
}

impl Words<'_> {
    pub(super) fn person<'s>(&'s self, id: &'s PersonId) -> &'s str {
        self.names.get(id).map_or(id.as_str(), String::as_str)
    }

    pub(super) fn task<'s>(&'s self, what: &'s Typed) -> &'s str {
        match what {
            Typed::Own(words) => words,
            Typed::Type { id, .. } => {
                self.catalog.task_types.get(id).map_or(id.as_str(), |t| t.name.pick(self.lang))
            }
        }
    }

    pub(super) fn competency<'s>(&'s self, id: &'s CompetencyId) -> &'s str {
        self.catalog.competencies.get(id).map_or(id.as_str(), |c| c.statement.pick(self.lang))
    }

    /// The code people say, else the id.
    pub(super) fn code<'s>(&'s self, id: &'s CompetencyId) -> &'s str {
        let code = self.catalog.competencies.get(id).and_then(|c| c.code.as_deref());
        code.unwrap_or(id.as_str())
    }

    pub(super) fn source<'s>(&'s self, source: &'s Source) -> &'s str {
        match source {
            Source::Person(id) => self.person(id),
            other => source_kind(other),
        }
    }
}

/// The word for a source, as exports write it.
pub(super) fn source_kind(source: &Source) -> &'static str {
    match source {
        Source::Person(_) => "person",
        Source::Colleague => "colleague",
        Source::Customer => "customer",
        Source::Material => "material",
        Source::Myself => "myself",
    }
}

/// The word for an entry's kind, as exports write it.
pub(super) fn kind(entry: &Entry) -> &str {
    match &entry.body {
        Body::Task(_) => "task",
        Body::Rating(_) => "rating",
        Body::Reflection(_) => "reflection",
        Body::Goal(_) => "goal",
        Body::Session(_) => "session",
        Body::SignOff(_) => "sign-off",
        Body::Observation(_) => "observation",
        Body::Request(_) => "request",
        Body::Answer(_) => "answer",
        Body::Other { kind } => kind,
    }
}
