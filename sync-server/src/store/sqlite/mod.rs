//! A store in one SQLite file: WAL, every commit synced to disk, one writer and several readers.

mod column;
mod documents;
mod error;
mod frozen;
mod mark;
mod mending;
mod people;
mod received_before;
mod schema;
mod sessions;
mod summaries;
mod trust;
mod upkeep;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::{Buddy, DeviceId, PersonId, Supervised, Team};
use exchange::attestation::PublicKey;
use rusqlite::{Connection, TransactionBehavior};

use self::error::sql;
use self::mark::Mark;
use super::{
    Append, Appended, BadgeKeyRecord, CertificateRecord, Change, ChangeHash, Chunk, Device,
    DocumentId, DocumentRecord, Frozen, InviteRecord, JoinOutcome, Mend, NewDevice, Organisation,
    PeopleUpdate, PersonRecord, Quarantined, Receipt, ReceivedBefore, RootRecord, Rotation,
    SecretHash, SessionRecord, SetAside, Store, StoreError, Summarized, Summary, Versions, Whole,
};

/// The file's name in the data directory.
pub const FILE: &str = "ropes.db";

/// How long a writer waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);
const SPARE_READERS: usize = 4;

pub struct SqliteStore {
    path: PathBuf,
    writer: Mutex<Writer>,
    /// Idle ones; another is opened when all are in use.
    readers: Mutex<Vec<Connection>>,
}

struct Writer {
    connection: Connection,
    mark: Mark,
}

impl SqliteStore {
    /// Opens the store of a data directory, which must exist, and takes missing schema steps.
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        Self::open_file(data.join(FILE))
    }

    fn open_file(path: PathBuf) -> Result<Self, StoreError> {
        make_private(&path).map_err(io)?;
        let mut connection = connect(&path)?;
        schema::migrate(&mut connection)?;
        let writer = Mutex::new(Writer { connection, mark: Mark::open(&path).map_err(io)? });
        let store = Self { path, writer, readers: Mutex::default() };
        if let Some(problem) = store.lacks()? {
            tracing::error!("{problem}");
        }
        Ok(store)
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.read_one(|reader| {
            let transaction = reader.unchecked_transaction().map_err(sql)?;
            let result = read(&transaction)?;
            transaction.commit().map_err(sql)?;
            Ok(result)
        })
    }

    /// For a single statement, which needs no transaction to be of one moment.
    fn read_one<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = idle.map_or_else(|| connect(&self.path), Ok)?;
        let result = read(&reader)?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < SPARE_READERS {
            readers.push(reader);
        }
        Ok(result)
    }

    fn write<T>(
        &self,
        write: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Writer { connection, mark } = &mut *writer;
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
        let result = write(&transaction)?;
        let newest = documents::newest(&transaction)?;
        transaction.commit().map_err(sql)?;
        if let Err(error) = mark.raise(newest) {
            // What is committed stays confirmed; only a later loss might go unnoticed.
            tracing::warn!(%error, "how much was confirmed could not be noted");
        }
        Ok(result)
    }

    /// How much was confirmed and is not here, as a sentence.
    fn lacks(&self) -> Result<Option<String>, StoreError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Writer { connection, mark } = &mut *writer;
        let here = documents::newest(connection)?;
        let noted = mark.noted().map_err(io)?;
        Ok((noted > here).then(|| {
            format!(
                "changes {} to {noted} were confirmed and are not here: the disk lost them, or \
                the database was copied without its log; phones send again what they hold, or \
                restore a backup",
                here + 1
            )
        }))
    }
}

fn io(error: std::io::Error) -> StoreError {
    StoreError::Other(Box::new(error))
}

/// The organisation's key is in it. What SQLite makes beside it has the same mode. A file that is there
/// is not opened: closing it would give up the locks of others in this process.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut new = std::fs::File::options();
    new.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
    match new.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => close_to_others(path),
        Err(error) => Err(error),
    }
}

fn close_to_others(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut mode = std::fs::metadata(path)?.permissions();
        if mode.mode() & 0o077 != 0 {
            mode.set_mode(0o600);
            std::fs::set_permissions(path, mode)?;
        }
    }
    #[cfg(not(unix))]
    std::fs::metadata(path)?;
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path).map_err(sql)?;
    connection.busy_timeout(PATIENCE).map_err(sql)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(sql)?;
    Ok(connection)
}

impl Store for SqliteStore {
    fn organisation(&self) -> Result<Option<Organisation>, StoreError> {
        self.read(people::organisation)
    }

    fn found(&self, organisation: &Organisation) -> Result<Organisation, StoreError> {
        self.write(|db| people::found(db, organisation))
    }

    fn people(&self) -> Result<Vec<PersonRecord>, StoreError> {
        self.read(people::people)
    }

    fn person(&self, id: &PersonId) -> Result<Option<PersonRecord>, StoreError> {
        self.read(|db| people::person(db, id))
    }

    fn teams(&self) -> Result<Vec<Team>, StoreError> {
        self.read(people::teams)
    }

    fn buddies(&self) -> Result<Vec<Buddy>, StoreError> {
        self.read(people::buddies)
    }

    fn supervised(&self) -> Result<Vec<Supervised>, StoreError> {
        self.read(people::supervised)
    }

    fn update_people(&self, update: &PeopleUpdate) -> Result<(), StoreError> {
        self.write(|db| people::update(db, update))
    }

    fn versions(&self) -> Result<Versions, StoreError> {
        self.read_one(documents::versions)
    }

    fn register_document(
        &self,
        record: &DocumentRecord,
        genesis: &Change,
    ) -> Result<bool, StoreError> {
        self.write(|db| documents::register(db, record, genesis))
    }

    fn document(&self, id: DocumentId) -> Result<Option<DocumentRecord>, StoreError> {
        self.read(|db| documents::record(db, id))
    }

    fn documents(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        self.read(|db| documents::records(db, "TRUE", []))
    }

    fn documents_by(&self, author: &PersonId) -> Result<Vec<DocumentRecord>, StoreError> {
        self.read(|db| documents::records(db, "author = ?", [author.as_str()]))
    }

    fn common_documents(&self) -> Result<Vec<DocumentRecord>, StoreError> {
        self.read(|db| documents::records(db, "author IS NULL", []))
    }

    fn documents_about(&self, subject: &str) -> Result<Vec<DocumentRecord>, StoreError> {
        self.read(|db| documents::records(db, "subject = ?", [subject]))
    }

    fn append(&self, appends: &[Append]) -> Result<(), StoreError> {
        self.write(|db| documents::append(db, appends))
    }

    fn chunks(&self, document: DocumentId) -> Result<Vec<Chunk>, StoreError> {
        self.read(|db| documents::chunks(db, document))
    }

    fn snapshot(
        &self,
        document: DocumentId,
        bytes: &[u8],
        covers: &[ChangeHash],
    ) -> Result<(), StoreError> {
        self.write(|db| documents::snapshot(db, document, bytes, covers))
    }

    fn heads(&self, document: DocumentId) -> Result<Vec<ChangeHash>, StoreError> {
        self.read(|db| documents::heads(db, document))
    }

    fn receipts(&self, document: DocumentId) -> Result<Vec<Receipt>, StoreError> {
        self.read(|db| documents::receipts(db, document))
    }

    fn put_received_before(&self, all: &[ReceivedBefore]) -> Result<(), StoreError> {
        self.write(|db| received_before::put(db, all))
    }

    fn appended_after(&self, number: u64) -> Result<Appended, StoreError> {
        self.read(|db| documents::appended_after(db, number))
    }

    fn whole(&self, document: DocumentId) -> Result<Whole, StoreError> {
        self.read(|db| mending::whole(db, document))
    }

    fn mend(&self, mend: &Mend) -> Result<(), StoreError> {
        self.write(|db| mending::mend(db, mend))
    }

    fn set_aside(&self) -> Result<Vec<SetAside>, StoreError> {
        self.read(mending::set_aside)
    }

    fn quarantine(&self, refused: &Quarantined) -> Result<(), StoreError> {
        self.write(|db| documents::quarantine(db, refused))
    }

    fn quarantined(&self) -> Result<Vec<Quarantined>, StoreError> {
        self.read(documents::quarantined)
    }

    fn quarantined_count(&self) -> Result<u64, StoreError> {
        self.read(documents::quarantined_count)
    }

    fn freeze(&self, frozen: &Frozen) -> Result<(), StoreError> {
        self.write(|db| frozen::freeze(db, frozen))
    }

    fn thaw(&self, document: DocumentId) -> Result<bool, StoreError> {
        self.write(|db| frozen::thaw(db, document))
    }

    fn frozen(&self) -> Result<Vec<Frozen>, StoreError> {
        self.read(frozen::all)
    }

    fn summaries(&self, subject: Option<&str>) -> Result<Vec<Summarized>, StoreError> {
        self.read(|db| summaries::all(db, subject))
    }

    fn put_summary(&self, summary: &Summary) -> Result<(), StoreError> {
        self.write(|db| summaries::put(db, summary))
    }

    fn create_invite(&self, invite: &InviteRecord) -> Result<(), StoreError> {
        self.write(|db| sessions::create_invite(db, invite))
    }

    fn invite(&self, code: &SecretHash) -> Result<Option<InviteRecord>, StoreError> {
        self.read(|db| sessions::invite(db, code))
    }

    fn join(
        &self,
        code: &SecretHash,
        device: &NewDevice,
        now: i64,
    ) -> Result<JoinOutcome, StoreError> {
        self.write(|db| sessions::join(db, code, device, now))
    }

    fn add_device(
        &self,
        person: &PersonId,
        device: &NewDevice,
        now: i64,
    ) -> Result<Device, StoreError> {
        self.write(|db| sessions::add_device(db, person, device, now))
    }

    fn devices(&self) -> Result<Vec<Device>, StoreError> {
        self.read(sessions::devices)
    }

    fn device(&self, id: &DeviceId) -> Result<Option<Device>, StoreError> {
        self.read(|db| sessions::device(db, id))
    }

    fn touch_devices(&self, seen: &[(DeviceId, i64)]) -> Result<(), StoreError> {
        self.write(|db| seen.iter().try_for_each(|(id, at)| sessions::touch(db, id, *at)))
    }

    fn revoke_device(&self, id: &DeviceId, now: i64) -> Result<bool, StoreError> {
        self.write(|db| sessions::revoke(db, id, now))
    }

    fn session(&self, secret: &SecretHash) -> Result<Option<SessionRecord>, StoreError> {
        self.read(|db| sessions::session(db, secret))
    }

    fn rotate(
        &self,
        secret: &SecretHash,
        next: &SecretHash,
        now: i64,
    ) -> Result<Rotation, StoreError> {
        let seen = self.read(|db| sessions::judge(db, secret, now))?;
        match seen {
            // As nearly always: nothing to write.
            Some(seen) if !seen.writes() => Ok(seen.rotation),
            Some(_) => self.write(|db| sessions::rotate(db, secret, next, now)),
            None => Ok(Rotation::Kept),
        }
    }

    fn end_session(&self, secret: &SecretHash) -> Result<(), StoreError> {
        self.write(|db| sessions::end_session(db, secret))
    }

    fn roots(&self) -> Result<Vec<RootRecord>, StoreError> {
        self.read(trust::roots)
    }

    fn put_root(&self, root: &RootRecord, after: Option<&PublicKey>) -> Result<bool, StoreError> {
        self.write(|db| trust::put_root(db, root, after))
    }

    fn certificates(&self) -> Result<Vec<CertificateRecord>, StoreError> {
        self.read(trust::certificates)
    }

    fn put_certificate(&self, certificate: &CertificateRecord) -> Result<bool, StoreError> {
        self.write(|db| trust::put_certificate(db, certificate))
    }

    fn badge_key(&self) -> Result<Option<BadgeKeyRecord>, StoreError> {
        self.read(trust::badge_key)
    }

    fn put_badge_key(&self, key: &BadgeKeyRecord) -> Result<bool, StoreError> {
        self.write(|db| trust::put_badge_key(db, key))
    }

    fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        let reader = connect(&self.path)?;
        upkeep::back_up(&reader, to)
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut problems = self.read(upkeep::check)?;
        problems.extend(self.lacks()?);
        Ok(problems)
    }
}
