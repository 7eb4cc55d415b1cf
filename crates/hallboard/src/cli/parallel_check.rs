//! Work on a large register in pieces, by all the processors there are.

use hallboard_score::{Checking, Findings, Ledger, Register, ResidentRecord};
use rayon::prelude::*;

use super::progress::Progress;

/// How many residents or entries are handed out at once.
const PIECE: usize = 1000;

/// What there is to say of every resident, by id.
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

/// What [`hallboard_score::check`] finds.
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
