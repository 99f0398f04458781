//! Files damaged at random, from a printed seed: every reader answers, none panics.

use std::collections::BTreeSet;

use domain::{DeviceId, Kind, Moment, OrgId};
use exchange::{
    CatalogImport, Rescue, RescuedDocument, merge_catalog, read_aids, read_checklists,
    read_framework, read_people, read_rescue, read_tasks, write_rescue,
};

use crate::{checklists, workshop};

/// xorshift64*, after Vigna, "An experimental exploration of Marsaglia's xorshift generators".
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides.max(1)
    }
}

const SPICE: &[&[u8]] = &[
    b"\"",
    b",",
    b";",
    b"\n",
    b"\r\n",
    b"'",
    b"=",
    b"{",
    b"}",
    b"[",
    b"]",
    b"null",
    b"\0",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"e999",
    b"-1",
    b"|",
    b"target:",
    b"level9",
    b"scale",
    b"\\u0000",
];

fn mutated(original: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for _ in 0..=dice.roll(6) {
        let (from, to) = (dice.roll(bytes.len() + 1), dice.roll(bytes.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match dice.roll(5) {
            0 => drop(bytes.drain(from..to.min(from + 40))),
            1 => bytes.truncate(to),
            2 => drop(bytes.splice(from..from, SPICE[dice.roll(SPICE.len())].iter().copied())),
            3 if from < bytes.len() => bytes[from] = dice.roll(256) as u8,
            _ => {
                let copy = bytes[from..to.min(from + 200)].to_vec();
                drop(bytes.splice(to..to, copy));
            }
        }
    }
    bytes
}

fn each(original: &[u8], rounds: u64, answer: impl Fn(&[u8])) {
    for seed in 1..=rounds {
        let bytes = mutated(original, &mut Dice(seed));
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(&bytes)));
        assert!(outcome.is_ok(), "seed {seed}: {:?}", String::from_utf8_lossy(&bytes));
    }
}

// SPEC X27
#[test]
fn a_damaged_framework_is_an_answer_and_merges_or_not() {
    let catalog = workshop::catalog();
    let read = |bytes: &[u8]| {
        let report = read_framework(bytes, "any (1).csv");
        assert_eq!(report.value.is_none(), !report.errors.is_empty());
        let Some(import) = report.value else { return };
        let Ok(once) = merge_catalog(&catalog, CatalogImport::Framework(import.clone())) else {
            return;
        };
        let twice = merge_catalog(&once.catalog, CatalogImport::Framework(import));
        assert_eq!(twice.map(|merged| merged.catalog), Ok(once.catalog));
    };
    each(workshop::FRAMEWORK.as_bytes(), 3_000, read);
    each(include_bytes!("fixtures/broken_case.json"), 3_000, read);
}

// SPEC X27
#[test]
fn damaged_tasks_aids_and_people_are_answers() {
    let catalog = workshop::catalog();
    each(workshop::TASKS.as_bytes(), 2_000, |bytes| drop(read_tasks(bytes, &catalog)));
    each(workshop::AIDS.as_bytes(), 2_000, |bytes| drop(read_aids(bytes, &catalog)));
    each(checklists::FILE.as_bytes(), 2_000, |bytes| drop(read_checklists(bytes, &catalog)));
    let people = b"person,name,roles,team,supervises,buddy,buddy_from\n1,Ana,worker;admin,A,,2,2026-01-01\n2,Bo,supervisor,,A,,\n";
    let known = BTreeSet::new();
    each(people, 2_000, |bytes| drop(read_people(bytes, &catalog, &known)));
}

// SPEC X27
#[test]
fn a_damaged_rescue_file_is_an_answer() {
    let document = RescuedDocument {
        document_id: "x".to_owned(),
        kind: Kind::Log,
        subject: "ana".to_owned(),
        period: None,
        chunks: vec![vec![1; 300], vec![2; 30]],
    };
    let rescue = Rescue {
        org: OrgId::new("org").unwrap(),
        person: workshop::person("ana"),
        device: DeviceId::new("phone").unwrap(),
        made_at: Moment::new(0, 0),
        documents: vec![document],
    };
    let whole = write_rescue(&rescue).unwrap();
    each(&whole, 3_000, |bytes| drop(read_rescue(bytes)));
}
