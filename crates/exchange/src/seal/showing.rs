//! What somebody shows as proof, for who has nothing but the address of the organisation's server: the text of
//! a proof card, or the file of a sign-off. The answer is JSON, for a page without the app.

use domain::Kind;
use json::Json;

use super::trusting::{Memory, Trust};
use crate::attestation::{
    Act, Asked, Attestation, Certificate, Checked, Export, Facts, Follow, Names, Place, Reason,
    Receipt, Seen, Signed, Tie, Verdict, judge, read_export,
};
use crate::card::{Card, ProofCard};

/// What is shown, in one form.
struct Shown {
    attestation: Signed<Attestation>,
    certificate: Signed<Certificate>,
    /// With the document it names; a card has none.
    receipt: Option<Signed<Receipt>>,
    document: String,
    names: Names,
}

/// `root`: the server's answer about its key. Total: whatever is shown, there is an answer.
pub fn check(shown: &[u8], root: &[u8], memory: &mut Memory) -> Vec<u8> {
    let Some(shown) = Shown::read(shown) else {
        return Json::object().with("verdict", "unreadable").to_bytes();
    };
    let org = &shown.attestation.record.org;
    let (trust, checked) = memory.trust(root, org);
    shown.told(shown.verdict(trust, checked)).to_bytes()
}

impl Shown {
    fn read(bytes: &[u8]) -> Option<Self> {
        match Card::read(bytes) {
            Ok(Card::Proof(card)) => Self::of_card(&card),
            Ok(Card::Request(_) | Card::Person(_)) => None,
            Err(_) => read_export(bytes).ok().map(Self::of_file),
        }
    }

    fn of_card(card: &ProofCard) -> Option<Self> {
        let (attestation, certificate) = card.open().ok()?;
        let (document, names) = Default::default();
        Some(Self { attestation, certificate, receipt: None, document, names })
    }

    fn of_file(file: Export) -> Self {
        let Export { names, found_in, attestation, certificate, receipt, chain: _ } = file;
        Self { attestation, certificate, receipt, document: found_in.document, names }
    }

    /// The receipt vouches for the document: the server names a sign-off in none but where it belongs.
    fn verdict(&self, trust: &Trust, checked: &mut Checked) -> Verdict {
        let signed = &self.attestation.record;
        let facts = Facts {
            asked: Asked { org: &signed.org, subject: None, entry: None },
            place: Place {
                document: &self.document,
                kind: Kind::Obs,
                author: Some(&signed.signer),
                subject: signed.subject.as_str(),
            },
            serial: self.certificate.record.serial,
            certificates: std::slice::from_ref(&self.certificate),
            receipt: self.receipt.as_ref(),
            roots: &trust.roots,
            revoked: None,
            tie: Tie::Vouched,
            evidence: Seen::NotHere,
            newest_version: None,
            follow: Follow::default(),
        };
        judge(&self.attestation, &facts, checked)
    }

    /// A name is the exporter's word, an id is what was signed.
    fn told(&self, verdict: Verdict) -> Json {
        let Attestation { act, org, signer, subject, skill, observed, .. } =
            &self.attestation.record;
        let key = self.certificate.record.issuer.fingerprint().to_string();
        let received = self.receipt.as_ref().map(|receipt| receipt.record.received_at);
        let named = |name: &str, id: &str| {
            Json::object().with("name", name.to_owned()).with("id", id.to_owned())
        };
        let told = Json::object()
            .with("verdict", code(verdict, act))
            .with("organisation", named(&self.names.organisation, org.as_str()))
            .with("signer", named(&self.names.signer, signer.as_str()))
            .with("subject", named(&self.names.subject, subject.as_str()))
            .with("skill", named(&self.names.competency, skill.competency.as_str()))
            .with("level", i64::from(skill.level))
            .with("levels", i64::from(skill.levels))
            .with("level_name", self.names.level.clone())
            .with("observed", observed.utc_ms)
            .with("fingerprint", key);
        match received {
            Some(at) => told.with("received", at),
            None => told,
        }
    }
}

/// What the page has words for.
fn code(verdict: Verdict, act: &Act) -> &'static str {
    let signs = match act {
        Act::Sign { .. } | Act::Correct { .. } => true,
        Act::Void { .. } | Act::Confirm { .. } => false,
    };
    match verdict {
        Verdict::DoesNotCount(Reason::OrganisationNotConfirmed) => "stranger",
        Verdict::DoesNotCount(_) => "bad",
        Verdict::Counts | Verdict::AwaitingReceipt | Verdict::AwaitingConfirmation if !signs => {
            "takes-back"
        }
        Verdict::Counts => "counts",
        Verdict::AwaitingReceipt => "signed",
        Verdict::AwaitingConfirmation => "waits",
    }
}
