//! What the organisation vouches for: certificates, whom to trust, and signed receipts.

use documents::{Document, DocumentKey, genesis};
use domain::{Body, DeviceId, Entry, EntryId, Kind, Moment, OrgId, Period, SignOff};
use exchange::attestation::{
    Asked, Attestation, Certificate, Checked, Facts, Fingerprint, Follow, Place, Reason, Receipt,
    Record, Roots, SecretKey, Seen, Signed, SignedSuccession, Succession, Tie, Verdict, example,
    from_hex, judge, to_hex,
};
use serde_json::{Value, json};
use sync_server::limits::ServerLimits;
use sync_server::store::{Append, Change, DocumentId, Store};
use sync_server::trust::Authority;

use crate::server::{Answer, Browser, NOON, Server, id, send};

const DAY: i64 = 86_400_000;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    from_hex(value.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn opened<R: Record>(value: &Value) -> Signed<R> {
    let record = R::decode(&from_hex(value["bytes"].as_str().unwrap()).unwrap()).unwrap();
    Signed { record, signature: bytes(&value["signature"]) }
}

async fn ask(browser: &Browser, seed: u8) -> Answer {
    let wish = json!({"public_key": to_hex(&key(seed).public().0)});
    browser.post("/api/certificate", &wish).await
}

async fn certified(browser: &Browser, seed: u8) -> Signed<Certificate> {
    let answer = ask(browser, seed).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    opened(&answer.body)
}

async fn device(browser: &Browser) -> DeviceId {
    DeviceId::new(browser.get("/api/me").await.body["device"].as_str().unwrap()).unwrap()
}

/// Serial numbers and revocations of the certificates somebody is given.
async fn known(browser: &Browser) -> Vec<(String, u64, Option<i64>)> {
    let trust = browser.get("/api/trust").await.body;
    let list = trust["certificates"].as_array().unwrap().iter();
    list.map(|one| {
        let record = opened::<Certificate>(one).record;
        (record.person.to_string(), record.serial, one["revoked_at"].as_i64())
    })
    .collect()
}

// SPEC G32
#[tokio::test]
async fn the_key_of_any_device_is_certified_and_the_same_key_gets_the_same_certificate() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let first = certified(&sam, 2).await;
    assert_eq!((first.record.serial, first.record.from), (1, NOON));
    assert_eq!((first.record.person.clone(), first.record.org.clone()), (id("sam"), org()));
    assert_eq!((&first.record.device, first.record.key), (&device(&sam).await, key(2).public()));
    assert!(first.verifies(&first.record.issuer) && !first.record.is_guest);
    let fingerprint = sam.get("/api/trust").await.body["fingerprint"].clone();
    assert_eq!(fingerprint, first.record.issuer.fingerprint().to_string());

    assert_eq!(certified(&sam, 2).await, first);
    assert_eq!(certified(&sue, 3).await.record.serial, 2);
    assert_eq!(certified(&sam, 4).await.record.serial, 3, "another key");
    let guest = json!({"public_key": to_hex(&key(4).public().0), "guest": true});
    let guest = opened::<Certificate>(&sam.post("/api/certificate", &guest).await.body);
    assert_eq!((guest.record.serial, guest.record.is_guest), (4, true));
}

// SPEC G32
#[tokio::test]
async fn a_certificate_is_renewed_before_it_ends() {
    let server = Server::start().await;
    let sam = server.joined("sam").await;
    let first = certified(&sam, 2).await;
    server.pass(299 * DAY);
    assert_eq!(certified(&sam, 2).await, first);
    server.pass(2 * DAY);
    let next = certified(&sam, 2).await.record;
    assert_eq!((next.serial, next.from), (2, NOON + 301 * DAY));
    assert!(next.until > first.record.until);
}

// SPEC G33
#[tokio::test]
async fn what_is_no_key_and_too_many_keys_are_refused() {
    let limits = ServerLimits { device_keys: 2, ..ServerLimits::default() };
    let server = Server::with(sync_server::edge::Edge::new, limits).await;
    let sam = server.joined("sam").await;
    for text in ["", "12", "zz", &"00".repeat(32), &"02".repeat(32), &"11".repeat(33)] {
        let answer = sam.post("/api/certificate", &json!({"public_key": text})).await;
        assert_eq!(answer.problem(), (400, "bad-request"), "{text}");
    }
    assert_eq!(sam.post("/api/certificate", &json!({})).await.problem(), (400, "bad-request"));
    for seed in [2, 3, 3] {
        assert_eq!(ask(&sam, seed).await.status, 200);
    }
    assert_eq!(ask(&sam, 4).await.problem(), (403, "too-many-keys"));
    assert_eq!(ask(&server.joined("sam").await, 4).await.status, 200, "another device");
}

// SPEC G33
#[tokio::test]
async fn a_device_that_is_revoked_or_unknown_gets_nothing() {
    let server = Server::start().await;
    let (phone, tablet) = (server.joined("sam").await, server.joined("sam").await);
    certified(&phone, 2).await;
    let revoke = format!("/api/devices/{}/revoke", device(&phone).await);
    assert_eq!(tablet.post(&revoke, &json!({})).await.status, 204);
    for path in ["/api/trust", "/api/receipts?document=x"] {
        assert_eq!(phone.get(path).await.problem(), (401, "revoked"), "{path}");
        assert_eq!(server.bare().get(path).await.problem(), (401, "signed-out"), "{path}");
    }
    assert_eq!(ask(&phone, 2).await.problem(), (401, "revoked"));
    assert_eq!(ask(&server.bare(), 2).await.problem(), (401, "signed-out"));
    assert_eq!(known(&tablet).await, [("sam".into(), 1, Some(NOON))]);
}

// SPEC G34
#[tokio::test]
async fn each_is_given_the_certificates_they_may_need_and_no_others() {
    let server = Server::start().await;
    let mut browsers = Vec::new();
    for (number, name) in ["sam", "pat", "tom", "sue", "ted", "ada"].iter().enumerate() {
        let browser = server.joined(name).await;
        certified(&browser, number as u8 + 2).await;
        browsers.push(browser);
    }
    let [sam, pat, tom, sue, ted, ada] = <[Browser; 6]>::try_from(browsers).ok().unwrap();
    let check = async |browser: &Browser, expected: &[&str]| {
        let known = known(browser).await.into_iter().map(|(person, ..)| person);
        assert_eq!(known.collect::<Vec<_>>(), expected);
    };
    // What Tom may yet write about Sam as his buddy, Sam reads; once it is there, Sue does too.
    check(&sam, &["sam", "tom", "sue"]).await;
    check(&pat, &["pat", "sue"]).await;
    check(&sue, &["sam", "pat", "sue"]).await;
    check(&ted, &["tom", "ted"]).await;
    check(&ada, &["ada"]).await;
    check(&tom, &["sam", "tom", "ted"]).await;
    let shadow = json!({"kind": "shadow", "subject": "sam", "period": 2026});
    assert_eq!(tom.put("/api/documents", &shadow).await.status, 200);
    check(&sam, &["sam", "tom", "sue"]).await;
    check(&sue, &["sam", "pat", "tom", "sue"]).await;
    check(&pat, &["pat", "sue"]).await;
}

// SPEC G34
#[tokio::test]
async fn what_is_unchanged_is_not_sent_again() {
    let server = Server::start().await;
    let sam = server.joined("sam").await;
    let tag = sam.get("/api/trust").await.header("etag").to_owned();
    let again = || sam.client.get(sam.at("/api/trust")).header("if-none-match", &tag);
    assert_eq!(send(again()).await.status, 304);
    certified(&sam, 2).await;
    assert_eq!(send(again()).await.status, 200);
}

/// What Sue signed about Sam, and where it is.
struct SignedOff {
    document: DocumentId,
    attestation: Signed<Attestation>,
    serial: u64,
}

fn attestation(device: DeviceId) -> Attestation {
    let observed = Moment::new(NOON - DAY, 60);
    Attestation {
        signer: id("sue"),
        device,
        subject: id("sam"),
        observed,
        ..example::attestation()
    }
}

/// As the hub takes it from Sue's phone.
async fn sign_off(server: &Server, sue: &Browser) -> SignedOff {
    sign_off_by(server, sue, &device(sue).await).await
}

async fn sign_off_by(server: &Server, sue: &Browser, device: &DeviceId) -> SignedOff {
    let obs = json!({"kind": "obs", "subject": "sam", "period": 2026});
    assert_eq!(sue.put("/api/documents", &obs).await.status, 200);
    let serial = certified(sue, 2).await.record.serial;
    let attestation = Signed::by(&key(2), attestation(device.clone())).unwrap();
    let signed = SignedOff { document: observations(), attestation, serial };
    let written = written(Kind::Obs, &signed);
    let sent = append(signed.document, "sue", device, server.now(), vec![written]);
    server.store.append(&[sent]).unwrap();
    signed
}

/// The change that puts it into a new document.
fn written(kind: Kind, signed: &SignedOff) -> documents::Written {
    let saved = Moment::new(NOON, 0);
    let entry = Entry {
        id: EntryId::new("sign-off").unwrap(),
        saved,
        edited: None,
        body: Body::SignOff(SignOff {
            attestation: signed.attestation.record.encode(),
            signature: signed.attestation.signature.to_vec(),
            certificate: signed.serial,
        }),
        void: None,
        copied_from: None,
    };
    let mut document = Document::load(&[genesis(kind)], [7; 16]).document;
    document.put_entry(&entry, saved).unwrap().unwrap()
}

fn observations() -> DocumentId {
    let (author, subject) = (Some(id("sue")), "sam".to_owned());
    let period = Some(Period(2026));
    DocumentKey { org: org(), kind: Kind::Obs, author, subject, period }.id()
}

fn append(
    document: DocumentId,
    person: &str,
    device: &DeviceId,
    received_at: i64,
    written: Vec<documents::Written>,
) -> Append {
    let heads = written.last().map(|last| vec![last.hash]).unwrap_or_default();
    let change =
        |one: documents::Written| Change { hash: one.hash, bytes: one.bytes, clock_wrong: false };
    Append {
        document,
        person: Some(id(person)),
        device: Some(device.clone()),
        received_at,
        changes: written.into_iter().map(change).collect(),
        heads,
    }
}

async fn receipts(browser: &Browser, document: DocumentId) -> Answer {
    browser.get(&format!("/api/receipts?document={document}")).await
}

/// By what this browser is given alone.
async fn judged(browser: &Browser, signed: &SignedOff, confirmed: Fingerprint) -> Verdict {
    let trust = browser.get("/api/trust").await.body;
    let certificates = trust["certificates"].as_array().unwrap();
    let certificates: Vec<Signed<Certificate>> = certificates.iter().map(opened).collect();
    let link = |one: &Value| SignedSuccession {
        succession: opened::<Succession>(
            &json!({"bytes": one["bytes"], "signature": one["by_old"]}),
        )
        .record,
        by_old: bytes(&one["by_old"]),
        by_new: bytes(&one["by_new"]),
    };
    let chain: Vec<_> = trust["chain"].as_array().unwrap().iter().map(link).collect();
    let answer = receipts(browser, signed.document).await.body;
    let receipts = answer["receipts"].as_array().unwrap().iter().map(opened::<Receipt>);
    let digest = signed.attestation.digest();
    let receipt = receipts.into_iter().find(|one| one.record.attestation == Some(digest));
    let document = signed.document.to_string();
    let facts = Facts {
        asked: Asked { org: &org(), subject: Some(&id("sam")), entry: None },
        place: Place {
            document: &document,
            kind: Kind::Obs,
            author: Some(&id("sue")),
            subject: "sam",
        },
        serial: signed.serial,
        certificates: &certificates,
        receipt: receipt.as_ref(),
        roots: &Roots::new(vec![confirmed], &org(), &chain),
        revoked: None,
        tie: Tie::Vouched,
        evidence: Seen::NotHere,
        newest_version: None,
        follow: Follow::default(),
    };
    judge(&signed.attestation, &facts, &mut Checked::default())
}

fn fingerprint(server: &Server) -> Fingerprint {
    Authority::of(&*server.store, NOON).unwrap().fingerprint()
}

// SPEC G35
#[tokio::test]
async fn a_sign_off_counts_by_what_its_subject_is_given() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let signed = sign_off(&server, &sue).await;
    for browser in [&sam, &sue] {
        assert_eq!(judged(browser, &signed, fingerprint(&server)).await, Verdict::Counts);
    }
    let stranger = judged(&sam, &signed, key(9).public().fingerprint()).await;
    assert_eq!(stranger, Verdict::DoesNotCount(Reason::OrganisationNotConfirmed));
}

// SPEC G35
#[tokio::test]
async fn receipts_are_for_who_may_read_and_a_denied_document_is_like_none() {
    let server = Server::start().await;
    let sue = server.joined("sue").await;
    let signed = sign_off(&server, &sue).await;
    let none = DocumentKey::own(org(), Kind::Log, id("nobody"), Period(2026)).id();
    for name in ["pat", "tom", "ted", "ada"] {
        let browser = server.joined(name).await;
        let denied = receipts(&browser, signed.document).await;
        assert_eq!(denied.problem(), (404, "not-found"), "{name}");
        assert_eq!(receipts(&browser, none).await.text, denied.text);
        assert_eq!(browser.get("/api/receipts?document=x").await.text, denied.text);
    }
    for query in ["", "?after=1", "?document=x&document=y", "?document=x&after=-1"] {
        let answer = sue.get(&format!("/api/receipts{query}")).await;
        assert_eq!(answer.problem(), (400, "bad-request"), "{query}");
    }
}

// SPEC G35
#[tokio::test]
async fn what_came_from_a_revoked_device_is_received_and_vouched_for_by_nobody() {
    let server = Server::start().await;
    let (sam, sue, phone) =
        (server.joined("sam").await, server.joined("sue").await, server.joined("sue").await);
    let revoked = device(&phone).await;
    certified(&phone, 3).await;
    assert_eq!(sue.post(&format!("/api/devices/{revoked}/revoke"), &json!({})).await.status, 204);
    // As a rescue file brings it.
    let signed = sign_off_by(&server, &sue, &revoked).await;
    let answer = receipts(&sam, signed.document).await.body;
    let receipt = opened::<Receipt>(&answer["receipts"][0]).record;
    assert_eq!((receipt.device, receipt.attestation), (revoked, None));
}

// SPEC G5
#[tokio::test]
async fn a_sign_off_in_the_workers_own_log_is_vouched_for_by_nobody() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let signed = sign_off(&server, &sue).await;
    let wish = json!({"kind": "log", "subject": "sam", "period": 2026});
    assert_eq!(sam.put("/api/documents", &wish).await.status, 200);
    let log = DocumentKey::own(org(), Kind::Log, id("sam"), Period(2026)).id();
    let copied = vec![written(Kind::Log, &signed)];
    server.store.append(&[append(log, "sam", &device(&sam).await, NOON, copied)]).unwrap();
    let answer = receipts(&sam, log).await.body;
    let receipts = answer["receipts"].as_array().unwrap();
    assert_eq!((receipts.len(), opened::<Receipt>(&receipts[0]).record.attestation), (1, None));
}

// SPEC G35
#[tokio::test]
async fn many_receipts_come_in_pages() {
    let server = Server::start().await;
    let sam = server.joined("sam").await;
    let log = json!({"kind": "log", "subject": "sam", "period": 2026});
    assert_eq!(sam.put("/api/documents", &log).await.status, 200);
    let log = DocumentKey::own(org(), Kind::Log, id("sam"), Period(2026)).id();
    let written = (0..501_u16).map(|number| {
        let mut hash = [1; 32];
        hash[..2].copy_from_slice(&number.to_be_bytes());
        documents::Written { hash, bytes: vec![1] }
    });
    let sent = append(log, "sam", &device(&sam).await, NOON, written.collect());
    server.store.append(&[sent]).unwrap();
    let first = receipts(&sam, log).await.body;
    assert_eq!(first["receipts"].as_array().unwrap().len(), 500);
    let next = &first["next"];
    let rest = sam.get(&format!("/api/receipts?document={log}&after={next}")).await.body;
    assert_eq!((rest["receipts"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    let last = opened::<Receipt>(&rest["receipts"][0]);
    assert!(last.verifies(&last.record.issuer));
    assert_eq!((last.record.change[..2].to_vec(), last.record.attestation), (vec![1, 244], None));
}

// SPEC G36
#[tokio::test]
async fn after_the_key_was_replaced_what_was_signed_counts_for_who_confirmed_either() {
    let server = Server::start().await;
    let (sam, sue) = (server.joined("sam").await, server.joined("sue").await);
    let signed = sign_off(&server, &sue).await;
    let old = fingerprint(&server);
    server.pass(DAY);
    Authority::rotate(&*server.store, server.now()).unwrap();
    let new = fingerprint(&server);
    assert_ne!(old, new);
    assert_eq!(sam.get("/api/trust").await.body["fingerprint"], new.to_string());
    for confirmed in [old, new] {
        assert_eq!(judged(&sam, &signed, confirmed).await, Verdict::Counts);
    }
    let renewed = certified(&sue, 2).await.record;
    assert_eq!((renewed.serial, renewed.issuer.fingerprint()), (2, new));
}
