//! What can be asked.

use domain::{DeviceId, OrgId, Period};

use super::bytes::{In, Out};
use super::drafting;
use crate::attestation::{Attestation, Names, Seen};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// The public half of the key that these random bytes make.
    Public {
        seed: [u8; 32],
    },
    /// For browsers that have no such keys themselves.
    Sign {
        seed: [u8; 32],
        message: Vec<u8>,
    },
    /// What is there to be signed.
    Prepare(Box<Preparing>),
    /// Whether it is signed. `certificate` as the server sent it.
    Finish {
        attestation: Vec<u8>,
        signature: Vec<u8>,
        certificate: Vec<u8>,
    },
    /// The receipts of sign-offs in an answer of the server's.
    Receipts {
        body: Vec<u8>,
    },
    Judge(Batch),
    /// The card that proves a sign-off to whom it is about. `certificate` as the server sent it.
    Prove {
        attestation: Vec<u8>,
        signature: Vec<u8>,
        certificate: Vec<u8>,
    },
    /// The file that anyone can verify.
    Export(Box<Exporting>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preparing {
    pub says: Says,
    /// Whose key signs, with its public half, and the server's answer that certifies it.
    pub device: DeviceId,
    pub key: [u8; 32],
    pub certificate: Vec<u8>,
    /// Milliseconds since 1970.
    pub now: i64,
}

/// What is to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    New(Attestation),
    /// The same as in this attestation, at another level.
    Correct {
        earlier: Vec<u8>,
        level: u8,
        reason: String,
    },
    TakeBack {
        earlier: Vec<u8>,
        reason: String,
    },
}

/// Sign-offs of one person, found in others' observations of that person, to be judged together: later
/// ones take back earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub org: OrgId,
    pub subject: String,
    /// What the server answered when it was asked whom to trust; empty: it was not.
    pub trust: Vec<u8>,
    pub items: Vec<Item>,
    /// Answered after the items, each by itself.
    pub proofs: Vec<Proof>,
}

/// A proof card that was read, with the name it is answered under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub key: String,
    pub card: Vec<u8>,
    pub evidence: Seen,
    pub newest: Option<u32>,
}

/// One sign-off, where it was found, and what is known around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub entry: String,
    pub document: String,
    /// Whose observations they are.
    pub author: String,
    pub attestation: Vec<u8>,
    pub signature: Vec<u8>,
    pub serial: u64,
    /// As [`super::Reply::Receipts`] gave it.
    pub receipt: Option<Vec<u8>>,
    pub evidence: Seen,
    /// The newest version of the competency.
    pub newest: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exporting {
    pub item: Item,
    pub org: OrgId,
    pub period: Period,
    pub trust: Vec<u8>,
    pub names: Names,
}

impl Request {
    pub fn pack(&self) -> Vec<u8> {
        let mut out = Out::default();
        match self {
            Self::Public { seed } => {
                out.byte(0);
                out.bytes(seed);
            }
            Self::Sign { seed, message } => {
                out.byte(1);
                out.bytes(seed);
                out.bytes(message);
            }
            Self::Prepare(preparing) => {
                out.byte(2);
                preparing.put(&mut out);
            }
            Self::Finish { attestation, signature, certificate } => {
                out.byte(3);
                [attestation, signature, certificate].iter().for_each(|bytes| out.bytes(bytes));
            }
            Self::Receipts { body } => {
                out.byte(4);
                out.bytes(body);
            }
            Self::Judge(batch) => {
                out.byte(5);
                batch.put(&mut out);
            }
            Self::Export(exporting) => {
                out.byte(6);
                exporting.put(&mut out);
            }
            Self::Prove { attestation, signature, certificate } => {
                out.byte(7);
                [attestation, signature, certificate].iter().for_each(|bytes| out.bytes(bytes));
            }
        }
        out.0
    }

    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut from = In::new(bytes);
        let request = match from.byte()? {
            0 => Self::Public { seed: from.digest()? },
            1 => Self::Sign { seed: from.digest()?, message: from.owned()? },
            2 => Self::Prepare(Box::new(Preparing::take(&mut from)?)),
            3 => Self::Finish {
                attestation: from.owned()?,
                signature: from.owned()?,
                certificate: from.owned()?,
            },
            4 => Self::Receipts { body: from.owned()? },
            5 => Self::Judge(Batch::take(&mut from)?),
            6 => Self::Export(Box::new(Exporting::take(&mut from)?)),
            7 => Self::Prove {
                attestation: from.owned()?,
                signature: from.owned()?,
                certificate: from.owned()?,
            },
            _ => return None,
        };
        from.end(request)
    }
}

impl Preparing {
    fn put(&self, out: &mut Out) {
        match &self.says {
            Says::New(attestation) => {
                out.byte(0);
                drafting::put(out, attestation);
            }
            Says::Correct { earlier, level, reason } => {
                out.byte(1);
                out.bytes(earlier);
                out.byte(*level);
                out.text(reason);
            }
            Says::TakeBack { earlier, reason } => {
                out.byte(2);
                out.bytes(earlier);
                out.text(reason);
            }
        }
        out.text(self.device.as_str());
        out.bytes(&self.key);
        out.bytes(&self.certificate);
        out.number(self.now);
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        let says = match from.byte()? {
            0 => Says::New(drafting::take(from)?),
            1 => {
                Says::Correct { earlier: from.owned()?, level: from.byte()?, reason: from.text()? }
            }
            2 => Says::TakeBack { earlier: from.owned()?, reason: from.text()? },
            _ => return None,
        };
        Some(Self {
            says,
            device: from.id(DeviceId::new)?,
            key: from.digest()?,
            certificate: from.owned()?,
            now: from.number()?,
        })
    }
}

impl Batch {
    fn put(&self, out: &mut Out) {
        out.texts(&[self.org.as_str(), &self.subject]);
        out.bytes(&self.trust);
        out.number(self.items.len() as i64);
        self.items.iter().for_each(|item| item.put(out));
        out.number(self.proofs.len() as i64);
        self.proofs.iter().for_each(|proof| proof.put(out));
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        Some(Self {
            org: from.id(OrgId::new)?,
            subject: from.text()?,
            trust: from.owned()?,
            items: from.list(Item::take)?,
            proofs: from.list(Proof::take)?,
        })
    }
}

impl Item {
    fn put(&self, out: &mut Out) {
        out.texts(&[&self.entry, &self.document, &self.author]);
        out.bytes(&self.attestation);
        out.bytes(&self.signature);
        out.number(self.serial.cast_signed());
        out.optional(self.receipt.as_deref());
        put_known(out, self.evidence, self.newest);
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        Some(Self {
            entry: from.text()?,
            document: from.text()?,
            author: from.text()?,
            attestation: from.owned()?,
            signature: from.owned()?,
            serial: from.number::<i64>()?.cast_unsigned(),
            receipt: from.optional()?.map(<[u8]>::to_vec),
            evidence: take_evidence(from)?,
            newest: take_newest(from)?,
        })
    }
}

impl Proof {
    fn put(&self, out: &mut Out) {
        out.text(&self.key);
        out.bytes(&self.card);
        put_known(out, self.evidence, self.newest);
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        let (key, card) = (from.text()?, from.owned()?);
        Some(Self { key, card, evidence: take_evidence(from)?, newest: take_newest(from)? })
    }
}

fn put_known(out: &mut Out, evidence: Seen, newest: Option<u32>) {
    match evidence {
        Seen::NotHere => out.byte(0),
        Seen::Gone => out.byte(1),
        Seen::Hash(hash) => {
            out.byte(2);
            out.bytes(&hash);
        }
    }
    out.number(newest.map_or(0, i64::from));
}

fn take_evidence(from: &mut In<'_>) -> Option<Seen> {
    match from.byte()? {
        0 => Some(Seen::NotHere),
        1 => Some(Seen::Gone),
        2 => Some(Seen::Hash(from.digest()?)),
        _ => None,
    }
}

/// Outer `None`: cut off.
fn take_newest(from: &mut In<'_>) -> Option<Option<u32>> {
    Some(Some(from.number()?).filter(|version| *version > 0))
}

impl Exporting {
    fn put(&self, out: &mut Out) {
        self.item.put(out);
        out.text(self.org.as_str());
        out.number(self.period.0.into());
        out.bytes(&self.trust);
        let Names { organisation, signer, subject, competency, level } = &self.names;
        out.texts(&[organisation, signer, subject, competency, level]);
    }

    fn take(from: &mut In<'_>) -> Option<Self> {
        Some(Self {
            item: Item::take(from)?,
            org: from.id(OrgId::new)?,
            period: Period(from.number()?),
            trust: from.owned()?,
            names: Names {
                organisation: from.text()?,
                signer: from.text()?,
                subject: from.text()?,
                competency: from.text()?,
                level: from.text()?,
            },
        })
    }
}
