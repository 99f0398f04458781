//! Bytes read one after the other, plain or inflated on the way, never kept.

use std::io::Read;

use flate2::bufread::DeflateDecoder;

use super::budget::Budget;
use crate::Refusal;

const WINDOW: usize = 4096;

pub(super) struct Source<'a> {
    bytes: Bytes<'a>,
    position: u64,
    /// Nothing may be read past this position.
    fence: u64,
}

enum Bytes<'a> {
    Plain(&'a [u8]),
    Deflated(Box<Inflating<'a>>),
}

struct Inflating<'a> {
    decoder: DeflateDecoder<&'a [u8]>,
    compressed: u64,
    produced: u64,
    window: [u8; WINDOW],
    next: usize,
    filled: usize,
}

impl<'a> Source<'a> {
    pub(super) fn plain(bytes: &'a [u8]) -> Self {
        Self { bytes: Bytes::Plain(bytes), position: 0, fence: u64::MAX }
    }

    pub(super) fn deflated(bytes: &'a [u8]) -> Self {
        let inflating = Inflating {
            decoder: DeflateDecoder::new(bytes),
            compressed: bytes.len() as u64,
            produced: 0,
            window: [0; WINDOW],
            next: 0,
            filled: 0,
        };
        Self { bytes: Bytes::Deflated(Box::new(inflating)), position: 0, fence: u64::MAX }
    }

    /// Lets nothing read past the next `length` bytes until [`Self::open_fence`].
    pub(super) fn fence(&mut self, length: u64) {
        self.fence = self.position.saturating_add(length);
    }

    pub(super) fn open_fence(&mut self) {
        self.fence = u64::MAX;
    }

    /// Whether there is nothing more to read, up to the fence.
    pub(super) fn done(&mut self, budget: &mut Budget<'_>) -> Result<bool, Refusal> {
        if self.position >= self.fence {
            return Ok(true);
        }
        match &mut self.bytes {
            Bytes::Plain(rest) => Ok(rest.is_empty()),
            Bytes::Deflated(inflating) => Ok(!inflating.fill(budget)?),
        }
    }

    pub(super) fn byte(&mut self, budget: &mut Budget<'_>) -> Result<u8, Refusal> {
        if self.done(budget)? {
            return Err(cut_off());
        }
        self.position += 1;
        match &mut self.bytes {
            Bytes::Plain(rest) => {
                let (first, others) = rest.split_first().ok_or_else(cut_off)?;
                *rest = others;
                Ok(*first)
            }
            Bytes::Deflated(inflating) => {
                inflating.next += 1;
                Ok(inflating.window[inflating.next - 1])
            }
        }
    }

    /// What is left of a plain source.
    pub(super) fn rest(&self) -> &'a [u8] {
        match &self.bytes {
            Bytes::Plain(rest) => rest,
            Bytes::Deflated(_) => &[],
        }
    }

    pub(super) fn skip(&mut self, length: u64, budget: &mut Budget<'_>) -> Result<(), Refusal> {
        if let Bytes::Plain(rest) = &mut self.bytes {
            let end = self.position.checked_add(length).filter(|end| *end <= self.fence);
            let length = usize::try_from(length).map_err(|_| cut_off())?;
            *rest = rest.get(length..).ok_or_else(cut_off)?;
            self.position = end.ok_or_else(cut_off)?;
            return Ok(());
        }
        (0..length).try_for_each(|_| self.byte(budget).map(|_| ()))
    }

    /// Reads to the end, so that every inflated byte is counted.
    pub(super) fn drain(&mut self, budget: &mut Budget<'_>) -> Result<(), Refusal> {
        while !self.done(budget)? {
            match &mut self.bytes {
                Bytes::Plain(rest) => *rest = &[],
                Bytes::Deflated(inflating) => inflating.next = inflating.filled,
            }
        }
        Ok(())
    }

    /// An unsigned LEB128 number.
    pub(super) fn number(&mut self, budget: &mut Budget<'_>) -> Result<u64, Refusal> {
        let mut value = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte(budget)?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Refusal::malformed("a number is too large"));
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Refusal::malformed("a number is too long"))
    }

    /// A signed LEB128 number.
    pub(super) fn signed(&mut self, budget: &mut Budget<'_>) -> Result<i64, Refusal> {
        let mut value: i64 = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte(budget)?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                let negative = byte & 0x40 != 0 && shift < 57;
                return Ok(if negative { value | -1 << (shift + 7) } else { value });
            }
        }
        Err(Refusal::malformed("a number is too long"))
    }

    /// Skips what is preceded by its length.
    pub(super) fn skip_prefixed(&mut self, budget: &mut Budget<'_>) -> Result<(), Refusal> {
        let length = self.number(budget)?;
        self.skip(length, budget)
    }
}

impl Inflating<'_> {
    /// Whether there is a byte in the window, after inflating more if need be.
    fn fill(&mut self, budget: &mut Budget<'_>) -> Result<bool, Refusal> {
        if self.next < self.filled {
            return Ok(true);
        }
        let read = self.decoder.read(&mut self.window);
        self.filled = read.map_err(|error| Refusal::malformed(error.to_string()))?;
        self.next = 0;
        self.produced += self.filled as u64;
        budget.inflate(self.filled as u64, self.produced, self.compressed)?;
        Ok(self.filled > 0)
    }
}

pub(super) fn cut_off() -> Refusal {
    Refusal::malformed("cut off")
}
