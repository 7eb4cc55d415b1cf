//! Parallel work on many items.

/// The number of processors.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Always one: wasm32 has no threads here.
#[cfg(target_arch = "wasm32")]
pub(super) fn processors() -> usize {
    1
}

/// The results of `work` in the order of the items; `at_once` items are processed at a
/// time.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    at_once: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    use std::sync::atomic::{AtomicUsize, Ordering};

    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { break done };
            done.push((place, work(item)));
        }
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers = at_once.clamp(1, items.len().max(1));
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(take)).collect();
        let joined = threads.into_iter().map(|thread| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.flatten().collect()
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, made)| made).collect()
}

/// The results of `work` in the order of the items.
#[cfg(target_arch = "wasm32")]
pub(super) fn each<T, R>(items: &[T], _at_once: usize, work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_items() {
        let items: Vec<u32> = (0..1000).collect();
        for at_once in [0, 1, 3, 2000] {
            let doubled = each(&items, at_once, |it| it * 2);
            assert!(doubled.iter().zip(&items).all(|(two, one)| *two == one * 2));
            assert_eq!(doubled.len(), items.len());
        }
        assert!(each(&[], 4, |it: &u8| *it).is_empty());
    }
}
