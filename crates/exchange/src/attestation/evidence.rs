//! What was signed: one entry, as it was, in a document as it was.

use domain::EntryId;

use super::cbor::Value;
use super::fields::{Fields, digest};
use super::{Digest, Unreadable};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its id as text: opaque here.
    pub document: String,
    /// The document's heads, sorted.
    pub heads: Vec<Digest>,
    pub entry: EntryId,
    /// `documents::entry_hash`: every field of the entry.
    pub hash: Digest,
}

const LONGEST_ID: usize = 64;
const MOST_HEADS: usize = 32;

impl Evidence {
    pub(super) fn value(&self) -> Value {
        let heads = self.heads.iter().map(|head| Value::bytes(head));
        Value::map([
            (0, Some(Value::text(&self.document))),
            (1, Some(Value::List(heads.collect()))),
            (2, Some(Value::text(self.entry.as_str()))),
            (3, Some(Value::bytes(&self.hash))),
        ])
    }

    /// From the field `at`.
    pub(super) fn take(value: Value, at: u8) -> Result<Self, Unreadable> {
        let mut fields = Fields::of(value, at)?;
        let document = document(fields.text(0)?).ok_or(Unreadable::Field(at))?;
        let heads = fields.list(1)?.into_iter().map(digest).collect::<Option<Vec<_>>>();
        let heads = heads.filter(|heads| are_heads(heads)).ok_or(Unreadable::Field(at))?;
        let (entry, hash) = (fields.id(2, EntryId::new)?, fields.digest(3)?);
        fields.end()?;
        Ok(Self { document, heads, entry, hash })
    }
}

fn are_heads(heads: &[Digest]) -> bool {
    (1..=MOST_HEADS).contains(&heads.len()) && heads.is_sorted_by(|a, b| a < b)
}

/// A document id as far as this crate knows one.
pub(super) fn document(text: String) -> Option<String> {
    let fits = !text.is_empty() && text.len() <= LONGEST_ID;
    (fits && text.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(text)
}
