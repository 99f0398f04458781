//! The one way a versioned item is brought in, whatever it is.

use domain::Map;

/// A versioned item of the catalogue.
pub(super) trait Item: Clone + PartialEq {
    fn version(&mut self) -> &mut u32;
    fn retired(&mut self) -> &mut bool;
    /// Takes `other`'s place in the catalogue and the house rules about it, so that only words and meaning are left to compare.
    fn stand_like(&mut self, other: &Self);
}

/// Brings `new` in under `id`. Its version is one up where the content differs from what was there.
pub(super) fn put<K: Ord, T: Item>(map: &mut Map<K, T>, id: K, mut new: T) {
    if let Some(current) = map.get_mut(&id) {
        let mut same_place = new.clone();
        same_place.stand_like(current);
        *same_place.version() = *current.version();
        *same_place.retired() = *current.retired();
        *new.version() = *current.version() + u32::from(same_place != *current);
    }
    map.insert(id, new);
}

/// Retires everything `is_gone` says is gone.
pub(super) fn retire<K: Ord, T: Item>(map: &mut Map<K, T>, is_gone: impl Fn(&K, &T) -> bool) {
    for (id, item) in map.iter_mut() {
        if is_gone(id, item) {
            *item.retired() = true;
        }
    }
}
