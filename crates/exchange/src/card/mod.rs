//! Cards: what one phone tells another without a network, as a QR code, a file or typed letters.
//!
//! A card is a text that says what it is: `ROPES1:`, a letter for its kind, then fields and a checksum in
//! base 32. These letters fit a QR code closely and survive being wrapped, typed and sent as a
//! message. A card proves nothing: whoever reads one checks what it says. Fields that a newer version puts
//! behind those of this one are left alone.

mod code;
mod fields;
mod letters;
mod person;
mod proof;
mod request;

use sha2::{Digest, Sha256};

pub use code::{BadCode, ShortCode};
pub use person::PersonCard;
pub use proof::ProofCard;
pub use request::{RequestCard, TaskSaid};

use fields::{Put, Take};

/// Bytes of the largest card; a QR code of twice as many cannot be read from a phone's screen.
pub const LARGEST: usize = 1_500;

const MAKER: &str = "ROPES";
const VERSION: u32 = 1;
const DOMAIN: &[u8] = b"ropes card v1\0";
const CHECKSUM: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Card {
    /// "Please watch me at this."
    Request(RequestCard),
    /// "I signed this."
    Proof(ProofCard),
    /// "This is me."
    Person(PersonCard),
}

/// Why a text is no card that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    #[error("this is not a card of Ropes")]
    Foreign,
    #[error("this card is not whole")]
    Torn,
    #[error("this card was made by a newer version of Ropes")]
    Newer,
}

/// More than fits a code that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a card of this size cannot be read from a screen")]
pub struct TooLarge;

impl Card {
    pub fn write(&self) -> Result<String, TooLarge> {
        let mut put = Put::default();
        let kind = match self {
            Self::Request(card) => {
                card.put(&mut put);
                request::KIND
            }
            Self::Proof(card) => {
                card.put(&mut put);
                proof::KIND
            }
            Self::Person(card) => {
                card.put(&mut put);
                person::KIND
            }
        };
        let mut bytes = put.into_bytes();
        bytes.extend(checksum(kind, &bytes));
        if bytes.len() > LARGEST {
            return Err(TooLarge);
        }
        Ok([MAKER, &VERSION.to_string(), ":", &kind.to_string(), &letters::spell(&bytes)].concat())
    }

    /// From a code, a file or a message: in any case, with any line breaks and spaces.
    pub fn read(text: &[u8]) -> Result<Self, Unread> {
        let text = std::str::from_utf8(text).map_err(|_| Unread::Foreign)?;
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        let rest = text.strip_prefix(MAKER).ok_or(Unread::Foreign)?;
        let (version, rest) = rest.split_once(':').ok_or(Unread::Torn)?;
        match version.parse::<u32>() {
            Ok(VERSION) => {}
            Ok(version) if version > VERSION => return Err(Unread::Newer),
            Ok(_) | Err(_) => return Err(Unread::Torn),
        }
        let kind = rest.chars().next().ok_or(Unread::Torn)?;
        let bytes = letters::read(&rest[kind.len_utf8()..]).ok_or(Unread::Torn)?;
        let fields = checked(kind, &bytes).ok_or(Unread::Torn)?;
        let card = match kind {
            request::KIND => RequestCard::take(&mut Take::of(fields)).map(Self::Request),
            proof::KIND => ProofCard::take(&mut Take::of(fields)).map(Self::Proof),
            person::KIND => PersonCard::take(&mut Take::of(fields)).map(Self::Person),
            _ => return Err(Unread::Newer),
        };
        card.ok_or(Unread::Torn)
    }
}

/// The bytes before their checksum, where it is theirs.
fn checked(kind: char, bytes: &[u8]) -> Option<&[u8]> {
    let (fields, sum) = bytes.split_at_checked(bytes.len().checked_sub(CHECKSUM)?)?;
    (sum == checksum(kind, fields)).then_some(fields)
}

/// Against slips, not against forgery.
fn checksum(kind: char, fields: &[u8]) -> [u8; CHECKSUM] {
    let hash = Sha256::new().chain_update(DOMAIN).chain_update(kind.to_string());
    let [a, b, c, d, ..]: [u8; 32] = hash.chain_update(fields).finalize().into();
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use domain::{EntryId, Moment, OrgId, PersonId};

    use super::*;
    use crate::attestation::Evidence;

    /// A text whose checksum is right, whatever is in it.
    fn sealed(kind: char, fields: &[u8]) -> String {
        let bytes = [fields, &checksum(kind, fields)].concat();
        ["ROPES1:", &kind.to_string(), &letters::spell(&bytes)].concat()
    }

    fn card() -> RequestCard {
        let noon = Moment::new(1_795_345_200_000, 60);
        RequestCard {
            org: OrgId::new("bicycles").unwrap(),
            worker: PersonId::new("samira").unwrap(),
            evidence: Evidence {
                document: "3MjQCg8eABhUi6TysQxhyZkXhP6P".into(),
                heads: vec![[3; 32]],
                entry: EntryId::new("wheel").unwrap(),
                hash: [5; 32],
            },
            task: TaskSaid { task_type: None, title: "Wheel".into(), when: noon },
            request: None,
            made: noon,
        }
    }

    fn fields() -> Vec<u8> {
        let mut put = Put::default();
        card().put(&mut put);
        put.into_bytes()
    }

    // SPEC G60
    #[test]
    fn what_a_newer_version_adds_is_left_alone_and_its_kinds_are_named_as_newer() {
        let more = [fields(), b"and more".to_vec()].concat();
        assert_eq!(Card::read(sealed('R', &more).as_bytes()), Ok(Card::Request(card())));
        assert_eq!(Card::read(sealed('X', &fields()).as_bytes()), Err(Unread::Newer));
    }

    // SPEC G61
    #[test]
    fn fields_that_are_cut_off_or_strange_are_torn_though_their_checksum_is_right() {
        let fields = fields();
        for length in 0..fields.len() {
            let cut = Card::read(sealed('R', &fields[..length]).as_bytes());
            assert_eq!(cut, Err(Unread::Torn), "{length}");
        }
        for place in 0..fields.len() {
            let mut strange = fields.clone();
            strange[place] ^= 0xff;
            for kind in ['R', 'P', 'W'] {
                // Whatever it is, it is an answer.
                let _ = Card::read(sealed(kind, &strange).as_bytes());
            }
        }
    }
}
