//! What can happen to the app.

use domain::{CompetencyId, EntryId, Moment, PersonId, Rated, TaskTypeId};

use crate::cards::Cards;
use crate::effect::{Ticket, Timer};
use crate::observing::Observe;
use crate::shadowing::Shadow;
use crate::signing::Attest;
use crate::view::{JournalDraft, LogDraft};

/// Time and chance, given with every event.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    pub now: Moment,
    /// Fresh for every event.
    pub random: [u8; 15],
}

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    // ---- the page's life ---------------------------------------------------------------------
    /// The shell holds the one working tab and is ready to load. `person` as noted on this phone
    /// ("org/person"), if anybody joined here. `version`: another for every build of the app.
    Started {
        person: Option<String>,
        language: String,
        version: String,
    },
    /// The person chose a language (`en`, `nl`).
    LanguageChosen {
        language: String,
    },
    /// Another tab took over: stop writing.
    TakenOver,
    /// The page is visible again or the phone says it has a network: try now.
    Woken,
    TimerFired(Timer),

    // ---- outcomes of effects -----------------------------------------------------------------
    /// The strict transaction of this ticket completed.
    Stored(Ticket),
    /// It did not; nothing of it is in the store.
    NotStored(Ticket, Fault),
    /// Keys and values under the prefix, in key order.
    Loaded(Ticket, Vec<(String, Vec<u8>)>),
    NotLoaded(Ticket, Fault),
    Answered {
        ticket: Ticket,
        status: u16,
        body: Vec<u8>,
    },
    /// No answer came: no network or no server.
    NotAnswered(Ticket),
    /// The answer, the public key or the signature that was asked for.
    Sealed(Ticket, Vec<u8>),
    /// It did not come, for this reason: nothing is changed.
    NotSealed(Ticket, String),
    SocketOpened,
    SocketClosed,
    /// One binary websocket frame.
    Received(Vec<u8>),

    // ---- joining -----------------------------------------------------------------------------
    /// Join was pressed. `code` as typed or from the link.
    Join {
        code: String,
        device_name: String,
    },
    /// A link for `code` was opened while somebody is signed in here: keep both, switch later.
    SignOut,
    /// Another person who joined in this browser works now ("org/person").
    SwitchTo {
        person: String,
    },
    /// Forget the outcome of the last attempt to join.
    JoinDismissed,

    // ---- the worker's day --------------------------------------------------------------------
    /// A tile was tapped: open the form, prefilled.
    OpenTask(TaskTypeId),
    /// The form for something that is not in the list.
    OpenOwnTask {
        title: String,
    },
    /// The form for a change to a saved task.
    OpenEdit(EntryId),
    /// Something in the form changed: keep the draft.
    DraftChanged(LogDraft),
    DraftDropped,
    /// Save was pressed.
    SaveTask(LogDraft),
    /// Undo in the saved bar.
    Undo(EntryId),
    /// Take an entry back, with the reason.
    Void {
        entry: EntryId,
        reason: String,
    },
    SavedBarClosed,
    Rate {
        competency: CompetencyId,
        rated: Rated,
        task: Option<EntryId>,
    },
    JournalChanged(JournalDraft),
    SaveReflection(JournalDraft),
    /// Another prompt, please.
    SkipPrompt,
    /// Copy a journal entry into the log, where others can read it.
    Share(EntryId),
    AddGoal {
        text: String,
        competency: Option<CompetencyId>,
    },
    GoalReached(EntryId),

    // ---- two at one task ---------------------------------------------------------------------
    Shadow(Shadow),

    // ---- others' work ------------------------------------------------------------------------
    /// A supervisor opened this person's page: bring their rows.
    OpenPerson(PersonId),
    /// A supervisor opened the page of the whole team.
    OpenTeam,

    // ---- watching somebody work, and asking for it --------------------------------------------
    Observe(Observe),
    /// Cards, shown and read.
    Card(Cards),

    // ---- signing off -------------------------------------------------------------------------
    Attest(Attest),

    // ---- keeping and taking along ------------------------------------------------------------
    SyncNow,
    /// Open a document once more that was left alone, by its id.
    TryAgain(String),
    /// Make the file of all own data.
    ExportJson,
    ExportCsv,
    /// Make the file of everything not yet on the server.
    MakeRescueFile,
    /// Make a file of something that was not accepted.
    ExportNotAccepted(String),
    /// It is of no use any more.
    DropNotAccepted(String),
    /// A rescue file was chosen.
    TakeRescueFile(Vec<u8>),
    RevokeDevice(String),
    RefreshDevices,
    /// Close the message that an export or rescue left.
    NoticeClosed,
}

/// Why the phone could not keep or read something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The browser's storage is full.
    Full,
    /// The store went away and did not come back.
    Closed,
    /// What was written is longer than an entry may be.
    TooLong,
    Other(String),
}

/// Why nobody works here at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoneBecause {
    TakenOver,
    Revoked,
    SignedOut,
}
