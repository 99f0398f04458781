//! `ropes verify`: judges an exported sign-off by itself, with no server and no data directory.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use documents::DocumentKey;
use domain::{Kind, Moment};
use exchange::attestation::{
    Act, Asked, Attestation, Checked, Export, Facts, Fingerprint, Follow, Place, Reason, Roots,
    Seen, Tie, Verdict, judge, read_export,
};
use protocol::http::day_to_text;
use serde::Serialize;

use super::Say;

#[derive(Args)]
pub(super) struct Verify {
    /// A sign-off as the app exports it
    file: PathBuf,
    /// The fingerprint of the organisation's key, as `ropes key show` prints it, or a file that
    /// holds it
    #[arg(long, value_name = "FINGERPRINT|FILE")]
    org_key: Option<String>,
    /// Print {counts, verdict, …}
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Judged<'a> {
    counts: bool,
    verdict: String,
    fingerprint: String,
    organisation: &'a str,
    signer: &'a str,
    subject: &'a str,
    competency: &'a str,
    competency_version: u32,
    level: u8,
    levels: u8,
    /// Milliseconds since 1970: of the signer's clock, and of the server's.
    observed: i64,
    received: Option<i64>,
}

impl Verify {
    pub(super) fn run(self, say: &mut Say<'_>) -> anyhow::Result<ExitCode> {
        let confirmed = self.org_key.as_deref().map(fingerprint).transpose()?;
        let bytes = std::fs::read(&self.file);
        let bytes = bytes.with_context(|| format!("cannot read {}", self.file.display()))?;
        let export = read_export(&bytes);
        let export = export.with_context(|| format!("cannot use {}", self.file.display()))?;
        let verdict = judged(&export, confirmed.into_iter().collect());
        if self.json {
            say.json(&as_json(&export, verdict))?;
        } else {
            in_words(&export, verdict).iter().for_each(|line| say.line(line));
        }
        Ok(if verdict.counts() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A fingerprint, or a file with a line that is one.
fn fingerprint(text: &str) -> anyhow::Result<Fingerprint> {
    if let Ok(fingerprint) = text.parse() {
        return Ok(fingerprint);
    }
    let held = std::fs::read_to_string(Path::new(text));
    let held = held.with_context(|| format!("{text} is neither a fingerprint nor a file"))?;
    match held.lines().find_map(|line| line.parse().ok()) {
        Some(fingerprint) => Ok(fingerprint),
        None => bail!("{text} holds no fingerprint"),
    }
}

/// The document's id is made again from who signed about whom.
fn judged(export: &Export, confirmed: Vec<Fingerprint>) -> Verdict {
    let Attestation { org, signer, subject, .. } = &export.attestation.record;
    let key = DocumentKey {
        org: org.clone(),
        kind: Kind::Obs,
        author: Some(signer.clone()),
        subject: subject.to_string(),
        period: Some(export.found_in.period),
    };
    let document = key.id().to_string();
    if document != export.found_in.document {
        return Verdict::DoesNotCount(Reason::OtherPlace);
    }
    let facts = Facts {
        asked: Asked { org, subject: None, entry: None },
        place: Place {
            document: &document,
            kind: Kind::Obs,
            author: Some(signer),
            subject: subject.as_str(),
        },
        serial: export.certificate.record.serial,
        certificates: std::slice::from_ref(&export.certificate),
        receipt: export.receipt.as_ref(),
        roots: &Roots::new(confirmed, org, &export.chain),
        revoked: None,
        tie: Tie::Vouched,
        evidence: Seen::NotHere,
        newest_version: None,
        follow: Follow::default(),
    };
    judge(&export.attestation, &facts, &mut Checked::default())
}

fn as_json(export: &Export, verdict: Verdict) -> Judged<'_> {
    let signed = &export.attestation.record;
    Judged {
        counts: verdict.counts(),
        verdict: sentence(verdict),
        fingerprint: export.certificate.record.issuer.fingerprint().to_string(),
        organisation: signed.org.as_str(),
        signer: signed.signer.as_str(),
        subject: signed.subject.as_str(),
        competency: signed.skill.competency.as_str(),
        competency_version: signed.skill.competency_version,
        level: signed.skill.level,
        levels: signed.skill.levels,
        observed: signed.observed.utc_ms,
        received: export.receipt.as_ref().map(|receipt| receipt.record.received_at),
    }
}

fn sentence(verdict: Verdict) -> String {
    match verdict {
        Verdict::Counts => "it counts".into(),
        Verdict::AwaitingReceipt => "it waits: the server's receipt is not in the file".into(),
        Verdict::AwaitingConfirmation => {
            "it waits: it was signed on somebody else's phone and is not confirmed yet".into()
        }
        Verdict::DoesNotCount(reason) => reason.to_string(),
    }
}

fn in_words(export: &Export, verdict: Verdict) -> Vec<String> {
    let key = export.certificate.record.issuer.fingerprint();
    let mut lines = vec![match verdict {
        Verdict::Counts => "This sign-off counts.".to_owned(),
        Verdict::DoesNotCount(Reason::OrganisationNotConfirmed) => format!(
            "This sign-off is whole, and signed by an organisation you have not confirmed.\n\
             Its key is {key}\n\
             Ask the organisation for the fingerprint of its key, and give it as --org-key."
        ),
        Verdict::AwaitingReceipt | Verdict::AwaitingConfirmation => {
            format!("This sign-off does not count yet: {}.", sentence(verdict))
        }
        Verdict::DoesNotCount(reason) => format!("This sign-off does not count: {reason}."),
    }];
    lines.push(String::new());
    lines.extend(told(export));
    if verdict.counts() {
        lines.push(format!("The organisation's key is {key}"));
    }
    lines
}

/// What the signed bytes say, with the exporter's names beside the ids.
fn told(export: &Export) -> Vec<String> {
    let (signed, names) = (&export.attestation.record, &export.names);
    let skill = &signed.skill;
    let does = match &signed.act {
        Act::Sign { .. } | Act::Confirm { .. } => "signed off",
        Act::Correct { .. } => "corrected the sign-off of",
        Act::Void { .. } => "took back the sign-off of",
    };
    let mut lines = vec![
        format!("Who signed: {}", named(&names.signer, signed.signer.as_str())),
        format!("What they did: {does} {}", named(&names.subject, signed.subject.as_str())),
        format!(
            "Skill: {}, version {}",
            named(&names.competency, skill.competency.as_str()),
            skill.competency_version
        ),
        format!("Level: {} of {}", skill.level, skill.levels),
        format!("Seen on: {}", day_to_text(signed.observed.day())),
    ];
    if let Some(receipt) = &export.receipt {
        let day = Moment::new(receipt.record.received_at, 0).day();
        lines.push(format!("Received by the server on: {}", day_to_text(day)));
    }
    lines.push(format!("Organisation: {}", named(&names.organisation, signed.org.as_str())));
    lines.push("Signed are the ids; names are the words of whoever made the file.".to_owned());
    lines
}

/// Control characters could make a terminal show something else.
fn named(name: &str, id: &str) -> String {
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    if name.is_empty() { id.to_owned() } else { format!("{id} (\"{name}\")") }
}
