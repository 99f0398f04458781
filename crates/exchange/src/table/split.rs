//! RFC 4180 rows, with the line each one starts on.
//!
//! The csv crate reads an unclosed quotation mark to the end of the file without a word, which here
//! would be rows lost in silence; a test holds this reader to that crate everywhere else.

use crate::{Reason, RowError, neutral};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Counted from 1.
    pub(crate) line: u64,
    pub(crate) cells: Vec<String>,
}

impl Row {
    /// Takes formula guards, outer blanks and control characters away.
    pub(super) fn clean(&mut self) {
        for cell in &mut self.cells {
            let plain = neutral::restored(cell.trim());
            *cell = plain.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        }
    }
}

/// Cells as they are written. `text` has `\n` line ends only.
pub(crate) fn split(text: &str, delimiter: Option<char>) -> Result<Vec<Row>, RowError> {
    let mut rows = Vec::new();
    let mut reader = Reader::new(text);
    while reader.chars.peek().is_some() {
        let line = reader.line;
        let mut cells = Vec::new();
        while reader.cell(delimiter, &mut cells)? {}
        rows.push(Row { line, cells });
    }
    Ok(rows)
}

struct Reader<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    line: u64,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { chars: text.chars().peekable(), line: 1 }
    }

    /// Reads one cell; says whether the row goes on.
    fn cell(&mut self, delimiter: Option<char>, row: &mut Vec<String>) -> Result<bool, RowError> {
        let mut cell = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            self.quoted(&mut cell)?;
        }
        let more = loop {
            match self.chars.next() {
                Some(sign) if Some(sign) == delimiter => break true,
                Some('\n') => {
                    self.line += 1;
                    break false;
                }
                Some(sign) => cell.push(sign),
                None => break false,
            }
        };
        row.push(cell);
        Ok(more)
    }

    /// Up to the closing mark; a doubled mark stands for itself.
    fn quoted(&mut self, cell: &mut String) -> Result<(), RowError> {
        let opened = self.line;
        loop {
            match self.chars.next() {
                Some('"') if self.chars.next_if_eq(&'"').is_some() => cell.push('"'),
                Some('"') => return Ok(()),
                Some(sign) => {
                    self.line += u64::from(sign == '\n');
                    cell.push(sign);
                }
                None => {
                    return Err(RowError { line: opened, column: None, reason: Reason::OpenQuote });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_and_cells(text: &str) -> Vec<(u64, Vec<String>)> {
        split(text, Some(';')).unwrap().into_iter().map(|r| (r.line, r.cells)).collect()
    }

    // SPEC X3
    #[test]
    fn a_row_keeps_the_line_it_starts_on() {
        let rows = lines_and_cells("a;b\n\"one\ntwo\";x\n\nc;\"say \"\"hi\"\"\"");
        let cell = |s: &str| s.to_owned();
        assert_eq!(rows[1], (2, vec![cell("one\ntwo"), cell("x")]));
        assert_eq!(rows[3], (5, vec![cell("c"), cell("say \"hi\"")]));
    }

    // SPEC X3
    #[test]
    fn an_open_quote_is_refused_where_it_opens() {
        let error = split("a;b\nc;\"d\ne;f\n", Some(';')).unwrap_err();
        assert_eq!((error.line, error.reason), (2, Reason::OpenQuote));
    }

    #[test]
    fn every_closed_text_reads_as_the_csv_crate_reads_it() {
        let signs = ['a', '"', ';', '\n', ' '];
        for seed in 0..5_usize.pow(6) {
            let text: String = (0..6).map(|i| signs[seed / 5_usize.pow(i) % 5]).collect();
            let Ok(ours) = split(&text, Some(';')) else { continue };
            let ours =
                ours.into_iter().map(|row| row.cells).filter(|c| c != &[""] || text.contains('"'));
            let mut builder = csv::ReaderBuilder::new();
            builder.delimiter(b';').has_headers(false).flexible(true);
            let mut reader = builder.from_reader(text.as_bytes());
            let theirs = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect());
            let drop_blank = |rows: Vec<Vec<String>>| {
                rows.into_iter().filter(|cells| cells != &[""]).collect::<Vec<_>>()
            };
            assert_eq!(drop_blank(ours.collect()), drop_blank(theirs.collect()), "{text:?}");
        }
    }
}
