//! Groups entries by what they concern: lists of indices into the ledger, without copies.

use std::cmp::Ordering;

use crate::ledger::Id;
use crate::map::{Map, at};
use crate::sort::stable_sort_by;

/// Assigns consecutive numbers to texts.
///
/// Texts are copied: ids are short enough to be stored inline in the map.
#[derive(Default)]
pub(crate) struct Interner(Map<Id, u32>);

impl Interner {
    /// Numbers distinct texts in their order.
    pub(crate) fn of<'a>(texts: impl ExactSizeIterator<Item = &'a Id>) -> Interner {
        let mut numbers = Interner::default();
        for text in texts {
            numbers.give(text);
        }
        numbers
    }

    /// The number of a text; assigns a new one if necessary.
    pub(crate) fn give(&mut self, text: &Id) -> u32 {
        if let Some(known) = self.0.get(text.as_str()) {
            return *known;
        }
        let next = to_u32(self.0.len());
        *at(&mut self.0, text.clone(), next)
    }

    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        self.0.get(text).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Items grouped by number, each group in the order of the file (CSR layout).
pub(crate) struct GroupedVec<T> {
    /// The start index of each group, and the end of the last one.
    starts: Vec<u32>,
    things: Vec<T>,
}

impl<T: Copy> GroupedVec<T> {
    /// Distributes items into `count` groups.
    pub(crate) fn new(count: usize, filed: &[(u32, T)]) -> GroupedVec<T> {
        let mut starts = vec![0_u32; count + 1];
        for (group, _) in filed {
            if let Some(size) = starts.get_mut(to_usize(*group) + 1) {
                *size += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut things: Vec<T> = filed.iter().map(|(_, thing)| *thing).collect();
        for (group, thing) in filed {
            let Some(place) = next.get_mut(to_usize(*group)) else { continue };
            if let Some(slot) = things.get_mut(to_usize(*place)) {
                *slot = *thing;
            }
            *place += 1;
        }
        GroupedVec { starts, things }
    }

    fn range(&self, group: u32) -> Option<std::ops::Range<usize>> {
        let group = to_usize(group);
        Some(to_usize(*self.starts.get(group)?)..to_usize(*self.starts.get(group + 1)?))
    }

    /// The items of a group.
    pub(crate) fn of(&self, group: u32) -> &[T] {
        self.range(group).and_then(|range| self.things.get(range)).unwrap_or_default()
    }

    /// Sorts each group. The sort is stable.
    pub(crate) fn sort_each(&mut self, compare: &dyn Fn(&T, &T) -> Ordering) {
        for bounds in self.starts.windows(2) {
            let [start, end] = bounds else { continue };
            if let Some(group) = self.things.get_mut(to_usize(*start)..to_usize(*end)) {
                stable_sort_by(group, compare);
            }
        }
    }
}

/// An index in half the memory. No list in memory is longer.
pub(crate) fn to_u32(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The index with this number.
pub(crate) fn to_usize(place: u32) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
