//! The same sign-off as others read it: an Open Badges 3.0 credential.

use domain::CompetencyId;
use exchange::attestation::{Attestation, Names, Signed};
use exchange::badge::{Badge, Framework, Issuer, base64_url, profile, to_be_signed, token};
use serde_json::{Value, json};

use super::cast::{attestation, receipt, root, signed};

const ISSUER: Issuer<'_> =
    Issuer { id: "https://ropes.example/api/issuer", url: "https://ropes.example" };
const KEY: &str = "https://ropes.example/api/badge-key";

fn payload(attestation: &Signed<Attestation>) -> Value {
    let names = Names {
        organisation: "Spoke & Wheel".into(),
        signer: "Sara".into(),
        subject: "Ali".into(),
        competency: "Trues a wheel".into(),
        level: "Alone".into(),
    };
    let levels = ["Not yet", "With help", "Alone", "Can teach"].map(str::to_owned);
    let badge = Badge {
        issuer: ISSUER,
        attestation,
        receipt: &Signed::by(&root(), receipt(attestation.digest())).unwrap(),
        names: &names,
        levels: &levels,
        framework: Framework { title: "Bicycle mechanics", code: Some("W2") },
    };
    let text = to_be_signed(&badge, KEY);
    let (header, payload) = text.split_once('.').unwrap();
    let header: Value = serde_json::from_slice(&from_base64_url(header)).unwrap();
    assert_eq!(header, json!({"alg": "RS256", "typ": "JWT", "kid": KEY}));
    serde_json::from_slice(&from_base64_url(payload)).unwrap()
}

fn from_base64_url(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()
}

// SPEC G81
#[test]
fn a_badge_says_who_can_do_what_at_which_level_and_who_saw_it() {
    let badge = payload(&signed(attestation()));
    assert_eq!(badge["type"], json!(["VerifiableCredential", "OpenBadgeCredential"]));
    assert_eq!(badge["issuer"]["name"], "Spoke & Wheel");
    let subject = &badge["credentialSubject"];
    assert_eq!(subject["identifier"][0]["identityHash"], "Ali");
    assert_eq!(subject["achievement"]["name"], "Trues a wheel");
    let levels = subject["achievement"]["resultDescription"][0]["rubricCriterionLevel"].clone();
    let names = levels.as_array().unwrap().iter().map(|level| level["name"].as_str().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["Not yet", "With help", "Alone", "Can teach"]);
    assert_eq!(subject["result"][0]["achievedLevel"], levels[2]["id"]);
    let seen = badge["evidence"][0]["narrative"].as_str().unwrap();
    assert!(seen.starts_with("Sara saw Ali do this on 2026-05-17T"), "{seen}");
    assert!(seen.contains("level 3 of 4: Alone"), "{seen}");
}

// SPEC G81
#[test]
fn what_the_token_claims_is_what_the_credential_says() {
    let badge = payload(&signed(attestation()));
    assert_eq!((&badge["iss"], &badge["jti"]), (&badge["issuer"]["id"], &badge["id"]));
    assert_eq!(badge["iss"], ISSUER.id);
    let mut published = serde_json::to_value(profile(&ISSUER, "Spoke & Wheel")).unwrap();
    let context = published.as_object_mut().unwrap().remove("@context");
    assert_eq!((context.as_ref(), &published), (badge.get("@context"), &badge["issuer"]));
    assert_eq!(badge["sub"], badge["credentialSubject"]["id"]);
    assert_eq!(badge["validFrom"], "2026-05-20T06:40:00.000+00:00");
    assert_eq!(badge["nbf"], 1_779_259_200);
}

// SPEC G82
#[test]
fn the_same_sign_off_has_the_same_ids_and_another_has_others() {
    let (first, again) = (payload(&signed(attestation())), payload(&signed(attestation())));
    assert_eq!(first, again);
    let mut higher = attestation();
    higher.skill.level = 4;
    let other = payload(&signed(higher));
    assert_ne!(first["id"], other["id"]);
    assert_eq!(first["sub"], other["sub"]);
    let achievement = |badge: &Value| badge["credentialSubject"]["achievement"]["id"].clone();
    assert_eq!(achievement(&first), achievement(&other));
}

// SPEC G83
#[test]
fn an_item_of_a_published_framework_is_named_by_its_uuid() {
    let own = payload(&signed(attestation()));
    assert_eq!(own["credentialSubject"]["achievement"].get("alignment"), None);
    let mut published = attestation();
    let id = "9B7C0A4E-52D0-4B1C-9C7B-0E6E6B0F2A11";
    published.skill.competency = CompetencyId::new(id).unwrap();
    let alignment =
        payload(&signed(published))["credentialSubject"]["achievement"]["alignment"][0].clone();
    assert_eq!(alignment["targetUrl"], "urn:uuid:9b7c0a4e-52d0-4b1c-9c7b-0e6e6b0f2a11");
    assert_eq!(
        (&alignment["targetType"], &alignment["targetCode"]),
        (&json!("CFItem"), &json!("W2"))
    );
    assert_eq!(alignment["targetFramework"], "Bicycle mechanics");
}

// SPEC G81
#[test]
fn a_token_has_its_three_parts_as_jose_writes_them() {
    assert_eq!(token("a.b", &[0xfb, 0xff, 0xfe]), "a.b.-__-");
    assert_eq!(base64_url(&[1]), "AQ");
}
