//! The organisation's keys and certificates.

use exchange::attestation::{PublicKey, SecretKey};

use super::{NOW, add_people, check, device_id, new_device, person_id};
use crate::store::{BadgeKeyRecord, CertificateRecord, RootRecord, Store};

fn root(number: u8) -> RootRecord {
    let secret = SecretKey::from_seed([number; 32]);
    let handed_over = (number > 1).then_some(([number; 64], [0; 64]));
    RootRecord {
        public: secret.public(),
        secret: Some(secret),
        made_at: NOW + i64::from(number),
        handed_over,
    }
}

fn public(number: u8) -> PublicKey {
    root(number).public
}

// SPEC G30
#[test]
fn only_the_newest_key_has_its_secret_and_of_two_rotations_at_once_one_is_made() {
    check(|store| {
        assert_eq!(store.roots().unwrap(), []);
        assert!(!store.put_root(&root(2), Some(&public(1))).unwrap(), "after one that is not");
        assert!(store.put_root(&root(1), None).unwrap());
        assert!(!store.put_root(&root(2), None).unwrap(), "there is one");
        assert_eq!(store.roots().unwrap(), [root(1)]);
        let before = store.versions().unwrap().people;
        assert!(store.put_root(&root(2), Some(&public(1))).unwrap());
        assert!(!store.put_root(&root(3), Some(&public(1))).unwrap(), "that was replaced");
        let old = RootRecord { secret: None, ..root(1) };
        assert_eq!(store.roots().unwrap(), [old, root(2)]);
        assert!(store.versions().unwrap().people > before);
    });
}

// SPEC G31
#[test]
fn certificates_are_numbered_without_gaps() {
    check(|store: &dyn Store| {
        add_people(store);
        store.add_device(&person_id("sam"), &new_device("phone", 11), NOW).unwrap();
        let certificate = |serial| CertificateRecord {
            serial,
            device: device_id("phone"),
            bytes: vec![1, 2, 3],
            signature: [9; 64],
        };
        assert!(!store.put_certificate(&certificate(2)).unwrap());
        assert!(store.put_certificate(&certificate(1)).unwrap());
        assert!(!store.put_certificate(&certificate(1)).unwrap());
        assert!(store.put_certificate(&certificate(2)).unwrap());
        assert_eq!(store.certificates().unwrap(), [certificate(1), certificate(2)]);
    });
}

// SPEC G84
#[test]
fn of_two_keys_of_badges_the_first_stays_until_the_root_key_is_replaced() {
    check(|store| {
        let key = |made_at| BadgeKeyRecord { pkcs8: vec![4, 5, 6], made_at };
        store.put_root(&root(1), None).unwrap();
        assert_eq!(store.badge_key().unwrap(), None);
        assert!(store.put_badge_key(&key(NOW)).unwrap());
        assert!(!store.put_badge_key(&key(NOW + 1)).unwrap());
        assert_eq!(store.badge_key().unwrap(), Some(key(NOW)));
        assert!(!store.put_root(&root(2), None).unwrap());
        assert_eq!(store.badge_key().unwrap(), Some(key(NOW)), "nothing was replaced");
        assert!(store.put_root(&root(2), Some(&public(1))).unwrap());
        assert_eq!(store.badge_key().unwrap(), None);
    });
}
