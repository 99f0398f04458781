//! A thousand sign-offs of one worker, with their receipts, as a question for the phone's second module.

use anyhow::{Context, Result};
use domain::{CompetencyId, DeviceId, EntryId, Moment, OrgId, PersonId, ScaleId};
use exchange::attestation::{
    Act, Attestation, Certificate, Evidence, Receipt, Record, SecretKey, Seen, Signed, Skill,
    to_hex,
};
use exchange::seal::{self, Batch, Item, Memory, Reply, Request};
use serde_json::json;
use tests::browser::Browser;

const SIGN_OFFS: u32 = 1_000;
const SEEN: i64 = 1_779_000_000_000;
const DOCUMENT: &str = "3MjQCg8eABhUi6TysQxhyZkXhP6P";

/// Milliseconds that the module takes for all of them, and for all of them again.
pub(crate) async fn judged(phone: &Browser) -> Result<(f64, f64)> {
    let question = to_hex(&question()?);
    let script = "const hex = arguments[0];\
        const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));\
        ropesShim.loadSeal().then(({ answer }) => {\
            const took = [0, 0].map(() => {\
                const began = performance.now();\
                answer(bytes);\
                return performance.now() - began;\
            });\
            globalThis.took = took;\
        });";
    phone.script(script, vec![json!(question)]).await?;
    let took = phone.wait_until("globalThis.took").await?;
    let time = |place: usize| took[place].as_f64().context("no time");
    Ok((time(0)?, time(1)?))
}

fn question() -> Result<Vec<u8>> {
    let (root, phone) = (SecretKey::from_seed([1; 32]), SecretKey::from_seed([2; 32]));
    let certificate = Certificate {
        org: OrgId::new("bicycles")?,
        person: PersonId::new("sara")?,
        device: DeviceId::new("saras-phone")?,
        key: phone.public(),
        serial: 1,
        from: SEEN,
        until: SEEN + 1,
        is_guest: false,
        issuer: root.public(),
    };
    let certificate = Signed::by(&root, certificate)?;
    let trust = json!({
        "org": "bicycles",
        "fingerprint": root.public().fingerprint().to_string(),
        "certificates": [pair(&certificate)],
    });
    let mut memory = Memory::default();
    let mut items = Vec::new();
    for number in 0..SIGN_OFFS {
        let attestation = Signed::by(&phone, attestation(number)?)?;
        let receipt = Signed::by(&root, receipt(&attestation, &certificate.record)?)?;
        let body = serde_json::to_vec(&json!({ "receipts": [pair(&receipt)] }))?;
        let kept = seal::answer(&Request::Receipts { body }.pack(), &mut memory);
        let Some(Reply::Receipts { receipts, .. }) = Reply::unpack(&kept) else { continue };
        items.push(Item {
            entry: format!("entry-{number}"),
            document: DOCUMENT.into(),
            author: "sara".into(),
            attestation: attestation.record.encode(),
            signature: attestation.signature.to_vec(),
            serial: 1,
            receipt: receipts.into_iter().next().map(|(_, receipt)| receipt),
            evidence: Seen::Hash([5; 32]),
            newest: Some(1),
        });
    }
    let (org, subject) = (OrgId::new("bicycles")?, "ali".to_owned());
    let batch = Batch { org, subject, trust: serde_json::to_vec(&trust)?, items, proofs: vec![] };
    Ok(Request::Judge(batch).pack())
}

fn pair<R: Record>(one: &Signed<R>) -> serde_json::Value {
    json!({ "bytes": to_hex(&one.record.encode()), "signature": to_hex(&one.signature) })
}

fn attestation(number: u32) -> Result<Attestation> {
    Ok(Attestation {
        act: Act::Sign { renews: None },
        org: OrgId::new("bicycles")?,
        signer: PersonId::new("sara")?,
        device: DeviceId::new("saras-phone")?,
        subject: PersonId::new("ali")?,
        skill: Skill {
            competency: CompetencyId::new(format!("skill-{}", number % 40))?,
            competency_version: 1,
            scale: ScaleId::new("four")?,
            scale_version: 1,
            levels: 4,
            level: 3,
        },
        followed: None,
        evidence: Evidence {
            document: DOCUMENT.into(),
            heads: vec![[3; 32]],
            entry: EntryId::new(format!("task-{number}"))?,
            hash: [5; 32],
        },
        observed: Moment::new(SEEN, 120),
    })
}

fn receipt(signed: &Signed<Attestation>, certificate: &Certificate) -> Result<Receipt> {
    Ok(Receipt {
        org: certificate.org.clone(),
        document: DOCUMENT.into(),
        change: [6; 32],
        person: certificate.person.clone(),
        device: certificate.device.clone(),
        received_at: SEEN,
        attestation: Some(signed.digest()),
        issuer: certificate.issuer,
    })
}
