//! Rating scales. They are never retired: records name the scale they were made on.

use domain::{Catalog, Level, Scale};

use super::languages::Spoken;

/// Brings a scale in; other levels or words make a new version.
pub(super) fn put(catalog: &mut Catalog, new: Scale, spoken: &Spoken) {
    let Some(current) = catalog.scales.get(&new.id) else {
        catalog.scales.insert(new.id.clone(), new);
        return;
    };
    let levels = with_translations(&new, current, spoken);
    if levels == current.levels() {
        return;
    }
    if let Ok(next) = Scale::new(new.id, current.version + 1, levels) {
        catalog.scales.insert(next.id.clone(), next);
    }
}

/// The new levels, with the current translations where a level still stands for the same.
fn with_translations(new: &Scale, current: &Scale, spoken: &Spoken) -> Vec<Level> {
    let mut levels = new.levels().to_vec();
    if levels.len() == current.levels().len() {
        for (level, before) in levels.iter_mut().zip(current.levels()) {
            spoken.keep(&mut level.name, &before.name);
            spoken.keep(&mut level.text, &before.text);
        }
    }
    levels
}
