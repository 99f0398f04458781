//! Strict RFC 4180: CRLF, a cell in quotes where it must be, nothing a spreadsheet would run.

use crate::neutral::neutralised;

/// Whether a file starts with the mark that tells Excel it is UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Bom,
    None,
}

pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn new(mark: Mark) -> Self {
        let bytes = match mark {
            Mark::Bom => b"\xEF\xBB\xBF".to_vec(),
            Mark::None => Vec::new(),
        };
        Self { bytes }
    }

    pub(super) fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.bytes.push(b',');
            }
            self.cell(&neutralised(cell.as_ref()));
        }
        self.bytes.extend_from_slice(b"\r\n");
    }

    fn cell(&mut self, cell: &str) {
        if !cell.contains(['"', ',', '\r', '\n']) {
            return self.bytes.extend_from_slice(cell.as_bytes());
        }
        let quoted = format!("\"{}\"", cell.replace('"', "\"\""));
        self.bytes.extend_from_slice(quoted.as_bytes());
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC X20
    #[test]
    fn rows_are_strict_and_the_csv_crate_reads_them_back() {
        let rows = [["id", "a \"b\""], ["x,y", "two\nlines"], ["=1+1", "ordinary; really"]];
        let mut writer = Writer::new(Mark::Bom);
        rows.iter().for_each(|row| writer.row(row));
        let bytes = writer.finish();
        let text =
            "\u{FEFF}id,\"a \"\"b\"\"\"\r\n\"x,y\",\"two\nlines\"\r\n'=1+1,ordinary; really\r\n";
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), text);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
        let read: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(read[1], vec!["x,y", "two\nlines"]);
    }
}
