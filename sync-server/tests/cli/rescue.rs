//! What a phone could not send, taken back from its rescue file.

use std::time::{SystemTime, UNIX_EPOCH};

use documents::{Document, DocumentKey};
use domain::{
    Body, Buddy, DeviceId, Entry, EntryId, Goal, Kind, Moment, OrgId, Period, PersonId, Role,
};
use exchange::{Rescue, RescuedDocument, write_rescue};
use sync_server::store::{PeopleUpdate, PersonRecord, Store};

use crate::founded::{Founded, founded};

const AT: Moment = Moment { utc_ms: 1_795_348_800_000, offset_min: 60 };

pub(crate) fn add_sam(founded: &Founded) {
    let sam = PersonRecord {
        id: sam(),
        key: "2".into(),
        name: "Sam".into(),
        roles: vec![Role::Worker],
        job: None,
        is_active: true,
    };
    let update = PeopleUpdate { people: vec![sam], ..PeopleUpdate::default() };
    founded.store().update_people(&update).unwrap();
}

fn sam() -> PersonId {
    PersonId::new("sam").unwrap()
}

pub(crate) fn key() -> DocumentKey {
    DocumentKey::own(OrgId::new("bicycles").unwrap(), Kind::Journal, sam(), Period(2026))
}

/// A journal with two goals in it, as a phone would pack it.
pub(crate) fn rescue() -> Rescue {
    let mut journal = Document::new(Kind::Journal, [7; 16]);
    for number in [1, 2] {
        let text = format!("goal {number}");
        let goal = Goal { text, competency: None, when: AT, reached: None };
        let entry = Entry {
            id: EntryId::from_random([number; 15]),
            saved: AT,
            edited: None,
            body: Body::Goal(goal),
            void: None,
            copied_from: None,
        };
        journal.put_entry(&entry, AT).unwrap().unwrap();
    }
    let document = RescuedDocument {
        document_id: key().id().to_string(),
        kind: Kind::Journal,
        subject: "sam".into(),
        period: Some(Period(2026)),
        chunks: journal.changes().into_iter().map(|change| change.bytes).collect(),
    };
    Rescue {
        org: OrgId::new("bicycles").unwrap(),
        person: sam(),
        device: DeviceId::new("phone").unwrap(),
        made_at: AT,
        documents: vec![document],
    }
}

pub(crate) fn import(founded: &Founded, rescue: &Rescue) -> crate::founded::Ran {
    let file = founded.file("rescue.zip", write_rescue(rescue).unwrap());
    founded.import("rescue", &file)
}

// SPEC S38
#[test]
fn a_rescue_file_brings_back_each_change_once_with_a_receipt_for_its_person() {
    let founded = founded();
    add_sam(&founded);
    for expected in ["2 changes taken back", "0 changes taken back"] {
        let ran = import(&founded, &rescue());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.starts_with(expected), "{ran:?}");
    }
    let receipts = founded.store().receipts(key().id()).unwrap();
    let people: Vec<_> = receipts.iter().map(|receipt| receipt.person.clone()).collect();
    assert_eq!(people, [None, Some(sam()), Some(sam())]);
    assert_eq!(founded.ropes(["fsck"]).code, Some(0));
}

// SPEC S38
#[test]
fn a_rescue_file_that_is_not_what_it_says_is_refused_whole() {
    let founded = founded();
    add_sam(&founded);
    let good = rescue();
    let other_org = Rescue { org: OrgId::new("others").unwrap(), ..good.clone() };
    let ghost = Rescue { person: PersonId::new("ghost").unwrap(), ..good.clone() };
    let mut moved = good.clone();
    moved.documents[0].period = Some(Period(2025));
    let mut garbage = good.clone();
    garbage.documents[0].chunks.push(b"no change".to_vec());
    for (name, bad) in
        [("org", other_org), ("ghost", ghost), ("moved", moved), ("garbage", garbage)]
    {
        let ran = import(&founded, &bad);
        assert_eq!(ran.code, Some(1), "{name}: {ran:?}");
    }
    assert_eq!(founded.store().receipts(key().id()).unwrap().len(), 1, "only the genesis");
}

// SPEC S38
#[test]
fn a_rescue_file_of_a_former_buddy_is_taken_as_long_as_the_grace_says() {
    let founded = founded();
    add_sam(&founded);
    let learner = PersonId::new("ada").unwrap();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = Moment::new(i64::try_from(since.as_millis()).unwrap(), 0);
    let day = |days: i64| now.plus_ms(-days * 86_400_000).day();
    let (from, until) = (day(90), Some(day(20)));
    let ended = Buddy { buddy: sam(), learner: learner.clone(), from, until };
    let update = PeopleUpdate { buddies: Some(vec![ended]), ..PeopleUpdate::default() };
    founded.store().update_people(&update).unwrap();

    let key = DocumentKey { kind: Kind::Shadow, subject: learner.to_string(), ..key() };
    let begun = Document::new(Kind::Shadow, [7; 16]).changes();
    let document = RescuedDocument {
        document_id: key.id().to_string(),
        kind: key.kind,
        subject: key.subject.clone(),
        period: key.period,
        chunks: begun.into_iter().map(|change| change.bytes).collect(),
    };
    let file = Rescue { documents: vec![document], ..rescue() };
    assert_eq!(import(&founded, &file).code, Some(1));
    let path = founded.file("rescue.zip", write_rescue(&file).unwrap());
    let words = ["import", "rescue", path.to_str().unwrap(), "--grace-days", "30"];
    let ran = founded.ropes(words);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}
