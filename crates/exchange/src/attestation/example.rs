//! The sign-off that tests begin with: Sara saw Ali true a wheel. Each changes what it is about.
#![expect(clippy::unwrap_used, reason = "constants, for tests alone")]

use domain::{CompetencyId, DeviceId, EntryId, Moment, OrgId, PersonId, ScaleId};

use super::{Act, Attestation, Certificate, Evidence, PublicKey, Skill};

const DAY: i64 = 86_400_000;
/// 2026-05-17: when she saw it.
pub const SEEN: i64 = 1_779_000_000_000;

pub fn attestation() -> Attestation {
    Attestation {
        act: Act::Sign { renews: None },
        org: OrgId::new("bicycles").unwrap(),
        signer: PersonId::new("sara").unwrap(),
        device: DeviceId::new("saras-phone").unwrap(),
        subject: PersonId::new("ali").unwrap(),
        skill: Skill {
            competency: CompetencyId::new("truing").unwrap(),
            competency_version: 2,
            scale: ScaleId::new("four").unwrap(),
            scale_version: 1,
            levels: 4,
            level: 3,
        },
        followed: None,
        evidence: Evidence {
            document: "2Sm6zW3mfTJAqeqJoLN44VMU6xLx".into(),
            heads: vec![[3; 32]],
            entry: EntryId::new("wheel").unwrap(),
            hash: [5; 32],
        },
        observed: Moment::new(SEEN, 120),
    }
}

/// Of Sara's phone, around the time of the sign-off.
pub fn certificate(key: PublicKey, issuer: PublicKey) -> Certificate {
    let Attestation { org, signer: person, device, .. } = attestation();
    Certificate {
        org,
        person,
        device,
        key,
        serial: 1,
        from: SEEN - 30 * DAY,
        until: SEEN + 365 * DAY,
        is_guest: false,
        issuer,
    }
}
