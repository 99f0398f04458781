//! What came of reading a file: a value, or every reason why not, by line and column.

use std::fmt;

use domain::BadId;

/// The result of reading one file. Nothing is half-imported: `value` is there only without errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report<T> {
    pub value: Option<T>,
    pub errors: Vec<RowError>,
    /// What was passed over or decided on the way; nothing here stops an import.
    pub notes: Vec<RowNote>,
}

/// One thing that stops the import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// Counted from 1, as an editor shows it; 0 for the file as a whole.
    pub line: u64,
    /// The column's heading as the file spells it, or the field's name.
    pub column: Option<String>,
    pub reason: Reason,
}

/// One thing worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNote {
    pub line: u64,
    pub column: Option<String>,
    pub remark: Remark,
}

/// Why a row or a file cannot be imported, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("the file is empty")]
    Empty,
    #[error("the file has headings and no rows: add rows, or leave it out")]
    NoRows,
    #[error("the file is larger than {0} MB: split it")]
    TooBig(u64),
    #[error("this is a spreadsheet or another packed file: save it as CSV and import that")]
    Packed,
    #[error("this is not JSON ({0}): export it again")]
    NotJson(String),
    #[error("this JSON holds no competencies: a CASE package has CFItems")]
    NotCase,
    #[error("a quotation mark is opened here and never closed")]
    OpenQuote,
    #[error("no column {0:?}: give one column that heading")]
    NoColumn(&'static str),
    #[error("this row has more cells than there are headings: quote cells that hold a separator")]
    TooManyCells,
    #[error("this cannot be empty")]
    Missing,
    #[error("{0}")]
    BadId(BadId),
    #[error("{id:?} is on line {first} too: give each row its own")]
    Duplicate { id: String, first: u64 },
    #[error("these are their own ancestors: {}: take one out of the circle", .0.join(" → "))]
    Cycle(Vec<String>),
    #[error("a scale has 2 to 6 levels, not {0}: join levels or take the scale out")]
    Levels(usize),
    #[error("level {missing} has no words: fill every level up to the highest, without a gap")]
    LevelGap { missing: u8 },
    #[error("the scale {0:?} is not described: add a row of type scale with its levels")]
    UnknownScale(String),
    #[error("{text:?} is not a level of this scale: write a number from 1 to {levels}")]
    NotALevel { text: String, levels: u8 },
    #[error("{0:?} is not a whole number from 1 to {1}")]
    NotANumber(String, u32),
    #[error("{0:?} is not a date: write it as 2026-11-22")]
    NotADate(String),
    #[error("{text:?} is not one of {known}")]
    NotOneOf { text: String, known: &'static str },
    #[error("there is no {what} {text:?}: import it first, or correct the spelling")]
    Unknown { what: &'static str, text: String },
    #[error("{text:?} may mean {}: write the identifier", .may_be.join(" or "))]
    Ambiguous { text: String, may_be: Vec<String> },
    #[error("{0:?} is a heading and cannot be a tag: name a competency under it")]
    Heading(String),
    #[error("{lang} has {count} parts and another language has {other}: write the same number")]
    PartCount { lang: String, count: usize, other: usize },
    #[error("nobody is their own buddy")]
    OwnBuddy,
    #[error("dates without a buddy: name the buddy, or clear the dates")]
    DatesWithoutBuddy,
    #[error("the last day is before the first")]
    EndsBeforeStart,
    #[error("who supervises a team needs the role supervisor: add it to the roles")]
    NeedsSupervisor,
    #[error("{0:?} is no link: it starts with https:// or http://")]
    NotALink(String),
    #[error("{id:?} belongs to the framework {framework:?} already: give it another identifier")]
    Taken { id: String, framework: String },
}

/// What was passed over or decided while reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    #[error("this column is not used")]
    ColumnIgnored,
    #[error("no headings: every line is read as one competency")]
    PlainList,
    #[error("a column with the same meaning came earlier; this one is not used")]
    ColumnTwice,
    #[error("the same item again; counted once")]
    Repeated,
    #[error("its parent {0:?} is not in the file; it stands at the top")]
    NoParent(String),
    #[error("it has several parents; {kept:?} is kept, {dropped:?} is not")]
    SeveralParents { kept: String, dropped: String },
    #[error("an association names {0:?}, which is not in the file")]
    LooseAssociation(String),
    #[error("the rubric {0:?} has no levels; it is not used")]
    NoLevels(String),
    #[error("a rubric is about {0:?}, which is not in the file")]
    LooseRubric(String),
    #[error("another title for {0:?} came earlier and is kept")]
    OtherTitle(String),
    #[error("{0:?} is retired, and still used here")]
    Retired(String),
    #[error("the job {0:?} is new")]
    NewJob(String),
    #[error("nobody in this file is in the team {0:?}")]
    EmptyTeam(String),
    #[error("has the role supervisor and supervises no team")]
    NoTeam,
    #[error("their buddy {0:?} has not the role worker, so cannot write notes about them")]
    BuddyNotWorker(String),
    #[error("the buddy {buddy:?} has {learners} learners now; more than {most} are too many")]
    BuddyLoad { buddy: String, learners: usize, most: usize },
    #[error("the buddy {0:?} rates no skill at the level \"can teach\" yet")]
    BuddyCannotTeach(String),
}

impl<T> Report<T> {
    pub fn is_refused(&self) -> bool {
        self.value.is_none()
    }

    /// The same report about what `f` makes of the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Report<U> {
        Report { value: self.value.map(f), errors: self.errors, notes: self.notes }
    }
}

fn place(f: &mut fmt::Formatter<'_>, line: u64, column: Option<&str>) -> fmt::Result {
    match (line, column) {
        (0, None) => Ok(()),
        (0, Some(column)) => write!(f, "{column}: "),
        (line, None) => write!(f, "line {line}: "),
        (line, Some(column)) => write!(f, "line {line}, {column}: "),
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, self.line, self.column.as_deref())?;
        write!(f, "{}", self.reason)
    }
}

impl fmt::Display for RowNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        place(f, self.line, self.column.as_deref())?;
        write!(f, "{}", self.remark)
    }
}
