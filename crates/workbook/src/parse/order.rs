//! The order of the entries, which decides ties: by the order column, across all sheets;
//! after those, entries without a value in it, by date, sheet and row.

use std::collections::{BTreeSet, HashSet};

use hallboard_score::{Day, Entry, EntryKind, Id};

use crate::read::At;
use crate::schema::sheets::Sheet;

/// The sort key of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// The value of the order column; `u32::MAX` if it is empty.
    pub(crate) order: u32,
    pub(crate) date: Day,
    pub(crate) sheet: Sheet,
    pub(crate) at: At,
}

/// Entries and their sort keys.
#[derive(Default)]
pub(crate) struct Placed {
    pub(crate) entries: Vec<Entry>,
    pub(crate) keys: Vec<Key>,
    /// Rows of the entries without an id.
    pub(crate) nameless: BTreeSet<At>,
    /// Positions of the entries whose reference may have a name after the id.
    named: Vec<usize>,
}

impl Placed {
    pub(crate) fn push(&mut self, entry: Entry, key: Key, nameless: bool, named: bool) {
        if nameless {
            self.nameless.insert(key.at);
        }
        if named {
            self.named.push(self.entries.len());
        }
        self.entries.push(entry);
        self.keys.push(key);
    }

    /// Removes the names from references to entries, now that all entries are known.
    pub(crate) fn resolve(&mut self) {
        let named = std::mem::take(&mut self.named);
        if named.is_empty() {
            return;
        }
        let ids: HashSet<Id> = self.entries.iter().map(|it| it.id.clone()).collect();
        for position in named {
            let entry =
                self.entries.get_mut(position).and_then(|it| reference(&mut it.kind));
            if let Some(text) = entry
                && !ids.contains(text.as_str())
                && let Some(blank) = text.find(char::is_whitespace)
            {
                *text = Id::from(text.get(..blank).unwrap_or_default());
            }
        }
    }

    /// Sorts the entries; returns each value of the order column that occurs twice, with
    /// both rows.
    pub(crate) fn sort(&mut self) -> Vec<(u32, At, At)> {
        if !self.keys.is_sorted() {
            let mut places: Vec<u32> = (0..).take(self.keys.len()).collect();
            let key = |at: &u32| {
                usize::try_from(*at).ok().and_then(|at| self.keys.get(at)).copied()
            };
            places.sort_unstable_by_key(key);
            rearrange(&mut self.entries, places.clone());
            rearrange(&mut self.keys, places);
        }
        let duplicates = self
            .keys
            .array_windows()
            .filter(|[a, b]| a.order == b.order && a.order != u32::MAX);
        duplicates.map(|[a, b]| (a.order, a.at, b.at)).collect()
    }
}

/// Permutes the items in place: the item at `from[n]` moves to `n`.
fn rearrange<T>(items: &mut [T], mut from: Vec<u32>) {
    for start in 0..from.len() {
        let mut here = start;
        while let Some(next) = from.get_mut(here) {
            let there = usize::try_from(*next).unwrap_or(start);
            *next = u32::try_from(here).unwrap_or_default();
            if there == start || there == here {
                break;
            }
            items.swap(here, there);
            here = there;
        }
    }
}

fn reference(kind: &mut EntryKind) -> Option<&mut Id> {
    match kind {
        EntryKind::Objection { entry, .. }
        | EntryKind::Decision { entry, .. }
        | EntryKind::Reversal { entry, .. } => Some(entry),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn entries_are_sorted_by_order_and_date(
            order in Just((0_u32..40).collect::<Vec<_>>()).prop_shuffle()
        ) {
            let mut items: Vec<u32> = (0..40).map(|it| it * 10).collect();
            rearrange(&mut items, order.clone());
            let expected: Vec<u32> = order.iter().map(|it| it * 10).collect();
            prop_assert_eq!(items, expected);
        }
    }
}
