//! A CBOR value as far as the wire needs it, read with a bound on depth and on the number of items.
//!
//! The bounds hold for what is skipped too, so a hostile frame costs no more than its own size.

use minicbor::Decoder;
use minicbor::data::Type;
use minicbor::decode::Error;

const MAX_DEPTH: usize = 8;
const MAX_ITEMS: usize = 20_000;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// `null`, `undefined` and everything the wire has no use for.
    Nothing,
    Bool(bool),
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    /// Entries whose key is a text, in the order they came.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Reads exactly one value that fills `bytes`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader { decoder: Decoder::new(bytes), items: 0 };
        let value = reader.value(0)?;
        if reader.decoder.position() == bytes.len() {
            Ok(value)
        } else {
            Err(Error::message("bytes after the end of the map"))
        }
    }
}

struct Reader<'b> {
    decoder: Decoder<'b>,
    items: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        self.items += 1;
        if self.items > MAX_ITEMS {
            return Err(Error::message("too many items"));
        }
        if depth > MAX_DEPTH {
            return Err(Error::message("nested too deeply"));
        }
        let d = &mut self.decoder;
        Ok(match d.datatype()? {
            Type::Bool => Value::Bool(d.bool()?),
            Type::Null | Type::Undefined | Type::Simple => {
                d.skip()?;
                Value::Nothing
            }
            Type::F16 => Value::Number(d.f16()?.into()),
            Type::F32 => Value::Number(d.f32()?.into()),
            Type::F64 => Value::Number(d.f64()?),
            Type::String | Type::StringIndef => {
                Value::Text(d.str_iter()?.collect::<Result<_, _>>()?)
            }
            Type::Bytes | Type::BytesIndef => Value::Bytes(self.bytes()?),
            Type::Array | Type::ArrayIndef => self.list(depth)?,
            Type::Map | Type::MapIndef => self.map(depth)?,
            Type::Tag => {
                d.tag()?;
                self.value(depth + 1)?
            }
            Type::Break | Type::Unknown(_) => return Err(Error::message("not a value")),
            _ => Value::Number(i128::from(d.int()?) as f64),
        })
    }

    fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let mut all = Vec::new();
        for part in self.decoder.bytes_iter()? {
            all.extend_from_slice(part?);
        }
        Ok(all)
    }

    fn list(&mut self, depth: usize) -> Result<Value, Error> {
        let length = self.decoder.array()?;
        let mut values = Vec::new();
        while self.goes_on(length, values.len())? {
            values.push(self.value(depth + 1)?);
        }
        Ok(Value::List(values))
    }

    fn map(&mut self, depth: usize) -> Result<Value, Error> {
        let length = self.decoder.map()?;
        let mut entries = Vec::new();
        let mut read = 0;
        while self.goes_on(length, read)? {
            let key = self.value(depth + 1)?;
            let value = self.value(depth + 1)?;
            if let Value::Text(key) = key {
                entries.push((key, value));
            }
            read += 1;
        }
        Ok(Value::Map(entries))
    }

    /// Whether a list or map of this declared length has more to read after `read` parts.
    fn goes_on(&mut self, length: Option<u64>, read: usize) -> Result<bool, Error> {
        match length {
            Some(length) => Ok((read as u64) < length),
            None if self.decoder.datatype()? == Type::Break => {
                self.decoder.set_position(self.decoder.position() + 1);
                Ok(false)
            }
            None => Ok(true),
        }
    }
}
