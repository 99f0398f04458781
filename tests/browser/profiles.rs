//! Two people on one phone, each under a PIN of their own.

use anyhow::{Context, Result};
use serde_json::json;
use tests::browser::Browser;

use crate::shift::{Workshop, wait_for_sync};

const PIN: &str = "24680";
const KEPT: &str = "navigator.serviceWorker.controller !== null";
/// Whether anything of any person's store can be read as it lies there, with how to find a name in it.
const READABLE: &str = "(async () => {\
    for (const { name } of await indexedDB.databases()) {\
        const store = await new Promise((done) => {\
            indexedDB.open(name).onsuccess = (event) => done(event.target.result);\
        });\
        const isMine = (await answered(store, 'lock')).length > 0;\
        const words = [];\
        for (const table of ['meta', 'chunks', 'rows', 'drafts', 'aside'])\
            for (const bytes of await answered(store, table)) words.push(new TextDecoder().decode(bytes));\
        store.close();\
        if (isMine) return words.length > 5 && !words.some((one) => one.includes('ngrid') || one.includes('doc'));\
    }\
    function answered(store, table) {\
        return new Promise((done) => {\
            const asked = store.transaction(table).objectStore(table).getAll();\
            asked.onsuccess = () => done(asked.result);\
        });\
    }\
})()";
/// How long the slow part takes, in milliseconds.
const STRETCH: &str = "return (async () => {\
    const { stretch } = await ropesShim.loadSeal();\
    const recipe = new Uint8Array(28);\
    new DataView(recipe.buffer).setUint32(0, 19456, true);\
    new DataView(recipe.buffer).setUint32(4, 2, true);\
    const began = performance.now();\
    if (stretch(recipe).length !== 32) return 0;\
    return performance.now() - began;\
    })()";

async fn add_person(phone: &Browser, workshop: &Workshop, person: &str) -> Result<()> {
    let link = workshop.ropes.invite(person).await?;
    let (_, code) = link.rsplit_once('#').context("a link without a code")?;
    phone.open(&format!("{}/me/switch", workshop.ropes.url())).await?;
    phone.wait_for_text("Add a person").await?;
    phone.screens("profiles-switch").await?;
    phone.tap_text("Add a person").await?;
    phone.tap(".foot .btn-main").await?;
    phone.fill("#code", code).await?;
    phone.tap(".foot .btn-main").await
}

async fn set_pin(phone: &Browser, pin: &str) -> Result<()> {
    phone.fill("#new", pin).await?;
    phone.tap(".foot .btn-main").await
}

async fn unlock(phone: &Browser, pin: &str) -> Result<()> {
    phone.fill("#pin", pin).await?;
    phone.tap(".foot .btn-main").await
}

// SPEC B85
#[tokio::test]
async fn two_people_share_a_phone_with_no_server_and_a_pin_keeps_them_apart() -> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let phone = workshop.joined("samira").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.wait_until(KEPT).await?;
    add_person(&phone, &workshop, "ingrid").await?;
    phone.wait_for_text("Who looks after people needs a PIN here").await?;
    phone.screens("profiles-pin-due").await?;
    set_pin(&phone, "12").await?;
    phone.wait_for_text("Four to eight digits").await?;
    set_pin(&phone, PIN).await?;
    phone.wait_for(".bar").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.wait_until(READABLE).await?;
    phone.open(&format!("{url}/me/pin")).await?;
    phone.wait_for("#pin").await?;
    phone.screens("profiles-locked").await?;
    unlock(&phone, "1111").await?;
    phone.wait_for_text("This is not the PIN").await?;
    phone.screens("profiles-wrong").await?;

    workshop.ropes.stop().await?;
    phone.slow_down(6.0).await?;
    let stretched = phone.script(STRETCH, Vec::new()).await?.as_f64().context("no time")?;
    phone
        .script(
            "window.began = 0; document.querySelector('.foot .btn-main')\
        .addEventListener('click', () => { window.began = performance.now(); }); \
        const look = () => { if (document.querySelector('#old')) \
        window.took = performance.now() - window.began; \
        else requestAnimationFrame(look); }; look()",
            Vec::new(),
        )
        .await?;
    unlock(&phone, PIN).await?;
    let took = phone.wait_until("window.took").await?.as_f64().context("no time")?;
    phone.slow_down(1.0).await?;
    println!(
        "at a sixth of the speed: PIN stretched in {stretched:.0} ms, unlocked in {took:.0} ms"
    );
    phone.screens("profiles-pin").await?;

    phone.open(&format!("{url}/me/switch")).await?;
    unlock(&phone, PIN).await?;
    phone.tap_text("Go on").await?;
    phone.tap(".tile").await?;
    phone.tap(".sheet ~ .foot .btn-main, .foot .btn-main").await?;
    phone.wait_for(".saved").await?;
    wait_for_sync(&phone, "waiting").await?;
    phone.open(&format!("{url}/me/switch")).await?;
    phone.tap_text("Go on").await?;
    phone.wait_for("#pin").await?;
    unlock(&phone, PIN).await?;
    phone.wait_for(".bar").await?;
    phone.open(&format!("{url}/me/switch")).await?;
    unlock(&phone, PIN).await?;
    phone.wait_for_text("1 entry waits until Samira is back").await?;
    phone.screens("profiles-waits").await?;

    workshop.ropes.start_again().await?;
    wait_for_sync(&phone, "sent").await?;
    phone.tap_text("Go on").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.close().await
}

// SPEC B86
#[tokio::test]
async fn a_phone_killed_while_a_pin_is_set_has_everything_with_or_without_it() -> Result<()> {
    let workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let phone = workshop.joined("samira").await?;
    wait_for_sync(&phone, "sent").await?;
    phone.close().await?;
    let mut sealed = 0;
    for round in 0..6_u64 {
        let phone = workshop.phone("samira").await?;
        phone.open(&format!("{url}/me/pin")).await?;
        let there = phone.wait_for("#new, #pin").await;
        if there.is_err() {
            let words = phone.text().await?;
            return there.map(drop).with_context(|| format!("round {round}: {words}"));
        }
        let is_locked = phone.script("return !!document.querySelector('#pin')", vec![]).await?;
        if is_locked == json!(true) {
            sealed += 1;
            unlock(&phone, PIN).await?;
            phone.wait_for("#old").await?;
            phone.fill("#old", PIN).await?;
            phone.tap_text("Remove the PIN").await?;
            phone.wait_for_text("There is no PIN any more").await?;
        }
        phone.open(&url).await?;
        phone.wait_for(".tiles").await?;
        phone.open(&format!("{url}/me/pin")).await?;
        phone.fill("#new", PIN).await?;
        // The store is written anew some tens of milliseconds after the tap.
        let wait = format!(
            "document.querySelector('.foot .btn-main').click(); const began = performance.now(); \
            return new Promise((done) => {{ const look = () => performance.now() - began > {} \
            ? done(true) : setTimeout(look); look(); }})",
            round * 60
        );
        phone.script(&wait, Vec::new()).await?;
        phone.kill().await?;
    }
    println!("killed 6 times while a PIN was set; {sealed} times it was");
    Ok(())
}
