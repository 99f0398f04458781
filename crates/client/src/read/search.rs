//! Finding anything on the phone: every word of the query must be in it.

use documents::Reading;
use domain::{Body, InOrder, Kind, Moment, Typed, fold};

use crate::client::Client;
use crate::view::{EntryBody, EntryView, Found, SearchResult};

const MOST: usize = 50;

impl Client {
    pub fn search(&self, query: &str, now: Moment) -> SearchResult {
        let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return SearchResult { query: query.into(), found: Vec::new(), is_cut: false };
        }
        let has = |text: &str| {
            let text = fold(text);
            words.iter().all(|word| text.contains(word.as_str()))
        };
        let mut found = self.find_catalogue(&has);
        found.extend(self.find_people(&has));
        found.extend(self.find_entries(&has, now));
        let is_cut = found.len() > MOST;
        found.truncate(MOST);
        SearchResult { query: query.into(), found, is_cut }
    }

    fn find_catalogue(&self, has: &impl Fn(&str) -> bool) -> Vec<Found> {
        let lang = self.language.as_str();
        let mut found = Vec::new();
        for task in self.catalog.task_types.values().filter(|task| !task.retired) {
            let name = task.name.pick(lang);
            if has(name) {
                found.push(Found::Task { id: task.id.clone(), name: name.to_owned() });
            }
        }
        for competency in self.catalog.rateable() {
            let name = competency.statement.pick(lang);
            if has(&format!("{name} {}", competency.code.as_deref().unwrap_or_default())) {
                found.push(Found::Competency { id: competency.id.clone(), name: name.to_owned() });
            }
        }
        for aid in self.catalog.aids.values().filter(|aid| !aid.retired) {
            let title = aid.title.pick(lang);
            if has(&format!("{title} {}", aid.body.pick(lang))) {
                found.push(Found::Aid { id: aid.id.clone(), title: title.to_owned() });
            }
        }
        found
    }

    fn find_people(&self, has: &impl Fn(&str) -> bool) -> Vec<Found> {
        let Some(me) = self.person() else { return Vec::new() };
        let mut people = self.roster.team_of(me);
        let learners = self.roster.buddies.iter().filter(|buddy| &buddy.buddy == me);
        people.extend(learners.filter_map(|buddy| self.roster.person(&buddy.learner)));
        people.retain(|person| has(&person.name));
        people.dedup();
        let job = |id: &domain::JobRoleId| {
            let job = self.catalog.jobs.get(id)?;
            Some(job.name.pick(&self.language).to_owned())
        };
        let row = |person: &domain::Person| Found::Person {
            id: person.id.clone(),
            name: person.name.clone(),
            job: person.job.as_ref().and_then(job),
        };
        people.into_iter().map(row).collect()
    }

    fn find_entries(&self, has: &impl Fn(&str) -> bool, now: Moment) -> Vec<Found> {
        let readable = [Kind::Log, Kind::Journal];
        let held = self.shelf.values().filter(|held| readable.contains(&held.kind));
        let mut entries: Vec<(EntryView, Option<&domain::PersonId>)> = Vec::new();
        for held in held {
            for reading in held.records.values() {
                let Reading::Entry { entry, .. } = reading else { continue };
                if entry.void.is_none() && has(&self.words_of(&entry.body)) {
                    let owner = held.author.as_ref().filter(|_| !self.is_own(held));
                    entries.push((self.entry_view(held, reading), owner));
                }
            }
        }
        entries.order_by_key(|(entry, _)| (entry.when > now, std::cmp::Reverse(entry.when)));
        entries.truncate(MOST + 1);
        entries.into_iter().map(|(entry, owner)| self.found(entry, owner)).collect()
    }

    fn words_of(&self, body: &Body) -> String {
        match body {
            Body::Task(task) => {
                let helper = task.learned_from.as_ref().and_then(|source| match source {
                    domain::Source::Person(person) => Some(self.person_name(person)),
                    domain::Source::Colleague
                    | domain::Source::Customer
                    | domain::Source::Material
                    | domain::Source::Myself => None,
                });
                let name = match &task.what {
                    Typed::Own(title) => title.clone(),
                    Typed::Type { .. } => self.task_name(&task.what),
                };
                let learned = task.learned.as_deref().unwrap_or_default();
                format!("{name} {learned} {}", helper.unwrap_or_default())
            }
            Body::Rating(rating) => self.competency_name(&rating.competency),
            Body::Reflection(reflection) => reflection.text.clone(),
            Body::Goal(goal) => goal.text.clone(),
            Body::Session(session) => {
                let jots = session.jots.iter().map(|jot| jot.text.as_str());
                let next = session.next_time.as_deref();
                let mut words = self.session_title(session);
                jots.chain(next).for_each(|text| words = [&words, " ", text].concat());
                words
            }
            Body::Observation(seen) => seen.next_time.clone(),
            Body::Request(_) | Body::Answer(_) | Body::SignOff(_) => String::new(),
            Body::Other { .. } => String::new(),
        }
    }

    fn found(&self, entry: EntryView, owner: Option<&domain::PersonId>) -> Found {
        let (title, line) = match &entry.body {
            EntryBody::Task { name, learned, .. } => {
                (name.clone(), learned.clone().unwrap_or_default())
            }
            EntryBody::Rating { name, level_name, .. } => (name.clone(), level_name.clone()),
            EntryBody::Reflection { text, prompt } => {
                (text.clone(), prompt.clone().unwrap_or_default())
            }
            EntryBody::Goal { text, .. } => (text.clone(), String::new()),
            EntryBody::Observation(seen) => (seen.title.clone(), seen.next_time.clone()),
            EntryBody::Request { to } => (to.clone(), String::new()),
            EntryBody::Answer { reason } => (reason.clone(), String::new()),
            EntryBody::Session { name, with, .. } => (name.clone(), with.clone()),
            EntryBody::SignOff(signed) => (
                signed.as_ref().map_or_else(String::new, |signed| signed.name.clone()),
                String::new(),
            ),
            EntryBody::Other { kind } => (kind.clone(), String::new()),
            EntryBody::Unreadable { problem, .. } => (problem.clone(), String::new()),
        };
        Found::Entry { id: entry.id, owner: owner.cloned(), title, line, when: entry.when }
    }
}
