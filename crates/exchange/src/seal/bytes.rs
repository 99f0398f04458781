//! The bytes between the app and what answers it: fields in a fixed order, numbers little-endian, texts and
//! bytes with their length before them. Both ends are of one build, so nothing says a version.

use domain::{BadId, Moment};

use crate::attestation::Digest;

#[derive(Debug, Default)]
pub(super) struct Out(pub(super) Vec<u8>);

/// What is left to be read. Every read is total: `None` where the bytes are not what was written.
pub(super) struct In<'a>(&'a [u8]);

impl Out {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn number(&mut self, number: i64) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as i64);
        self.0.extend(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn texts(&mut self, texts: &[&str]) {
        texts.iter().for_each(|text| self.text(text));
    }

    pub(super) fn moment(&mut self, moment: Moment) {
        self.number(moment.utc_ms);
        self.number(moment.offset_min.into());
    }

    /// A mark, and the bytes where there are some.
    pub(super) fn optional(&mut self, bytes: Option<&[u8]>) {
        self.byte(bytes.is_some().into());
        if let Some(bytes) = bytes {
            self.bytes(bytes);
        }
    }
}

impl<'a> In<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number<N: TryFrom<i64>>(&mut self) -> Option<N> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        N::try_from(i64::from_le_bytes(*first)).ok()
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn owned(&mut self) -> Option<Vec<u8>> {
        self.bytes().map(<[u8]>::to_vec)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        String::from_utf8(self.owned()?).ok()
    }

    pub(super) fn id<T>(&mut self, make: impl FnOnce(String) -> Result<T, BadId>) -> Option<T> {
        make(self.text()?).ok()
    }

    pub(super) fn digest(&mut self) -> Option<Digest> {
        self.bytes()?.try_into().ok()
    }

    pub(super) fn moment(&mut self) -> Option<Moment> {
        Some(Moment::new(self.number()?, self.number()?))
    }

    pub(super) fn optional(&mut self) -> Option<Option<&'a [u8]>> {
        match self.byte()? {
            0 => Some(None),
            1 => self.bytes().map(Some),
            _ => None,
        }
    }

    pub(super) fn optional_text(&mut self) -> Option<Option<String>> {
        let Some(bytes) = self.optional()? else { return Some(None) };
        String::from_utf8(bytes.to_vec()).ok().map(Some)
    }

    /// So many of the same; a count that is too long for the bytes ends early.
    pub(super) fn list<T>(
        &mut self,
        mut one: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count: u32 = self.number()?;
        (0..count).map(|_| one(self)).collect()
    }

    /// `value`, where nothing is left.
    pub(super) fn end<T>(self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}
