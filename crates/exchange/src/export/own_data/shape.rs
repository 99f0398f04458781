//! The fields of the export, version 1.

use domain::{
    Body, CompetencyId, Entry, EntryId, Goal, Jot, Moment, Outcome, Rated, Reflection, SelfRating,
    Session, SignOff, Source, Task, Text, Typed, Void,
};
use json::Json;

use super::{OwnData, RawRow};
use crate::{
    attestation::to_hex,
    export::words::{Words, kind, source_kind},
    iso,
};

const ABOUT: &str = "Everything this person recorded in Ropes. Times are ISO 8601 with the offset \
    of the phone. Words for tasks, competencies and levels are those of the day of the export; \
    `version` says which version a record was made with, `current_version` which one the words \
    are of.";

pub(super) fn whole(data: &OwnData<'_>, entries: &[&Entry], words: &Words<'_>) -> Json {
    Json::object()
        .with("format", "ropes-own-data")
        .with("version", 1_u32)
        .with("about", ABOUT)
        .with("made_at", iso::text(data.made_at))
        .with("organisation", named(data.org.0.as_str(), Some(data.org.1)))
        .with("person", named(data.person.0.as_str(), Some(data.person.1)))
        .with("entries", entries.iter().map(|entry| words.entry(entry)).collect::<Json>())
        .with("not_understood", data.raw.iter().map(raw).collect::<Json>())
}

fn named(id: &str, name: Option<&str>) -> Json {
    Json::object().with("id", id).with("name", name)
}

fn raw(row: &RawRow) -> Json {
    Json::object()
        .with("document", &*row.document_id)
        .with("entry", row.entry.as_deref())
        .with("problem", &*row.problem)
        .with("raw", row.raw.clone())
}

fn void(void: &Void) -> Json {
    Json::object().with("at", iso::text(void.at)).with("reason", &*void.reason)
}

/// Bytes as hex.
fn sign_off(signed: &SignOff) -> Json {
    Json::object()
        .with("attestation", to_hex(&signed.attestation))
        .with("signature", to_hex(&signed.signature))
        .with("certificate", signed.certificate.cast_signed())
}

fn all(text: &Text) -> Option<Json> {
    let add =
        |json: Json, (lang, words): (&domain::Lang, &String)| json.with(lang.as_str(), &**words);
    (!text.is_empty()).then(|| text.0.iter().fold(Json::object(), add))
}

/// Something of the catalogue that an entry names: in which version, and what it is called today.
#[derive(Default)]
struct Item<'a> {
    version: Option<u32>,
    current_version: Option<u32>,
    code: Option<&'a str>,
    words: Option<&'a Text>,
}

impl Item<'_> {
    fn json(self, id: &str) -> Json {
        Json::object()
            .with("id", id)
            .with("version", self.version)
            .with("current_version", self.current_version)
            .with("code", self.code)
            .with("words", self.words.and_then(all))
    }
}

impl Words<'_> {
    fn entry(&self, entry: &Entry) -> Json {
        let (when, body) = self.body(&entry.body);
        let json = Json::object()
            .with("id", entry.id.as_str())
            .with("kind", kind(entry))
            .with("when", when.map(iso::text))
            .with("saved", iso::text(entry.saved))
            .with("edited", entry.edited.map(iso::text))
            .with("void", entry.void.as_ref().map(void))
            .with("copied_from", entry.copied_from.as_ref().map(EntryId::as_str));
        match body {
            Some(body) => json.with(kind(entry), body),
            None => json,
        }
    }

    fn body(&self, body: &Body) -> (Option<Moment>, Option<Json>) {
        match body {
            Body::Task(task) => (Some(task.when), Some(self.task_json(task))),
            Body::Rating(rating) => (Some(rating.when), Some(self.rating(rating))),
            Body::Reflection(one) => (Some(one.when), Some(self.reflection(one))),
            Body::Goal(goal) => (Some(goal.when), Some(self.goal(goal))),
            Body::Session(one) => (one.began.or(one.planned), Some(self.session(one))),
            Body::SignOff(signed) => (None, Some(sign_off(signed))),
            // Told field by field, as it is stored, among what follows.
            Body::Observation(seen) => (Some(seen.when), None),
            Body::Request(request) => (Some(request.asked), None),
            Body::Answer(answer) => (Some(answer.when), None),
            Body::Other { .. } => (None, None),
        }
    }

    fn task_json(&self, task: &Task) -> Json {
        let (task_type, own_words) = match &task.what {
            Typed::Own(words) => (None, Some(words.as_str())),
            Typed::Type { id, version } => (Some((id, *version)), None),
        };
        let known = task_type.and_then(|(id, _)| self.catalog.task_types.get(id));
        let item = Item {
            version: task_type.map(|(_, version)| version),
            current_version: known.map(|known| known.version),
            code: None,
            words: known.map(|known| &known.name),
        };
        let tags = task.tags.iter().map(|(id, version)| self.tag(id, Some(*version)));
        Json::object()
            .with("task_type", task_type.map(|(id, _)| item.json(id.as_str())))
            .with("own_words", own_words)
            .with("minutes", task.minutes)
            .with("quantity", task.quantity)
            .with("unit", known.and_then(|known| all(known.unit.as_ref()?)))
            .with("tags", tags.collect::<Json>())
            .with("first_time", task.first_time)
            .with("learned_from", task.learned_from.as_ref().map(|source| self.source_json(source)))
            .with("learned", task.learned.as_deref())
    }

    fn tag(&self, id: &CompetencyId, version: Option<u32>) -> Json {
        let known = self.catalog.competencies.get(id);
        let item = Item {
            version,
            current_version: known.map(|known| known.version),
            code: known.and_then(|known| known.code.as_deref()),
            words: known.map(|known| &known.statement),
        };
        item.json(id.as_str())
    }

    fn source_json(&self, source: &Source) -> Json {
        let person = match source {
            Source::Person(id) => Some(named(id.as_str(), self.names.get(id).map(String::as_str))),
            Source::Colleague | Source::Customer | Source::Material | Source::Myself => None,
        };
        Json::object().with("kind", source_kind(source)).with("person", person)
    }

    fn rating(&self, rating: &SelfRating) -> Json {
        let level = match rating.rated {
            Rated::Level(level) => Some(level),
            Rated::CannotSay => None,
        };
        let scale = self.catalog.scales.get(&rating.scale);
        let found = level.and_then(|level| scale?.level(level));
        let competency = self.catalog.competencies.get(&rating.competency);
        let own = level.and_then(|level| competency?.level_texts.get(&level));
        let item = Item {
            version: Some(rating.scale_version),
            current_version: scale.map(|scale| scale.version),
            ..Item::default()
        };
        Json::object()
            .with("competency", self.tag(&rating.competency, Some(rating.competency_version)))
            .with("scale", item.json(rating.scale.as_str()))
            .with("levels", rating.levels)
            .with("level", level)
            .with("cannot_say", level.is_none())
            .with("level_name", found.and_then(|level| all(&level.name)))
            .with("level_text", own.or(found.map(|level| &level.text)).and_then(all))
            .with("about_task", rating.task.as_ref().map(EntryId::as_str))
    }

    fn reflection(&self, reflection: &Reflection) -> Json {
        let prompt = reflection.prompt.as_ref().map(|(id, version)| {
            let known = self.catalog.prompts.get(id);
            let item = Item {
                version: Some(*version),
                current_version: known.map(|known| known.version),
                code: None,
                words: known.map(|known| &known.text),
            };
            item.json(id.as_str())
        });
        Json::object()
            .with("prompt", prompt)
            .with("text", &*reflection.text)
            .with("about_task", reflection.task.as_ref().map(EntryId::as_str))
    }

    fn goal(&self, goal: &Goal) -> Json {
        Json::object()
            .with("text", &*goal.text)
            .with("competency", goal.competency.as_ref().map(|id| self.tag(id, None)))
            .with("reached", goal.reached.map(iso::text))
    }

    fn session(&self, session: &Session) -> Json {
        let time = |at: Option<Moment>| at.map(iso::text);
        let jot = |jot: &Jot| Json::object().with("at", iso::text(jot.at)).with("text", &*jot.text);
        let outcome = |outcome: &Outcome| {
            let level = match outcome.rated {
                Rated::Level(level) => Some(level),
                Rated::CannotSay => None,
            };
            Json::object()
                .with("about", outcome.about.as_str())
                .with("version", outcome.version)
                .with("levels", outcome.levels)
                .with("level", level)
        };
        let name = self.names.get(&session.with).map(String::as_str);
        Json::object()
            .with("session", session.session.as_str())
            .with("side", session.side.as_str())
            .with("with", named(session.with.as_str(), name))
            .with("task", session.what.as_ref().map(|what| self.task(what)))
            .with("planned", time(session.planned))
            .with("began", time(session.began))
            .with("ended", time(session.ended))
            .with("jots", session.jots.iter().map(jot).collect::<Json>())
            .with("outcomes", session.outcomes.iter().map(outcome).collect::<Json>())
            .with("next_time", session.next_time.as_deref())
            .with("thanks", time(session.thanks))
    }
}
