//! Both sides hold proof of a sign-off before any server has heard of it, from camera to camera.

use anyhow::{Context, Result, ensure};
use tests::browser::Browser;

use crate::cards::{KEPT, film, form_is_open, log_and_open};
use crate::observing::watch;
use crate::shift::{Workshop, wait_for_sync};
use crate::signing::{rate_first, save_file, sign, verify};

/// The organisation's key is on this phone's disk, and where it signs, its certificate.
fn knows(keys: &[&str]) -> String {
    format!(
        "(async () => {{ {store}\
        const kept = await answer(of('meta').getAllKeys());\
        store.close();\
        return {keys:?}.every((key) => kept.includes(key));\
        }})()",
        store = crate::damage::STORE
    )
}

async fn ready(workshop: &Workshop, person: &str, keys: &[&str]) -> Result<Browser> {
    let phone = workshop.joined(person).await?;
    wait_for_sync(&phone, "sent").await?;
    phone.wait_until(KEPT).await?;
    phone.wait_until(&knows(keys)).await?;
    Ok(phone)
}

// SPEC B66
#[tokio::test]
async fn a_sign_off_is_proven_from_screen_to_camera_and_counts_after_both_were_connected()
-> Result<()> {
    let mut workshop = Workshop::open().await?;
    let url = workshop.ropes.url();
    let worker = ready(&workshop, "samira", &["trust"]).await?;
    let supervisor = ready(&workshop, "ingrid", &["trust", "certificate"]).await?;
    // What can be rated has to be there before the server goes.
    supervisor.open(&format!("{url}/people")).await?;
    supervisor.tap_text("Samira").await?;
    supervisor.tap_text("Skills").await?;
    supervisor.wait_for(".comp").await?;
    supervisor.close().await?;
    workshop.ropes.stop().await?;

    log_and_open(&worker, &url).await?;
    worker.tap_text("Show your card").await?;
    worker.wait_for(".qr path").await?;
    let request = film(&worker, workshop.folder.path(), "request").await?;
    worker.close().await?;

    let profile = workshop.folder("ingrid");
    let supervisor = Browser::seeing(&request, &profile).await?;
    supervisor.let_use_camera(&url, true).await?;
    supervisor.open(&format!("{url}/scan")).await?;
    form_is_open(&supervisor).await?;
    watch(&supervisor).await?;
    sign(&supervisor, 2).await?;
    supervisor.tap_text("Show proof").await?;
    supervisor.wait_for(".qr path").await?;
    supervisor.wait_for_text("Waits for the server").await?;
    supervisor.screens("proof").await?;
    let proof = film(&supervisor, workshop.folder.path(), "proof").await?;
    supervisor.close().await?;

    let worker = Browser::seeing(&proof, &workshop.folder("samira")).await?;
    worker.let_use_camera(&url, true).await?;
    worker.open(&format!("{url}/scan")).await?;
    worker.wait_for_text("Proof kept on this phone").await?;
    worker.screens("proof-kept").await?;
    worker.tap_text("Look at the skill").await?;
    worker.wait_for_text("You hold proof").await?;
    worker.screens("skill-proof").await?;
    let of_skill = worker.wait_until("location.pathname").await?;
    let skill = of_skill.as_str().and_then(|path| path.split('/').next_back());
    let skill = skill.context("a skill has no address")?.to_owned();
    worker.close().await?;

    workshop.ropes.start_again().await?;
    let supervisor = workshop.phone("ingrid").await?;
    supervisor.open(&url).await?;
    wait_for_sync(&supervisor, "sent").await?;
    let worker = workshop.phone("samira").await?;
    worker.open(&url).await?;
    wait_for_sync(&worker, "sent").await?;
    rate_first(&worker, &url).await?;
    worker.open(&format!("{url}/skill/{skill}")).await?;
    worker.wait_for_text("It counts").await?;
    ensure!(!worker.text().await?.contains("You hold proof"), "the record itself is there");
    worker.tap_text("Ingrid signed this off").await?;
    let file = save_file(&worker).await?;
    verify(&workshop, &file).await?;
    worker.close().await?;

    supervisor.open(&format!("{url}/team")).await?;
    let signed = format!(
        "document.querySelector('.matrix a[href$=\"/skill/{skill}\"] svg[aria-label^=Samira]')\
         ?.ariaLabel.includes('signed off')"
    );
    supervisor.wait_until(&signed).await?;
    supervisor.screens("team-signed").await?;
    supervisor.close().await
}
