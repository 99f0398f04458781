//! A set in one piece of memory, in order: what [`crate::Map`] is among maps, for the same reason.

use std::borrow::Borrow;
use std::{slice, vec};

use crate::InOrder;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T>(Vec<T>);

impl<T> Set<T> {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.0.iter()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<T: Ord> Set<T> {
    /// True when it was not in yet.
    pub fn insert(&mut self, item: T) -> bool {
        match self.0.binary_search(&item) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, item);
                true
            }
        }
    }

    pub fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.binary_search_by(|one| one.borrow().cmp(item)).is_ok()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut items: Vec<T> = items.into_iter().collect();
        items.order_by(T::cmp);
        items.dedup();
        Self(items)
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_each_item_once_in_order() {
        let mut set: Set<_> = [3, 1, 3].into_iter().collect();
        assert_eq!((set.insert(2), set.insert(3), set.len()), (true, false, 3));
        assert_eq!((set.contains(&2), set.contains(&4)), (true, false));
        assert!(set.iter().eq(&[1, 2, 3]) && set.clone().into_iter().eq([1, 2, 3]));
        set.clear();
        assert_eq!(set, Set::default());
        assert!(set.is_empty());
    }
}
