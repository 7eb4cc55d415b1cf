//! The effect of accepting a letter on a resident's score, computed by the scoring
//! engine.

use std::collections::BTreeSet;

use hallboard_score::{Day, Entry, EntryKind, Ledger, Points, Register, Standing};

use super::ReviewContext;

/// How far ahead changes are searched for, in days.
const AHEAD: u32 = 400;
/// The largest number of days in an effect.
const MAX_DAYS: usize = 4;

/// The effect of an entry on the score of one resident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The id of the resident.
    pub resident: String,
    /// The days with a change, in order, and always today: the standing before and after.
    pub days: Vec<(Day, Standing, Standing)>,
}

/// The effect of an entry on a resident's score; `None` if there is no such resident.
#[must_use]
pub fn effect(
    review_context: &ReviewContext<'_>,
    entry: &Entry,
    resident: &str,
) -> Option<Effect> {
    let before = review_context.own.of(resident)?;
    let mut after = before.clone();
    after.entries.push(entry.clone());
    let days = days(&before, &after, entry, resident, review_context.today)?;
    let (before, after) = (Register::new(&before), Register::new(&after));
    let (before, after) = (before.file(resident)?, after.file(resident)?);
    let on = |day: Day| (day, before.standing(day), after.standing(day));
    Some(Effect {
        resident: resident.to_owned(),
        days: days.into_iter().map(on).collect(),
    })
}

/// Today, and the first days on which the difference between the scores changes.
fn days(
    before: &Ledger,
    after: &Ledger,
    entry: &Entry,
    resident: &str,
    today: Day,
) -> Option<BTreeSet<Day>> {
    let (before, after) = (Register::new(before), Register::new(after));
    let (before, after) = (before.file(resident)?, after.file(resident)?);
    let from = entry.date.min(today).max(before.first_day().unwrap_or(entry.date));
    let to = entry.date.max(today).plus_days(AHEAD);
    let (old, new) = (before.points_history(from, to), after.points_history(from, to));
    let steps: BTreeSet<Day> = old.iter().chain(&new).map(|it| it.0).collect();
    let mut days = BTreeSet::from([today]);
    if matches!(entry.kind, EntryKind::Redemption { .. }) {
        days.insert(entry.date);
    }
    let mut gap: Option<Points> = Some(Points::ZERO);
    for day in steps {
        let (old, new) = (before.points(day), after.points(day));
        let now = match (old, new) {
            (Some(old), Some(new)) => Some(new - old),
            (None, None) => Some(Points::ZERO),
            _ => None,
        };
        if now != gap && days.len() < MAX_DAYS {
            days.insert(day);
        }
        gap = now;
    }
    Some(days)
}
