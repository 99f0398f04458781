//! The scale of a competency whose framework brings none: four levels in plain words.

use domain::{Level, Scale, ScaleId, Text};

/// Its id never changes: records name it.
pub(crate) const ID: &str = "ropes:four-levels";
pub(crate) const LEVELS: u8 = 4;

const NAMES: [(&str, &str); LEVELS as usize] = [
    ("I watch and help", "Ik kijk mee en help"),
    ("I do it with help", "Ik doe het met hulp"),
    ("I do it alone", "Ik doe het zelf"),
    ("I can teach it", "Ik kan het een ander leren"),
];

/// I watch and help, I do it with help, I do it alone, I can teach it.
pub fn house_scale() -> Scale {
    let level = |(en, nl): (&str, &str)| Level {
        name: Text::of("en", en).and("nl", nl),
        text: Text::default(),
    };
    #[expect(clippy::expect_used, reason = "constants, built by a test")]
    let scale = ScaleId::new(ID)
        .ok()
        .and_then(|id| Scale::new(id, 1, NAMES.map(level).to_vec()).ok())
        .expect("four levels under a good id");
    scale
}

#[cfg(test)]
mod tests {
    use super::*;

    // SPEC X10
    #[test]
    fn the_house_scale_has_four_levels_in_english_and_dutch() {
        let scale = house_scale();
        assert_eq!(scale.len(), LEVELS);
        assert_eq!(scale.level(3).unwrap().name.pick("nl"), "Ik doe het zelf");
    }
}
