//! The first change of every document: the same bytes on every phone and server.
//!
//! Two phones that set up the same document apart would otherwise each make their own `entries`
//! map, and a merge would hide one. So the first change is a constant, never made at run time; a
//! new version is added beside the old one.

use automerge::{Change, ChangeHash};
use domain::Kind;

/// The version a new document starts at.
pub const VERSION: u32 = 1;

/// The actor of every genesis change; no device may write as it.
pub const FIRST_ACTOR: [u8; 16] = *b"ropes.genesis.v1";

const CATALOG_1: &str = "856f4a830b6132b501450010726f7065732e67656e657369732e7631010100000006150e340142045604570870027d0176046b696e64056974656d730302017f007d14760001636174616c6f670300";
const LOG_1: &str = "856f4a8343920d9101430010726f7065732e67656e657369732e76310101000000061510340142045604570470027d0176046b696e6407656e74726965730302017f007d143600016c6f670300";
const JOURNAL_1: &str = "856f4a835824834a01470010726f7065732e67656e657369732e76310101000000061510340142045604570870027d0176046b696e6407656e74726965730302017f007d147600016a6f75726e616c0300";
const SHADOW_1: &str = "856f4a83b3e770ab01460010726f7065732e67656e657369732e76310101000000061510340142045604570770027d0176046b696e6407656e74726965730302017f007d14660001736861646f770300";
const OBS_1: &str = "856f4a830b6d550b01430010726f7065732e67656e657369732e76310101000000061510340142045604570470027d0176046b696e6407656e74726965730302017f007d143600016f62730300";

/// One raw change chunk.
pub fn genesis(kind: Kind) -> Vec<u8> {
    unhex(match kind {
        Kind::Catalog => CATALOG_1,
        Kind::Log => LOG_1,
        Kind::Journal => JOURNAL_1,
        Kind::Shadow => SHADOW_1,
        Kind::Obs => OBS_1,
    })
}

/// The hash of that change.
pub fn genesis_hash(kind: Kind) -> [u8; 32] {
    hash_of(&genesis(kind)).map_or([0; 32], |hash| hash.0)
}

fn hash_of(bytes: &[u8]) -> Option<ChangeHash> {
    Change::from_bytes(bytes.to_vec()).ok().map(|change| change.hash())
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |c: u8| if c.is_ascii_digit() { c - b'0' } else { c - b'a' + 10 };
    text.as_bytes().as_chunks::<2>().0.iter().map(|[a, b]| digit(*a) << 4 | digit(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use automerge::transaction::{CommitOptions, Transactable};
    use automerge::{ActorId, Automerge, ObjType, ROOT};

    /// How the constants were made. Kept so that a reader can repeat it; a new automerge may
    /// encode the same operations differently, which is why nothing is made at run time.
    fn make(kind: Kind) -> Vec<u8> {
        let mut doc = Automerge::new().with_actor(ActorId::from(FIRST_ACTOR));
        let mut tx = doc.transaction();
        tx.put(ROOT, "v", i64::from(VERSION)).unwrap();
        tx.put(ROOT, "kind", kind.as_str()).unwrap();
        let map = if kind == Kind::Catalog { "items" } else { "entries" };
        tx.put_object(ROOT, map, ObjType::Map).unwrap();
        tx.commit_with(CommitOptions::default().with_time(0));
        doc.get_last_local_change().unwrap().raw_bytes().to_vec()
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    // SPEC D3
    #[test]
    fn genesis_bytes_are_what_their_recipe_makes() {
        for kind in Kind::ALL {
            assert_eq!(hex(&genesis(kind)), hex(&make(kind)), "{}", kind.as_str());
        }
    }

    // SPEC D3
    #[test]
    fn genesis_hashes_are_frozen() {
        let hashes: Vec<_> = Kind::ALL.map(|kind| hex(&genesis_hash(kind)[..8])).into();
        assert_eq!(
            hashes,
            [
                "0b6132b5b513a165",
                "43920d913eb74f28",
                "5824834a8152a2c6",
                "b3e770ab97280621",
                "0b6d550be436a214"
            ]
        );
    }
}
