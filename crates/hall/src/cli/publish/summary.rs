//! A publication in words.

use std::io::Write;
use std::path::Path;

use jiff::tz::TimeZone;

use super::work::Done;
use crate::cli::failure::Failure;
use crate::cli::inbox::Undecided;
use crate::cli::words::count;
use crate::publish::{ComeAndGone, Counts, RollChanges, Sealed};

/// Says what was published, or what would be, and what it changes.
pub(in crate::cli) fn summarise(
    done: &Done,
    site: &Path,
    dry_run: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let it = &done.published;
    let site = site.display();
    let head = match dry_run {
        true => t!("publish.would", version = it.version, site = site),
        false => t!("publish.done", version = it.version, site = site),
    };
    writeln!(out, "{head}")?;
    let mut lines = vec![
        t!("publish.as_of", day = it.as_of),
        t!("publish.until", moment = until(done)),
        t!("publish.part", count = it.taking_part),
        t!(
            "publish.board",
            residents = count("resident", it.residents),
            households = count("household", it.households)
        ),
        t!(
            "publish.size",
            size = kilo(it.snapshot_bytes),
            packed = kilo(it.packed_bytes)
        ),
        t!("publish.key", key = it.key_id),
    ];
    if let Some(Sealed { files, size }) = it.sealed {
        lines.push(t!("publish.sealed", files = files, size = size / 1024));
    }
    if it.manifest_distrusted {
        lines.push(t!("publish.manifest_distrusted"));
    }
    if done.cleared > 0 {
        lines.push(t!("publish.cleared", count = done.cleared));
    }
    let before = lines.len();
    of_rolls(done, &mut lines);
    of_ledgers(done, &mut lines);
    if lines.len() == before {
        lines.push(match it.before {
            Some(_) => t!("publish.no_change"),
            None => t!("publish.first"),
        });
    }
    for line in lines {
        writeln!(out, "  {line}")?;
    }
    of_letters(done.undecided, out)
}

/// What nobody has decided on: a withdrawal among it is to empty the next publication.
fn of_letters(undecided: Undecided, out: &mut dyn Write) -> Result<(), Failure> {
    let Undecided { letters, consents } = undecided;
    if letters > 0 {
        writeln!(out, "{}", t!("publish.undecided", letters = letters))?;
    }
    if consents > 0 {
        writeln!(out, "{}", t!("publish.undecided_consents", count = consents))?;
    }
    Ok(())
}

type Line = std::borrow::Cow<'static, str>;

/// Who newly takes part, who left, who came on the board and left it.
fn of_rolls(done: &Done, lines: &mut Vec<Line>) {
    let Some(before) = &done.published.before else { return };
    let RollChanges { part, board, homes } =
        RollChanges::between(before, &done.published.roll);
    let people = &done.people;
    if !part.come.is_empty() {
        lines.push(t!("publish.joined", who = people.residents(&part.come)));
    }
    if !part.gone.is_empty() {
        lines.push(t!("publish.left", who = people.residents(&part.gone)));
    }
    if !board.come.is_empty() {
        lines.push(t!("publish.on_board", who = people.residents(&board.come)));
    }
    if !board.gone.is_empty() {
        lines.push(t!("publish.off_board", who = people.residents(&board.gone)));
    }
    if !homes.come.is_empty() {
        lines.push(t!("publish.homes_on", who = people.households(&homes.come)));
    }
    if !homes.gone.is_empty() {
        lines.push(t!("publish.homes_off", who = people.households(&homes.gone)));
    }
}

/// What else is different from the copy of the last publication.
fn of_ledgers(done: &Done, lines: &mut Vec<Line>) {
    let Some(changes) = &done.changes else { return };
    let ComeAndGone { come, gone } = &changes.households;
    if !come.is_empty() {
        lines.push(t!("publish.homes_new", who = done.people.households(come)));
    }
    if !gone.is_empty() {
        lines.push(t!("publish.homes_gone", who = done.people.households(gone)));
    }
    let counts = |counts: Counts| {
        let Counts { new, changed, gone } = counts;
        let any = new + changed + gone > 0;
        any.then(|| t!("publish.counts", new = new, changed = changed, gone = gone))
    };
    if let Some(counts) = counts(changes.ratings) {
        lines.push(t!("publish.ratings", counts = counts));
    }
    if let Some(counts) = counts(changes.deeds) {
        lines.push(t!("publish.deeds", counts = counts));
    }
    if !changes.rules.is_empty() {
        let days = changes.rules.iter().map(ToString::to_string).collect::<Vec<_>>();
        lines.push(t!("publish.rules", days = days.join(&t!("publish.comma"))));
    }
}

/// Until when it may be shown, by the hall's clock.
pub(in crate::cli) fn until(done: &Done) -> String {
    let zone = TimeZone::get(&done.time_zone).unwrap_or(TimeZone::UTC);
    let moment = done.published.expires.to_zoned(zone);
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Bytes as kilobytes, a started one counted.
fn kilo(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}
