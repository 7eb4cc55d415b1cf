//! The summary of a publication for people.

use std::io::Write;
use std::path::Path;

use hallboard_operations::failure::CliError;
use hallboard_publish::{Counts, Diff, LedgerChanges, RosterChanges, Sealed};
use jiff::tz::TimeZone;

use super::super::texts::count;
use super::work::Done;
use crate::cli::inbox::Undecided;

/// Prints what was (or would be) published, and what it changes.
pub(in crate::cli) fn summarise(
    done: &Done,
    site: &Path,
    dry_run: bool,
    out: &mut dyn Write,
) -> Result<(), CliError> {
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
    of_rosters(done, &mut lines);
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

/// Prints the undecided letters: a withdrawal among them takes effect only in a later
/// publication.
fn of_letters(undecided: Undecided, out: &mut dyn Write) -> Result<(), CliError> {
    let Undecided { letters, consents, unwritten } = undecided;
    if letters > 0 {
        writeln!(out, "{}", t!("publish.undecided", letters = letters))?;
    }
    if consents > 0 {
        writeln!(out, "{}", t!("publish.undecided_consents", count = consents))?;
    }
    if unwritten > 0 {
        writeln!(out, "{}", t!("publish.unwritten", count = unwritten))?;
    }
    Ok(())
}

/// A line of the summary.
pub(in crate::cli) type Line = std::borrow::Cow<'static, str>;

/// Who newly takes part, left, joined the board or left it.
fn of_rosters(done: &Done, lines: &mut Vec<Line>) {
    let Some(before) = &done.published.before else { return };
    let RosterChanges { part, board, homes } =
        RosterChanges::between(before, &done.published.roster);
    let people = &done.people;
    if !part.added.is_empty() {
        lines.push(t!("publish.joined", who = people.residents(&part.added)));
    }
    if !part.removed.is_empty() {
        lines.push(t!("publish.left", who = people.residents(&part.removed)));
    }
    if !board.added.is_empty() {
        lines.push(t!("publish.on_board", who = people.residents(&board.added)));
    }
    if !board.removed.is_empty() {
        lines.push(t!("publish.off_board", who = people.residents(&board.removed)));
    }
    if !homes.added.is_empty() {
        lines.push(t!("publish.homes_on", who = people.households(&homes.added)));
    }
    if !homes.removed.is_empty() {
        lines.push(t!("publish.homes_off", who = people.households(&homes.removed)));
    }
}

/// The other differences from the copy of the last publication.
fn of_ledgers(done: &Done, lines: &mut Vec<Line>) {
    let Some(changes) = &done.changes else { return };
    let Diff { added, removed } = &changes.households;
    if !added.is_empty() {
        lines.push(t!("publish.homes_new", who = done.people.households(added)));
    }
    if !removed.is_empty() {
        lines.push(t!("publish.homes_gone", who = done.people.households(removed)));
    }
    lines.extend(entry_changes(changes));
}

/// Numbers of changed entries and rules.
pub(in crate::cli) fn entry_changes(changes: &LedgerChanges) -> Vec<Line> {
    let counts = |counts: Counts| {
        let Counts { new, changed, removed } = counts;
        let any = new + changed + removed > 0;
        any.then(|| t!("publish.counts", new = new, changed = changed, removed = removed))
    };
    let mut lines = Vec::new();
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
    lines
}

/// The end of validity in the hall's time zone.
pub(in crate::cli) fn until(done: &Done) -> String {
    let zone = TimeZone::get(&done.time_zone).unwrap_or(TimeZone::UTC);
    let moment = done.published.expires.to_zoned(zone);
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Bytes as kilobytes, rounded up.
fn kilo(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}
