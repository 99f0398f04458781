//! A sign-off as an Open Badge: who gets one, for what, and with which key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Role;
use exchange::attestation::{Act, Digest, to_hex};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::Value;
use sync_server::store::{PeopleUpdate, Store};
use sync_server::trust::Authority;

use crate::server::{Answer, Browser, NOON, person};
use crate::team::desk::{DAY, Pen, rating};
use crate::team::shop::{SIGN, Shop};

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

async fn badge(browser: &Browser, digest: &Digest) -> Answer {
    browser.get(&format!("/api/badge?attestation={}", to_hex(digest))).await
}

/// What a token says, if the key at the issuer's address signed it.
fn opened(token: &str, key: &Value) -> Option<Value> {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let part = |name: &str| decoded(key[name].as_str().unwrap());
    let (n, e) = (part("n"), part("e"));
    let public = RsaPublicKeyComponents { n: &n, e: &e };
    let signature = decoded(signature);
    public.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &signature).ok()?;
    let (_, payload) = signed.split_once('.').unwrap();
    Some(serde_json::from_slice(&decoded(payload)).unwrap())
}

// SPEC G85
#[tokio::test]
async fn who_was_signed_off_gets_a_badge_that_the_published_key_verifies() {
    let mut shop = Shop::open().await;
    let anyone = shop.server.bare();
    assert_eq!(anyone.get("/api/badge-key").await.problem(), (404, "not-found"), "none is needed");
    let pen = Pen::new(&shop.sue, 2, false).await;
    let digest = shop.sign("s1", &pen, 3, NOON - DAY);
    let answer = badge(&shop.sam, &digest).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/jwt"));
    let key = anyone.get("/api/badge-key").await.body;
    let credential = opened(&answer.text, &key).unwrap();
    assert_eq!(credential["name"], "Wheel truing");
    assert_eq!(credential["credentialSubject"]["identifier"][0]["identityHash"], "SAM");
    let seen = credential["evidence"][0]["narrative"].as_str().unwrap();
    assert!(seen.starts_with("SUE saw SAM do this on 2026-11-21T"), "{seen}");
    let mut profile = anyone.get("/api/issuer").await.body;
    assert_eq!(key["kid"], shop.sam.at("/api/badge-key"));
    assert_eq!(profile["id"], shop.sam.at("/api/issuer"));
    profile.as_object_mut().unwrap().remove("@context");
    assert_eq!(credential["issuer"], profile);
    assert_eq!(badge(&shop.sam, &digest).await.text, answer.text, "the same again");
}

// SPEC G85
#[tokio::test]
async fn nobody_else_is_given_it_and_a_denied_one_is_like_none() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let digest = shop.sign("s1", &pen, 3, NOON - DAY);
    let none = badge(&shop.sam, &[7; 32]).await;
    assert_eq!(none.problem(), (404, "not-found"));
    for name in ["sue", "pat", "tom", "ted", "ada"] {
        let denied = badge(&shop.server.joined(name).await, &digest).await;
        assert_eq!((denied.status, &denied.text), (none.status, &none.text), "{name}");
    }
    assert_eq!(badge(&shop.server.bare(), &digest).await.problem(), (401, "signed-out"));
    for (query, problem) in [
        ("", (400, "bad-request")),
        ("?attestation=x", (404, "not-found")),
        ("?attestation=00", (404, "not-found")),
        ("?attestation=x&attestation=y", (400, "bad-request")),
    ] {
        let answer = shop.sam.get(&format!("/api/badge{query}")).await;
        assert_eq!(answer.problem(), problem, "{query}");
    }
}

// SPEC G86
#[tokio::test]
async fn what_does_not_count_has_no_badge_and_the_answer_says_why() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let first = shop.sign("s1", &pen, 3, NOON - DAY);
    let reason = "The other wheel.".to_owned();
    let void = pen.sign(Act::Void { of: first, reason }, (&shop.log, "r1"), 3, NOON);
    shop.write("s2", &pen, &void);
    let refused = badge(&shop.sam, &first).await;
    assert_eq!(refused.problem(), (409, "does-not-count"));
    assert_eq!(refused.body["detail"], "it was taken back by its signer");
    assert_eq!(badge(&shop.sam, &void.digest()).await.problem(), (404, "not-found"), "no sign-off");

    let guest = Pen::new(&shop.sue, 3, true).await;
    let waits = shop.sign("s3", &guest, 3, NOON);
    let detail = badge(&shop.sam, &waits).await.body["detail"].clone();
    assert!(detail.as_str().unwrap().contains("has not confirmed"), "{detail}");

    let forged = pen.forged();
    let forged = shop.sign("s4", &forged, 4, NOON);
    assert_eq!(badge(&shop.sam, &forged).await.problem(), (409, "does-not-count"));
}

// SPEC G86
#[tokio::test]
async fn it_counts_as_of_when_it_is_asked_for() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let digest = shop.sign("s1", &pen, 3, NOON - DAY);
    assert_eq!(badge(&shop.sam, &digest).await.status, 200);
    shop.log.write(&shop.server, "r1", rating(2, NOON));
    let refused = badge(&shop.sam, &digest).await;
    assert_eq!(refused.body["detail"], "what was signed has changed since");
    // In Sam's own log even a good one is none.
    let good = pen.sign(SIGN, (&shop.log, "r1"), 2, NOON);
    shop.log.write(&shop.server, "s9", pen.entry(&good));
    assert_eq!(badge(&shop.sam, &good.digest()).await.problem(), (404, "not-found"));
}

// SPEC G84
#[tokio::test]
async fn a_new_root_key_ends_the_key_of_badges() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let digest = shop.sign("s1", &pen, 3, NOON - DAY);
    let before = badge(&shop.sam, &digest).await.text;
    shop.server.pass(DAY);
    Authority::rotate(&*shop.server.store, shop.server.now()).unwrap();
    let anyone = shop.server.bare();
    assert_eq!(anyone.get("/api/badge-key").await.problem(), (404, "not-found"));
    let after = badge(&shop.sam, &digest).await.text;
    let key = anyone.get("/api/badge-key").await.body;
    assert!(opened(&before, &key).is_none());
    let (id, again) =
        (opened(&after, &key).unwrap()["id"].clone(), badge(&shop.sam, &digest).await);
    assert_eq!(opened(&again.text, &key).unwrap()["id"], id);
}

// SPEC G85
#[tokio::test]
async fn people_are_called_what_they_are_called_today() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let digest = shop.sign("s1", &pen, 3, NOON - DAY);
    let renamed = sync_server::store::PersonRecord {
        name: "Sue of old".into(),
        ..person("sue", &[Role::Worker, Role::Supervisor])
    };
    let update = PeopleUpdate { people: vec![renamed], ..PeopleUpdate::default() };
    shop.server.store.update_people(&update).unwrap();
    let token = badge(&shop.sam, &digest).await.text;
    let key = shop.server.bare().get("/api/badge-key").await.body;
    let seen = opened(&token, &key).unwrap()["evidence"][0]["narrative"].clone();
    assert!(seen.as_str().unwrap().starts_with("Sue of old saw SAM"), "{seen}");
}
