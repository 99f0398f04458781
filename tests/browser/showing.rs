//! A proof that somebody shows, checked by a page that needs no sign-in and no app.

use anyhow::{Context, Result};
use exchange::attestation::{
    Attestation, Certificate, SecretKey, Signed, example, from_hex, to_hex,
};
use exchange::card::{Card, ProofCard};
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::ropes::{First, Ropes};

/// By a key that this server has certified.
async fn card(ropes: &Ropes) -> Result<String> {
    let key = SecretKey::from_seed([5; 32]);
    let asked = reqwest::Client::new()
        .post(format!("{}/api/certificate", ropes.url()))
        .bearer_auth(ropes.token("ingrid").await?)
        .json(&json!({"public_key": to_hex(&key.public().0)}));
    let answer: Value = asked.send().await?.json().await?;
    let bytes = |name: &str| answer[name].as_str().and_then(from_hex).context("no certificate");
    let certificate = Signed::<Certificate>::open(&bytes("bytes")?, &bytes("signature")?)?;
    let Certificate { org, person, device, .. } = certificate.record.clone();
    let attestation = Attestation { org, signer: person, device, ..example::attestation() };
    let signed = Signed::by(&key, attestation)?;
    Ok(Card::Proof(ProofCard::of(&signed, &certificate)).write()?)
}

async fn shows(phone: &Browser, ropes: &Ropes, proof: &str) -> Result<()> {
    // Another address of the same page loads nothing anew.
    phone.open("about:blank").await?;
    phone.open(&format!("{}/proof#{proof}", ropes.url())).await
}

// SPEC G93
#[tokio::test]
async fn whoever_is_shown_a_proof_can_check_it_without_signing_in() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let proof = card(&ropes).await?;
    let phone = Browser::new(&folder.path().join("profile")).await?;
    shows(&phone, &ropes, "").await?;
    phone.wait_for_text("Open the file of a sign-off").await?;
    shows(&phone, &ropes, &proof).await?;
    phone.wait_for_text("The signature is good.").await?;
    assert!(phone.text().await?.contains("3 of 4"));
    phone.wait_for("svg.code").await?;
    phone.screens("proof").await?;
    phone.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await?;
    phone.wait_until("document.querySelector('.screen').checkVisibility() === false").await?;
    phone.wait_until("document.querySelector('svg.code').checkVisibility()").await?;
    phone.picture("proof-printed").await?;
    phone.devtools("Emulation.setEmulatedMedia", json!({"media": ""})).await?;

    // Pasted, with a letter that was cut off.
    phone.fill("#text", &proof[..proof.len() - 1]).await?;
    phone.tap_text("Check it").await?;
    phone.wait_for_text("This is no proof of a sign-off.").await?;
    phone.screens("proof-none").await?;

    let other = Ropes::start(&folder.path().join("other"), First::Organisation("Trams")).await?;
    shows(&phone, &other, &proof).await?;
    phone.wait_for_text("Signed by an organisation you have not confirmed.").await?;
    assert_eq!(phone.complaints().await?, Vec::<String>::new());
    phone.close().await
}
