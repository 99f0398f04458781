//! A workshop with a supervisor who signed something off, and all that a reader knows of it.

use domain::{DeviceId, EntryId, Kind, OrgId, PersonId};
use exchange::attestation::{
    Answer, Answered, Asked, Attestation, Certificate, Checked, Digest, Evidence, Facts,
    Fingerprint, Follow, Followed, Place, Receipt, Roots, SecretKey, Seen, Signed,
    SignedSuccession, Tie, Verdict, example, judge,
};

pub(super) const DAY: i64 = 86_400_000;
/// When Sara saw it, and when it reached the server.
pub(super) const SEEN: i64 = example::SEEN;
pub(super) const RECEIVED: i64 = SEEN + 3 * DAY;
pub(super) const OBSERVATIONS: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";
pub(super) const LOG: &str = "2Sm6zW3mfTJAqeqJoLN44VMU6xLx";

pub(super) fn root() -> SecretKey {
    SecretKey::from_seed([1; 32])
}

pub(super) fn phone() -> SecretKey {
    SecretKey::from_seed([2; 32])
}

pub(super) fn org(id: &str) -> OrgId {
    OrgId::new(id).unwrap()
}

pub(super) fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

pub(super) fn device(id: &str) -> DeviceId {
    DeviceId::new(id).unwrap()
}

pub(super) fn attestation() -> Attestation {
    let simple = example::attestation();
    Attestation {
        followed: Some(Followed {
            checklist: "final-check".into(),
            version: 5,
            answers: vec![
                Answered { step: "spin".into(), answer: Answer::Done, reason: None },
                Answered {
                    step: "brakes".into(),
                    answer: Answer::NeededHelp,
                    reason: Some("Pad not centred".into()),
                },
            ],
        }),
        evidence: Evidence {
            heads: vec![[3; 32], [4; 32]],
            entry: EntryId::new("wheel-of-the-day").unwrap(),
            ..simple.evidence
        },
        ..simple
    }
}

pub(super) fn certificate() -> Certificate {
    Certificate { serial: 7, ..example::certificate(phone().public(), root().public()) }
}

pub(super) fn certified(certificate: Certificate) -> Signed<Certificate> {
    Signed::by(&root(), certificate).unwrap()
}

pub(super) fn signed(attestation: Attestation) -> Signed<Attestation> {
    Signed::by(&phone(), attestation).unwrap()
}

pub(super) fn receipt(digest: Digest) -> Receipt {
    Receipt {
        org: org("bicycles"),
        document: OBSERVATIONS.into(),
        change: [6; 32],
        person: person("sara"),
        device: device("saras-phone"),
        received_at: RECEIVED,
        attestation: Some(digest),
        issuer: root().public(),
    }
}

/// Everything a reader brings; as it stands, the sign-off counts.
pub(super) struct Reader {
    pub(super) org: OrgId,
    pub(super) subject: PersonId,
    pub(super) entry: (String, EntryId),
    pub(super) kind: Kind,
    pub(super) author: PersonId,
    pub(super) about: String,
    pub(super) serial: u64,
    pub(super) certificates: Vec<Signed<Certificate>>,
    pub(super) receipt: Option<Signed<Receipt>>,
    pub(super) confirmed: Vec<Fingerprint>,
    pub(super) chain: Vec<SignedSuccession>,
    pub(super) revoked: Option<i64>,
    pub(super) tie: Tie,
    pub(super) evidence: Seen,
    pub(super) newest_version: Option<u32>,
    pub(super) follow: Follow,
}

impl Reader {
    /// Of what was signed, with the server's receipt for it.
    pub(super) fn of(signed: &Signed<Attestation>) -> Self {
        Self {
            org: org("bicycles"),
            subject: person("ali"),
            entry: (LOG.into(), EntryId::new("wheel-of-the-day").unwrap()),
            kind: Kind::Obs,
            author: person("sara"),
            about: "ali".into(),
            serial: 7,
            certificates: vec![certified(certificate())],
            receipt: Some(Signed::by(&root(), receipt(signed.digest())).unwrap()),
            confirmed: vec![root().public().fingerprint()],
            chain: Vec::new(),
            revoked: None,
            tie: Tie::Holds,
            evidence: Seen::Hash([5; 32]),
            newest_version: Some(2),
            follow: Follow::default(),
        }
    }

    pub(super) fn judge(&self, signed: &Signed<Attestation>) -> Verdict {
        let facts = Facts {
            asked: Asked {
                org: &self.org,
                subject: Some(&self.subject),
                entry: Some((&self.entry.0, &self.entry.1)),
            },
            place: Place {
                document: OBSERVATIONS,
                kind: self.kind,
                author: Some(&self.author),
                subject: &self.about,
            },
            serial: self.serial,
            certificates: &self.certificates,
            receipt: self.receipt.as_ref(),
            roots: &Roots::new(self.confirmed.clone(), &self.org, &self.chain),
            revoked: self.revoked,
            tie: self.tie,
            evidence: self.evidence,
            newest_version: self.newest_version,
            follow: self.follow,
        };
        judge(signed, &facts, &mut Checked::default())
    }

    pub(super) fn received(mut self, signed: &Signed<Attestation>, at: i64) -> Self {
        let receipt = Receipt { received_at: at, ..receipt(signed.digest()) };
        self.receipt = Some(Signed::by(&root(), receipt).unwrap());
        self
    }

    pub(super) fn certified_by(mut self, certificates: Vec<Certificate>) -> Self {
        self.certificates = certificates.into_iter().map(certified).collect();
        self
    }
}

/// What an attestation comes to where all else is as it should be.
pub(super) fn verdict(signed: &Signed<Attestation>, change: impl FnOnce(&mut Reader)) -> Verdict {
    let mut reader = Reader::of(signed);
    change(&mut reader);
    reader.judge(signed)
}
