//! What was read out of documents.

use super::{append, check, record, register};
use crate::store::{Store, StoreError, Summary};

// SPEC V5
#[test]
fn what_was_read_out_of_a_document_is_kept_with_the_heads_it_had_then() {
    check(|store: &dyn Store| {
        let (sam, sue) = (register(store, "sam"), register(store, "sue"));
        let kept = |about| {
            let all = store.summaries(about).unwrap();
            all.into_iter().map(|one| (one.record, one.heads, one.summary)).collect::<Vec<_>>()
        };
        let genesis = vec![[0; 32]];
        assert_eq!(kept(Some("sam")), [(record("sam"), genesis.clone(), None)]);
        assert_eq!((kept(None), kept(Some("nobody"))), (vec![], vec![]));

        let first = Summary { document: sam, heads: genesis.clone(), bytes: vec![1] };
        store.put_summary(&first).unwrap();
        store.append(&[append(sam, &[1, 2])]).unwrap();
        let now = vec![[2; 32]];
        assert_eq!(kept(Some("sam")), [(record("sam"), now.clone(), Some(first))]);
        let second = Summary { document: sam, heads: now.clone(), bytes: vec![2, 3] };
        store.put_summary(&second).unwrap();
        assert_eq!(kept(Some("sam")), [(record("sam"), now, Some(second))]);
        assert_eq!(kept(Some("sue")), [(record("sue"), genesis, None)]);

        let mut unknown = sue;
        unknown.0[0] ^= 1;
        let lost = Summary { document: unknown, heads: vec![], bytes: vec![] };
        let refused = store.put_summary(&lost);
        assert!(matches!(refused, Err(StoreError::UnknownDocument(id)) if id == unknown));
    });
}

// SPEC V5
#[test]
fn keeping_what_was_read_moves_no_version() {
    check(|store: &dyn Store| {
        let document = register(store, "sam");
        let before = store.versions().unwrap();
        store.put_summary(&Summary { document, heads: vec![], bytes: vec![] }).unwrap();
        assert_eq!(store.versions().unwrap(), before);
    });
}
