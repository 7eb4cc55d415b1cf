//! Checks a large register in chunks, on all processors.

use hallboard_score::{Checking, Findings, Ledger, Register, ResidentRecord};
use rayon::prelude::*;

use super::progress::Progress;

/// Number of residents or entries in a chunk.
const PIECE: usize = 1000;

/// Calls a function for every resident; results in the order of ids.
pub(super) fn of_everybody<T: Send>(
    register: &Register<'_>,
    say: impl Fn(&ResidentRecord<'_>) -> T + Sync,
) -> Vec<T> {
    let count = register.files().len();
    let progress = Progress::start(t!("progress.scoring"), Some(steps(count)));
    let said = pieces(count).flat_map_iter(|first| {
        let files = register.files_from(first, PIECE);
        let said: Vec<T> = files.map(|file| say(&file)).collect();
        progress.advance(steps(said.len()));
        said
    });
    said.collect()
}

/// Same result as [`hallboard_score::check`], computed in parallel.
pub(super) fn check(ledger: &Ledger) -> Findings {
    let register = Register::new(ledger);
    let checking = Checking::new(&register);
    let (entries, residents) = (ledger.entries.len(), ledger.residents.len());
    let total = Some(steps(entries + residents));
    let progress = Progress::start(t!("progress.checking"), total);
    let each = |count, check: &(dyn Fn(usize) -> Findings + Sync)| {
        let found = pieces(count).map(|first| {
            progress.advance(steps(PIECE.min(count - first)));
            check(first)
        });
        found.collect::<Vec<_>>()
    };
    let of_entries = each(entries, &|first| checking.entries(first, PIECE));
    let of_residents = each(residents, &|first| checking.residents(first, PIECE));
    let frame = std::iter::once(checking.frame());
    let parts = frame.chain(of_entries).chain(of_residents);
    Findings::gathered(parts.chain([checking.order()]))
}

fn pieces(count: usize) -> impl IndexedParallelIterator<Item = usize> {
    (0..count).into_par_iter().step_by(PIECE)
}

fn steps(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
