//! Work on every resident of a register, by all the processors there are.

use hallboard_score::{Register, ResidentFile};
use rayon::prelude::*;
use rust_i18n::t;

use super::progress::Progress;

/// How many residents are handed out at once.
const PIECE: usize = 500;

/// What there is to say of every resident, by id.
pub(super) fn of_everybody<T: Send>(
    register: &Register<'_>,
    say: impl Fn(&ResidentFile<'_>) -> T + Sync,
) -> Vec<T> {
    let count = register.files().len();
    let progress =
        Progress::start(t!("progress.scoring"), Some(u64::try_from(count).unwrap_or(0)));
    let pieces = (0..count).into_par_iter().step_by(PIECE);
    let said = pieces.flat_map_iter(|first| {
        let files = register.files_from(first, PIECE);
        let done = u64::try_from(files.len()).unwrap_or(0);
        let said: Vec<T> = files.map(|file| say(&file)).collect();
        progress.advance(done);
        said
    });
    said.collect()
}
