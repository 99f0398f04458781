//! The whole demo in a store in memory: what is in it, and that it is the same every time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use documents::{Document, Reading, read_catalog, read_entries};
use domain::{Body, CompetencyId, Day, Entry, Kind, Moment, Part, PersonId, Rated, Source};
use sha2::{Digest, Sha256};

use super::*;
use crate::store::{DocumentRecord, MemoryStore};

const TODAY: Day = Day(20_779);

fn noon() -> Moment {
    wall_clock::at(TODAY, 12 * 60)
}

fn demo_on(today: Day, now: Moment) -> MemoryStore {
    let store = MemoryStore::default();
    create(&store, today, now).unwrap();
    store
}

/// Made once for all tests that only read it.
fn demo() -> &'static MemoryStore {
    static DEMO: OnceLock<MemoryStore> = OnceLock::new();
    DEMO.get_or_init(|| demo_on(TODAY, noon()))
}

/// A hash of everything that people wrote, with senders and times of arrival.
fn fingerprint(store: &MemoryStore) -> String {
    let mut hash = Sha256::new();
    for record in store.documents().unwrap().into_iter().filter(|r| r.kind != Kind::Catalog) {
        for receipt in store.receipts(record.id).unwrap() {
            hash.update(receipt.hash);
            hash.update(receipt.received_at.to_be_bytes());
            hash.update(receipt.number.to_be_bytes());
            hash.update(format!("{:?}{:?}", receipt.person, receipt.device));
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn open(store: &MemoryStore, record: &DocumentRecord) -> Document {
    let chunks: Vec<_> = store.chunks(record.id).unwrap().into_iter().map(|c| c.bytes).collect();
    let loaded = Document::load(&chunks, [9; 16]);
    assert_eq!(loaded.damaged, Vec::<usize>::new());
    assert_eq!(loaded.document.heads(), store.heads(record.id).unwrap());
    loaded.document
}

/// Every entry of every document, which reads without a problem.
fn entries(store: &MemoryStore) -> Vec<(DocumentRecord, Entry)> {
    let people = store.documents().unwrap().into_iter().filter(|r| r.kind != Kind::Catalog);
    let mut all = Vec::new();
    for record in people {
        for reading in read_entries(&open(store, &record)) {
            match reading {
                Reading::Entry { entry, problems } if problems.is_empty() => {
                    all.push((record.clone(), entry));
                }
                other => panic!("{other:?}"),
            }
        }
    }
    all
}

type Ratings = BTreeMap<(PersonId, CompetencyId), Vec<(i64, u8)>>;

fn ratings(entries: &[(DocumentRecord, Entry)]) -> Ratings {
    let mut ratings = Ratings::new();
    for (record, entry) in entries {
        if let (Some(author), Body::Rating(rating)) = (&record.author, &entry.body)
            && let Rated::Level(level) = rating.rated
        {
            let key = (author.clone(), rating.competency.clone());
            ratings.entry(key).or_default().push((entry.saved.utc_ms, level));
        }
    }
    ratings.values_mut().for_each(|list| list.sort_unstable());
    ratings
}

// SPEC O5
#[test]
fn two_machines_that_start_on_one_day_make_the_same_demo() {
    let one = fingerprint(demo());
    assert_eq!(one, fingerprint(&demo_on(TODAY, noon())));
    let tomorrow = Day(TODAY.0 + 1);
    assert_ne!(one, fingerprint(&demo_on(tomorrow, wall_clock::at(tomorrow, 720))));
}

// SPEC O5
#[test]
fn a_second_start_changes_nothing() {
    let store = demo();
    let before = fingerprint(store);
    let again = create(store, Day(TODAY.0 + 3), noon().plus_ms(3 * 86_400_000)).unwrap();
    assert_eq!((fingerprint(store), again.len()), (before, 14));
}

// SPEC O6
#[test]
fn a_demo_that_was_cut_off_is_completed_by_the_next_start() {
    for (method, nth) in [("append", 2), ("append", 4), ("add_device", 5)] {
        let store = crate::store::Failing::new(MemoryStore::default());
        store.fail(method, nth);
        assert!(create(&store, TODAY, noon()).is_err());
        let later = noon().plus_ms(2 * 86_400_000);
        create(&store, Day(TODAY.0 + 2), later).unwrap();
        let whole = demo();
        assert_eq!(store.documents().unwrap().len(), whole.documents().unwrap().len(), "{method}");
        let by_people = |record: &DocumentRecord| record.kind != Kind::Catalog;
        for record in whole.documents().unwrap().into_iter().filter(by_people) {
            assert_eq!(store.heads(record.id).unwrap(), whole.heads(record.id).unwrap());
        }
    }
}

// SPEC O7
#[test]
fn a_real_organisation_is_not_touched() {
    let store = MemoryStore::default();
    let real = Organisation { is_demo: false, ..founding::organisation(TODAY) };
    store.found(&real).unwrap();
    assert!(matches!(create(&store, TODAY, noon()), Err(DemoError::RealOrganisation)));
    assert_eq!((store.people().unwrap(), store.documents().unwrap()), (vec![], vec![]));
}

// SPEC O2
#[test]
fn the_workshop_has_two_teams_with_a_supervisor_each() {
    let store = demo();
    let teams = store.teams().unwrap();
    assert_eq!(store.people().unwrap().len(), 14);
    let mut names: Vec<_> = teams.iter().map(|team| team.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Wheels and e-bikes", "Workshop floor"]);
    assert!(teams.iter().all(|team| team.supervisors.len() == 1 && team.members.len() >= 4));
    let admins = store.people().unwrap().into_iter().filter(|p| p.is_admin()).count();
    assert_eq!(admins, 1);
    assert!(store.buddies().unwrap().iter().any(|b| b.until.is_some_and(|day| day < TODAY)));
}

// SPEC O8
#[test]
fn the_catalogue_in_the_documents_is_that_of_the_files() {
    let store = demo();
    let mut read = Catalog::default();
    for record in store.documents().unwrap().iter().filter(|r| r.kind == Kind::Catalog) {
        read.merge(read_catalog(&open(store, record)));
    }
    assert_eq!(read, catalog().unwrap());
}

// SPEC O9
#[test]
fn everything_reads_back_and_names_things_that_exist() {
    let (store, catalog) = (demo(), catalog().unwrap());
    let people: BTreeSet<_> = store.people().unwrap().into_iter().map(|p| p.id).collect();
    let all = entries(store);
    assert!(all.len() > 4_000, "{}", all.len());
    let is_task = |id| all.iter().any(|(_, e)| &e.id == id && e.body.task().is_some());
    for (record, entry) in &all {
        assert_eq!(record.period, Some(domain::Period::of(entry.saved)));
        match &entry.body {
            Body::Task(task) => {
                assert!(task.tags.keys().all(|id| catalog.competencies.contains_key(id)));
                if let domain::Typed::Type { id, .. } = &task.what {
                    assert!(catalog.task_types.contains_key(id));
                }
                if let Some(Source::Person(person)) = &task.learned_from {
                    assert!(people.contains(person) && Some(person) != record.author.as_ref());
                }
            }
            Body::Rating(rating) => assert!(catalog.competencies.contains_key(&rating.competency)),
            Body::Reflection(reflection) => assert!(reflection.prompt.is_some()),
            Body::Goal(goal) => assert!(goal.competency.is_some()),
            Body::Session(session) => assert!(people.contains(&session.with)),
            Body::SignOff(_) => assert_eq!(record.kind, Kind::Obs),
            Body::Observation(seen) => {
                let (list, version) = seen.checklist.as_ref().unwrap();
                let list = &catalog.checklists[list];
                assert_eq!((*version, seen.steps.len()), (list.version, list.steps().count()));
                assert!(seen.task.as_ref().is_some_and(is_task));
                assert!(!seen.next_time.is_empty());
            }
            Body::Request(request) => assert!(people.contains(&request.to)),
            Body::Answer(answer) => assert!(all.iter().any(|(_, e)| e.id == answer.request)),
            Body::Other { kind } => panic!("{kind}"),
        }
    }
    let ids: BTreeSet<_> = all.iter().map(|(_, entry)| &entry.id).collect();
    assert_eq!(ids.len(), all.len(), "an id twice");
}

// SPEC E5
#[test]
fn supervisors_observe_their_workers_by_checklists_and_some_were_asked() {
    let all = entries(demo());
    let of = |take: fn(&Body) -> bool| all.iter().filter(|(_, e)| take(&e.body)).count();
    let observations = of(|body| matches!(body, Body::Observation(_)));
    let asked = of(|body| matches!(body, Body::Observation(seen) if seen.request.is_some()));
    let (requests, declined) =
        (of(|body| matches!(body, Body::Request(_))), of(|body| matches!(body, Body::Answer(_))));
    let workers: BTreeSet<_> = all
        .iter()
        .filter(|(record, _)| record.kind == Kind::Obs)
        .map(|(record, _)| (record.author.clone(), record.subject.clone()))
        .collect();
    assert_eq!(workers.len(), 11, "everybody is watched by one supervisor");
    assert!(observations > 50 && asked > 10, "{observations} observations, {asked} asked for");
    assert!(
        declined > 0 && requests > asked + declined,
        "{requests} requests, {declined} declined"
    );
}

// SPEC O16
#[test]
fn buddies_and_learners_tell_of_the_same_sessions() {
    let all = entries(demo());
    let mut halves = Vec::new();
    for (record, entry) in &all {
        if let (Some(author), Body::Session(session)) = (&record.author, &entry.body) {
            let subject = record.subject.as_str();
            halves.push(domain::Half { author, subject, entry, session });
        }
    }
    let pages = domain::shadowings(halves);
    let (begun, planned): (Vec<_>, Vec<_>) = pages.iter().partition(|page| page.began().is_some());
    assert!(begun.len() > 15 && planned.len() == 4, "{} {}", begun.len(), planned.len());
    for page in begun {
        assert!([Side::Buddy, Side::Learner].into_iter().all(|side| page.has(side, Part::Half)));
        let jots = page.said.iter().filter(|said| said.part == Part::Jot);
        assert_eq!((jots.count(), page.has(Side::Buddy, Part::NextTime)), (4, true));
    }
}

// SPEC O10
#[test]
fn nothing_is_from_the_future_or_from_before_the_first_day() {
    let now = wall_clock::at(TODAY, 2 * 60);
    let first = wall_clock::at(Day(TODAY.0 - DAYS), 0).utc_ms;
    let store = demo_on(TODAY, now);
    for (_, entry) in entries(&store) {
        let last = entry.edited.unwrap_or(entry.saved).utc_ms;
        assert!((first..=now.utc_ms).contains(&entry.saved.utc_ms) && last <= now.utc_ms);
    }
    for record in store.documents().unwrap() {
        let receipts = store.receipts(record.id).unwrap();
        assert!(receipts.iter().all(|receipt| receipt.received_at <= now.utc_ms));
        assert!(receipts.is_sorted_by_key(|receipt| receipt.received_at));
    }
}

// SPEC O11
#[test]
fn most_workers_rate_themselves_higher_at_the_end_than_at_the_start() {
    let mut by_person: BTreeMap<PersonId, Vec<i32>> = BTreeMap::new();
    for ((person, _), list) in ratings(&entries(demo())) {
        if let ([(_, first), ..], [.., (_, last)]) = (&list[..], &list[..]) {
            by_person.entry(person).or_default().push(i32::from(*last) - i32::from(*first));
        }
    }
    assert_eq!(by_person.len(), CREW.len());
    let grown = |gains: &&Vec<i32>| gains.iter().sum::<i32>() as usize * 4 >= gains.len();
    let workers_who_grew = by_person.values().filter(grown).count();
    assert!(workers_who_grew >= 8, "{by_person:?}");
    assert!(by_person.values().flatten().any(|gain| *gain == 0), "not everything grows");
}

// SPEC O12
#[test]
fn every_worker_logs_in_their_own_rhythm_and_language() {
    let all = entries(demo());
    for habits in CREW {
        let mine = |entry: &&(DocumentRecord, Entry)| entry.0.author == Some(person_id(habits.key));
        let mine: Vec<_> = all.iter().filter(mine).map(|(_, entry)| entry).collect();
        let tasks: Vec<_> = mine
            .iter()
            .filter_map(|entry| if let Body::Task(t) = &entry.body { Some(t) } else { None })
            .collect();
        assert!(tasks.len() > 100, "{} logged {}", habits.key, tasks.len());
        let dutch = words::lines(words::LEARNED, "nl");
        for learned in tasks.iter().filter_map(|task| task.learned.as_deref()) {
            let is_dutch = dutch.iter().any(|line| line.words == learned);
            assert_eq!(is_dutch, habits.writes == "nl", "{learned}");
        }
        let goals = mine.iter().filter(|entry| matches!(entry.body, Body::Goal(_))).count();
        let thoughts = mine.iter().filter(|e| matches!(e.body, Body::Reflection(_))).count();
        assert!((1..=3).contains(&goals) && thoughts >= 3, "{} {goals} {thoughts}", habits.key);
    }
    let night = all.iter().filter(|(record, _)| record.author == Some(person_id("tuan")));
    assert!(night.clone().all(|(_, e)| !(8 * 60..22 * 60).contains(&e.saved.minute_of_day())));
}

// SPEC O13
#[test]
fn work_over_new_year_is_in_two_yearly_documents() {
    let march = Day::from_ymd(2027, 3, 1);
    let store = demo_on(march, wall_clock::at(march, 600));
    let periods: BTreeSet<_> =
        store.documents_by(&person_id("samira")).unwrap().into_iter().map(|r| r.period).collect();
    assert_eq!(periods.len(), 2);
    entries(&store);
}

// SPEC O14
#[test]
fn a_page_load_has_an_actor_of_its_own_and_a_day_three_at_most() {
    let store = demo();
    let records = store.documents_by(&person_id("kwame")).unwrap();
    let log = records.iter().find(|record| record.kind == Kind::Log).unwrap();
    let mut days: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for change in open(store, log).automerge().get_changes(&[]).iter().skip(1) {
        let day = (change.timestamp() + 7_200).div_euclid(86_400);
        days.entry(day).or_default().insert(change.actor_id().to_hex_string());
    }
    assert!(days.len() > 60);
    assert!(days.values().all(|actors| (1..=PAGES).contains(&actors.len())));
    let actors: BTreeSet<_> = days.values().flatten().collect();
    assert_eq!(actors.len(), days.values().map(BTreeSet::len).sum::<usize>());
}

// SPEC O15
#[test]
fn one_worker_s_year_has_exactly_the_entries_asked_for() {
    let year = year_of_one_worker(2_000, 3, 7).unwrap();
    assert_eq!(year.chunks.len(), 2_001);
    assert_eq!(year.chunks, year_of_one_worker(2_000, 3, 7).unwrap().chunks);
    assert_ne!(year.chunks, year_of_one_worker(2_000, 3, 8).unwrap().chunks);
    let loaded = Document::load(&year.chunks, [9; 16]);
    assert_eq!((read_entries(&loaded.document).len(), loaded.damaged), (2_000, vec![]));
}

// SPEC O17
#[test]
fn supervisors_have_signed_part_of_what_they_saw_and_it_counts() {
    let (store, now) = (demo(), noon());
    let all = entries(store);
    let signed = all.iter().filter(|(_, entry)| matches!(entry.body, Body::SignOff(_))).count();
    assert!(signed > 50, "{signed}");
    let directory = Directory::read(store).unwrap();
    for row in files::read().unwrap().people.people.iter().filter(|row| !row.supervises.is_empty())
    {
        let (id, today) = (person_id(&row.key), now.day());
        let team = crate::projection::team_for(store, &directory, &id, today, now.utc_ms).unwrap();
        let with_signed = team.iter().filter(|one| one.signed.is_some()).count();
        assert!(with_signed * 2 > team.len(), "{}: {with_signed} of {}", row.name, team.len());
    }
}
