//! Chance that falls the same way every time: splitmix64 (Steele, Lea and Flood, 2014).
//!
//! For the demo only. Nothing here is fit for a secret.

use domain::EntryId;

#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice named by words: the same words, the same throws. FNV-1a, each word closed by a zero.
    pub(crate) fn of(words: &[&str]) -> Self {
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
        Self(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to but not including 1.
    pub(crate) fn part(&mut self) -> f64 {
        (self.throw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Both ends included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).max(0) as u64 + 1;
        low + (self.throw() % width) as i64
    }

    pub(crate) fn happens(&mut self, percent: u32) -> bool {
        self.throw() % 100 < u64::from(percent)
    }

    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let last = list.len().checked_sub(1)?;
        list.get(self.between(0, last as i64) as usize)
    }

    /// The place of one of the weights, the heavier the likelier; 0 where there are none.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.part() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.throw() as u8)
    }

    pub(crate) fn entry_id(&mut self) -> EntryId {
        EntryId::from_random(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_words_throw_the_same() {
        let throws = |words: &[&str]| Dice::of(words).bytes::<16>();
        assert_eq!(throws(&["samira", "day"]), throws(&["samira", "day"]));
        assert_ne!(throws(&["samira", "day"]), throws(&["samirad", "ay"]));
    }

    #[test]
    fn a_throw_stays_between_its_ends() {
        let mut dice = Dice::new(1);
        let throws: Vec<_> = (0..1_000).map(|_| dice.between(-2, 3)).collect();
        assert_eq!(throws.iter().min().zip(throws.iter().max()), Some((&-2, &3)));
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&dice.part())));
        assert!((0..1_000).all(|_| dice.weighted(&[0.0, 2.0, 0.0]) == 1));
        assert_eq!(dice.weighted(&[]), 0);
    }
}
