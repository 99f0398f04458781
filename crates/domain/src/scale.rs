//! Rating scales: 2 to 6 levels, each with plain words.

use crate::{ScaleId, Text};

/// One level. Levels are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// "I do it with help"
    pub name: Text,
    /// What that looks like; may be empty.
    pub text: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a scale has 2 to 6 levels, not {0}")]
pub struct BadScale(pub usize);

/// A scale and its version: records keep the version they were made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    pub id: ScaleId,
    pub version: u32,
    levels: Vec<Level>,
}

impl Scale {
    /// No scale has more levels.
    pub const MOST: u8 = 6;

    pub fn new(id: ScaleId, version: u32, levels: Vec<Level>) -> Result<Self, BadScale> {
        if !(2..=usize::from(Self::MOST)).contains(&levels.len()) {
            return Err(BadScale(levels.len()));
        }
        Ok(Self { id, version, levels })
    }

    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// 2 to 6.
    pub fn len(&self) -> u8 {
        self.levels.len() as u8
    }

    /// Never: kept so that `len` has its companion.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Level `number`, counted from 1.
    pub fn level(&self, number: u8) -> Option<&Level> {
        self.levels.get(usize::from(number).checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_two_to_six_levels() {
        let levels = |n| vec![Level { name: Text::default(), text: Text::default() }; n];
        let id = ScaleId::new("s").unwrap();
        assert_eq!(Scale::new(id.clone(), 1, levels(1)), Err(BadScale(1)));
        assert_eq!(Scale::new(id.clone(), 1, levels(7)), Err(BadScale(7)));
        let scale = Scale::new(id, 1, levels(4)).unwrap();
        assert!(scale.level(0).is_none() && scale.level(4).is_some() && scale.level(5).is_none());
    }
}
