//! Receipts that phones kept, for a server that was restored from a backup.

use std::path::PathBuf;

use exchange::attestation::{Receipt, Record, SecretKey, Signed, from_hex, to_hex};
use serde_json::{Value, json};
use sync_server::store::Store;

use crate::server::{Browser, NOON, Server};
use crate::team::desk::{DAY, Pen};
use crate::team::shop::Shop;
use crate::team::told;

/// By then the certificate has expired.
const LATER: i64 = NOON + 500 * DAY;

/// What was signed after the backup, and the receipts that Sam's phone has of it.
struct Lost {
    shop: Shop,
    backup: PathBuf,
    receipts: Vec<Value>,
}

impl Lost {
    async fn new() -> Self {
        let mut shop = Shop::open().await;
        let pen = Pen::new(&shop.sue, 2, false).await;
        let backup = shop.server.data.path().join("backup.db");
        shop.server.store.back_up(&backup).unwrap();
        shop.sign("s1", &pen, 3, NOON - DAY);
        assert_eq!(shop.level().await, 3);
        let receipts = shop.sam.get(&format!("/api/receipts?document={}", shop.seen.id)).await;
        let receipts = receipts.body["receipts"].as_array().unwrap().clone();
        Self { shop, backup, receipts }
    }

    async fn restored(&self) -> Server {
        Server::restored(&self.backup, LATER).await
    }
}

async fn hand_back(browser: &Browser, receipts: &[Value]) -> (u16, String) {
    let answer = browser.post("/api/receipts", &json!({"receipts": receipts})).await;
    (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or_default().to_owned())
}

async fn level(server: &Server) -> Value {
    told(&server.joined("sue").await, "sam").await["skills"][0]["signed"]["level"].clone()
}

fn opened(value: &Value) -> Signed<Receipt> {
    let bytes = |name: &str| from_hex(value[name].as_str().unwrap()).unwrap();
    Signed::open(&bytes("bytes"), &bytes("signature")).unwrap()
}

fn closed(signed: &Signed<Receipt>) -> Value {
    json!({"bytes": to_hex(&signed.record.encode()), "signature": to_hex(&signed.signature)})
}

// SPEC G88
#[tokio::test]
async fn a_sign_off_that_a_restore_lost_counts_again_as_of_when_it_was_first_received() {
    let lost = Lost::new().await;
    // Before the change has come again, and after.
    for comes_first in [true, false] {
        let server = lost.restored().await;
        let pat = server.joined("pat").await;
        if comes_first {
            lost.shop.seen.send_all(&server);
            assert_eq!(level(&server).await, Value::Null, "received too late");
        }
        assert_eq!(hand_back(&pat, &lost.receipts).await, (204, String::new()));
        if !comes_first {
            lost.shop.seen.send_all(&server);
        }
        assert_eq!(level(&server).await, 3);
        let sam = server.joined("sam").await;
        let told = sam.get(&format!("/api/receipts?document={}", lost.shop.seen.id)).await.body;
        let told = told["receipts"].as_array().unwrap();
        assert!(lost.receipts.iter().all(|receipt| told.contains(receipt)), "{told:?}");
    }
}

// SPEC G89
#[tokio::test]
async fn a_receipt_that_this_organisation_did_not_sign_changes_nothing() {
    let lost = Lost::new().await;
    let server = lost.restored().await;
    lost.shop.seen.send_all(&server);
    let pat = server.joined("pat").await;
    let good = lost.receipts.iter().map(opened).find(|one| one.record.attestation.is_some());
    let good = good.unwrap();
    let stranger = SecretKey::from_seed([9; 32]);
    let mut dated_back = good.clone();
    dated_back.record.received_at -= DAY;
    let mut issued = good.record.clone();
    issued.issuer = stranger.public();
    let theirs = Signed::by(&stranger, issued).unwrap();
    let forged = Signed::by(&stranger, good.record.clone()).unwrap();
    let refused = (400, "bad-request".to_owned());
    for bad in [dated_back, theirs, forged] {
        assert_eq!(hand_back(&pat, &[closed(&good), closed(&bad)]).await, refused);
    }
    assert_eq!(hand_back(&pat, &[json!({"bytes": "", "signature": ""})]).await, refused);
    assert_eq!(hand_back(&pat, &[json!(1)]).await, refused);
    assert_eq!(level(&server).await, Value::Null, "all or nothing");
    let signed_out = hand_back(&server.bare(), &[closed(&good)]).await;
    assert_eq!(signed_out, (401, "signed-out".to_owned()));
    assert_eq!(hand_back(&pat, &[closed(&good)]).await.0, 204);
    assert_eq!(level(&server).await, 3);
}
