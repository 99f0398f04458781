//! Sign-offs that anyone can verify, offline, years later.
//!
//! Four records, each in the one canonical CBOR there is of it, each signed with Ed25519 over a text
//! that says what it is and then these bytes: the [`Attestation`] by a supervisor's device, that
//! device's [`Certificate`] and the server's [`Receipt`] by the organisation's root key, and the
//! [`Succession`] of a root key by the old and the new one. [`judge`] says what of it holds.
//! docs/sign-off.md has the formats byte by byte. Nothing here makes a key, reads a clock, or knows
//! documents and relations: who asks brings them as [`Facts`].

mod act;
mod attested;
mod cbor;
mod certificate;
mod checklist;
mod evidence;
mod export;
mod fields;
mod follow;
mod hex;
mod judge;
mod key;
mod receipt;
mod roots;
mod signed;
mod succession;
mod together;
mod verdict;

pub use act::Act;
pub use attested::{Attestation, Skill};
pub use certificate::Certificate;
pub use checklist::{Answer, Answered, Followed};
pub use evidence::Evidence;
pub use export::{Export, ExportError, FoundIn, Names, read_export, write_export};
pub use fields::Unreadable;
pub use follow::{Follow, follow};
pub use hex::{from_hex, to_hex};
pub use judge::{Asked, Facts, Place, Seen, Tie, judge};
pub use key::{BadFingerprint, Fingerprint, PublicKey, SecretKey, Signature};
pub use receipt::Receipt;
pub use roots::{Roots, Trust};
pub use signed::{Checked, Record, Signed};
pub use succession::{SignedSuccession, Succession};
pub use together::judge_together;
pub use verdict::{Reason, Verdict};

/// SHA-256: of a record with the text before it, or of an entry.
pub type Digest = [u8; 32];
