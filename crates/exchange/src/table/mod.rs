//! Delimited text as rows of cells, and columns found by their headings.

mod delimiter;
mod heading;
mod sheet;
mod split;

pub(crate) use heading::{Found, named, squashed};
pub(crate) use sheet::Sheet;
pub(crate) use split::{Row, split};

use crate::RowError;

/// Every row of `text` that is not blank, with cells cleaned and the delimiter guessed.
pub(crate) fn rows_of(text: &str) -> Result<Vec<Row>, RowError> {
    let (delimiter, named_on) = delimiter::of(text);
    let rest = text.splitn(named_on + 1, '\n').last().unwrap_or_default();
    let mut rows = cleaned(split(rest, delimiter)?);
    rows.iter_mut().for_each(|row| row.line += named_on as u64);
    Ok(rows)
}

/// Every line of `text` that is not blank as a row of one cell.
pub(crate) fn lines_of(text: &str) -> Result<Vec<Row>, RowError> {
    Ok(cleaned(split(text, None)?))
}

fn cleaned(mut rows: Vec<Row>) -> Vec<Row> {
    rows.iter_mut().for_each(Row::clean);
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

/// Whether a cell affirms what its heading asks.
pub(crate) fn is_yes(cell: &str) -> bool {
    ["yes", "true", "1", "x", "ja"].contains(&&*cell.to_lowercase())
}
