//! Cards: what comes back of them, however they were harmed.

use domain::{EntryId, Moment, OrgId, PersonId, TaskTypeId};
use exchange::attestation::{
    Act, Answer, Answered, Attestation, Certificate, Evidence, Followed, SecretKey, Signed, Skill,
};
use exchange::card::{
    Card, LARGEST, PersonCard, ProofCard, RequestCard, ShortCode, TaskSaid, TooLarge, Unread,
};

/// An id as phones make them.
const ID: &str = "Q7WkR0dLmZ3xYt9_b-aE";
const DOCUMENT: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";
const NOON: Moment = Moment { utc_ms: 1_795_345_200_000, offset_min: 60 };

fn id<T>(new: impl Fn(&'static str) -> Result<T, domain::BadId>) -> T {
    new(ID).unwrap()
}

fn org() -> OrgId {
    OrgId::new("bicycles").unwrap()
}

fn card() -> RequestCard {
    RequestCard {
        org: org(),
        worker: PersonId::new("samira").unwrap(),
        evidence: Evidence {
            document: DOCUMENT.into(),
            heads: vec![[3; 32]],
            entry: EntryId::new("wheel-of-the-day").unwrap(),
            hash: [5; 32],
        },
        task: TaskSaid {
            task_type: Some(TaskTypeId::new("true-wheel").unwrap()),
            title: "True a rear wheel".into(),
            when: NOON,
        },
        request: None,
        made: NOON.plus_ms(60_000),
    }
}

fn text() -> String {
    Card::Request(card()).write().unwrap()
}

/// The same fields under another beginning.
fn renamed(beginning: &str) -> Result<Card, Unread> {
    Card::read([beginning, text().strip_prefix("ROPES1:R").unwrap()].concat().as_bytes())
}

fn read(card: Card) -> Card {
    Card::read(card.write().unwrap().as_bytes()).unwrap()
}

// SPEC G60
#[test]
fn a_card_comes_back_as_it_was_written_and_its_text_is_frozen() {
    let without_type =
        TaskSaid { task_type: None, title: "Iets anders gedaan: één ding".into(), ..card().task };
    for card in [
        card(),
        RequestCard { request: Some(id(EntryId::new)), ..card() },
        RequestCard { task: without_type, ..card() },
    ] {
        assert_eq!(read(Card::Request(card.clone())), Card::Request(card));
    }
    assert_eq!(text(), include_str!("card_1.txt").trim());
    assert!(text().bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b':'));
}

// SPEC G60
#[test]
fn a_card_reads_in_any_case_and_however_it_was_wrapped() {
    let wrapped: String = text().to_lowercase().chars().flat_map(|c| [c, '\n', ' ']).collect();
    assert_eq!(Card::read(wrapped.as_bytes()), Ok(Card::Request(card())));
}

// SPEC G61
#[test]
fn a_card_with_any_letter_missing_or_another_is_not_whole() {
    let text = text();
    let start = "ROPES1:".len();
    for place in start..text.len() {
        let cut = Card::read(&text.as_bytes()[..place]);
        assert_eq!(cut, Err(Unread::Torn), "cut at {place}");
        let letter = if text.as_bytes()[place] == b'7' { "8" } else { "7" };
        let other = [&text[..place], letter, &text[place + 1..]].concat();
        assert_eq!(Card::read(other.as_bytes()), Err(Unread::Torn), "another at {place}");
    }
    for torn in ["ROPES", "ROPES1", "ROPES1:", "ROPES1:R", "ROPESx:R00", "ROPES0:R00", "ROPES1:RÜ"]
    {
        assert_eq!(Card::read(torn.as_bytes()), Err(Unread::Torn), "{torn}");
    }
}

// SPEC G61
#[test]
fn what_others_and_later_versions_write_is_told_apart() {
    for foreign in ["", "https://ropes.example/join#ABC", "WIFI:S:shop;;", "ROPE1:R", "\u{0}"] {
        assert_eq!(Card::read(foreign.as_bytes()), Err(Unread::Foreign), "{foreign}");
    }
    assert_eq!(Card::read(&[0xff, 0xd8, 0xff]), Err(Unread::Foreign), "a photograph");
    assert_eq!(renamed("ROPES2:R"), Err(Unread::Newer));
    assert_eq!(renamed("ROPES17:X"), Err(Unread::Newer));
    assert_eq!(renamed("ROPES1:P"), Err(Unread::Torn), "the checksum is over the kind too");
}

/// The longest of everything that phones make, and the longest title and type that are taken along.
fn largest_request() -> RequestCard {
    RequestCard {
        org: id(OrgId::new),
        worker: id(PersonId::new),
        evidence: Evidence {
            document: DOCUMENT.into(),
            heads: (0..40).map(|n| [n; 32]).collect(),
            entry: id(EntryId::new),
            hash: [255; 32],
        },
        task: TaskSaid {
            task_type: Some(TaskTypeId::new("t".repeat(200)).unwrap()),
            title: "é".repeat(2_000),
            when: NOON,
        },
        request: Some(id(EntryId::new)),
        made: NOON,
    }
}

/// Twenty steps, one in four with a reason.
fn largest_proof() -> (Signed<Attestation>, Signed<Certificate>) {
    let (root, phone) = (SecretKey::from_seed([1; 32]), SecretKey::from_seed([2; 32]));
    let answered = |step: u8| Answered {
        step: format!("step-{step}"),
        answer: if step.is_multiple_of(4) { Answer::NeededHelp } else { Answer::Done },
        reason: (step.is_multiple_of(4)).then(|| "Pad not centred, or rubs on one side".into()),
    };
    let attestation = Attestation {
        act: Act::Sign { renews: Some([7; 32]) },
        org: id(OrgId::new),
        signer: id(PersonId::new),
        device: id(domain::DeviceId::new),
        subject: id(PersonId::new),
        skill: Skill {
            competency: domain::CompetencyId::new("c0b45e39-5d0a-4d15-8b8c-6a1c7f0f7a10").unwrap(),
            competency_version: 12,
            scale: domain::ScaleId::new("5e39c0b4-0a5d-154d-8c8b-7f0f6a1c107a").unwrap(),
            scale_version: 12,
            levels: 6,
            level: 6,
        },
        followed: Some(Followed {
            checklist: "final-check-of-a-city-bike".into(),
            version: 12,
            answers: (0..20).map(answered).collect(),
        }),
        evidence: Evidence {
            document: DOCUMENT.into(),
            heads: vec![[3; 32], [4; 32]],
            entry: id(EntryId::new),
            hash: [5; 32],
        },
        observed: NOON,
    };
    let certificate = Certificate {
        org: id(OrgId::new),
        person: id(PersonId::new),
        device: id(domain::DeviceId::new),
        key: phone.public(),
        serial: 70_000,
        from: NOON.utc_ms,
        until: NOON.utc_ms + 400 * 86_400_000,
        is_guest: true,
        issuer: root.public(),
    };
    (Signed::by(&phone, attestation).unwrap(), Signed::by(&root, certificate).unwrap())
}

/// Bytes that a text stands for.
fn size(text: &str) -> usize {
    text.len() * 5 / 8
}

// SPEC G90
#[test]
fn a_persons_card_is_frozen_and_reads_back_in_any_case() {
    let person = PersonId::new("samira").unwrap();
    let org = OrgId::new("bicycles").unwrap();
    let card = Card::Person(PersonCard { org, person, name: "Samira Haddad".into() });
    let text = card.write().unwrap();
    assert_eq!(text, "ROPES1:W10064TB3F5HPRSBK0R076RBDD5S62380ADGPTTBJC4G4GRB4CHGP8PCD976G");
    assert_eq!(Card::read(text.to_lowercase().as_bytes()), Ok(card));
}

// SPEC G62
#[test]
fn the_largest_cards_stay_below_what_one_code_holds() {
    let request = largest_request();
    let text = Card::Request(request.clone()).write().unwrap();
    assert!(size(&text) <= LARGEST, "{} bytes", size(&text));
    let Ok(Card::Request(read)) = Card::read(text.as_bytes()) else { panic!("no request") };
    assert_eq!(read.evidence.heads, request.evidence.heads[..16]);
    assert_eq!(read.task.title, "é".repeat(120), "the beginning of it");
    let without = TaskSaid { task_type: TaskTypeId::new("t".repeat(201)).ok(), ..request.task };
    let text = Card::Request(RequestCard { task: without, ..request }).write().unwrap();
    let Ok(Card::Request(read)) = Card::read(text.as_bytes()) else { panic!("no request") };
    assert_eq!(read.task.task_type, None, "the title says what it was");

    let (signed, certificate) = largest_proof();
    let proof = ProofCard::of(&signed, &certificate);
    let text = Card::Proof(proof.clone()).write().unwrap();
    assert!(size(&text) <= LARGEST, "{} bytes", size(&text));
    let Ok(Card::Proof(read)) = Card::read(text.as_bytes()) else { panic!("no proof") };
    assert_eq!(read.open().ok(), Some((signed, certificate)));
    let endless = ProofCard { attestation: vec![0; LARGEST], ..proof };
    assert_eq!(Card::Proof(endless).write(), Err(TooLarge));
}

// SPEC G65
#[test]
fn a_short_code_follows_from_the_task_and_is_read_as_people_type() {
    let entry = EntryId::new("wheel-of-the-day").unwrap();
    let code = ShortCode::of(&org(), &entry);
    let shown = code.to_string();
    assert_eq!((shown.len(), &shown[4..5]), (9, "-"));
    let typed =
        [shown.clone(), shown.to_lowercase(), shown.replace('-', "  "), shown.replace('0', "o")];
    for typed in typed {
        assert_eq!(typed.parse(), Ok(code), "{typed}");
    }
    assert_ne!(ShortCode::of(&OrgId::new("bicycle").unwrap(), &entry), code);
    for bad in ["", "1234", "1234-567", "1234-56789", "1234-567U", "1234-567!"] {
        assert!(bad.parse::<ShortCode>().is_err(), "{bad}");
    }
}
