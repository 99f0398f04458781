//! The demo organisation: a bicycle workshop, its catalogue, and 120 days of work by its people.
//!
//! Made from the first start's date alone, so two machines that start on one day show the same.
//! Entries are written into documents with the functions a phone uses, and stored with receipts.
//! Everybody in it is invented.

mod crew;
mod dice;
mod files;
mod founding;
mod looking_back;
mod pen;
mod phone;
mod shadowing;
mod skill;
mod tasks;
mod wall_clock;
mod watching;
mod words;
mod work;
mod year;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::{Catalog, Day, Moment, PersonId, Role, Side};
use exchange::PersonRow;

use crate::access::{Directory, NotRegistered, register};
use crate::import::ImportError;
use crate::store::{NewDevice, Organisation, SecretHash, Store, StoreError};
use crate::trust::TrustError;
use crew::CREW;
use dice::Dice;
pub use files::BadFile;
use files::Files;
use founding::{device_id as device_of, person_id};
use pen::Pen;
use phone::{Phone, Sent};
use shadowing::{Pair, sessions_of};
use work::{Lived, Saved, Worker, Workshop, life_of};
pub use year::{WorkerYear, YEAR, year_of_one_worker};

/// The organisation's name.
pub const NAME: &str = "Spoke & Chain";
/// How many days of work there are before the first start.
pub const DAYS: i32 = 120;
/// Page loads, and so actors, of a person on a day.
const PAGES: usize = 3;

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("this directory holds a real organisation: give --demo another one")]
    RealOrganisation,
    #[error("a file of the demo cannot be read")]
    File(#[from] BadFile),
    #[error("the demo's work could not be written down")]
    Write(#[from] documents::WriteError),
    #[error("the demo could not be stored")]
    Store(#[from] StoreError),
    #[error("the demo's work could not be made: a thread panicked")]
    Panicked,
    #[error("the demo's files could not be imported")]
    Import(#[from] ImportError),
    #[error("a document of the demo could not be registered")]
    NotRegistered(#[from] NotRegistered),
    #[error("the demo's supervisors could not sign")]
    Sign(#[from] TrustError),
    #[error("the demo has an id that is none")]
    Id(#[source] domain::BadId),
}

/// Somebody to be in the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    pub person: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
    pub team: Option<String>,
}

/// Makes the demo in an empty store, with the work of the 120 days before `today`, nothing of it
/// after `now`. A store that holds it is left as it is; one that was cut off half-way is completed.
pub fn create(store: &dyn Store, today: Day, now: Moment) -> Result<Vec<DemoPerson>, DemoError> {
    let files = files::read()?;
    let organisation = store.found(&founding::organisation(today))?;
    if !organisation.is_demo {
        return Err(DemoError::RealOrganisation);
    }
    if !is_complete(store, &files)? {
        let first_day = first_day_of(&organisation);
        founding::import(store, &files.people.people, first_day)?;
        store_work(store, &organisation, &files, first_day, now)?;
    }
    Ok(files.people.people.iter().map(demo_person).collect())
}

/// The demo's catalogue on its own.
pub fn catalog() -> Result<Catalog, DemoError> {
    Ok(files::read()?.catalog)
}

/// The day the work begins. Its midnight, when the organisation was founded, is on that day by
/// summer time as well.
fn first_day_of(organisation: &Organisation) -> Day {
    Moment::new(organisation.created_at, 120).day()
}

/// Devices are added last of all.
fn is_complete(store: &dyn Store, files: &Files) -> Result<bool, StoreError> {
    let Some(last) = files.people.people.iter().rfind(|row| habits_of(row).is_some()) else {
        return Ok(true);
    };
    Ok(store.device(&device_of(&last.key))?.is_some())
}

fn store_work(
    store: &dyn Store,
    organisation: &Organisation,
    files: &Files,
    first_day: Day,
    now: Moment,
) -> Result<(), DemoError> {
    let directory = Directory::read(store)?;
    let mut appends = Vec::new();
    let pens = pens(store, files, first_day)?;
    for (person, sent) in written_down(organisation, files, pens, first_day, now)? {
        for (wish, at) in sent.wishes {
            register(store, &directory, &person, wish, at)?;
        }
        appends.extend(sent.appends);
    }
    appends.sort_by_key(|append| append.received_at);
    store.append(&appends)?;
    add_devices(store, files, first_day, now)
}

/// Everybody's work in documents. Nobody waits for another: each author has a thread.
fn written_down(
    organisation: &Organisation,
    files: &Files,
    mut pens: BTreeMap<PersonId, Pen>,
    first_day: Day,
    now: Moment,
) -> Result<Vec<(PersonId, Sent)>, DemoError> {
    let mut by_author = saved_by_author(files, first_day, now);
    let write = |person: PersonId, key: &str, saved: Vec<Saved>, pen: Option<Pen>| {
        let phone = Phone::new(organisation.id.clone(), person.clone(), device_of(key), PAGES);
        Ok((person, phone.with(pen).send(&saved, now.utc_ms)?))
    };
    let authors: Vec<_> = files
        .people
        .people
        .iter()
        .filter_map(|row| Some((row.key.as_str(), by_author.remove_entry(&person_id(&row.key))?)))
        .collect();
    std::thread::scope(|scope| {
        let begin = |(key, (person, saved)): (_, (PersonId, _))| {
            let pen = pens.remove(&person);
            scope.spawn(move || write(person, key, saved, pen))
        };
        let begun: Vec<_> = authors.into_iter().map(begin).collect();
        begun.into_iter().map(|thread| thread.join().unwrap_or(Err(DemoError::Panicked))).collect()
    })
}

/// The keys of those who watch others, certified on the first morning.
fn pens(
    store: &dyn Store,
    files: &Files,
    first_day: Day,
) -> Result<BTreeMap<PersonId, Pen>, TrustError> {
    let morning = wall_clock::at(first_day, 7 * 60).utc_ms;
    let supervisors = files.people.people.iter().filter(|row| !row.supervises.is_empty());
    let pen = |row: &PersonRow| {
        let person = person_id(&row.key);
        let pen = Pen::certified(store, (&row.key, person.clone()), &files.catalog, morning)?;
        Ok((person, pen))
    };
    supervisors.map(pen).collect()
}

/// What each pressed Save for, about themself and about others, in order.
fn saved_by_author(files: &Files, first_day: Day, now: Moment) -> BTreeMap<PersonId, Vec<Saved>> {
    let shop = Workshop { catalog: &files.catalog, task_types: &files.task_types };
    let mut by_author: BTreeMap<PersonId, Vec<Saved>> = BTreeMap::new();
    for worker in workers(files) {
        let Lived { saved, seen } = life_of(shop, &worker, first_day..Day(first_day.0 + DAYS));
        by_author.entry(worker.person).or_default().extend(saved);
        if let Some(observer) = worker.observer {
            by_author.entry(observer).or_default().extend(seen);
        }
    }
    for pair in pairs(files) {
        for (person, side) in [(&pair.buddy.0, Side::Buddy), (&pair.learner.0, Side::Learner)] {
            let sessions = sessions_of(&pair, side, &files.catalog, first_day);
            by_author.entry(person.clone()).or_default().extend(sessions);
        }
    }
    for saved in by_author.values_mut() {
        saved.retain(|saved| saved.at.utc_ms <= now.utc_ms);
        saved.sort_by_key(|saved| saved.at.utc_ms);
    }
    by_author
}

fn workers(files: &Files) -> Vec<Worker> {
    let worker = |row: &PersonRow| {
        Some(Worker {
            person: person_id(&row.key),
            habits: habits_of(row)?,
            job: row.job.clone()?,
            buddy: row.buddy.as_ref().map(|buddy| person_id(&buddy.key)),
            observer: supervisor_of(files, row),
        })
    };
    files.people.people.iter().filter_map(worker).collect()
}

fn pairs(files: &Files) -> Vec<Pair> {
    fn named(row: &PersonRow) -> Option<&str> {
        row.buddy.as_ref().map(|buddy| buddy.key.as_str())
    }
    let rows = &files.people.people;
    let pair = |row: &PersonRow| {
        let key = named(row)?;
        let buddy = rows.iter().find(|row| row.key == key)?;
        let (helps, learns) = (habits_of(buddy)?, habits_of(row)?);
        Some(Pair {
            buddy: (person_id(&buddy.key), helps.writes),
            learner: (person_id(&row.key), learns.writes),
            days: learns.buddy_days,
            plans: rows.iter().find(|one| named(one) == Some(key)) == Some(row),
        })
    };
    rows.iter().filter_map(pair).collect()
}

fn habits_of(row: &PersonRow) -> Option<crew::Habits> {
    CREW.into_iter().find(|habits| habits.key == row.key)
}

fn supervisor_of(files: &Files, worker: &PersonRow) -> Option<PersonId> {
    let team = worker.team.as_ref()?;
    let supervisor = files.people.people.iter().find(|row| row.supervises.contains(team))?;
    Some(person_id(&supervisor.key)).filter(|_| supervisor.key != worker.key)
}

/// Works, or watches others work.
fn has_phone(row: &PersonRow) -> bool {
    habits_of(row).is_some() || !row.supervises.is_empty()
}

/// A phone for everybody who worked. Nobody can use its session: no secret hashes to a made-up hash.
fn add_devices(
    store: &dyn Store,
    files: &Files,
    first_day: Day,
    now: Moment,
) -> Result<(), DemoError> {
    let first = wall_clock::at(first_day, 7 * 60).utc_ms;
    let last = wall_clock::at(Day(first_day.0 + DAYS), 0).utc_ms.min(now.utc_ms);
    for row in files.people.people.iter().filter(|row| has_phone(row)) {
        let id = device_of(&row.key);
        let name = format!("{}'s demo phone", row.name.split(' ').next().unwrap_or(&row.name));
        let secret = SecretHash(Dice::of(&["no secret", &row.key]).bytes());
        if store.device(&id)?.is_none() {
            let device = NewDevice { id: id.clone(), name, secret };
            store.add_device(&person_id(&row.key), &device, first)?;
            store.touch_devices(&[(id, last)])?;
        }
    }
    Ok(())
}

fn demo_person(row: &PersonRow) -> DemoPerson {
    DemoPerson {
        person: person_id(&row.key),
        name: row.name.clone(),
        roles: row.roles.clone(),
        team: row.team.clone().or_else(|| row.supervises.first().cloned()),
    }
}
