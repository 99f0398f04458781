//! One worker's year, for benches: as many entries as asked for, from that many actors a day.

use documents::genesis;
use domain::{Catalog, Day, JobRoleId, Kind, OrgId, PersonId};

use super::crew;
use super::dice::Dice;
use super::phone::Phone;
use super::work::{Saved, Worker, Workshop, life_of};
use super::{DemoError, device_of, files};

/// The year the entries are from.
pub const YEAR: i32 = 2026;

/// A worker's log of one year.
#[derive(Clone, Debug)]
pub struct WorkerYear {
    pub org: OrgId,
    pub person: PersonId,
    pub catalog: Catalog,
    /// The genesis change first, then one raw change for each entry, oldest first.
    pub chunks: Vec<Vec<u8>>,
}

/// The log of [`YEAR`] of one worker: `entries` entries, written by `actors_per_day` page loads a
/// day. The same numbers make the same bytes.
pub fn year_of_one_worker(
    entries: usize,
    actors_per_day: usize,
    seed: u64,
) -> Result<WorkerYear, DemoError> {
    let files = files::read()?;
    let mut dice = Dice::new(seed);
    let (org, person) = (OrgId::from_random(dice.bytes()), PersonId::from_random(dice.bytes()));
    let job = JobRoleId::new("mechanic").map_err(DemoError::Id)?;
    let shop = Workshop { catalog: &files.catalog, task_types: &files.task_types };
    let worker = |tasks| Worker {
        person: person.clone(),
        habits: crew::steady(tasks),
        job: job.clone(),
        buddy: None,
        observer: None,
    };
    let fewest = (entries / 365 / 2).max(1) as i64;
    let saved = (fewest..)
        .map(|tasks| year_of(shop, &worker(tasks)))
        .find(|saved| saved.len() >= entries)
        .unwrap_or_default();
    let phone = Phone::new(org.clone(), person.clone(), device_of("steady"), actors_per_day);
    let sent = phone.send(&saved[..entries], i64::MAX)?;
    let changes = sent.appends.iter().flat_map(|append| &append.changes);
    let changes = changes.map(|change| change.bytes.clone());
    let chunks = std::iter::once(genesis(Kind::Log)).chain(changes).collect();
    Ok(WorkerYear { org, person, catalog: files.catalog, chunks })
}

/// New entries of the log alone: no corrections, nothing private.
fn year_of(shop: Workshop<'_>, worker: &Worker) -> Vec<Saved> {
    let days = Day::from_ymd(YEAR, 1, 1)..Day::from_ymd(YEAR, 12, 31);
    let mut saved = life_of(shop, worker, days).saved;
    let is_new =
        |s: &Saved| s.kind == Kind::Log && s.entry.edited.is_none() && s.entry.void.is_none();
    saved.retain(is_new);
    saved
}
