//! What earlier versions left on disks: servers' directories and phones' stores, kept for ever.
//!
//! Each pair is one version's: `server_N.db` and, of samira's phone, `phone_N.txt` with an entry that
//! was never sent. The recipe is run each time too, so that what it makes and what the files hold
//! are held to the same. To add a pair for a version that changes what is stored: run these tests
//! with `ROPES_GOLDEN=N`, look at the two new files, and add their number to `KEPT`. A pair that is
//! there is never made anew.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use client::Event;
use client::view::JournalDraft;
use sync_server::hub::Settings;
use sync_server::store::{DATABASE_FILE, Quarantined, Store};
use tests::phone::{Keep, Phone};

use crate::house::{House, in_step, person};

const KEPT: [u32; 1] = [1];
/// So few pieces are stored anew as one that the logs here have a snapshot.
const PIECES: usize = 3;
/// What samira wrote: five tasks and a reflection, one task on another phone, one not sent.
const LEFT: usize = 8;

fn settings() -> Settings {
    Settings { pieces: PIECES, ..Settings::default() }
}

fn golden(name: &str) -> PathBuf {
    tests::places::root().join("tests/storage/golden").join(name)
}

// SPEC S41
#[tokio::test]
async fn what_earlier_versions_left_on_disk_opens_is_sound_and_syncs() -> Result<()> {
    for version in KEPT {
        let mut house = House::empty(settings())?;
        let server = golden(&format!("server_{version}.db"));
        std::fs::copy(server, house.file(DATABASE_FILE))?;
        let phone = std::fs::read_to_string(golden(&format!("phone_{version}.txt")))?;
        check(&mut house, &phone).await.with_context(|| format!("version {version}"))?;
    }
    Ok(())
}

// SPEC S41
#[tokio::test]
async fn what_this_version_leaves_on_disk_is_what_the_kept_ones_are() -> Result<()> {
    let (mut house, phone) = make().await?;
    let backup = house.file("server.db");
    house.store()?.back_up(&backup)?;
    if let Ok(version) = std::env::var("ROPES_GOLDEN") {
        keep(&backup, &golden(&format!("server_{version}.db")))?;
        std::fs::write(golden(&format!("phone_{version}.txt")), &phone)?;
    }
    check(&mut house, &phone).await
}

fn keep(from: &Path, to: &Path) -> Result<()> {
    ensure!(!to.exists(), "{} is there and stays as it is", to.display());
    std::fs::copy(from, to)?;
    Ok(())
}

/// A shift of a small workshop, and samira's phone after it, with one entry that was not sent. The
/// server is closed.
async fn make() -> Result<(House, String)> {
    let mut house = House::new(settings()).await?;
    let mut one = house.phone("samira", 1).await?;
    for _ in 0..5 {
        one.log_a_task().await?;
    }
    reflect(&mut one, "Dish before true.").await?;
    in_step(&mut one).await?;
    let mut two = house.phone("samira", 2).await?;
    two.log_a_task().await?;
    in_step(&mut two).await?;
    let mut noor = house.phone("noor", 3).await?;
    noor.log_a_task().await?;
    in_step(&mut noor).await?;
    house.invite("edda")?;
    house.close().await?;
    refuse_and_revoke(&house.store()?)?;

    one.log_a_task().await?;
    // The log is loaded, which stores it anew as one piece.
    house.open().await?;
    let (samira, mut edda) = (person("samira")?, house.phone("edda", 4).await?);
    let now = edda.now();
    let reads = edda.until("shown what samira did", move |client| {
        client.person_page(&samira, now).is_some_and(|page| !page.days.is_empty())
    });
    reads.await?;
    house.close().await?;
    let cookie = one.cookie()?.context("samira's phone has joined")?;
    Ok((house, format!("{cookie}\n{}", one.store().to_text())))
}

async fn reflect(phone: &mut Phone, text: &str) -> Result<()> {
    let now = phone.now();
    let draft = JournalDraft { text: text.into(), ..phone.client.journal(now).draft };
    phone.tell(Event::SaveReflection(draft));
    phone.until("done reflecting", move |client| client.journal(now).saved).await
}

/// A closed house and what samira's phone kept, as one of these files holds it.
async fn check(house: &mut House, kept: &str) -> Result<()> {
    house.is_sound()?;
    let store = house.store()?;
    ensure!(store.quarantined()?.len() == 1, "what was refused is kept");
    let revoked = store.devices()?.iter().filter(|device| device.revoked_at.is_some()).count();
    ensure!(revoked == 1, "one phone is revoked");
    let mut first_pieces = Vec::new();
    for record in store.documents_by(&person("samira")?)? {
        first_pieces.extend(store.chunks(record.id)?.into_iter().next().map(|piece| piece.hash));
    }
    ensure!(first_pieces.contains(&None), "there is a snapshot");
    drop(store);

    house.open().await?;
    let (cookie, kept) = kept.split_once('\n').context("no cookie")?;
    let kept = Keep::from_text(kept)?;
    let mut samira = Phone::with_store(&house.url(), 9, Some("bicycles/samira"), kept)?;
    samira.set_cookie(cookie)?;
    has(&mut samira, LEFT).await?;
    samira.log_a_task().await?;
    has(&mut samira, LEFT + 1).await?;
    has(&mut house.phone("samira", 10).await?, LEFT + 1).await?;
    house.close().await?;
    house.is_sound()
}

/// So many of the phone's entries are on the server, and none waits.
async fn has(phone: &mut Phone, entries: usize) -> Result<()> {
    let what = format!("done with {entries} entries");
    let sent = phone.until(&what, |client| {
        let page = client.sync_page();
        page.is_connected && (page.on_server, page.waiting.len()) == (entries, 0)
    });
    sent.await
}

fn refuse_and_revoke(store: &dyn Store) -> Result<()> {
    let record = store.documents_by(&person("samira")?)?.pop().context("nothing of samira's")?;
    let devices = store.devices()?;
    let device = |who: &str| devices.iter().rfind(|device| device.person.as_str() == who);
    let noor = device("noor").context("no phone of noor's")?;
    store.quarantine(&Quarantined {
        document: record.id,
        bytes: b"what noor tried to write there".to_vec(),
        person: person("noor")?,
        device: noor.id.clone(),
        reason: "forbidden".into(),
        at: noor.created_at,
    })?;
    let second = devices.iter().filter(|device| device.person.as_str() == "samira");
    let second = second.max_by_key(|device| device.created_at).context("no second phone")?;
    store.revoke_device(&second.id, noor.created_at)?;
    Ok(())
}
