//! What has been spent of a message's limits so far.

use super::Limits;
use crate::{Refusal, RefusalCode};

pub(super) struct Budget<'l> {
    limits: &'l Limits,
    inflated: u64,
    chunks: u64,
    rows: u64,
}

impl<'l> Budget<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { limits, inflated: 0, chunks: 0, rows: 0 }
    }

    pub(super) fn chunk(&mut self) -> Result<(), Refusal> {
        self.chunks += 1;
        let fits = self.chunks <= self.limits.chunks;
        fits.then_some(()).ok_or_else(|| Refusal::too_large("too many changes in one message"))
    }

    /// `fresh` more bytes came out of a part of `compressed` bytes, `part` so far.
    pub(super) fn inflate(
        &mut self,
        fresh: u64,
        part: u64,
        compressed: u64,
    ) -> Result<(), Refusal> {
        self.inflated += fresh;
        let swells = part > Limits::RATIO_COUNTS_FROM
            && part / compressed.max(1) > self.limits.inflate_ratio;
        if self.inflated > self.limits.inflated_bytes || swells {
            let message = format!("{compressed} bytes inflate to {part} and more");
            return Err(Refusal::new(RefusalCode::InflatesTooFar, message));
        }
        Ok(())
    }

    /// Whether a column of this chunk may have so many rows.
    pub(super) fn column(&self, rows: u64) -> Result<(), Refusal> {
        let fits = self.rows.saturating_add(rows) <= self.limits.rows;
        fits.then_some(()).ok_or_else(|| Refusal::too_large("too many operations in one message"))
    }

    /// The chunk's longest column has so many rows.
    pub(super) fn spend_rows(&mut self, rows: u64) -> Result<(), Refusal> {
        self.column(rows)?;
        self.rows += rows;
        Ok(())
    }
}
