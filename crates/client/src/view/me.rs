//! The person's own page.

use domain::{Moment, PersonId, Role};

#[derive(Clone, Debug, PartialEq)]
pub struct Me {
    pub name: String,
    pub org: String,
    pub job: Option<String>,
    pub roles: Vec<Role>,
    pub teams: Vec<String>,
    /// Who can read what of mine, today.
    pub readers: Vec<Reader>,
    pub devices: Vec<Device>,
    /// Other people who joined in this browser: ("org/person", name, unsent there if known).
    pub notice: Option<MeNotice>,
    pub entries: usize,
    pub unsent: usize,
}

/// Somebody who can read the person's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    pub person: PersonId,
    pub name: String,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Supervisor,
    Buddy,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    pub id: String,
    pub name: String,
    pub since: Moment,
    pub last_seen: Option<Moment>,
    pub is_this: bool,
}

/// The outcome of something done on this page.
#[derive(Clone, Debug, PartialEq)]
pub enum MeNotice {
    Exported(ExportDone),
    /// So many entries came back from a rescue file; so many were here already.
    Rescued {
        added: usize,
        known: usize,
    },
    RescueNotMine,
    RescueUnreadable(String),
    /// The store did not take it; nothing was changed.
    RescueNotStored,
    /// Signing out waits: so many entries are neither sent nor in a rescue file.
    SignOutRefused(usize),
    /// Signing out waits: so many things were not accepted, and are neither in a file nor dropped.
    NotAcceptedFirst(usize),
    DeviceRevoked,
    NoServer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportDone {
    Json,
    Csv,
    Rescue,
    NotAccepted,
}
