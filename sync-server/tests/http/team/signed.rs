//! Only what counts is shown as signed off.

use domain::{Entry, Void};
use exchange::attestation::Act;
use serde_json::{Value, json};
use sync_server::store::{PeopleUpdate, Store};

use super::desk::{DAY, Pen, rating};
use super::shop::{SIGN, Shop};
use super::told;
use crate::server::{NOON, id};

// SPEC V3
#[tokio::test]
async fn the_newest_sign_off_that_counts_is_told() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    shop.sign("s1", &pen, 3, NOON - DAY);
    shop.sign("s0", &pen, 2, NOON - 2 * DAY);
    let sam = told(&shop.sue, "sam").await;
    let signed = json!({"level": 3, "levels": 4, "at": NOON - DAY, "by": "sue", "version": 3});
    assert_eq!((&sam["skills"][0]["signed"], &sam["signed"]), (&signed, &json!(NOON - DAY)));
    // What was watched can be evidence as well.
    let of_sue = pen.sign(SIGN, (&shop.seen, "o1"), 4, NOON);
    shop.write("s2", &pen, &of_sue);
    assert_eq!(shop.level().await, 4);
}

// SPEC V3, G67
#[tokio::test]
async fn what_was_taken_back_or_corrected_is_not() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let first = shop.sign("s1", &pen, 2, NOON - 2 * DAY);
    let second = shop.sign("s2", &pen, 3, NOON - DAY);
    let reason = "The other wheel.".to_owned();
    let correct = Act::Correct { of: second, reason: reason.clone() };
    let corrected = pen.sign(correct, (&shop.log, "r1"), 4, NOON - DAY);
    let entry = shop.write("s3", &pen, &corrected);
    assert_eq!(shop.level().await, 4);
    // Taking the entry back says nothing of what was signed.
    let void = Void { at: entry.saved, reason: reason.clone() };
    shop.seen.put(&shop.server, &Entry { void: Some(void), ..entry });
    assert_eq!(shop.level().await, 4);
    let void = |of| Act::Void { of, reason: reason.clone() };
    let taken_back = pen.sign(void(corrected.digest()), (&shop.log, "r1"), 4, NOON);
    shop.write("s4", &pen, &taken_back);
    assert_eq!(shop.level().await, 2, "what was corrected does not stand again");
    let undone = pen.sign(void(taken_back.digest()), (&shop.log, "r1"), 4, NOON);
    shop.write("s5", &pen, &undone);
    assert_eq!(shop.level().await, 2, "nor does what was taken back");
    // Whatever became of what was signed, taking back holds.
    shop.write("s6", &pen, &pen.sign(void(first), (&shop.log, "r1"), 2, NOON));
    shop.log.write(&shop.server, "r1", rating(4, NOON - DAY));
    assert_eq!(shop.level().await, Value::Null);
    shop.log.write(&shop.server, "r1", rating(3, NOON - DAY));
    assert_eq!(shop.level().await, Value::Null);
}

// SPEC V3
#[tokio::test]
async fn what_is_forged_or_of_a_key_that_nobody_certified_is_not() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    let good = pen.sign(SIGN, (&shop.log, "r1"), 2, NOON);
    let mut changed = good.clone();
    changed.record.skill.level = 4;
    shop.write("s1", &pen, &changed);
    let forged = pen.forged();
    let other = forged.sign(SIGN, (&shop.log, "r1"), 4, NOON);
    shop.write("s2", &forged, &other);
    assert_eq!(shop.level().await, Value::Null);
    // In the worker's own log even a good one says nothing.
    shop.log.write(&shop.server, "s3", forged.entry(&good));
    assert_eq!(shop.level().await, Value::Null);
    shop.write("s4", &forged, &good);
    assert_eq!(shop.level().await, 2);
}

// SPEC V3
#[tokio::test]
async fn what_came_from_a_device_that_had_been_revoked_is_not() {
    let mut shop = Shop::open().await;
    let phone = shop.server.joined("sue").await;
    let pen = Pen::new(&phone, 5, false).await;
    let lost = super::desk::device(&phone).await;
    let own = std::mem::replace(&mut shop.seen.device, lost.clone());
    shop.sign("s1", &pen, 2, NOON);
    assert_eq!(shop.level().await, 2);
    shop.server.pass(DAY);
    let revoke = format!("/api/devices/{lost}/revoke");
    assert_eq!(shop.sue.post(&revoke, &json!({})).await.status, 204);
    assert_eq!(shop.level().await, 2, "it arrived before");
    // As a rescue file brings it.
    shop.sign("s2", &pen, 3, NOON);
    assert_eq!(shop.level().await, 2);
    shop.seen.device = own;
}

// SPEC V3
#[tokio::test]
async fn what_waits_for_its_signer_or_has_changed_is_not() {
    let mut shop = Shop::open().await;
    let guest = Pen::new(&shop.sue, 2, true).await;
    let waits = shop.sign("s1", &guest, 3, NOON);
    assert_eq!(shop.level().await, Value::Null);
    let phone = shop.server.joined("sue").await;
    let own = Pen::new(&phone, 5, false).await;
    let confirmed = own.sign(Act::Confirm { of: waits }, (&shop.log, "r1"), 3, NOON);
    shop.seen.device = super::desk::device(&phone).await;
    shop.write("s2", &own, &confirmed);
    assert_eq!(shop.level().await, 3);
    // Sam changes what was signed; what is changed back is what was signed.
    shop.log.write(&shop.server, "r1", rating(4, NOON - DAY));
    assert_eq!(shop.level().await, Value::Null);
    shop.log.write(&shop.server, "r1", rating(3, NOON - DAY));
    assert_eq!(shop.level().await, 3);
}

// SPEC V3
#[tokio::test]
async fn a_sign_off_outlives_the_relation_and_not_the_grace() {
    let mut shop = Shop::open().await;
    let pen = Pen::new(&shop.sue, 2, false).await;
    shop.sign("s1", &pen, 2, NOON);
    let floor = domain::Team {
        id: domain::TeamId::new("floor").unwrap(),
        name: "floor".into(),
        members: vec![id("sam")],
        supervisors: vec![id("ted")],
    };
    let until = domain::Moment::new(NOON, 0).day();
    let pair = domain::Supervised { supervisor: id("sue"), worker: id("sam"), until };
    let update =
        PeopleUpdate { teams: vec![floor], supervised: vec![pair], ..PeopleUpdate::default() };
    shop.server.store.update_people(&update).unwrap();
    let ted = shop.server.joined("ted").await;
    let level = async || told(&ted, "sam").await["skills"][0]["signed"]["level"].clone();
    assert_eq!(level().await, 2);
    shop.server.pass(15 * DAY);
    shop.sign("s2", &pen, 4, NOON);
    assert_eq!(level().await, 2);
    assert_eq!(shop.sam.get("/api/team").await.text, "{\"people\":[]}");
}
