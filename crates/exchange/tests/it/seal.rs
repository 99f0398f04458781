//! The bytes between the app and the module that knows keys: whole ones are understood, and any others are
//! answered.

use domain::{DeviceId, OrgId};
use exchange::attestation::{SecretKey, Seen};
use exchange::seal::{
    Batch, Exporting, Item, Memory, Preparing, Proof, Refusal, Reply, Request, Says, answer,
};

fn ask(request: &Request) -> Reply {
    Reply::unpack(&answer(&request.pack(), &mut Memory::default())).unwrap()
}

fn item() -> Item {
    Item {
        entry: "document/entry".into(),
        document: "document".into(),
        author: "sara".into(),
        attestation: vec![1, 2, 3],
        signature: vec![4; 64],
        serial: u64::MAX,
        receipt: Some(vec![5; 9]),
        evidence: Seen::Hash([6; 32]),
        newest: Some(7),
    }
}

fn requests() -> Vec<Request> {
    let org = || OrgId::new("bicycles").unwrap();
    let says = Says::Correct { earlier: vec![1; 20], level: 3, reason: "é".into() };
    let preparing = Preparing {
        says,
        device: DeviceId::new("phone").unwrap(),
        key: [8; 32],
        certificate: b"{}".to_vec(),
        now: -1,
    };
    let gone = Item { evidence: Seen::Gone, receipt: None, newest: None, ..item() };
    let proof = Proof {
        key: "one".into(),
        card: b"ROPES1:P".to_vec(),
        evidence: Seen::NotHere,
        newest: None,
    };
    vec![
        Request::Public { seed: [1; 32] },
        Request::Sign { seed: [1; 32], message: b"words".to_vec() },
        Request::Prepare(Box::new(preparing)),
        Request::Finish { attestation: vec![], signature: vec![1], certificate: vec![2; 3] },
        Request::Receipts { body: b"[]".to_vec() },
        Request::Judge(Batch {
            org: org(),
            subject: "ali".into(),
            trust: b"{}".to_vec(),
            items: vec![item(), gone],
            proofs: vec![proof],
        }),
        Request::Export(Box::new(Exporting {
            item: item(),
            org: org(),
            period: domain::Period(2026),
            trust: vec![],
            names: Default::default(),
        })),
        Request::Prove { attestation: vec![3], signature: vec![1], certificate: vec![2; 3] },
    ]
}

// SPEC G45
#[test]
fn a_key_of_a_seed_signs_what_its_public_half_verifies() {
    let key = SecretKey::from_seed([1; 32]);
    let public = ask(&Request::Public { seed: [1; 32] });
    assert_eq!(public, Reply::Bytes(key.public().0.to_vec()));
    let signed = ask(&Request::Sign { seed: [1; 32], message: b"words".to_vec() });
    assert_eq!(signed, Reply::Bytes(key.sign(b"words").to_vec()));
}

// SPEC G45
#[test]
fn whatever_the_bytes_are_there_is_an_answer() {
    let mut memory = Memory::default();
    let misunderstood = Reply::Refused(Refusal::NotUnderstood);
    for request in requests() {
        let bytes = request.pack();
        assert_ne!(ask(&request), misunderstood, "{request:?}");
        for cut in 0..bytes.len() {
            let answer = answer(&bytes[..cut], &mut memory);
            assert_eq!(Reply::unpack(&answer), Some(misunderstood.clone()), "{request:?} {cut}");
        }
        for place in 0..bytes.len() {
            let mut other = bytes.clone();
            other[place] ^= 0x81;
            let answer = answer(&other, &mut memory);
            assert!(Reply::unpack(&answer).is_some(), "{request:?} {place}");
            for cut in 0..answer.len() {
                assert_eq!(Reply::unpack(&answer[..cut]), None);
            }
        }
    }
}

// SPEC G45
#[test]
fn what_is_no_attestation_is_judged_as_unreadable() {
    let org = OrgId::new("bicycles").unwrap();
    let (subject, trust) = ("ali".to_owned(), Vec::new());
    let Reply::Judged(judged) =
        ask(&Request::Judge(Batch { org, subject, trust, items: vec![item()], proofs: vec![] }))
    else {
        panic!("not judged");
    };
    assert_eq!(judged[0].entry, "document/entry");
    assert_eq!(judged[0].said, None);
    assert!(!judged[0].verdict.counts());
}
