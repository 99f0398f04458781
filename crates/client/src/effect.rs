//! What the shell shall do. Every effect with a ticket comes back as an event with that ticket.

use domain::EntryId;

/// Names one effect, so that its outcome finds its way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Use the store of this person ("org/person"), creating it if needed, and note them as the
    /// one who works here; `None`: nobody does.
    UseStore {
        person: Option<String>,
        name: String,
    },
    /// Delete the store in use, and forget that its person works here.
    DropStore,
    /// All of it in one transaction, or none of it.
    Store {
        ticket: Ticket,
        writes: Vec<Write>,
        durability: Durability,
    },
    /// Every key that starts with `prefix`, in key order.
    Load {
        ticket: Ticket,
        table: Table,
        prefix: String,
    },
    Http {
        ticket: Ticket,
        request: HttpRequest,
    },
    /// Open the websocket at `/sync`; an open one is closed first.
    OpenSocket,
    CloseSocket,
    Send(Vec<u8>),
    /// Fire `timer` after so many milliseconds; a running one of the same name starts anew.
    SetTimer {
        timer: Timer,
        after_ms: u32,
    },
    /// Offer a file to the person.
    SaveFile {
        name: String,
        media_type: &'static str,
        bytes: Vec<u8>,
    },
    /// Ask what knows keys and signed bytes; the request is packed.
    Seal {
        ticket: Ticket,
        request: Vec<u8>,
    },
    /// Make this person's key on this phone, unless there is one, and tell its public half.
    MakeKey {
        ticket: Ticket,
    },
    /// Sign with that key.
    Sign {
        ticket: Ticket,
        message: Vec<u8>,
    },
    /// Go to a screen.
    Go(Place),
    /// Ask the browser to keep this store for good.
    AskToPersist,
}

/// Where the app goes on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    LogForm,
    ObserveForm,
    People,
    Session(EntryId),
    /// To sign what was seen.
    Sign(EntryId),
    Journal,
    Join,
}

/// Whether "saved" may be said when it completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// On disk before it completes.
    Strict,
    /// Soon on disk: drafts and what can be derived again.
    Relaxed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    Put { table: Table, key: String, value: Vec<u8> },
    Delete { table: Table, key: String },
    DeletePrefix { table: Table, prefix: String },
}

/// The tables of a person's store; keys are texts, values bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Who this is, the roster, one record per document.
    Meta,
    /// `<document>/<number>`: raw changes and snapshots, in order.
    Chunks,
    /// `<document>/<entry>`: what screens read; can be derived again.
    Rows,
    Drafts,
    /// What was refused or could not be read, byte for byte.
    Aside,
}

impl Table {
    pub const ALL: [Self; 5] = [Self::Meta, Self::Chunks, Self::Rows, Self::Drafts, Self::Aside];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Chunks => "chunks",
            Self::Rows => "rows",
            Self::Drafts => "drafts",
            Self::Aside => "aside",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    pub method: Method,
    /// From the root: `/api/join`.
    pub path: String,
    /// JSON, or nothing.
    pub body: Option<Vec<u8>>,
    /// The tag of an answer that is here already: "304" is enough for it.
    pub known: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Try to reach the server again.
    Reconnect,
    /// "Saved on this phone" has been shown long enough.
    SavedShown,
    /// No frame came for long: the socket may be dead.
    Silence,
    /// Ask anew what there is.
    List,
}
