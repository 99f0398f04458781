//! Competencies and the areas they hang under.

use crate::Map;

use crate::{CompetencyId, Day, FrameworkId, Months, ScaleId, Text};

/// One node of a framework's tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competency {
    pub id: CompetencyId,
    pub framework: FrameworkId,
    pub version: u32,
    /// The code people say ("A1.2"), where there is one.
    pub code: Option<String>,
    pub statement: Text,
    pub parent: Option<CompetencyId>,
    /// Place among all nodes of the framework, from 0.
    pub order: u32,
    /// A heading: it groups others and is never rated.
    pub is_area: bool,
    pub scale: Option<ScaleId>,
    /// Words for a level of this competency, by level number; they go before the scale's own.
    pub level_texts: Map<u8, Text>,
    /// How long a sign-off holds; `None`: for ever.
    pub validity: Option<Months>,
    /// No longer in the framework: not offered, still readable in what people recorded.
    pub retired: bool,
}

impl Competency {
    /// The last day on which a sign-off of that day holds, where it ends.
    pub fn holds_until(&self, signed: Day) -> Option<Day> {
        self.validity.map(|months| months.after(signed))
    }
}
