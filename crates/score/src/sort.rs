//! A single, type-erased stable sort for short or rarely sorted lists. Each monomorphised
//! sort costs about 5 KB in the app.

use std::cmp::Ordering;

use crate::day::Day;

/// The indices `0..count` in sorted order. The sort is stable.
#[must_use]
pub fn sorted_indices(
    count: usize,
    compare: &dyn Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    if cfg!(target_arch = "wasm32") {
        return inserted(count, compare);
    }
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Insertion sort for the few thousand items of a page, in a tenth of the code.
fn inserted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places = Vec::with_capacity(count);
    for place in 0..count {
        let before = |it: &usize| compare(*it, place) != Ordering::Greater;
        // Many lists are partly sorted already.
        let last = places.last().is_none_or(before);
        let at = if last { place } else { places.partition_point(before) };
        places.insert(at, place);
    }
    places
}

/// Sorts items; the sort is stable. A list that is sorted already, which is common in a
/// hall's register, only costs one pass.
pub fn stable_sort_by<T>(things: &mut [T], compare: &dyn Fn(&T, &T) -> Ordering) {
    let at = |a: usize, b: usize| match (things.get(a), things.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    for (place, source) in swaps(things.len(), &at) {
        things.swap(place, source);
    }
}

/// The swaps that sort a list, in the order of execution.
fn swaps(
    count: usize,
    compare: &dyn Fn(usize, usize) -> Ordering,
) -> Vec<(usize, usize)> {
    if (1..count).all(|place| compare(place - 1, place) != Ordering::Greater) {
        return Vec::new();
    }
    let mut from = sorted_indices(count, compare);
    let mut swaps = Vec::with_capacity(count);
    for place in 0..count {
        // The wanted item may have been swapped away earlier; follow the swaps to its
        // present index.
        let mut source = from.get(place).copied().unwrap_or(place);
        while source < place {
            source = from.get(source).copied().unwrap_or(place);
        }
        swaps.push((place, source));
        if let Some(from) = from.get_mut(place) {
            *from = source;
        }
    }
    swaps
}

/// Sorts numbers. Lists that are sorted often are encoded as numbers. In wasm32, where
/// lists are short, it uses the existing sort to save code.
pub(crate) fn sort_numbers(numbers: &mut [u64]) {
    if cfg!(target_arch = "wasm32") {
        stable_sort_by(numbers, &|a, b| a.cmp(b));
    } else {
        numbers.sort_unstable();
    }
}

/// Distinct days, sorted.
pub(crate) fn days_in_order(days: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut numbers: Vec<u64> = days.map(|day| u64::from(day.number())).collect();
    sort_numbers(&mut numbers);
    numbers.dedup();
    let day = |number: u64| u32::try_from(number).ok().map(Day::from_number);
    numbers.into_iter().filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorted_indices_agree_with_sort(keys in proptest::collection::vec(0_u8..20, 0..60)) {
            let numbered = || keys.iter().copied().enumerate();
            let mut arranged: Vec<(usize, u8)> = numbered().collect();
            stable_sort_by(&mut arranged, &|a, b| a.1.cmp(&b.1));
            let mut sorted: Vec<(usize, u8)> = numbered().collect();
            sorted.sort_by_key(|it| it.1);
            prop_assert_eq!(&arranged, &sorted);
            let place = inserted(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
            prop_assert_eq!(place, sorted.iter().map(|it| it.0).collect::<Vec<_>>());
        }
    }
}
