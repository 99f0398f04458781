//! Documents, their changes and receipts.

use domain::{DeviceId, Kind};

use super::{
    NOW, add_people, append, bytes_of, change, check, device_id, person_id, record, register,
};
use crate::store::{
    Append, Appended, ChangeHash, DocumentId, DocumentRecord, Frozen, Mend, Quarantined,
    ReceivedBefore, SetAside, Store, StoreError, Summary,
};

// SPEC S4
#[test]
fn a_document_is_registered_once_together_with_its_genesis() {
    check(|store| {
        let id = register(store, "sam");
        assert!(!store.register_document(&record("sam"), &change(9)).unwrap());
        assert_eq!(bytes_of(store, id), [0]);
        assert_eq!(store.heads(id).unwrap(), [[0; 32]]);
        assert_eq!(store.document(id).unwrap(), Some(record("sam")));
        assert_eq!(store.receipts(id).unwrap()[0].person, None);
    });
}

#[test]
fn documents_are_found_by_author_and_subject() {
    check(|store| {
        register(store, "sam");
        register(store, "sue");
        assert_eq!(store.documents().unwrap().len(), 2);
        assert_eq!(store.documents_by(&person_id("sam")).unwrap(), [record("sam")]);
        let (id, kind) = (DocumentId([9; 16]), Kind::Catalog);
        let catalog = DocumentRecord { id, kind, author: None, ..record("sam") };
        store.register_document(&catalog, &change(0)).unwrap();
        assert_eq!(store.common_documents().unwrap(), [catalog]);
        assert_eq!(store.documents_about("sue").unwrap(), [record("sue")]);
        assert_eq!(store.documents_about("ada").unwrap(), []);
    });
}

// SPEC S5
#[test]
fn changes_come_back_in_order_of_arrival_each_once_with_its_first_receipt() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[3, 1]), append(id, &[2])]).unwrap();
        let again = Append { device: Some(device_id("other")), ..append(id, &[1, 4]) };
        store.append(&[again]).unwrap();
        assert_eq!(bytes_of(store, id), [0, 3, 1, 2, 4]);
        assert_eq!(store.heads(id).unwrap(), [[4; 32]]);
        let receipts = store.receipts(id).unwrap();
        let devices: Vec<_> =
            receipts.iter().map(|r| r.device.as_ref().map(DeviceId::as_str)).collect();
        let phone = Some("phone");
        assert_eq!(devices, [None, phone, phone, phone, Some("other")]);
        assert!(receipts.is_sorted_by(|a, b| a.number < b.number));
        assert_eq!((receipts[1].clock_wrong, receipts[3].clock_wrong), (true, false));
        assert_eq!(receipts[1].received_at, NOW + 1);
    });
}

// SPEC S6
#[test]
fn an_append_to_many_documents_is_all_or_nothing() {
    check(|store| {
        let id = register(store, "sam");
        let before = store.versions().unwrap();
        let unknown = record("sue").id;
        let refused = store.append(&[append(id, &[1]), append(unknown, &[2])]);
        assert!(matches!(refused, Err(StoreError::UnknownDocument(it)) if it == unknown));
        assert_eq!(bytes_of(store, id), [0]);
        assert_eq!(store.heads(id).unwrap(), [[0; 32]]);
        assert_eq!(store.versions().unwrap(), before);
    });
}

// SPEC S7
#[test]
fn a_snapshot_replaces_only_what_it_covers_and_keeps_every_receipt() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[1, 2, 3])]).unwrap();
        store.snapshot(id, &[77; 9], &[[0; 32], [1; 32], [2; 32]]).unwrap();
        assert_eq!(bytes_of(store, id), [77, 3]);
        assert_eq!(store.chunks(id).unwrap()[0].hash, None);
        store.append(&[append(id, &[2, 4])]).unwrap();
        assert_eq!(bytes_of(store, id), [77, 3, 4]);
        store.snapshot(id, &[78; 9], &[[3; 32], [4; 32]]).unwrap();
        assert_eq!(bytes_of(store, id), [78]);
        assert_eq!(store.receipts(id).unwrap().len(), 5);
        let refused = store.snapshot(record("sue").id, &[1], &[]);
        assert!(matches!(refused, Err(StoreError::UnknownDocument(_))));
    });
}

// SPEC S8
#[test]
fn a_reader_learns_which_documents_got_changes_since_it_last_asked() {
    check(|store| {
        assert_eq!(store.appended_after(0).unwrap(), Appended::default());
        let id = register(store, "sam");
        let first = store.appended_after(0).unwrap();
        assert_eq!(first.documents, [(id, None)]);
        assert_eq!(first.newest, store.versions().unwrap().receipts);
        store.append(&[append(id, &[1, 2])]).unwrap();
        let second = store.appended_after(first.newest).unwrap();
        assert_eq!(second.documents, [(id, Some(device_id("phone")))]);
        assert_eq!(store.appended_after(second.newest).unwrap().documents, []);
    });
}

#[test]
fn what_was_refused_is_kept() {
    check(|store| {
        let refused = Quarantined {
            document: record("sam").id,
            bytes: vec![1, 2, 3],
            person: person_id("sam"),
            device: device_id("phone"),
            reason: "too-large".into(),
            at: NOW,
        };
        store.quarantine(&refused).unwrap();
        store.quarantine(&refused).unwrap();
        assert_eq!(store.quarantined().unwrap(), [refused.clone(), refused]);
        assert_eq!(store.quarantined_count().unwrap(), 2);
    });
}

// SPEC H43
#[test]
fn a_frozen_document_is_known_until_it_is_thawed_and_both_move_the_version() {
    check(|store| {
        let version = || store.versions().unwrap().people;
        let frozen = |document, reason: &str| Frozen { document, at: NOW, reason: reason.into() };
        let nowhere = frozen(record("sue").id, "nowhere");
        let id = register(store, "sam");
        let first = version();
        store.freeze(&nowhere).unwrap();
        assert_eq!((store.frozen().unwrap().len(), version()), (0, first));
        store.freeze(&frozen(id, "panicked")).unwrap();
        let second = version();
        assert!(second > first);
        store.freeze(&frozen(id, "again")).unwrap();
        assert_eq!(store.frozen().unwrap(), [frozen(id, "panicked")]);
        assert_eq!(version(), second);
        assert!(store.thaw(id).unwrap());
        assert!(version() > second);
        assert!(!store.thaw(id).unwrap());
        assert_eq!(store.frozen().unwrap(), []);
    });
}

#[test]
fn a_sound_store_has_no_problems() {
    check(|store| {
        add_people(store);
        let id = register(store, "sam");
        store.append(&[append(id, &[1])]).unwrap();
        store.snapshot(id, &[7], &[[1; 32]]).unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
    });
}

// SPEC S42
#[test]
fn what_a_snapshot_replaced_is_kept_until_the_next_one() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[1, 2])]).unwrap();
        let former = |store: &dyn Store| -> Vec<u8> {
            store.whole(id).unwrap().former.iter().map(|chunk| chunk.bytes[0]).collect()
        };
        assert_eq!(former(store), Vec::<u8>::new());
        store.snapshot(id, &[77; 9], &[[0; 32], [1; 32]]).unwrap();
        assert_eq!((former(store), bytes_of(store, id)), (vec![0, 1], vec![77, 2]));
        store.snapshot(id, &[78; 9], &[[2; 32]]).unwrap();
        assert_eq!((former(store), bytes_of(store, id)), (vec![77, 2], vec![78]));
        let whole = store.whole(id).unwrap();
        assert_eq!((whole.heads, whole.receipts.len()), (vec![[2; 32]], 3));
    });
}

fn mend(document: DocumentId, damaged: &[Option<ChangeHash>], lost: &[ChangeHash]) -> Mend {
    let (damaged, lost) = (damaged.to_vec(), lost.to_vec());
    Mend { document, damaged, regained: vec![change(0)], lost, heads: vec![[9; 32]], at: NOW }
}

// SPEC S43
#[test]
fn a_damaged_piece_is_set_aside_as_it_was_and_a_lost_change_is_taken_again() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[1, 2, 3])]).unwrap();
        store.mend(&mend(id, &[Some([2; 32])], &[[2; 32]])).unwrap();
        assert_eq!(bytes_of(store, id), [0, 1, 3]);
        assert_eq!(store.heads(id).unwrap(), [[9; 32]]);
        let hash = Some([2; 32]);
        let aside = SetAside { document: id, hash, bytes: change(2).bytes, at: NOW };
        assert_eq!(store.set_aside().unwrap(), [aside]);
        // Only what was lost is taken again, in its old place and with its first receipt.
        let again = Append { device: Some(device_id("other")), ..append(id, &[1, 2]) };
        store.append(std::slice::from_ref(&again)).unwrap();
        store.append(&[again]).unwrap();
        assert_eq!(bytes_of(store, id), [0, 1, 2, 3]);
        let receipts = store.receipts(id).unwrap();
        assert_eq!((receipts.len(), receipts[2].device.clone()), (4, Some(device_id("phone"))));
        let unknown = store.mend(&mend(record("sue").id, &[], &[]));
        assert!(matches!(unknown, Err(StoreError::UnknownDocument(_))));
    });
}

// SPEC S44
#[test]
fn what_a_damaged_snapshot_replaced_comes_back() {
    check(|store| {
        let id = register(store, "sam");
        store.append(&[append(id, &[1])]).unwrap();
        store.snapshot(id, &[77; 9], &[[0; 32], [1; 32]]).unwrap();
        store.append(&[append(id, &[2])]).unwrap();
        store.snapshot(id, &[78; 9], &[[2; 32]]).unwrap();
        store.append(&[append(id, &[3])]).unwrap();
        store.mend(&mend(id, &[None], &[])).unwrap();
        assert_eq!(bytes_of(store, id), [77, 0, 2, 3]);
        store.mend(&mend(id, &[None, Some([0; 32])], &[])).unwrap();
        assert_eq!(bytes_of(store, id), [0, 2, 3]);
        let aside: Vec<_> = store.set_aside().unwrap().iter().map(|piece| piece.bytes[0]).collect();
        assert_eq!(aside, [78, 77, 0]);
    });
}

// SPEC G88
#[test]
fn what_was_received_before_a_restore_is_told_where_it_is_earlier() {
    check(|store| {
        let document = register(store, "sam");
        store.append(&[append(document, &[1])]).unwrap();
        let before = |hash, received_at| ReceivedBefore {
            document,
            hash: [hash; 32],
            person: person_id("sam"),
            device: device_id("tablet"),
            received_at,
        };
        let summary = Summary { document, heads: vec![[1; 32]], bytes: vec![1] };
        store.put_summary(&summary).unwrap();
        store.put_received_before(&[before(1, NOW - 5), before(2, NOW - 9)]).unwrap();
        assert_eq!(store.summaries(Some("sam")).unwrap()[0].summary, None, "it is read anew");
        // Neither a later one nor one of a change that is not here does anything now.
        store.put_received_before(&[before(1, NOW - 4), before(3, NOW + 9)]).unwrap();
        store.append(&[append(document, &[2]), append(document, &[3])]).unwrap();
        let told = store.receipts(document).unwrap().into_iter().skip(1);
        let told: Vec<_> =
            told.map(|one| (one.received_at, one.device.unwrap().to_string())).collect();
        let expected = [(NOW - 5, "tablet"), (NOW - 9, "tablet"), (NOW + 1, "phone")];
        assert_eq!(told, expected.map(|(at, device)| (at, device.to_owned())));
    });
}
