//! Putting lists in order, in little code where code is downloaded.
//!
//! The library's sort is compiled anew for every type and every key: two dozen of them are
//! a sixth of a page's program. In a browser, where lists are short, one sort of places
//! serves all.

use std::cmp::Ordering;

/// Puts a list in order.
pub fn order<T: Ord>(list: &mut [T]) {
    if cfg!(target_arch = "wasm32") {
        order_by(list, Ord::cmp);
    } else {
        list.sort_unstable();
    }
}

/// Puts a list in order by a comparison; what is equal stays as it was.
pub fn order_by<T>(list: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    if cfg!(target_arch = "wasm32") {
        let places = {
            let list = &*list;
            ordered(list.len(), &mut |a, b| match (list.get(a), list.get(b)) {
                (Some(a), Some(b)) => compare(a, b),
                _ => Ordering::Equal,
            })
        };
        exchange(&places, &mut |a, b| list.swap(a, b));
    } else {
        list.sort_by(compare);
    }
}

/// Puts a list in order of a key; what is equal stays as it was.
pub fn order_by_key<T, K: Ord>(list: &mut [T], mut key: impl FnMut(&T) -> K) {
    order_by(list, |a, b| key(a).cmp(&key(b)));
}

/// The places of so many things in their order.
fn ordered(
    count: usize,
    compare: &mut dyn FnMut(usize, usize) -> Ordering,
) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Brings what stands at `places` to the front, one after another.
fn exchange(places: &[usize], swap: &mut dyn FnMut(usize, usize)) {
    for at in 0..places.len() {
        // What stood before this place has been moved to where its turn brought it.
        let mut from = at;
        loop {
            from = places.get(from).copied().unwrap_or(at);
            if from >= at {
                break;
            }
        }
        swap(at, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_exchanged_as_the_library_sorts(
            list in proptest::collection::vec((0_u8..9, any::<u16>()), 0..60),
        ) {
            let mut sorted = list.clone();
            sorted.sort_by_key(|it| it.0);
            let mut exchanged = list.clone();
            let places = ordered(list.len(), &mut |a, b| list[a].0.cmp(&list[b].0));
            exchange(&places, &mut |a, b| exchanged.swap(a, b));
            prop_assert_eq!(exchanged, sorted);
        }
    }
}
