//! What a supervisor signs: who saw whom do what, at which level, and on which evidence.

use domain::{CompetencyId, DeviceId, Moment, OrgId, PersonId, ScaleId};

use super::cbor::Value;
use super::fields::{Fields, read, version};
use super::{Act, Evidence, Followed, Record, Unreadable, act};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    pub act: Act,
    pub org: OrgId,
    pub signer: PersonId,
    /// The device whose key signs.
    pub device: DeviceId,
    /// Whose skill it is.
    pub subject: PersonId,
    pub skill: Skill,
    pub followed: Option<Followed>,
    pub evidence: Evidence,
    pub observed: Moment,
}

/// A level of a competency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    pub competency: CompetencyId,
    pub competency_version: u32,
    pub scale: ScaleId,
    pub scale_version: u32,
    /// How many levels the scale had: 2 to 6.
    pub levels: u8,
    /// Counted from 1.
    pub level: u8,
}

const FOLLOWED: u8 = 12;
const EVIDENCE: u8 = 13;

impl Record for Attestation {
    const DOMAIN: &'static [u8] = b"ropes attestation v1\0";

    fn encode(&self) -> Vec<u8> {
        let (act, skill) = (&self.act, &self.skill);
        let text = |text: &str| Some(Value::text(text));
        Value::map([
            version(),
            (act::NUMBER, Some(act.number())),
            (2, text(self.org.as_str())),
            (3, text(self.signer.as_str())),
            (4, text(self.device.as_str())),
            (5, text(self.subject.as_str())),
            (6, text(skill.competency.as_str())),
            (7, Some(skill.competency_version.into())),
            (8, text(skill.scale.as_str())),
            (9, Some(skill.scale_version.into())),
            (10, Some(u32::from(skill.levels).into())),
            (11, Some(u32::from(skill.level).into())),
            (FOLLOWED, self.followed.as_ref().map(Followed::value)),
            (EVIDENCE, Some(self.evidence.value())),
            (14, Some(self.observed.utc_ms.into())),
            (15, Some(i64::from(self.observed.offset_min).into())),
            (act::PREVIOUS, act.previous().map(|digest| Value::bytes(digest))),
            (act::REASON, act.reason().map(Value::text)),
        ])
        .encode()
    }

    fn decode(bytes: &[u8]) -> Result<Self, Unreadable> {
        read(bytes, |fields| {
            Ok(Self {
                act: Act::take(fields)?,
                org: fields.id(2, OrgId::new)?,
                signer: fields.id(3, PersonId::new)?,
                device: fields.id(4, DeviceId::new)?,
                subject: fields.id(5, PersonId::new)?,
                skill: skill(fields)?,
                followed: followed(fields)?,
                evidence: evidence(fields)?,
                observed: fields.moment(14)?,
            })
        })
    }
}

fn skill(fields: &mut Fields) -> Result<Skill, Unreadable> {
    let levels = fields.small(10, 2..=6)?;
    Ok(Skill {
        competency: fields.id(6, CompetencyId::new)?,
        competency_version: fields.count(7)?,
        scale: fields.id(8, ScaleId::new)?,
        scale_version: fields.count(9)?,
        levels,
        level: fields.small(11, 1..=i64::from(levels))?,
    })
}

fn followed(fields: &mut Fields) -> Result<Option<Followed>, Unreadable> {
    let followed = fields.optional(FOLLOWED);
    followed.map(|value| Followed::take(value, FOLLOWED)).transpose()
}

fn evidence(fields: &mut Fields) -> Result<Evidence, Unreadable> {
    let evidence = fields.optional(EVIDENCE).ok_or(Unreadable::Field(EVIDENCE))?;
    Evidence::take(evidence, EVIDENCE)
}
