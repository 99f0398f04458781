//! What it takes to judge a thousand sign-offs, as a phone does when it draws its matrix.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::time::Instant;

use anyhow::{Result, ensure};
use domain::{CompetencyId, EntryId, Kind, OrgId, PersonId, ScaleId};
use exchange::attestation::{
    Asked, Attestation, Certificate, Checked, Evidence, Facts, Follow, Place, Receipt, Record,
    Roots, SecretKey, Seen, Signed, Skill, Tie, Verdict, example, judge,
};
use tests::figure::Figure;

const RUNS: usize = 9;
const SIGN_OFFS: u32 = 1_000;
const SEEN: i64 = example::SEEN;
const DOCUMENT: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";

/// A supervisor's sign-offs of one worker, and what a reader has of the organisation.
struct Workshop {
    org: OrgId,
    signer: PersonId,
    subject: PersonId,
    certificates: Vec<Signed<Certificate>>,
    roots: Roots,
    signed: Vec<(Signed<Attestation>, Signed<Receipt>)>,
}

fn main() -> Result<()> {
    let workshop = Workshop::new()?;
    let bytes = workshop.signed.iter().map(|(one, _)| one.record.encode().len() + 64);
    println!("a sign-off is {} bytes at most", bytes.max().unwrap_or_default());
    let name = "1,000 sign-offs without receipts, each read for the first time";
    let figure = Figure { name, unit: "ms", target: 50.0, limit: 100.0 };
    figure.of(&timed(|| workshop.judge(false, &mut Checked::default()))?);
    let name = "1,000 sign-offs with their receipts, each read for the first time";
    let figure = Figure { name, unit: "ms", target: 100.0, limit: 200.0 };
    figure.of(&timed(|| workshop.judge(true, &mut Checked::default()))?);
    let mut checked = Checked::default();
    workshop.judge(true, &mut checked)?;
    let name = "the same, read again";
    let figure = Figure { name, unit: "ms", target: 10.0, limit: 50.0 };
    figure.of(&timed(|| workshop.judge(true, &mut checked))?);
    Ok(())
}

/// Milliseconds of each run.
fn timed(mut run: impl FnMut() -> Result<()>) -> Result<Vec<f64>> {
    let mut one = |_| {
        let start = Instant::now();
        run()?;
        Ok(start.elapsed().as_secs_f64() * 1e3)
    };
    (0..RUNS).map(&mut one).collect()
}

impl Workshop {
    fn new() -> Result<Self> {
        let (root, phone) = (SecretKey::from_seed([1; 32]), SecretKey::from_seed([2; 32]));
        let certificate = example::certificate(phone.public(), root.public());
        let example = example::attestation();
        let mut signed = Vec::new();
        for number in 0..SIGN_OFFS {
            let attestation = Attestation {
                skill: skill(number)?,
                evidence: Evidence {
                    document: DOCUMENT.into(),
                    entry: EntryId::new(format!("entry-{number}"))?,
                    ..example.evidence.clone()
                },
                ..example.clone()
            };
            let attestation = Signed::by(&phone, attestation)?;
            let receipt = Receipt {
                org: example.org.clone(),
                document: DOCUMENT.into(),
                change: [6; 32],
                person: example.signer.clone(),
                device: example.device.clone(),
                received_at: SEEN,
                attestation: Some(attestation.digest()),
                issuer: root.public(),
            };
            signed.push((attestation, Signed::by(&root, receipt)?));
        }
        let Attestation { org, signer, subject, .. } = example;
        let roots = Roots::new(vec![root.public().fingerprint()], &org, &[]);
        let certificates = vec![Signed::by(&root, certificate)?];
        Ok(Self { org, signer, subject, certificates, roots, signed })
    }

    fn judge(&self, with_receipts: bool, checked: &mut Checked) -> Result<()> {
        let expected = if with_receipts { Verdict::Counts } else { Verdict::AwaitingReceipt };
        for (attestation, receipt) in &self.signed {
            let facts = Facts {
                asked: Asked { org: &self.org, subject: Some(&self.subject), entry: None },
                place: Place {
                    document: DOCUMENT,
                    kind: Kind::Obs,
                    author: Some(&self.signer),
                    subject: self.subject.as_str(),
                },
                serial: 1,
                certificates: &self.certificates,
                receipt: Some(receipt).filter(|_| with_receipts),
                roots: &self.roots,
                revoked: None,
                tie: Tie::Holds,
                evidence: Seen::Hash([5; 32]),
                newest_version: Some(1),
                follow: Follow::default(),
            };
            ensure!(judge(attestation, &facts, checked) == expected, "it does not count");
        }
        Ok(())
    }
}

fn skill(number: u32) -> Result<Skill> {
    Ok(Skill {
        competency: CompetencyId::new(format!("skill-{}", number % 40))?,
        competency_version: 1,
        scale: ScaleId::new("four")?,
        scale_version: 1,
        levels: 4,
        level: 3,
    })
}
