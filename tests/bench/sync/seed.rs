//! What a server finds on its disk when it starts, written once a session and copied for each run.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use documents::{DocumentKey, change_of, genesis, genesis_hash};
use domain::{Buddy, DeviceId, Kind, Moment, Role};
use sync_server::auth::Secret;
use sync_server::store::{
    Append, Change, DocumentRecord, NewDevice, Organisation, PeopleUpdate, PersonRecord,
    SqliteStore, Store,
};

use crate::machine;
use crate::server::Server;
use crate::workshop::{Content, Held, Workshop, org, person, secret};

/// Memory that looks like a disk: no time is lost to it while we write a seed.
const MEMORY: &str = "/dev/shm";
const APPENDS_AT_ONCE: usize = 200;
const DAY_MS: i64 = 86_400_000;

/// A workshop as files: for Ropes, and for the others, which share one layout.
pub(crate) struct Seed {
    pub(crate) workshop: Workshop,
    ropes: PathBuf,
    files: PathBuf,
}

impl Seed {
    pub(crate) fn write(workshop: Workshop, folder: &Path, now: Moment) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let seed = Self { workshop, ropes: folder.join("ropes"), files: folder.join("files") };
        let memory = tempfile::tempdir_in(MEMORY).or_else(|_| tempfile::tempdir())?;
        let made = memory.path().join("ropes");
        std::fs::create_dir(&made)?;
        write_store(&seed.workshop, &made, now)?;
        machine::copy(&made, &seed.ropes)?;
        seed.workshop.held.iter().try_for_each(|held| write_files(held, &seed.files))?;
        Ok(seed)
    }

    /// A fresh data directory for one run.
    pub(crate) fn fresh(&self, server: Server, at: PathBuf) -> Result<PathBuf> {
        machine::copy(if server.is_ropes() { &self.ropes } else { &self.files }, &at)?;
        Ok(at)
    }
}

/// As automerge-repo's file storage leaves a document that it has compacted, which samod reads too.
fn write_files(held: &Held, folder: &Path) -> Result<()> {
    let id = held.uuid().to_string();
    let (first, rest) = id.split_at(2);
    let folder = folder.join(first).join(rest).join("snapshot");
    std::fs::create_dir_all(&folder)?;
    let heads = held.content.log.heads();
    let [head] = heads.as_slice() else { bail!("a log with {} heads", heads.len()) };
    let name: String = head.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(std::fs::write(folder.join(name), &held.content.snapshot)?)
}

fn write_store(workshop: &Workshop, folder: &Path, now: Moment) -> Result<()> {
    let store = SqliteStore::open(folder)?;
    let founded = now.utc_ms - 800 * DAY_MS;
    let (id, name) = (org()?, "Bench".to_owned());
    store.found(&Organisation { id, name, created_at: founded, is_demo: false })?;
    let people = (0..workshop.people).map(worker).collect::<Result<_>>()?;
    let buddies = workshop.buddies.iter().map(|pair| buddy(*pair, now)).collect::<Result<_>>()?;
    let update = PeopleUpdate { people, buddies: Some(buddies), ..PeopleUpdate::default() };
    store.update_people(&update)?;
    for number in 0..workshop.people {
        let (id, hash) = (DeviceId::new(secret(number))?, Secret::sent(&secret(number)).hash());
        let device = NewDevice { id, name: "bench".to_owned(), secret: hash };
        store.add_device(&person(number)?, &device, now.utc_ms)?;
    }
    for some in workshop.held.chunks(APPENDS_AT_ONCE) {
        write_documents(&store, some, now.utc_ms)?;
    }
    Ok(())
}

fn worker(number: usize) -> Result<PersonRecord> {
    let id = person(number)?;
    let (key, name) = (id.to_string(), id.to_string());
    Ok(PersonRecord { id, key, name, roles: vec![Role::Worker], job: None, is_active: true })
}

fn buddy((buddy, learner): (usize, usize), now: Moment) -> Result<Buddy> {
    let (buddy, learner) = (person(buddy)?, person(learner)?);
    Ok(Buddy { buddy, learner, from: now.plus_ms(-DAY_MS).day(), until: None })
}

fn write_documents(store: &dyn Store, some: &[Held], now: i64) -> Result<()> {
    let first =
        Change { hash: genesis_hash(Kind::Log), bytes: genesis(Kind::Log), clock_wrong: false };
    let mut appends = Vec::new();
    for held in some {
        let author = person(held.author)?;
        let key = DocumentKey::own(org()?, Kind::Log, author.clone(), held.period);
        store.register_document(&DocumentRecord::of(&key, now), &first)?;
        appends.push(Append {
            document: held.id,
            person: Some(author),
            device: Some(DeviceId::new(secret(held.author))?),
            received_at: now,
            changes: changes(&held.content)?,
            heads: held.content.log.heads(),
        });
    }
    store.append(&appends)?;
    for (held, append) in some.iter().zip(&appends) {
        let covers: Vec<_> = append.changes.iter().map(|change| change.hash).collect();
        store.snapshot(held.id, &held.content.snapshot, &covers)?;
    }
    Ok(())
}

fn changes(content: &Content) -> Result<Vec<Change>> {
    let change = |bytes: &Vec<u8>| {
        let (hash, _) = change_of(bytes).context("not a change")?;
        Ok(Change { hash, bytes: bytes.clone(), clock_wrong: false })
    };
    content.changes.iter().map(change).collect()
}
