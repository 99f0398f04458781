//! The one function that says what of a sign-off holds. It takes no fact from the attestation that it
//! could take from elsewhere, and no time but the server's.

use domain::{Day, EntryId, Kind, Moment, OrgId, PersonId};

use super::{
    Act, Attestation, Certificate, Checked, Digest, Follow, Reason, Receipt, Roots, Signed, Trust,
    Verdict,
};

/// What the reader knows besides the attestation itself.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub asked: Asked<'a>,
    pub place: Place<'a>,
    /// The serial number that came with the attestation.
    pub serial: u64,
    /// All that are known: an old one gives way to a newer one of the same device.
    pub certificates: &'a [Signed<Certificate>],
    pub receipt: Option<&'a Signed<Receipt>>,
    pub roots: &'a Roots,
    /// When the signer's device was revoked, in milliseconds of the server's clock.
    pub revoked: Option<i64>,
    pub tie: Tie,
    pub evidence: Seen,
    /// The newest version of the competency; `None` where no catalogue is at hand.
    pub newest_version: Option<u32>,
    pub follow: Follow,
}

/// What it would have to be about, as far as the reader asked for something in particular.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub org: &'a OrgId,
    pub subject: Option<&'a PersonId>,
    /// The document, as text, and the entry.
    pub entry: Option<(&'a str, &'a EntryId)>,
}

/// The document it was found in.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub document: &'a str,
    pub kind: Kind,
    pub author: Option<&'a PersonId>,
    pub subject: &'a str,
}

/// How the signer stands to the subject, from tables and never from a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// No tables at hand: the receipt vouches for it.
    Vouched,
    Never,
    Holds,
    /// The last day, and so many days for what was written before to arrive.
    Ended {
        last: Day,
        grace: u16,
    },
}

/// The entry that was signed, as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its document is not at hand.
    NotHere,
    Gone,
    Hash(Digest),
}

/// How far ahead of the server a phone's clock may be.
const CLOCK_MS: i64 = 86_400_000;

/// Total: whatever the bytes and facts are, there is an answer.
pub fn judge(signed: &Signed<Attestation>, facts: &Facts<'_>, checked: &mut Checked) -> Verdict {
    weigh(signed, facts, checked).unwrap_or_else(Verdict::DoesNotCount)
}

fn weigh(
    signed: &Signed<Attestation>,
    facts: &Facts<'_>,
    checked: &mut Checked,
) -> Result<Verdict, Reason> {
    let attestation = &signed.record;
    let certificate = certified(signed, facts, checked)?;
    is_about(attestation, &facts.asked)?;
    is_in_place(attestation, &facts.place)?;
    if let Some(receipt) = facts.receipt {
        is_receipt_of(signed, receipt, facts, checked)?;
        held_at(receipt.record.received_at, certificate, facts, checked)?;
        relation_held_at(receipt.record.received_at, facts.tie)?;
        if attestation.observed.utc_ms > receipt.record.received_at.saturating_add(CLOCK_MS) {
            return Err(Reason::ObservedLater);
        }
    }
    is_known_version(attestation, facts)?;
    is_unchanged(attestation, facts.evidence)?;
    stands(certificate, facts)
}

/// The certificate under which the signature is good.
fn certified<'a>(
    signed: &Signed<Attestation>,
    facts: &Facts<'a>,
    checked: &mut Checked,
) -> Result<&'a Certificate, Reason> {
    let numbered = |one: &&Signed<Certificate>| one.record.serial == facts.serial;
    let mut candidates = facts.certificates.iter().filter(numbered).peekable();
    candidates.peek().ok_or(Reason::NoCertificate)?;
    let fits = |one: &&Signed<Certificate>| checked.verifies(signed, &one.record.key);
    let certificate = candidates.find(fits).ok_or(Reason::BadSignature)?;
    let (attestation, record) = (&signed.record, &certificate.record);
    if !checked.verifies(certificate, &record.issuer) {
        return Err(Reason::BadCertificate);
    }
    if record.org != attestation.org {
        return Err(Reason::OtherOrganisation);
    }
    if (&record.person, &record.device) != (&attestation.signer, &attestation.device) {
        return Err(Reason::OtherSigner);
    }
    Ok(record)
}

fn is_about(attestation: &Attestation, asked: &Asked<'_>) -> Result<(), Reason> {
    let Attestation { org, signer, subject, evidence, .. } = attestation;
    if org != asked.org {
        return Err(Reason::OtherOrganisation);
    }
    if asked.subject.is_some_and(|asked| asked != subject) {
        return Err(Reason::OtherSubject);
    }
    if asked.entry.is_some_and(|asked| asked != (evidence.document.as_str(), &evidence.entry)) {
        return Err(Reason::OtherEntry);
    }
    if signer == subject { Err(Reason::OwnSkill) } else { Ok(()) }
}

/// Only the signer's own document of observations about that person says anything.
fn is_in_place(attestation: &Attestation, place: &Place<'_>) -> Result<(), Reason> {
    let is_theirs = place.kind == Kind::Obs
        && place.author == Some(&attestation.signer)
        && place.subject == attestation.subject.as_str();
    if is_theirs { Ok(()) } else { Err(Reason::OtherPlace) }
}

fn is_receipt_of(
    signed: &Signed<Attestation>,
    receipt: &Signed<Receipt>,
    facts: &Facts<'_>,
    checked: &mut Checked,
) -> Result<(), Reason> {
    let (attestation, record) = (&signed.record, &receipt.record);
    if !checked.verifies(receipt, &record.issuer) {
        return Err(Reason::BadReceipt);
    }
    let is_of_this = record.org == attestation.org
        && record.document == facts.place.document
        && record.person == attestation.signer
        && record.device == attestation.device
        && record.attestation == Some(signed.digest());
    if is_of_this { Ok(()) } else { Err(Reason::OtherReceipt) }
}

/// Whether key, device and the organisation's own key were good at that moment.
fn held_at(
    received: i64,
    certificate: &Certificate,
    facts: &Facts<'_>,
    checked: &mut Checked,
) -> Result<(), Reason> {
    if received < certificate.from {
        return Err(Reason::CertificateNotYetValid);
    }
    if received > certificate.until {
        return Err(Reason::CertificateExpired);
    }
    if facts.revoked.is_some_and(|at| at <= received) {
        return Err(Reason::DeviceRevoked);
    }
    let replaces = |one: &Signed<Certificate>| {
        let other = &one.record;
        other.device == certificate.device
            && other.org == certificate.org
            && other.serial > certificate.serial
            && other.key != certificate.key
            && other.from <= received
            && facts.roots.trust(&other.issuer) != Trust::Unknown
            && checked.verifies(one, &other.issuer)
    };
    if facts.certificates.iter().any(replaces) { Err(Reason::KeyReplaced) } else { Ok(()) }
}

fn relation_held_at(received: i64, tie: Tie) -> Result<(), Reason> {
    match tie {
        Tie::Vouched | Tie::Holds => Ok(()),
        Tie::Never => Err(Reason::NoRelation),
        Tie::Ended { last, grace } => {
            let day = Moment::new(received, 0).day();
            let is_late = day.0 > last.0.saturating_add(i32::from(grace));
            if is_late { Err(Reason::RelationEnded) } else { Ok(()) }
        }
    }
}

fn is_known_version(attestation: &Attestation, facts: &Facts<'_>) -> Result<(), Reason> {
    let is_newer = |newest| attestation.skill.competency_version > newest;
    if facts.newest_version.is_some_and(is_newer) {
        return Err(Reason::UnknownCompetencyVersion);
    }
    Ok(())
}

/// Who takes something back says nothing of what was seen, so it holds whatever became of that.
fn is_unchanged(attestation: &Attestation, seen: Seen) -> Result<(), Reason> {
    if let Act::Void { .. } = attestation.act {
        return Ok(());
    }
    match seen {
        Seen::NotHere => Ok(()),
        Seen::Gone => Err(Reason::EvidenceGone),
        Seen::Hash(hash) if hash == attestation.evidence.hash => Ok(()),
        Seen::Hash(_) => Err(Reason::ChangedAfterSignOff),
    }
}

/// All of it fits: what is left is who vouches, and what came after.
fn stands(certificate: &Certificate, facts: &Facts<'_>) -> Result<Verdict, Reason> {
    is_vouched(&certificate.issuer, certificate.from, facts.roots)?;
    let Some(receipt) = facts.receipt else { return Ok(Verdict::AwaitingReceipt) };
    is_vouched(&receipt.record.issuer, receipt.record.received_at, facts.roots)?;
    let Follow { is_voided, is_corrected, is_confirmed } = facts.follow;
    if is_voided {
        return Err(Reason::Voided);
    }
    if is_corrected {
        return Err(Reason::Corrected);
    }
    let waits = certificate.is_guest && !is_confirmed;
    Ok(if waits { Verdict::AwaitingConfirmation } else { Verdict::Counts })
}

fn is_vouched(issuer: &super::PublicKey, at: i64, roots: &Roots) -> Result<(), Reason> {
    match roots.trust(issuer) {
        Trust::Confirmed => Ok(()),
        Trust::Until(end) if at <= end => Ok(()),
        Trust::Until(_) => Err(Reason::RootReplaced),
        Trust::Unknown => Err(Reason::OrganisationNotConfirmed),
    }
}
