//! Columns: how many rows their runs stand for, without writing the rows out.
//!
//! Format: Automerge's binary document format, "Column Metadata" and "Column types".

use super::budget::Budget;
use super::source::Source;
use crate::Refusal;

const MAX_COLUMNS: u64 = 256;
const DEFLATED: u32 = 0b1000;

#[derive(Clone, Copy)]
pub(super) struct Column {
    spec: u32,
    length: u64,
}

impl Column {
    pub(super) fn is_deflated(self) -> bool {
        self.spec & DEFLATED != 0
    }

    pub(super) fn length(self) -> u64 {
        self.length
    }
}

/// Reads the description of a block of columns.
pub(super) fn describe(
    source: &mut Source<'_>,
    budget: &mut Budget<'_>,
) -> Result<Vec<Column>, Refusal> {
    let count = source.number(budget)?;
    if count > MAX_COLUMNS {
        return Err(Refusal::malformed("too many columns"));
    }
    let one = |_| {
        let spec = u32::try_from(source.number(budget)?);
        let spec = spec.map_err(|_| Refusal::malformed("a column is of no kind we know"))?;
        Ok(Column { spec, length: source.number(budget)? })
    };
    (0..count).map(one).collect()
}

/// Reads the column's content up to the end (or fence) of `source`: how many rows it stands for.
pub(super) fn rows(
    column: Column,
    source: &mut Source<'_>,
    budget: &mut Budget<'_>,
) -> Result<u64, Refusal> {
    match column.spec & 7 {
        0 => runs(source, budget, Cell::Group),
        1 | 2 | 6 => runs(source, budget, Cell::Number),
        3 => runs(source, budget, Cell::Signed),
        4 => booleans(source, budget),
        5 => runs(source, budget, Cell::Text),
        _ => raw(source, budget),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// The number of rows this row owns in the columns of its group.
    Group,
    Number,
    Signed,
    Text,
}

/// Run-length encoded: a positive number and one value, a negative number and so many values, or
/// zero and a number of nulls.
fn runs(source: &mut Source<'_>, budget: &mut Budget<'_>, cell: Cell) -> Result<u64, Refusal> {
    let (mut rows, mut grouped) = (0_u64, 0_u64);
    while !source.done(budget)? {
        let run = source.signed(budget)?;
        if run == 0 {
            rows = rows.saturating_add(source.number(budget)?);
            budget.column(rows)?;
            continue;
        }
        let values = if run > 0 { 1 } else { run.unsigned_abs() };
        let repeated = if run > 0 { run.unsigned_abs() } else { 1 };
        rows = rows.saturating_add(run.unsigned_abs());
        budget.column(rows)?;
        for _ in 0..values {
            let size = value(source, budget, cell)?;
            grouped = grouped.saturating_add(size.saturating_mul(repeated));
            budget.column(grouped)?;
        }
    }
    Ok(rows.max(grouped))
}

/// Skips one value; for a group, how many rows it stands for elsewhere.
fn value(source: &mut Source<'_>, budget: &mut Budget<'_>, cell: Cell) -> Result<u64, Refusal> {
    match cell {
        Cell::Group => source.number(budget),
        Cell::Number => source.number(budget).map(|_| 0),
        Cell::Signed => source.signed(budget).map(|_| 0),
        Cell::Text => source.skip_prefixed(budget).map(|()| 0),
    }
}

/// Lengths of alternating runs of false and true.
fn booleans(source: &mut Source<'_>, budget: &mut Budget<'_>) -> Result<u64, Refusal> {
    let mut rows = 0_u64;
    while !source.done(budget)? {
        rows = rows.saturating_add(source.number(budget)?);
        budget.column(rows)?;
    }
    Ok(rows)
}

/// Values one after the other, whose lengths are another column's rows.
fn raw(source: &mut Source<'_>, budget: &mut Budget<'_>) -> Result<u64, Refusal> {
    while !source.done(budget)? {
        source.byte(budget)?;
    }
    Ok(0)
}
