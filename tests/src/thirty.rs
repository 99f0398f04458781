//! A team of thirty with forty skills, written into the database of a server that is stopped: everybody
//! rated themself at each skill and was seen at it.

use std::path::Path;

use anyhow::{Context, Result};
use documents::{CATALOG_WORK, Document, DocumentKey, genesis, genesis_hash, write_catalog};
use domain::{
    Body, Catalog, Competency, CompetencyId, Entry, EntryId, FrameworkId, Kind, Level, LevelSeen,
    Map, Moment, Observation, OrgId, Period, PersonId, Rated, Role, Scale, ScaleId, SelfRating,
    Team, TeamId, Text,
};
use sync_server::access::register_catalog;
use sync_server::store::{
    Append, Change, DocumentId, DocumentRecord, PeopleUpdate, PersonRecord, SqliteStore, Store,
};

pub const PEOPLE: u8 = 30;
pub const SKILLS: u8 = 40;
/// Who supervises them all.
pub const LEAD: &str = "lead";
const DAY_MS: i64 = 86_400_000;

/// `data`: of an organisation that was founded.
pub fn write(data: &Path, now: Moment) -> Result<()> {
    let store = SqliteStore::open(data)?;
    let org = store.organisation()?.context("nobody founded it")?.id;
    store.update_people(&people()?)?;
    stock(&store, &org, now)?;
    for number in 0..PEOPLE {
        let worker = worker(number)?;
        let own = |skill: u8| own(skill, number, now);
        write_all(&store, &org, Kind::Log, &worker, &worker, now, own)?;
        let lead = PersonId::new(LEAD)?;
        let seen = |skill: u8| seen(skill, number, now);
        write_all(&store, &org, Kind::Obs, &lead, &worker, now, seen)?;
    }
    Ok(())
}

fn worker(number: u8) -> Result<PersonId> {
    Ok(PersonId::new(format!("worker-{number}"))?)
}

fn skill(number: u8) -> Result<CompetencyId> {
    Ok(CompetencyId::new(format!("skill-{number:02}"))?)
}

fn people() -> Result<PeopleUpdate> {
    let person = |id: PersonId, name: String, role| PersonRecord {
        key: id.to_string(),
        id,
        name,
        roles: vec![role],
        job: None,
        is_active: true,
    };
    let workers = (0..PEOPLE).map(worker).collect::<Result<Vec<_>>>()?;
    let lead = PersonId::new(LEAD)?;
    let team = Team {
        id: TeamId::new("floor")?,
        name: "Floor".into(),
        members: workers.clone(),
        supervisors: vec![lead.clone()],
    };
    let named = workers.into_iter().enumerate();
    let named = named.map(|(n, id)| person(id, format!("Testperson Number {n}"), Role::Worker));
    let mut people: Vec<_> = named.collect();
    people.push(person(lead, "Lead Testperson".into(), Role::Supervisor));
    Ok(PeopleUpdate { people, teams: vec![team], ..PeopleUpdate::default() })
}

fn stock(store: &SqliteStore, org: &OrgId, now: Moment) -> Result<()> {
    let level = |name: &str| Level { name: Text::of("en", name), text: Text::default() };
    let levels = ["I watch", "With help", "Alone", "I can teach it"].map(level).into();
    let scale = Scale::new(ScaleId::new("four")?, 1, levels)?;
    let all = (0..SKILLS).map(|number| competency(number, &scale.id));
    let all = all.collect::<Result<Vec<_>>>()?;
    let catalog = Catalog {
        competencies: all.into_iter().map(|one| (one.id.clone(), one)).collect(),
        scales: [(scale.id.clone(), scale.clone())].into(),
        ..Catalog::default()
    };
    let mut document = Document::load(&[genesis(Kind::Catalog)], [1; 16]).document;
    let written = write_catalog(&mut document, &catalog, now)?.context("an empty catalogue")?;
    let id = register_catalog(store, org, CATALOG_WORK, now.utc_ms)?;
    Ok(store.append(&[append(id, None, now, &document, vec![written])])?)
}

fn competency(number: u8, scale: &ScaleId) -> Result<Competency> {
    Ok(Competency {
        id: skill(number)?,
        framework: FrameworkId::new("thirty")?,
        version: 1,
        code: None,
        statement: Text::of("en", format!("Skill number {number}")),
        parent: None,
        order: u32::from(number),
        is_area: false,
        validity: None,
        scale: Some(scale.clone()),
        level_texts: Map::new(),
        retired: false,
    })
}

fn write_all(
    store: &SqliteStore,
    org: &OrgId,
    kind: Kind,
    author: &PersonId,
    subject: &PersonId,
    now: Moment,
    body: impl Fn(u8) -> Result<Body>,
) -> Result<()> {
    let key = DocumentKey {
        org: org.clone(),
        kind,
        author: Some(author.clone()),
        subject: subject.to_string(),
        period: Some(Period::of(now)),
    };
    let first = Change { hash: genesis_hash(kind), bytes: genesis(kind), clock_wrong: false };
    store.register_document(&DocumentRecord::of(&key, now.utc_ms), &first)?;
    let mut document = Document::load(&[genesis(kind)], [2; 16]).document;
    let mut written = Vec::new();
    for number in 0..SKILLS {
        let id = EntryId::new(format!("{author}-{subject}-{number}"))?;
        let (edited, void, copied_from) = (None, None, None);
        let entry = Entry { id, saved: now, edited, body: body(number)?, void, copied_from };
        written.extend(document.put_entry(&entry, now)?);
    }
    Ok(store.append(&[append(key.id(), Some(author), now, &document, written)])?)
}

fn append(
    id: DocumentId,
    person: Option<&PersonId>,
    now: Moment,
    document: &Document,
    written: Vec<documents::Written>,
) -> Append {
    let change =
        |w: documents::Written| Change { hash: w.hash, bytes: w.bytes, clock_wrong: false };
    Append {
        document: id,
        person: person.cloned(),
        device: None,
        received_at: now.utc_ms,
        changes: written.into_iter().map(change).collect(),
        heads: document.heads(),
    }
}

/// Somewhere on the scale.
fn level(skill: u8, worker: u8) -> Rated {
    Rated::Level(1 + (skill % 4 * 3 + worker % 4 * 7) % 4)
}

fn own(number: u8, worker: u8, now: Moment) -> Result<Body> {
    Ok(Body::Rating(SelfRating {
        competency: skill(number)?,
        competency_version: 1,
        scale: ScaleId::new("four")?,
        scale_version: 1,
        levels: 4,
        rated: level(number, worker),
        when: now.plus_ms(-DAY_MS),
        task: None,
    }))
}

fn seen(number: u8, worker: u8, now: Moment) -> Result<Body> {
    let seen = LevelSeen {
        competency_version: 1,
        scale: ScaleId::new("four")?,
        scale_version: 1,
        levels: 4,
        rated: level(number + 1, worker),
    };
    let (checklist, task, request, praise, comment) = (None, None, None, None, None);
    Ok(Body::Observation(Observation {
        checklist,
        task,
        what: Some("Some work".into()),
        request,
        steps: Map::new(),
        ratings: [(skill(number)?, seen)].into(),
        praise,
        next_time: "Go on.".into(),
        comment,
        when: now.plus_ms(-DAY_MS * i64::from(worker * 2)),
    }))
}
