//! What is answered.

use domain::Moment;

use super::bytes::{In, Out};
use crate::attestation::{Act, Attestation, Digest, Reason, Verdict};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A public key, a signature, or a file, as asked for.
    Bytes(Vec<u8>),
    Prepared {
        attestation: Vec<u8>,
        message: Vec<u8>,
    },
    /// It is signed by the key that the certificate of this number certifies.
    Finished {
        serial: u64,
    },
    /// By the attestations that they name; more, where there are more, come after `next`.
    Receipts {
        receipts: Vec<(Digest, Vec<u8>)>,
        next: Option<u64>,
    },
    Judged(Vec<Judged>),
    Refused(Refusal),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotUnderstood,
    /// It cannot be written as an attestation.
    NotAnAttestation,
    /// The server has not certified this key, or not for this person and device.
    NotCertified,
    /// The certificate is not good today.
    Expired,
    /// What came back is not a signature by this key.
    NotSigned,
    /// More than fits a code.
    TooLarge,
}

/// One sign-off of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub entry: String,
    pub verdict: Verdict,
    /// What it says, which is worth what the verdict is; `None` where it cannot be read.
    pub said: Option<Said>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub digest: Digest,
    /// Whose word it is, by id.
    pub signer: String,
    pub deed: Deed,
    pub reason: Option<String>,
    pub competency: String,
    pub level: u8,
    pub levels: u8,
    pub observed: Moment,
    /// What was signed: document and entry.
    pub document: String,
    pub evidence: String,
    /// What its document held then.
    pub heads: Vec<Digest>,
    /// When the server took it, by its own clock.
    pub received: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Signed,
    Corrected,
    TookBack,
    Confirmed,
}

impl Deed {
    const ALL: [Self; 4] = [Self::Signed, Self::Corrected, Self::TookBack, Self::Confirmed];
}

impl Refusal {
    const ALL: [Self; 6] = [
        Self::NotUnderstood,
        Self::NotAnAttestation,
        Self::NotCertified,
        Self::Expired,
        Self::NotSigned,
        Self::TooLarge,
    ];
}

/// Verdicts by number; reasons come after these.
const VERDICTS: [Verdict; 3] =
    [Verdict::Counts, Verdict::AwaitingReceipt, Verdict::AwaitingConfirmation];

impl Reply {
    pub(super) fn pack(&self) -> Vec<u8> {
        let mut out = Out::default();
        match self {
            Self::Bytes(bytes) => {
                out.byte(0);
                out.bytes(bytes);
            }
            Self::Prepared { attestation, message } => {
                out.byte(1);
                out.bytes(attestation);
                out.bytes(message);
            }
            Self::Finished { serial } => {
                out.byte(2);
                out.number(serial.cast_signed());
            }
            Self::Receipts { receipts, next } => {
                out.byte(3);
                out.number(receipts.len() as i64);
                for (digest, receipt) in receipts {
                    out.bytes(digest);
                    out.bytes(receipt);
                }
                out.number(next.map_or(-1, u64::cast_signed));
            }
            Self::Judged(judged) => {
                out.byte(4);
                out.number(judged.len() as i64);
                judged.iter().for_each(|one| one.put(&mut out));
            }
            Self::Refused(refusal) => {
                out.byte(5);
                out.byte(place(&Refusal::ALL, refusal));
            }
        }
        out.0
    }

    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut from = In::new(bytes);
        let reply = match from.byte()? {
            0 => Self::Bytes(from.owned()?),
            1 => Self::Prepared { attestation: from.owned()?, message: from.owned()? },
            2 => Self::Finished { serial: from.number::<i64>()?.cast_unsigned() },
            3 => Self::Receipts {
                receipts: from.list(|from| Some((from.digest()?, from.owned()?)))?,
                next: from.number::<i64>()?.try_into().ok(),
            },
            4 => Self::Judged(from.list(Judged::take)?),
            5 => Self::Refused(*Refusal::ALL.get(usize::from(from.byte()?))?),
            _ => return None,
        };
        from.end(reply)
    }
}

impl Judged {
    fn put(&self, out: &mut Out) {
        out.text(&self.entry);
        out.byte(match self.verdict {
            Verdict::DoesNotCount(reason) => place(&Reason::ALL, &reason) + VERDICTS.len() as u8,
            verdict @ (Verdict::Counts
            | Verdict::AwaitingReceipt
            | Verdict::AwaitingConfirmation) => place(&VERDICTS, &verdict),
        });
        out.byte(self.said.is_some().into());
        if let Some(said) = &self.said {
            said.put(out);
        }
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        let (entry, number) = (from.text()?, usize::from(from.byte()?));
        let reason = || Reason::ALL.get(number - VERDICTS.len()).copied();
        let verdict = match VERDICTS.get(number) {
            Some(verdict) => *verdict,
            None => Verdict::DoesNotCount(reason()?),
        };
        let said = if from.byte()? == 1 { Some(Said::take(from)?) } else { None };
        Some(Self { entry, verdict, said })
    }
}

impl Said {
    pub(super) fn of(attestation: &Attestation, digest: Digest, received: Option<i64>) -> Self {
        let Attestation { act, signer, skill, evidence, observed, .. } = attestation;
        Self {
            digest,
            signer: signer.to_string(),
            deed: match act {
                Act::Sign { .. } => Deed::Signed,
                Act::Correct { .. } => Deed::Corrected,
                Act::Void { .. } => Deed::TookBack,
                Act::Confirm { .. } => Deed::Confirmed,
            },
            reason: act.reason().map(str::to_owned),
            competency: skill.competency.to_string(),
            level: skill.level,
            levels: skill.levels,
            observed: *observed,
            document: evidence.document.clone(),
            evidence: evidence.entry.to_string(),
            heads: evidence.heads.clone(),
            received,
        }
    }

    fn put(&self, out: &mut Out) {
        out.bytes(&self.digest);
        out.byte(place(&Deed::ALL, &self.deed));
        out.optional(self.reason.as_ref().map(String::as_bytes));
        out.texts(&[&self.signer, &self.competency, &self.document, &self.evidence]);
        out.byte(self.level);
        out.byte(self.levels);
        out.number(self.heads.len() as i64);
        self.heads.iter().for_each(|head| out.bytes(head));
        out.moment(self.observed);
        out.number(self.received.unwrap_or(-1));
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        let digest = from.digest()?;
        let deed = *Deed::ALL.get(usize::from(from.byte()?))?;
        let reason = from.optional_text()?;
        let (signer, competency) = (from.text()?, from.text()?);
        let (document, evidence) = (from.text()?, from.text()?);
        Some(Self {
            digest,
            signer,
            deed,
            reason,
            competency,
            document,
            evidence,
            level: from.byte()?,
            levels: from.byte()?,
            heads: from.list(In::digest)?,
            observed: from.moment()?,
            received: Some(from.number()?).filter(|at| *at >= 0),
        })
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).unwrap_or_default() as u8
}
