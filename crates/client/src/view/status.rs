//! Where the work is, and whether anybody works here.

use domain::{EntryId, Moment};
pub use protocol::{EndCode, RefusalCode};

/// What the app can show at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The store is being read.
    Opening,
    /// Nobody joined here yet.
    Join,
    /// Somebody works here.
    Ready,
    /// Ropes works in another tab now.
    Elsewhere,
    /// The store cannot be opened or read.
    NoStore(crate::Fault),
}

/// The chip at the top of every screen.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncView {
    pub state: SyncState,
    /// Entries and changes that the server has not confirmed.
    pub waiting: usize,
    pub last_sent: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncState {
    /// "Saved on this phone": the last action is stored, the server has not answered yet.
    Saved,
    /// "3 waiting to send"
    Waiting,
    /// "All sent · 14:02"
    Sent,
    /// "Can't reach the server · will retry"
    Away,
    /// "Needs your attention"
    Attention,
}

/// The page behind the chip.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncPage {
    pub sync: SyncView,
    pub attention: Vec<Attention>,
    pub waiting: Vec<WaitingRow>,
    /// Entries on the server.
    pub on_server: usize,
    /// Connected right now.
    pub is_connected: bool,
    /// When the next attempt comes, in seconds from the last one.
    pub retry_in_s: Option<u32>,
    /// Why the server ended the last connection, until there is another.
    pub ended: Option<EndCode>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Attention {
    /// The session ended: join again with a new link. Work stays here.
    SignedOut,
    /// This phone was revoked. Unsent work can be taken along as a rescue file.
    Revoked,
    /// So many things were not accepted: see [`crate::Client::not_accepted`].
    NotAcceptedEntries(usize),
    /// The server did not accept something and did not say what, with its reason code and words.
    NotAccepted { title: String, code: String, reason: String },
    /// A document on this phone crashed the app; its bytes are kept. [`crate::Event::TryAgain`] opens it
    /// once more.
    UnreadableDocument { document: String, kind: String },
    /// Bytes on this phone could not be read and are kept aside; what the server has is not back yet.
    DamagedDocument,
    /// Records in it cannot be understood; they are kept.
    UnreadableRecords(usize),
    /// The server speaks a newer protocol: the app must be updated.
    UpdateNeeded,
    /// This phone's clock is more than a day off the server's.
    ClockWrong,
}

/// Something the server did not take. It is on this phone alone.
#[derive(Clone, Debug, PartialEq)]
pub struct NotAccepted {
    pub id: String,
    /// `None` where it cannot be read.
    pub title: Option<String>,
    pub kind: Option<WaitingKind>,
    pub when: Option<Moment>,
    /// When the server said so.
    pub refused: Moment,
    pub code: String,
    /// In the server's words.
    pub reason: String,
    /// There is a copy of it as a file.
    pub is_exported: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WaitingRow {
    pub entry: EntryId,
    pub title: String,
    pub when: Moment,
    pub kind: WaitingKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingKind {
    Task,
    Rating,
    Reflection,
    Goal,
    Observation,
    Request,
    Answer,
    Session,
    SignOff,
    Other,
}

/// Why joining did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinProblem {
    Mistyped,
    Unknown,
    Used,
    Expired,
    TooManyTries,
    NoServer,
    NotStored,
    Other(String),
}
