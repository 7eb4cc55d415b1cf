//! Checks a large register in chunks, on all processors.

use hallboard_score::{Checking, Findings, Ledger, Register, ResidentRecord};
use rayon::prelude::*;

use super::progress::Progress;

/// Number of residents or entries in a chunk.
const CHUNK: usize = 1000;

/// Calls a function for every resident; results in the order of ids.
pub(super) fn of_everybody<T: Send>(
    register: &Register<'_>,
    compute: impl Fn(&ResidentRecord<'_>) -> T + Sync,
) -> Vec<T> {
    let count = register.files().len();
    let progress = Progress::start(t!("progress.scoring"), Some(steps(count)));
    let results = chunks(count).flat_map_iter(|first| {
        let files = register.files_from(first, CHUNK);
        let results: Vec<T> = files.map(|file| compute(&file)).collect();
        progress.advance(steps(results.len()));
        results
    });
    results.collect()
}

/// Same result as [`hallboard_score::check`], computed in parallel.
pub(super) fn check(ledger: &Ledger) -> Findings {
    let register = Register::new(ledger);
    let checking = Checking::new(&register);
    let (entries, residents) = (ledger.entries.len(), ledger.residents.len());
    let total = Some(steps(entries + residents));
    let progress = Progress::start(t!("progress.checking"), total);
    let each = |count, check_from: &(dyn Fn(usize) -> Findings + Sync)| {
        let found = chunks(count).map(|first| {
            progress.advance(steps(CHUNK.min(count - first)));
            check_from(first)
        });
        found.collect::<Vec<_>>()
    };
    let of_entries = each(entries, &|first| checking.entries(first, CHUNK));
    let of_residents = each(residents, &|first| checking.residents(first, CHUNK));
    let frame = std::iter::once(checking.frame());
    let parts = frame.chain(of_entries).chain(of_residents);
    Findings::gathered(parts.chain([checking.order()]))
}

fn chunks(count: usize) -> impl IndexedParallelIterator<Item = usize> {
    (0..count).into_par_iter().step_by(CHUNK)
}

fn steps(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
