//! What a publication published and changed, in words.

use std::path::Path;

use hallboard_publish::{Counts, Diff, LedgerChanges, RosterChanges, Sealed};
use jiff::tz::TimeZone;

use super::job::Outcome;
use crate::inbox::Undecided;
use crate::words::count;

/// What was (or would be) published, and what it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The version and the site.
    pub head: String,
    /// What the publication contains.
    pub contents: Vec<String>,
    /// What differs from the last publication; at least one line.
    pub changes: Vec<String>,
    /// The undecided letters: a withdrawal among them takes effect only in a later
    /// publication.
    pub letters: Vec<String>,
}

impl Summary {
    /// The summary of a publication into that site, or of a dry run.
    #[must_use]
    pub fn of(outcome: &Outcome, site: &Path, dry_run: bool) -> Summary {
        let it = &outcome.published;
        let site = site.display();
        let head = match dry_run {
            true => t!("publish.would", version = it.version, site = site),
            false => t!("publish.done", version = it.version, site = site),
        };
        let mut contents = vec![
            t!("publish.as_of", day = it.as_of),
            valid_until(&until(outcome)).into(),
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
            contents.push(t!("publish.sealed", files = files, size = size / 1024));
        }
        let mut contents: Vec<String> = contents.into_iter().map(Into::into).collect();
        if it.manifest_distrusted {
            contents.push(manifest_distrusted());
        }
        if outcome.cleared > 0 {
            contents.push(t!("publish.cleared", count = outcome.cleared).into_owned());
        }
        let mut changes = of_rosters(outcome);
        changes.extend(of_ledgers(outcome));
        if changes.is_empty() {
            let none = match it.before {
                Some(_) => t!("publish.no_change"),
                None => t!("publish.first"),
            };
            changes.push(none.into_owned());
        }
        Summary {
            head: head.into_owned(),
            contents,
            changes,
            letters: of_letters(outcome),
        }
    }
}

/// States that nothing was deleted from the site, because its list of files is not the
/// hall's.
#[must_use]
pub fn manifest_distrusted() -> String {
    t!("publish.manifest_distrusted").into_owned()
}

fn of_letters(outcome: &Outcome) -> Vec<String> {
    let Undecided { letters, consents, unwritten } = outcome.undecided;
    let lines = [
        (letters > 0).then(|| t!("publish.undecided", letters = letters)),
        (consents > 0).then(|| t!("publish.undecided_consents", count = consents)),
        (unwritten > 0).then(|| t!("publish.unwritten", count = unwritten)),
    ];
    lines.into_iter().flatten().map(Into::into).collect()
}

/// Who newly takes part, left, joined the board or left it.
fn of_rosters(outcome: &Outcome) -> Vec<String> {
    let Some(before) = &outcome.published.before else { return Vec::new() };
    let RosterChanges { part, board, homes } =
        RosterChanges::between(before, &outcome.published.roster);
    let people = &outcome.people;
    let mut lines = Vec::new();
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
    lines.into_iter().map(Into::into).collect()
}

/// The other differences from the copy of the last publication.
fn of_ledgers(outcome: &Outcome) -> Vec<String> {
    let Some(changes) = &outcome.changes else { return Vec::new() };
    let Diff { added, removed } = &changes.households;
    let mut lines = Vec::new();
    if !added.is_empty() {
        let who = outcome.people.households(added);
        lines.push(t!("publish.homes_new", who = who).into_owned());
    }
    if !removed.is_empty() {
        let who = outcome.people.households(removed);
        lines.push(t!("publish.homes_gone", who = who).into_owned());
    }
    lines.extend(entry_changes(changes));
    lines
}

/// Numbers of changed entries and rules.
#[must_use]
pub fn entry_changes(changes: &LedgerChanges) -> Vec<String> {
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
    lines.into_iter().map(Into::into).collect()
}

/// The end of validity in the hall's time zone.
#[must_use]
pub fn until(outcome: &Outcome) -> String {
    let zone = TimeZone::get(&outcome.time_zone).unwrap_or(TimeZone::UTC);
    let moment = outcome.published.expires.to_zoned(zone);
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}

/// States until when a publication may be shown.
#[must_use]
pub fn valid_until(moment: &str) -> String {
    t!("publish.until", moment = moment).into_owned()
}

/// Bytes as kilobytes, rounded up.
fn kilo(bytes: usize) -> usize {
    bytes.div_ceil(1000)
}
