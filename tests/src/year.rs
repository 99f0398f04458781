//! A year of work for one person of a running server, brought in as a rescue file.

use anyhow::{Context, Result};
use documents::{Document, DocumentKey, genesis};
use domain::{
    Body, CompetencyId, DeviceId, Entry, EntryId, Kind, Map, Moment, OrgId, Period, PersonId, Task,
    TaskTypeId, Typed,
};
use exchange::{Rescue, RescuedDocument, write_rescue};

use crate::phone::Phone;
use crate::ropes::Ropes;

const DAY_MS: i64 = 86_400_000;

/// `entries` tasks over the 365 days before now, each day written by `loads` page loads.
pub async fn of(ropes: &Ropes, person: &str, entries: u32, loads: u32) -> Result<()> {
    let link = ropes.invite(person).await?;
    let mut phone = Phone::joined(&ropes.url(), &link, 4).await?;
    phone
        .until("given the tasks", |client| !client.home(Moment::new(0, 0)).tiles.is_empty())
        .await?;
    let now = phone.now();
    let me = phone.identity().context("nobody joined")?;
    let types: Vec<_> =
        phone.client.home(now).tiles.into_iter().take(12).map(|tile| tile.task_type).collect();
    let key = DocumentKey::own(me.0.clone(), Kind::Log, me.1.clone(), Period::of(now));
    let rescue = rescue(&key, me, now, &types, entries, loads)?;
    let file = ropes.data().join("year.zip");
    std::fs::write(&file, write_rescue(&rescue)?)?;
    ropes.command(&["import", "rescue", file.to_str().context("no path")?]).await?;
    Ok(())
}

fn rescue(
    key: &DocumentKey,
    (org, person): (OrgId, PersonId),
    now: Moment,
    types: &[TaskTypeId],
    entries: u32,
    loads: u32,
) -> Result<Rescue> {
    let (_, chunks) = log(now, types, entries, loads)?;
    let document_id = key.id().to_string();
    let subject = person.to_string();
    let (kind, period) = (Kind::Log, key.period);
    let documents = vec![RescuedDocument { document_id, kind, subject, period, chunks }];
    Ok(Rescue { org, person, device: DeviceId::new("year")?, made_at: now, documents })
}

/// The log by itself, and its changes: the genesis, then one for each entry.
pub fn log(
    now: Moment,
    types: &[TaskTypeId],
    entries: u32,
    loads: u32,
) -> Result<(Document, Vec<Vec<u8>>)> {
    let mut document = Document::new(Kind::Log, actor(0));
    let mut chunks = vec![genesis(Kind::Log)];
    let mut load = 0;
    for number in 0..entries {
        let wanted = 1 + u64::from(number) * u64::from(365 * loads) / u64::from(entries);
        if wanted != load {
            load = wanted;
            document.continue_as(actor(load));
        }
        let back = i64::from(entries - number) * 365 * DAY_MS / i64::from(entries);
        let entry = task(number, now.plus_ms(-back), &types[number as usize % types.len()])?;
        chunks.extend(document.put_entry(&entry, entry.saved)?.map(|written| written.bytes));
    }
    Ok((document, chunks))
}

fn actor(number: u64) -> [u8; 16] {
    let mut actor = [7; 16];
    actor[..8].copy_from_slice(&number.to_be_bytes());
    actor
}

/// One task; the number makes it another.
pub fn task(number: u32, when: Moment, task_type: &TaskTypeId) -> Result<Entry> {
    let learned =
        number.is_multiple_of(5).then(|| format!("Something learned on the way, {number}."));
    let task = Task {
        what: Typed::Type { id: task_type.clone(), version: 1 },
        when,
        minutes: Some(10 + number % 40),
        quantity: None,
        tags: Map::from([(CompetencyId::new(format!("skill-{}", number % 24))?, 1)]),
        first_time: false,
        learned_from: None,
        learned,
    };
    Ok(Entry {
        id: EntryId::new(format!("year-{number:05}-{:07x}", number.wrapping_mul(2_654_435_761)))?,
        saved: when,
        edited: None,
        body: Body::Task(task),
        void: None,
        copied_from: None,
    })
}
