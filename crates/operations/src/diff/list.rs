//! Compares two versions of a list of items with ids.

use std::collections::HashMap;

use hallboard_score::{Band, Category, DeedRule, Entry, Household, Resident, Reward};
use serde::Serialize;

use super::fields::{FieldChange, fields};

/// A change of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'l, T> {
    /// The item is new.
    Added(&'l T),
    /// The item was removed.
    Removed(&'l T),
    /// The item's fields changed.
    Altered {
        /// The old item.
        old: &'l T,
        /// The new item.
        new: &'l T,
        /// The fields that differ.
        fields: Vec<FieldChange>,
    },
}

impl<'l, T> Change<'l, T> {
    /// The new item, or the old one if it was removed.
    #[must_use]
    pub fn latest(&self) -> &'l T {
        match self {
            Change::Added(it) | Change::Removed(it) => it,
            Change::Altered { new, .. } => new,
        }
    }
}

/// The changes of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes<'l, T> {
    /// The items that changed: removed ones in their old order, then the others in their
    /// new order.
    pub changes: Vec<Change<'l, T>>,
    /// Number of remaining items that changed their position: the smallest number of moves
    /// that gives the new order.
    pub reordered: usize,
}

/// A list item with an id.
pub(super) trait Listed: PartialEq + Serialize {
    fn id(&self) -> &str;
    /// The values of absent fields.
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[];
}

macro_rules! listed {
    ($($type:ty),+) => {$(
        impl Listed for $type {
            fn id(&self) -> &str {
                &self.id
            }
        }
    )+};
}
listed!(Household, Resident, Entry, Category, Band, Reward);

impl Listed for DeedRule {
    fn id(&self) -> &str {
        &self.id
    }
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[("lasts", "\"forever\"")];
}

impl<T> Changes<'_, T> {
    /// Whether nothing changed, including the order.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.reordered == 0
    }
}

/// Compares two versions of a list.
pub(super) fn changes<'l, T: Listed>(old: &'l [T], new: &'l [T]) -> Changes<'l, T> {
    let (old, new) = without_the_same_ends(old, new);
    let places: HashMap<&str, usize> =
        old.iter().enumerate().map(|(place, it)| (it.id(), place)).collect();
    let mut stayed = vec![false; old.len()];
    let mut order = Vec::new();
    let mut now = Vec::new();
    for item in new {
        let place = places.get(item.id()).copied();
        let Some((place, before)) = place.and_then(|it| Some((it, old.get(it)?))) else {
            now.push(Change::Added(item));
            continue;
        };
        if let Some(stayed) = stayed.get_mut(place) {
            *stayed = true;
        }
        order.push(place);
        if before != item {
            let fields = fields(before, item, T::DEFAULTS);
            now.push(Change::Altered { old: before, new: item, fields });
        }
    }
    let gone = old.iter().zip(stayed).filter(|(_, stayed)| !stayed);
    let mut changes: Vec<_> = gone.map(|(item, _)| Change::Removed(item)).collect();
    changes.append(&mut now);
    Changes { changes, reordered: order.len() - longest_rise(&order) }
}

/// Both lists without their common beginning and end.
fn without_the_same_ends<'l, T: PartialEq>(
    old: &'l [T],
    new: &'l [T],
) -> (&'l [T], &'l [T]) {
    let same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let old = old.get(same..).unwrap_or_default();
    let new = new.get(same..).unwrap_or_default();
    let pairs = old.iter().rev().zip(new.iter().rev());
    let same = pairs.take_while(|(old, new)| old == new).count();
    let old = old.get(..old.len() - same).unwrap_or_default();
    let new = new.get(..new.len() - same).unwrap_or_default();
    (old, new)
}

/// The length of the longest increasing subsequence.
fn longest_rise(numbers: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for number in numbers {
        let place = ends.partition_point(|end| end < number);
        match ends.get_mut(place) {
            Some(end) => *end = *number,
            None => ends.push(*number),
        }
    }
    ends.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reward(id: &str, cost: i32) -> Reward {
        let cost = hallboard_score::Points::whole(cost);
        Reward { id: id.to_owned(), names: Default::default(), cost }
    }

    fn rewards(actual: &str) -> Vec<Reward> {
        actual
            .split_whitespace()
            .map(|word| {
                let (id, cost) = word.split_at(1);
                reward(id, cost.parse().unwrap_or(0))
            })
            .collect()
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &str, reordered: usize) {
        let (old, new) = (rewards(old), rewards(new));
        let found = changes(&old, &new);
        let actual = found.changes.iter().map(|change| match change {
            Change::Added(it) => format!("+{}", it.id),
            Change::Removed(it) => format!("-{}", it.id),
            Change::Altered { new, fields, .. } => {
                let fields = fields.iter().map(|it| {
                    let value = |it: &Option<String>| it.clone().unwrap_or_default();
                    format!("{}:{}>{}", it.field, value(&it.old), value(&it.new))
                });
                format!("{}({})", new.id, fields.collect::<Vec<_>>().join(","))
            }
        });
        assert_eq!(actual.collect::<Vec<_>>().join(" "), expected);
        assert_eq!(found.reordered, reordered);
    }

    #[test]
    fn things_are_compared_by_id() {
        check("", "", "", 0);
        check("a b c", "a b c", "", 0);
        check("a b", "a b c d", "+c +d", 0);
        check("a c", "a b c", "+b", 0);
        check("a b c", "a c", "-b", 0);
        check("a1 b2 c3", "a1 b5 c3", "b(cost:2>5)", 0);
        check("a b c d", "b c d a", "", 1);
        check("a b c d", "d c b a", "", 3);
        check("a b1 c", "c x b2", "-a +x b(cost:1>2)", 1);
    }
}
