//! Sorting with one machine for all types.
//!
//! `sort_by` compiles a sort of its own for every type of item, 4 KB each, which every phone
//! downloads. Here the sort sees places only, so there is one.

use std::cmp::Ordering;

/// Stable sorting of lists.
pub trait InOrder {
    type Item;

    fn order_by(&mut self, compare: impl FnMut(&Self::Item, &Self::Item) -> Ordering);

    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&Self::Item) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }
}

impl<T> InOrder for [T] {
    type Item = T;

    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut goes_to = destinations(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        for at in 0..self.len() {
            while goes_to[at] != at {
                let to = goes_to[at];
                self.swap(at, to);
                goes_to.swap(at, to);
            }
        }
    }
}

/// For each place of a list, where its item belongs.
fn destinations(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    let mut goes_to = vec![0; count];
    for (to, from) in places.into_iter().enumerate() {
        goes_to[from] = to;
    }
    goes_to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_ordered_as_by_the_sort_of_the_language() {
        for count in 0..40_u64 {
            let scattered = |n: u64| (n * 7_919 + count) % 11;
            let list: Vec<_> = (0..count).map(|n| (scattered(n), n)).collect();
            let (mut ours, mut theirs) = (list.clone(), list);
            ours.order_by_key(|(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs, "{count} items; equal keys keep their order");
        }
    }
}
