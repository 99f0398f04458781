//! Taking the fields of a record one by one, until none is left: a field that nobody took is one that
//! this version does not know, and is refused.

use domain::{BadId, Moment};
use minicbor::decode;

use super::cbor::Value;
use super::{Digest, Record};

/// Why bytes are not a record of this version.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("{0} bytes are more than any record has")]
    TooLong(usize),
    #[error("this is not CBOR of the kind that records are made of")]
    Cbor(#[source] decode::Error),
    #[error("it is not in the one form in which it may be written")]
    NotCanonical,
    #[error("it is made in format {0}: update Ropes first")]
    Version(i64),
    #[error("field {0} is missing or has a value that cannot be")]
    Field(u8),
    #[error("it has a field {0}, which version 1 does not know")]
    Unknown(u8),
}

/// A checklist of 300 steps with a reason each.
const LONGEST: usize = 32 * 1024;
const VERSION: i64 = 1;

/// Of one record, or of a map inside one, by their numbers.
pub(super) struct Fields(Vec<(u8, Value)>);

/// A whole record: its version, its fields and nothing else, in canonical form.
pub(super) fn read<R: Record>(
    bytes: &[u8],
    take: impl FnOnce(&mut Fields) -> Result<R, Unreadable>,
) -> Result<R, Unreadable> {
    if bytes.len() > LONGEST {
        return Err(Unreadable::TooLong(bytes.len()));
    }
    let mut fields = Fields::of(Value::decode(bytes).map_err(Unreadable::Cbor)?, 0)?;
    match fields.number(0)? {
        VERSION => {}
        other => return Err(Unreadable::Version(other)),
    }
    let record = take(&mut fields)?;
    fields.end()?;
    if record.encode() == bytes { Ok(record) } else { Err(Unreadable::NotCanonical) }
}

/// The version, as every record begins.
pub(super) fn version() -> (u8, Option<Value>) {
    (0, Some(Value::Number(VERSION)))
}

impl Fields {
    /// The fields of a map that stands in field `at`.
    pub(super) fn of(value: Value, at: u8) -> Result<Self, Unreadable> {
        match value {
            Value::Map(fields) => Ok(Self(fields)),
            _ => Err(Unreadable::Field(at)),
        }
    }

    pub(super) fn optional(&mut self, key: u8) -> Option<Value> {
        let at = self.0.iter().position(|(other, _)| *other == key)?;
        Some(self.0.remove(at).1)
    }

    fn value(&mut self, key: u8) -> Result<Value, Unreadable> {
        self.optional(key).ok_or(Unreadable::Field(key))
    }

    pub(super) fn number(&mut self, key: u8) -> Result<i64, Unreadable> {
        match self.value(key)? {
            Value::Number(n) => Ok(n),
            _ => Err(Unreadable::Field(key)),
        }
    }

    /// A number that `allowed` takes.
    pub(super) fn small<T>(
        &mut self,
        key: u8,
        allowed: std::ops::RangeInclusive<i64>,
    ) -> Result<T, Unreadable>
    where
        T: TryFrom<i64>,
    {
        let number = self.number(key)?;
        let fits = allowed.contains(&number).then(|| T::try_from(number).ok()).flatten();
        fits.ok_or(Unreadable::Field(key))
    }

    /// The version of something, from 1.
    pub(super) fn count(&mut self, key: u8) -> Result<u32, Unreadable> {
        self.small(key, 1..=i64::from(u32::MAX))
    }

    pub(super) fn text(&mut self, key: u8) -> Result<String, Unreadable> {
        match self.value(key)? {
            Value::Text(text) => Ok(text),
            _ => Err(Unreadable::Field(key)),
        }
    }

    pub(super) fn optional_text(&mut self, key: u8) -> Result<Option<String>, Unreadable> {
        match self.optional(key) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(Unreadable::Field(key)),
        }
    }

    pub(super) fn id<T>(
        &mut self,
        key: u8,
        make: impl FnOnce(String) -> Result<T, BadId>,
    ) -> Result<T, Unreadable> {
        make(self.text(key)?).map_err(|_| Unreadable::Field(key))
    }

    pub(super) fn digest(&mut self, key: u8) -> Result<Digest, Unreadable> {
        digest(self.value(key)?).ok_or(Unreadable::Field(key))
    }

    pub(super) fn optional_digest(&mut self, key: u8) -> Result<Option<Digest>, Unreadable> {
        let Some(value) = self.optional(key) else { return Ok(None) };
        digest(value).map(Some).ok_or(Unreadable::Field(key))
    }

    pub(super) fn list(&mut self, key: u8) -> Result<Vec<Value>, Unreadable> {
        match self.value(key)? {
            Value::List(values) => Ok(values),
            _ => Err(Unreadable::Field(key)),
        }
    }

    /// Milliseconds, and in the next field the offset as far as clocks go.
    pub(super) fn moment(&mut self, key: u8) -> Result<Moment, Unreadable> {
        Ok(Moment::new(self.number(key)?, self.small(key + 1, -1_080..=1_080)?))
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<(), Unreadable> {
        self.0.first().map_or(Ok(()), |(key, _)| Err(Unreadable::Unknown(*key)))
    }
}

pub(super) fn digest(value: Value) -> Option<Digest> {
    match value {
        Value::Bytes(bytes) => bytes.try_into().ok(),
        Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => None,
    }
}
