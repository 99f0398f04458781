//! The errors and notes a reader collects on its way through a file.

use crate::{Reason, Remark, Report, RowError, RowNote};

#[derive(Default)]
pub(crate) struct Findings {
    errors: Vec<RowError>,
    notes: Vec<RowNote>,
}

impl Findings {
    pub(crate) fn error(&mut self, line: u64, column: Option<&str>, reason: Reason) {
        self.errors.push(RowError { line, column: column.map(str::to_owned), reason });
    }

    pub(crate) fn note(&mut self, line: u64, column: Option<&str>, remark: Remark) {
        self.notes.push(RowNote { line, column: column.map(str::to_owned), remark });
    }

    /// Nothing to import, unless something else is wrong already.
    pub(crate) fn nothing(&mut self) {
        if self.errors.is_empty() {
            self.error(0, None, Reason::NoRows);
        }
    }

    /// Everything found, by line, and the value where nothing was wrong.
    pub(crate) fn report<T>(mut self, value: T) -> Report<T> {
        self.errors.sort_by_key(|error| error.line);
        self.notes.sort_by_key(|note| note.line);
        let value = self.errors.is_empty().then_some(value);
        Report { value, errors: self.errors, notes: self.notes }
    }
}

impl<T> Report<T> {
    /// A report that ends here.
    pub(crate) fn refused(error: RowError) -> Self {
        Self { value: None, errors: vec![error], notes: Vec::new() }
    }
}

impl RowError {
    /// About the file as a whole.
    pub(crate) fn file(reason: Reason) -> Self {
        Self { line: 0, column: None, reason }
    }
}
