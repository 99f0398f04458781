//! A badge that the built server gave, against a verifier that others wrote.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use documents::{Document, Written, entry_hash, read_catalog};
use domain::{Body, DeviceId, Entry, EntryId, Kind, Map, Moment, PersonId, SignOff, Task, Typed};
use exchange::attestation::{
    Act, Attestation, Certificate, Evidence, Record, SecretKey, Signed, Skill, from_hex, to_hex,
};
use serde_json::{Value, json};
use sync_server::store::{Append, Change, DocumentId, SqliteStore, Store};
use tests::ropes::{First, Ropes};

use crate::{program, shown};

const WORKER: &str = "samira";
const SUPERVISOR: &str = "ingrid";

/// Reads a key and tokens, and prints of each the id it was found good with, or null.
const VERIFY: &str = "
import json, sys
import jwt
from openbadgeslib.ob3.verifier import OB3Verifier, OB3VerificationError
key, tokens = json.load(sys.stdin)
verifier = OB3Verifier(jwt.PyJWK(key).key)
def verified(token):
    try:
        return verifier.verify(token).id
    except OB3VerificationError:
        return None
print(json.dumps([verified(token) for token in tokens]))
";

/// Somebody's requests.
struct Person<'r> {
    ropes: &'r Ropes,
    token: String,
    id: PersonId,
    device: DeviceId,
}

impl<'r> Person<'r> {
    async fn new(ropes: &'r Ropes, name: &str) -> Result<Self> {
        let (id, device) = (PersonId::new(name)?, DeviceId::new(name)?);
        let mut person = Self { ropes, token: ropes.token(name).await?, id, device };
        let me: Value = serde_json::from_str(&person.get("/api/me").await?)?;
        person.id = PersonId::new(me["person"].as_str().context("nobody")?)?;
        person.device = DeviceId::new(me["device"].as_str().context("no device")?)?;
        Ok(person)
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<reqwest::Response> {
        Ok(request.bearer_auth(&self.token).send().await?.error_for_status()?)
    }

    async fn get(&self, path: &str) -> Result<String> {
        let address = format!("{}{path}", self.ropes.url());
        Ok(self.send(reqwest::Client::new().get(address)).await?.text().await?)
    }

    async fn put(&self, path: &str, body: &Value) -> Result<Value> {
        let address = format!("{}{path}", self.ropes.url());
        Ok(self.send(reqwest::Client::new().put(address).json(body)).await?.json().await?)
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let address = format!("{}{path}", self.ropes.url());
        Ok(self.send(reqwest::Client::new().post(address).json(body)).await?.json().await?)
    }
}

fn now() -> Result<Moment> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Moment::new(i64::try_from(now.as_millis())?, 0))
}

fn opened(store: &dyn Store, id: DocumentId) -> Result<Document> {
    let chunks: Vec<_> = store.chunks(id)?.into_iter().map(|chunk| chunk.bytes).collect();
    Ok(Document::load(&chunks, [7; 16]).document)
}

impl Person<'_> {
    /// Writes an entry of that name into this year's document of this kind about somebody.
    async fn write(
        &self,
        store: &dyn Store,
        (kind, subject): (Kind, &PersonId),
        name: &str,
        body: Body,
    ) -> Result<Evidence> {
        let at = now()?;
        let wish =
            json!({"kind": kind.as_str(), "subject": subject.as_str(), "period": at.day().ymd().0});
        let wanted = self.put("/api/documents", &wish).await?;
        let id: DocumentId = wanted["document_id"].as_str().context("no document")?.parse()?;
        let mut document = opened(store, id)?;
        let entry = EntryId::new(name)?;
        let written = Entry {
            id: entry.clone(),
            saved: at,
            edited: None,
            body,
            void: None,
            copied_from: None,
        };
        let Written { hash, bytes } = document.put_entry(&written, at)?.context("nothing new")?;
        let mut heads = document.heads();
        heads.sort_unstable();
        store.append(&[Append {
            document: id,
            person: Some(self.id.clone()),
            device: Some(self.device.clone()),
            received_at: at.utc_ms,
            changes: vec![Change { hash, bytes, clock_wrong: false }],
            heads: heads.clone(),
        }])?;
        let hash = entry_hash(&document, &entry).context("it was just written")?;
        Ok(Evidence { document: id.to_string(), heads, entry, hash })
    }

    /// Signs off one of the worker's skills. Returns the attestation's digest.
    async fn sign_off(
        &self,
        store: &dyn Store,
        worker: &PersonId,
        evidence: Evidence,
    ) -> Result<String> {
        let key = SecretKey::from_seed([5; 32]);
        let wish = json!({"public_key": to_hex(&key.public().0)});
        let certificate = self.post("/api/certificate", &wish).await?;
        let bytes = certificate["bytes"].as_str().and_then(from_hex).context("no certificate")?;
        let attestation = Attestation {
            act: Act::Sign { renews: None },
            org: store.org_id()?,
            signer: self.id.clone(),
            device: self.device.clone(),
            subject: worker.clone(),
            skill: skill(store)?,
            followed: None,
            evidence,
            observed: now()?,
        };
        let signed = Signed::by(&key, attestation)?;
        let body = Body::SignOff(SignOff {
            attestation: signed.record.encode(),
            signature: signed.signature.to_vec(),
            certificate: Certificate::decode(&bytes)?.serial,
        });
        self.write(store, (Kind::Obs, worker), "signed", body).await?;
        Ok(to_hex(&signed.digest()))
    }
}

fn task() -> Result<Body> {
    Ok(Body::Task(Task {
        what: Typed::Own("A wheel".into()),
        when: now()?,
        minutes: None,
        quantity: None,
        tags: Map::new(),
        first_time: false,
        learned_from: None,
        learned: None,
    }))
}

/// The first skill that can be rated, at its highest level.
fn skill(store: &dyn Store) -> Result<Skill> {
    for record in store.common_documents()? {
        let catalog = read_catalog(&opened(store, record.id)?);
        for competency in catalog.rateable() {
            if let Some(scale) = catalog.scale_of(competency) {
                let levels = u8::try_from(scale.levels().len())?;
                return Ok(Skill {
                    competency: competency.id.clone(),
                    competency_version: competency.version,
                    scale: scale.id.clone(),
                    scale_version: scale.version,
                    levels,
                    level: levels,
                });
            }
        }
    }
    anyhow::bail!("the demo has no skill with a scale")
}

async fn verified(key: &Value, tokens: &[&str]) -> Result<Vec<Option<String>>> {
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("input.json");
    std::fs::write(&input, json!([key, tokens]).to_string())?;
    let mut python = program("python")?;
    python.args(["-c", VERIFY]).stdin(std::fs::File::open(&input)?);
    let output = python.output().await.context("cannot start python")?;
    ensure!(output.status.success(), "{}", shown(&output));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// With one letter at `place` another one.
fn changed(token: &str, place: usize) -> String {
    let letters = token.char_indices();
    let other = |letter| if letter == 'A' { 'B' } else { 'A' };
    letters.map(|(at, letter)| if at == place { other(letter) } else { letter }).collect()
}

// SPEC G87
#[tokio::test]
async fn a_badge_is_good_for_a_verifier_that_others_wrote_and_no_changed_one_is() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let (worker, store) = (Person::new(&ropes, WORKER).await?, SqliteStore::open(ropes.data())?);
    let evidence = worker.write(&store, (Kind::Log, &worker.id), "wheel", task()?).await?;
    let digest =
        Person::new(&ropes, SUPERVISOR).await?.sign_off(&store, &worker.id, evidence).await?;
    let token = worker.get(&format!("/api/badge?attestation={digest}")).await?;
    let key = reqwest::get(format!("{}/api/badge-key", ropes.url())).await?.json().await?;
    let (payload, end) = (token.find('.').context("no payload")?, token.len());
    let harmed: Vec<_> = [payload + 40, (payload + end) / 2, end - 20]
        .map(|place| changed(&token, place))
        .into_iter()
        .collect();
    let tokens: Vec<_> = std::iter::once(&token).chain(&harmed).map(String::as_str).collect();
    let found = verified(&key, &tokens).await?;
    let [Some(id), rest @ ..] = found.as_slice() else { anyhow::bail!("not good: {token}") };
    assert!(id.starts_with("urn:uuid:"), "{id}");
    assert_eq!(rest, [None, None, None]);
    Ok(())
}
