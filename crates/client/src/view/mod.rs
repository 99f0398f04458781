//! What screens show: plain values, texts of the catalogue already in the person's language.
//!
//! Sentences of the app itself are not here; screens take them from the messages.

mod card;
mod entry;
mod home;
mod journal;
mod log;
mod me;
mod observing;
mod people;
mod progress;
mod search;
mod session;
mod signed;
mod status;
mod team;

pub use card::{CardProblem, CardState, CardView, ProofProblem, ProofState, ProofView, Unread};
pub use entry::{EntryBody, EntryView, Mark};
pub use home::{Home, Recency, SavedBar, Tile};
pub use journal::{GoalView, Journal, JournalDraft, ReflectionView};
pub use log::{AidView, DraftTag, Helper, LogDraft, LogForm, TagChoice};
pub use me::{Device, ExportDone, Me, MeNotice, Reader, Why};
pub use observing::{
    Around, Feedback, ObservationView, ObserveDraft, ObserveForm, Owed, OwedRow, OwedState,
    SkillSeen, StepView,
};
pub use people::{BuddyDoubt, LastTask, People, PersonPage, PersonRow};
pub use progress::{
    Bar, ClimbPoint, CompetencyPage, CompetencyRow, LevelWords, Progress, RatingForm, TypeTotal,
};
pub use search::{Found, SearchResult};
pub use session::{SessionForm, SessionPage, SessionRow, Sessions, Stage};
pub use signed::{Deed, Reason, SignPage, SignProblem, SignStep, Signed, SignedView, Worth};
pub use status::{
    Attention, EndCode, JoinProblem, NotAccepted, Phase, RefusalCode, SyncPage, SyncState,
    SyncView, WaitingKind, WaitingRow,
};
pub use team::{Able, Cell, Matrix, MatrixRow, Narrow, Narrows, Team, Unseen, WhoCan};
