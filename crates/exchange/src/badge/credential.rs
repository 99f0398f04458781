//! The JSON of the credential.

use domain::Moment;
use serde::Serialize;

use super::uuid::{is_uuid, urn};
use super::{Badge, Issuer};
use crate::attestation::{Attestation, to_hex};
use crate::iso;

const CONTEXT: [&str; 2] = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

#[derive(Serialize)]
pub(super) struct Payload {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 2],
    name: String,
    issuer: Profile,
    #[serde(rename = "validFrom")]
    valid_from: String,
    #[serde(rename = "credentialSubject")]
    subject: Subject,
    evidence: [Evidence; 1],
    iss: String,
    sub: String,
    jti: String,
    nbf: i64,
}

#[derive(Serialize)]
struct Profile {
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    name: String,
    url: String,
}

/// A profile that stands alone.
#[derive(Serialize)]
pub(super) struct Published {
    #[serde(rename = "@context")]
    context: [&'static str; 2],
    #[serde(flatten)]
    profile: Profile,
}

#[derive(Serialize)]
struct Subject {
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    identifier: [Identity; 1],
    achievement: Achievement,
    result: [Outcome; 1],
}

/// The name of the person, in the clear.
#[derive(Serialize)]
struct Identity {
    #[serde(rename = "type")]
    sort: &'static str,
    #[serde(rename = "identityHash")]
    text: String,
    #[serde(rename = "identityType")]
    kind: &'static str,
    hashed: bool,
}

#[derive(Serialize)]
struct Achievement {
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    #[serde(rename = "achievementType")]
    kind: &'static str,
    name: String,
    description: String,
    criteria: Criteria,
    #[serde(skip_serializing_if = "Option::is_none")]
    alignment: Option<[Alignment; 1]>,
    #[serde(rename = "resultDescription")]
    scale: [Scale; 1],
}

#[derive(Serialize)]
struct Criteria {
    narrative: String,
}

/// The item of the published framework.
#[derive(Serialize)]
struct Alignment {
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    #[serde(rename = "targetName")]
    name: String,
    #[serde(rename = "targetUrl")]
    url: String,
    #[serde(rename = "targetType")]
    kind: &'static str,
    #[serde(rename = "targetFramework")]
    framework: String,
    #[serde(rename = "targetCode", skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

#[derive(Serialize)]
struct Scale {
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    name: &'static str,
    #[serde(rename = "resultType")]
    kind: &'static str,
    #[serde(rename = "rubricCriterionLevel")]
    levels: Vec<Level>,
}

#[derive(Serialize)]
struct Level {
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    name: String,
    level: String,
}

#[derive(Serialize)]
struct Outcome {
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    #[serde(rename = "resultDescription")]
    scale: String,
    #[serde(rename = "achievedLevel")]
    level: String,
}

#[derive(Serialize)]
struct Evidence {
    id: String,
    #[serde(rename = "type")]
    sort: [&'static str; 1],
    name: &'static str,
    genre: &'static str,
    narrative: String,
    description: String,
}

impl Profile {
    fn of(issuer: &Issuer<'_>, organisation: &str) -> Self {
        Self {
            id: issuer.id.to_owned(),
            sort: ["Profile"],
            name: organisation.to_owned(),
            url: issuer.url.to_owned(),
        }
    }
}

impl Published {
    pub(super) fn of(issuer: &Issuer<'_>, organisation: &str) -> Self {
        Self { context: CONTEXT, profile: Profile::of(issuer, organisation) }
    }
}

impl Payload {
    pub(super) fn of(badge: &Badge<'_>) -> Self {
        let Badge { issuer, attestation, receipt, names, .. } = badge;
        let id = urn("ropes badge v1", &[&attestation.digest()]);
        let subject = person(&attestation.record, attestation.record.subject.as_str());
        let received = receipt.record.received_at;
        Self {
            context: CONTEXT,
            id: id.clone(),
            sort: ["VerifiableCredential", "OpenBadgeCredential"],
            name: names.competency.clone(),
            issuer: Profile::of(issuer, &names.organisation),
            valid_from: iso::text(Moment::new(received - received.rem_euclid(1_000), 0)),
            subject: Subject::of(badge, subject.clone()),
            evidence: [Evidence::of(badge)],
            iss: issuer.id.to_owned(),
            sub: subject,
            jti: id,
            nbf: received.div_euclid(1_000),
        }
    }
}

/// Ids of people mean nothing outside their organisation.
fn person(attestation: &Attestation, id: &str) -> String {
    urn("ropes person v1", &[attestation.org.as_str().as_bytes(), id.as_bytes()])
}

impl Subject {
    fn of(badge: &Badge<'_>, id: String) -> Self {
        let skill = &badge.attestation.record.skill;
        let scale = scale_id(&badge.attestation.record);
        Self {
            id,
            sort: ["AchievementSubject"],
            identifier: [Identity {
                sort: "IdentityObject",
                text: badge.names.subject.clone(),
                kind: "name",
                hashed: false,
            }],
            achievement: Achievement::of(badge),
            result: [Outcome { sort: ["Result"], level: level_id(&scale, skill.level), scale }],
        }
    }
}

impl Achievement {
    fn of(badge: &Badge<'_>) -> Self {
        let Badge { attestation, names, .. } = badge;
        let (org, skill) = (&attestation.record.org, &attestation.record.skill);
        let version = skill.competency_version.to_le_bytes();
        let parts: [&[u8]; 3] =
            [org.as_str().as_bytes(), skill.competency.as_str().as_bytes(), &version];
        Self {
            id: urn("ropes achievement v1", &parts),
            sort: ["Achievement"],
            kind: "Competency",
            name: names.competency.clone(),
            description: names.competency.clone(),
            criteria: Criteria {
                narrative: format!(
                    "A supervisor of {} watched it being done at work, on a scale of {} levels, and signed \
                     which level it was.",
                    names.organisation, skill.levels
                ),
            },
            alignment: Alignment::of(badge).map(|one| [one]),
            scale: [Scale::of(badge)],
        }
    }
}

impl Alignment {
    /// `None` where the framework is the organisation's own and its items have no UUIDs.
    fn of(badge: &Badge<'_>) -> Option<Self> {
        let id = badge.attestation.record.skill.competency.as_str();
        is_uuid(id).then(|| Self {
            sort: ["Alignment"],
            name: badge.names.competency.clone(),
            url: format!("urn:uuid:{}", id.to_ascii_lowercase()),
            kind: "CFItem",
            framework: badge.framework.title.to_owned(),
            code: badge.framework.code.map(str::to_owned),
        })
    }
}

fn scale_id(attestation: &Attestation) -> String {
    let (org, skill) = (attestation.org.as_str().as_bytes(), &attestation.skill);
    let version = skill.scale_version.to_le_bytes();
    urn("ropes scale v1", &[org, skill.scale.as_str().as_bytes(), &version])
}

fn level_id(scale: &str, number: u8) -> String {
    urn("ropes level v1", &[scale.as_bytes(), &[number]])
}

impl Scale {
    fn of(badge: &Badge<'_>) -> Self {
        let id = scale_id(&badge.attestation.record);
        let level = |(at, name): (u8, String)| Level {
            id: level_id(&id, at),
            sort: ["RubricCriterionLevel"],
            name,
            level: at.to_string(),
        };
        // A scale that is no longer known by its words still has its levels.
        let levels = (1..=badge.attestation.record.skill.levels).map(|at| {
            let name = badge.levels.get(usize::from(at) - 1).cloned();
            (at, name.unwrap_or_else(|| at.to_string()))
        });
        let levels = levels.map(level).collect();
        Self {
            id,
            sort: ["ResultDescription"],
            name: "Level",
            kind: "RubricCriterionLevel",
            levels,
        }
    }
}

impl Evidence {
    fn of(badge: &Badge<'_>) -> Self {
        let Badge { attestation, receipt, names, .. } = badge;
        let record = &attestation.record;
        Self {
            id: urn("ropes evidence v1", &[&record.evidence.hash]),
            sort: ["Evidence"],
            name: "Sign-off",
            genre: "Attestation",
            narrative: format!(
                "{} saw {} do this on {} and signed it at level {} of {}: {}. The organisation's server \
                 received it at {}.",
                names.signer,
                names.subject,
                iso::text(record.observed),
                record.skill.level,
                record.skill.levels,
                names.level,
                iso::text(Moment::new(receipt.record.received_at, 0)),
            ),
            description: format!(
                "SHA-256 of the signed attestation: {}; of the entry that was seen: {}.",
                to_hex(&attestation.digest()),
                to_hex(&record.evidence.hash)
            ),
        }
    }
}
