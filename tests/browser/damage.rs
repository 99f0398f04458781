//! Bytes in the phone's own store that nobody can read: said, kept, and no reason to stop.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};

/// Opens the store of the person who works here as `store`.
pub(crate) const STORE: &str = "const { name } = (await indexedDB.databases()).find(({ name }) => name.startsWith('ropes:'));\
    const store = await new Promise((done) => {\
        indexedDB.open(name).onsuccess = (event) => done(event.target.result);\
    });\
    const of = (table, mode = 'readonly') => store.transaction(table, mode).objectStore(table);\
    const answer = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });";

/// The keys of the own log's chunks, as `log`.
const LOG: &str = "const docs = (await answer(of('meta').getAllKeys())).filter((key) => key.startsWith('doc/'));\
    const log = [];\
    for (const key of docs) {\
        const kept = JSON.parse(new TextDecoder().decode(await answer(of('meta').get(key))));\
        if (kept.kind !== 'log' || kept.access !== 'write') continue;\
        const chunks = await answer(of('chunks').getAllKeys());\
        log.push(...chunks.filter((chunk) => chunk.startsWith(key.slice(4) + '/')));\
    }";

/// Whether the log has come to the new phone and is kept there.
fn log_is_here() -> String {
    format!("(async () => {{ {STORE} {LOG} store.close(); return log.length > 0; }})()")
}

/// Puts the bytes of `harm(bytes)` in place of every chunk of the log, and tells them.
fn harm_log(harm: &str) -> String {
    format!(
        "return (async () => {{ {STORE} {LOG}\
        const harmed = [];\
        for (const key of log) {{\
            const bytes = await answer(of('chunks').get(key));\
            const bad = ({harm})(bytes);\
            await answer(of('chunks', 'readwrite').put(bad, key));\
            harmed.push([...bad].join());\
        }}\
        store.close();\
        return harmed;\
        }})()"
    )
}

/// Notes that this version of the app has died twice while it opened the log.
fn strike_log() -> String {
    format!(
        "return (async () => {{ {STORE} {LOG}\
        for (const key of docs.filter((key) => log[0].startsWith(key.slice(4)))) {{\
            const kept = JSON.parse(new TextDecoder().decode(await answer(of('meta').get(key))));\
            Object.assign(kept, {{ strikes: 2, struck_by: ropesShim.version() }});\
            const bytes = new TextEncoder().encode(JSON.stringify(kept));\
            await answer(of('meta', 'readwrite').put(bytes, key));\
        }}\
        store.close();\
        }})()"
    )
}

/// What was set aside, as texts.
fn aside() -> String {
    format!(
        "return (async () => {{ {STORE}\
        const kept = await answer(of('aside').getAll());\
        store.close();\
        return kept.map((bytes) => [...bytes].join());\
        }})()"
    )
}

const TRUNCATED: &str = "(bytes) => bytes.slice(0, bytes.length / 2)";
const GARBAGE: &str = "(bytes) => bytes.map((byte, at) => (at * 37 + 11) % 256)";
/// A kind of chunk that a later version may know.
const FUTURE: &str = "(bytes) => bytes.map((byte, at) => (at === 8 ? 127 : byte))";

const SAID: &str = "Something kept on this phone is damaged";
const LEFT_ALONE: &str = "This log can't be opened";

// SPEC B23
#[tokio::test]
async fn a_log_that_cannot_be_read_is_said_and_kept_and_work_goes_on() -> Result<()> {
    for harm in [TRUNCATED, GARBAGE, FUTURE] {
        let folder = TempDir::new()?;
        let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
        let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
        phone.wait_for(".sync[data-state=sent]").await?;
        phone.wait_until("navigator.serviceWorker.controller !== null").await?;
        phone.wait_until(&log_is_here()).await?;
        ropes.kill().await?;
        let harmed = phone.script(&harm_log(harm), Vec::new()).await?;
        ensure!(harmed != json!([]), "the log has no chunk to harm");

        // Twice: a note that the log is being opened must not be left behind.
        for _ in 0..2 {
            phone.open(&format!("{}/safe", ropes.url())).await?;
            phone.wait_for_text(SAID).await?;
        }
        phone.tap(".foot .btn").await?;
        phone.tap(".tile").await?;
        phone.tap(".foot .btn-main").await?;
        phone.wait_for(".saved").await?;
        phone.open(&format!("{}/journal", ropes.url())).await?;
        phone.wait_for("textarea").await?;
        ensure!(kept(&phone, &harmed).await?, "the bytes are gone");

        ropes.start_again().await?;
        phone.open(&ropes.url()).await?;
        phone.wait_for(".sync[data-state=sent]").await?;
        ensure!(kept(&phone, &harmed).await?, "the bytes went when the log was mended");
        ensure!(!phone.text().await?.contains("Ropes stopped"), "the app crashed");
        phone.close().await?;
    }
    Ok(())
}

// SPEC C62
#[tokio::test]
async fn a_log_that_was_left_alone_is_opened_once_more_with_one_tap() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.wait_until(&log_is_here()).await?;
    phone.script(&strike_log(), Vec::new()).await?;
    phone.open(&format!("{}/safe", ropes.url())).await?;
    phone.wait_for_text(LEFT_ALONE).await?;
    phone.screens("left-alone").await?;
    phone.tap_text("Try again").await?;
    phone.wait_until_gone(LEFT_ALONE).await?;
    phone.tap(".foot .btn").await?;
    phone.tap(".tile").await?;
    phone.tap(".foot .btn-main").await?;
    phone.wait_for(".sync[data-state=sent]").await?;
    phone.close().await
}

async fn kept(phone: &Browser, harmed: &Value) -> Result<bool> {
    let aside = phone.script(&aside(), Vec::new()).await?;
    let all = |texts: &Value| texts.as_array().cloned().unwrap_or_default();
    let aside = all(&aside);
    Ok(all(harmed).iter().all(|bytes| aside.contains(bytes)))
}
