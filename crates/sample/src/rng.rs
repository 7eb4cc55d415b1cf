//! A random number generator with the same results on every machine.

use hallboard_score::Day;
use rand_pcg::Pcg32;
use rand_pcg::rand_core::RngCore;

/// A stream of random numbers.
pub(crate) struct Rng(Pcg32);

impl Rng {
    /// The stream with this seed and number.
    pub(crate) fn new(seed: u64, stream: u64) -> Rng {
        Rng(Pcg32::new(seed, stream))
    }

    /// A number from 0 to `end`, exclusive; 0 if `end` is 0.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(end);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, inclusive.
    pub(crate) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// `true` with a probability of `per_mille` in a thousand.
    pub(crate) fn happens(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// A random item; `None` if there is none.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let place = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(place).unwrap_or(0))
    }

    /// A random item, with probabilities by weight.
    pub(crate) fn weigh<'a, T>(
        &mut self,
        from: &'a [T],
        weight: impl Fn(&T) -> u32,
    ) -> Option<&'a T> {
        let mut left = self.below(from.iter().map(&weight).sum());
        from.iter().find(|it| match left.checked_sub(weight(it)) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        })
    }

    /// A day from `from` to `to`, inclusive.
    pub(crate) fn day(&mut self, from: Day, to: Day) -> Day {
        let span = u32::try_from(from.days_until(to)).unwrap_or(0);
        from.plus_days(self.between(0, span))
    }

    /// The numbers below `count`, in random order.
    pub(crate) fn shuffled(&mut self, count: u32) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..count).collect();
        for place in (1..numbers.len()).rev() {
            let other = self.below(u32::try_from(place).unwrap_or(0) + 1);
            numbers.swap(place, usize::try_from(other).unwrap_or(0));
        }
        numbers
    }
}
