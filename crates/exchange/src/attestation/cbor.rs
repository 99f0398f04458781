//! The little of CBOR that records are made of, in its one canonical form (RFC 8949, 4.2.1): definite
//! lengths, shortest integers, keys in ascending order. No floats, no tags, no null: what is absent is
//! left out.

use std::convert::Infallible;

use minicbor::data::Type;
use minicbor::{Decoder, Encoder, decode, encode};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Map(Vec<(u8, Value)>),
}

/// Deeper than any record.
const DEPTH: usize = 5;

impl Value {
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().to_owned())
    }

    pub(super) fn bytes(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }

    /// A map of what is there; `fields` are in ascending order.
    pub(super) fn map(fields: impl IntoIterator<Item = (u8, Option<Value>)>) -> Self {
        Self::Map(fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        match put(&mut encoder, self) {
            Ok(()) => encoder.into_writer(),
            // Writing to memory cannot fail and no value here refuses to be encoded.
            Err(_) => Vec::new(),
        }
    }

    /// One value that fills `bytes`. Whether it is in canonical form shows when it is encoded again.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, decode::Error> {
        let mut decoder = Decoder::new(bytes);
        let value = take(&mut decoder, DEPTH)?;
        if decoder.position() == bytes.len() {
            Ok(value)
        } else {
            Err(decode::Error::message("bytes after the end"))
        }
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}

impl From<u32> for Value {
    fn from(n: u32) -> Self {
        Self::Number(n.into())
    }
}

fn put(e: &mut Encoder<Vec<u8>>, value: &Value) -> Result<(), encode::Error<Infallible>> {
    match value {
        Value::Number(n) => e.i64(*n)?,
        Value::Text(text) => e.str(text)?,
        Value::Bytes(bytes) => e.bytes(bytes)?,
        Value::List(values) => {
            e.array(values.len() as u64)?;
            return values.iter().try_for_each(|value| put(e, value));
        }
        Value::Map(fields) => {
            e.map(fields.len() as u64)?;
            return fields.iter().try_for_each(|(key, value)| {
                e.u8(*key)?;
                put(e, value)
            });
        }
    };
    Ok(())
}

/// A length that is too long for the bytes ends the reading early: nothing is made room for ahead.
fn take(d: &mut Decoder<'_>, depth: usize) -> Result<Value, decode::Error> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(decode::Error::message("nested too deeply"));
    };
    Ok(match d.datatype()? {
        Type::String => Value::text(d.str()?),
        Type::Bytes => Value::bytes(d.bytes()?),
        Type::Array => {
            let count = d.array()?.unwrap_or_default();
            Value::List((0..count).map(|_| take(d, depth)).collect::<Result<_, _>>()?)
        }
        Type::Map => {
            let count = d.map()?.unwrap_or_default();
            let field = |_| Ok((d.u8()?, take(d, depth)?));
            Value::Map((0..count).map(field).collect::<Result<_, decode::Error>>()?)
        }
        _ => Value::Number(d.i64()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_and_nonsense_is_refused() {
        let value = Value::map([
            (0, Some(Value::from(-1_i64))),
            (1, None),
            (2, Some(Value::List(vec![Value::text("é"), Value::bytes(&[7; 30])]))),
            (30, Some(Value::Number(i64::MAX))),
        ]);
        let bytes = value.encode();
        assert_eq!(Value::decode(&bytes).unwrap(), value);
        for cut in 0..bytes.len() {
            assert!(Value::decode(&bytes[..cut]).is_err(), "{cut}");
        }
        let nonsense: [&[u8]; 6] = [
            b"",
            &[0xf6],
            &[0xf9, 0, 0],
            &[0x9b, 255, 255, 255, 255, 255, 255, 255, 255],
            &[0x81; 9],
            &[0, 0],
        ];
        for bytes in nonsense {
            assert!(Value::decode(bytes).is_err(), "{bytes:?}");
        }
    }
}
