//! Values over time, some of which may be missing.

use hallboard_score::{Day, Month, Points};

/// A value at a time; `None` if it is unknown or not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// The month or day.
    pub at: T,
    /// The value.
    pub value: Option<Points>,
}

/// The readings of consecutive months, beginning with `first`.
#[must_use]
pub fn by_month(
    first: Month,
    values: impl IntoIterator<Item = Option<Points>>,
) -> Vec<Reading<Month>> {
    let months = (0..).map(|ahead| first.plus(ahead));
    months.zip(values).map(|(at, value)| Reading { at, value }).collect()
}

/// The same readings, each on the last day of its month.
#[must_use]
pub fn month_ends(readings: &[Reading<Month>]) -> Vec<Reading<Day>> {
    readings.iter().map(|r| Reading { at: r.at.last_day(), value: r.value }).collect()
}

/// The readings in order of time, without missing ones before the first value or after the
/// last; readings out of order are dropped.
pub(super) fn normalized<T: Copy + Ord>(readings: &[Reading<T>]) -> Vec<Reading<T>> {
    let mut kept: Vec<Reading<T>> = Vec::with_capacity(readings.len());
    for reading in readings {
        let later = kept.last().is_none_or(|before| before.at < reading.at);
        if later && (reading.value.is_some() || !kept.is_empty()) {
            kept.push(*reading);
        }
    }
    while kept.last().is_some_and(|last| last.value.is_none()) {
        kept.pop();
    }
    kept
}
