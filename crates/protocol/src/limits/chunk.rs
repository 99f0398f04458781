//! One chunk: a change, a compressed change, or a whole document.

use super::budget::Budget;
use super::columns::{Column, describe, rows};
use super::source::{Source, cut_off};
use crate::Refusal;

const HASH: u64 = 32;

/// Walks the body of a change, plain or compressed.
pub(super) fn walk_change(mut body: Source<'_>, budget: &mut Budget<'_>) -> Result<(), Refusal> {
    let source = &mut body;
    let dependencies = source.number(budget)?;
    source.skip(dependencies.saturating_mul(HASH), budget)?;
    source.skip_prefixed(budget)?; // actor
    source.number(budget)?; // sequence number
    source.number(budget)?; // first operation
    source.signed(budget)?; // time
    source.skip_prefixed(budget)?; // message
    skip_actors(source, budget)?;
    let columns = describe(source, budget)?;
    let mut longest = 0;
    for column in columns {
        if column.is_deflated() {
            return Err(Refusal::malformed("a change with a deflated column"));
        }
        source.fence(column.length());
        longest = longest.max(rows(column, source, budget)?);
        source.open_fence();
    }
    budget.spend_rows(longest)?;
    source.drain(budget)
}

/// Walks the body of a document: its heads.
pub(super) fn walk_document(
    body: &[u8],
    budget: &mut Budget<'_>,
) -> Result<Vec<[u8; 32]>, Refusal> {
    let mut source = Source::plain(body);
    skip_actors(&mut source, budget)?;
    let heads = hashes(&mut source, budget)?;
    let mut columns = describe(&mut source, budget)?;
    columns.extend(describe(&mut source, budget)?);
    let mut rest = source.rest();
    let mut longest = 0;
    for column in columns {
        let length = usize::try_from(column.length()).map_err(|_| cut_off())?;
        let (content, after) = rest.split_at_checked(length).ok_or_else(cut_off)?;
        longest = longest.max(rows(column, &mut content_of(column, content), budget)?);
        rest = after;
    }
    budget.spend_rows(longest)?;
    Ok(heads)
}

fn content_of(column: Column, content: &[u8]) -> Source<'_> {
    if column.is_deflated() { Source::deflated(content) } else { Source::plain(content) }
}

fn skip_actors(source: &mut Source<'_>, budget: &mut Budget<'_>) -> Result<(), Refusal> {
    let count = source.number(budget)?;
    (0..count).try_for_each(|_| source.skip_prefixed(budget))
}

/// Hashes preceded by their number.
pub(super) fn hashes(
    source: &mut Source<'_>,
    budget: &mut Budget<'_>,
) -> Result<Vec<[u8; 32]>, Refusal> {
    let count = source.number(budget)?;
    let mut all = Vec::new();
    for _ in 0..count {
        let mut hash = [0; 32];
        for byte in &mut hash {
            *byte = source.byte(budget)?;
        }
        all.push(hash);
    }
    Ok(all)
}
