//! Takes back what a phone could not send: raw changes of one person's own documents.

use documents::{Document, DocumentKey, Hash, change_of, genesis_hash};
use domain::{DeviceId, Moment};
use exchange::{Rescue, RescuedDocument};
use protocol::Limits;
use protocol::limits::check_chunks;

use super::{ImportError, Imported};
use crate::access::{Directory, Wish, register};
use crate::auth::fresh;
use crate::store::{Append, Change, DocumentRecord, Store};

const DAY_MS: i64 = 86_400_000;

/// Why a rescue file is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum NotRescued {
    #[error("this rescue file is from another organisation")]
    OtherOrganisation,
    #[error("document {0} in this rescue file is not what its manifest says")]
    OtherDocument(String),
    #[error("document {0} in this rescue file holds something that is no change")]
    NotAChange(String),
    #[error("document {0} in this rescue file begins in another way than ours")]
    OtherGenesis(String),
    #[error("document {id} in this rescue file holds too much")]
    TooMuch {
        id: String,
        #[source]
        refusal: protocol::Refusal,
    },
}

/// Adds the changes that are missing, with receipts for the person who made the file. The same
/// file again adds nothing. `grace`: days for which an ended relation may still bring something.
pub fn import_rescue(
    store: &dyn Store,
    bytes: &[u8],
    grace: u16,
    now: i64,
) -> Result<Imported, ImportError> {
    let rescue = exchange::read_rescue(bytes)?;
    let directory = Directory { grace, ..Directory::read(store)? };
    if rescue.org != directory.organisation.id {
        return Err(NotRescued::OtherOrganisation.into());
    }
    let known = directory.devices.get(&rescue.device);
    let device = known.filter(|it| it.person == rescue.person).map(|it| it.id.clone());
    let founded = directory.organisation.created_at;
    let taking = Taking { store, rescue: &rescue, device, founded, now };

    let mut appends = Vec::new();
    let mut imported = Imported::default();
    for document in &rescue.documents {
        let record = taking.register(&directory, document)?;
        let (append, waiting) = taking.changes(&record, document)?;
        imported.rescued += append.changes.len();
        imported.waiting += waiting;
        appends.push(append);
    }
    appends.retain(|append| !append.changes.is_empty());
    store.append(&appends)?;
    Ok(imported)
}

struct Taking<'a> {
    store: &'a dyn Store,
    rescue: &'a Rescue,
    /// Where the server knows it as the person's.
    device: Option<DeviceId>,
    founded: i64,
    now: i64,
}

impl Taking<'_> {
    /// As the person's phone would have: what they may not write is refused here too.
    fn register(
        &self,
        directory: &Directory,
        document: &RescuedDocument,
    ) -> Result<DocumentRecord, ImportError> {
        let (kind, subject, period) = (document.kind, document.subject.clone(), document.period);
        let (org, person) = (self.rescue.org.clone(), self.rescue.person.clone());
        let key = DocumentKey { org, kind, author: Some(person), subject, period };
        if key.id().to_string() != document.document_id {
            return Err(NotRescued::OtherDocument(document.document_id.clone()).into());
        }
        let wish = Wish { kind, subject: key.subject, period };
        Ok(register(self.store, directory, &self.rescue.person, wish, self.now)?)
    }

    /// What is new, and how many changes wait for one that is nowhere.
    fn changes(
        &self,
        record: &DocumentRecord,
        document: &RescuedDocument,
    ) -> Result<(Append, usize), ImportError> {
        let stored: Vec<_> = self.store.chunks(record.id)?.into_iter().map(|c| c.bytes).collect();
        let mut copy = Document::load(&stored, fresh()?).document;
        let sent = checked(record, document)?;
        let new: Vec<_> = sent.into_iter().filter(|(hash, ..)| !copy.has(hash)).collect();
        copy.apply(&new.iter().map(|(_, _, bytes)| bytes).collect::<Vec<_>>())?;
        let (taken, waiting): (Vec<_>, Vec<_>) =
            new.into_iter().partition(|(hash, ..)| copy.has(hash));
        let append = Append {
            document: record.id,
            person: Some(self.rescue.person.clone()),
            device: self.device.clone(),
            received_at: self.now,
            changes: taken.into_iter().map(|change| self.change(change)).collect(),
            heads: copy.heads(),
        };
        Ok((append, waiting.len()))
    }

    fn change(&self, (hash, seconds, bytes): (Hash, i64, Vec<u8>)) -> Change {
        let at = Moment::new(seconds.saturating_mul(1_000), 0).utc_ms;
        let clock_wrong = at > self.now + DAY_MS || at < self.founded - DAY_MS;
        Change { hash, bytes, clock_wrong }
    }
}

/// Each change with its hash and the second its author's clock showed.
fn checked(
    record: &DocumentRecord,
    document: &RescuedDocument,
) -> Result<Vec<(Hash, i64, Vec<u8>)>, NotRescued> {
    let id = || document.document_id.clone();
    let mut checked = Vec::with_capacity(document.chunks.len());
    for bytes in &document.chunks {
        let too_much = |refusal| NotRescued::TooMuch { id: id(), refusal };
        check_chunks(bytes, &Limits::SERVER).map_err(too_much)?;
        let (hash, seconds) = change_of(bytes).ok_or_else(|| NotRescued::NotAChange(id()))?;
        if hash != genesis_hash(record.kind) && stands_alone(bytes) {
            return Err(NotRescued::OtherGenesis(id()));
        }
        checked.push((hash, seconds, bytes.clone()));
    }
    Ok(checked)
}

/// A change that builds on another has no effect without it.
fn stands_alone(bytes: &[u8]) -> bool {
    !Document::load(&[bytes], [0; 16]).document.heads().is_empty()
}
