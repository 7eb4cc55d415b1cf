//! The values for a chart's sentence, and the trend.

use hallboard_score::Points;

use super::reading::{Reading, normalized};

/// Direction from the first value to the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// The last value is higher.
    Up,
    /// The values differ by less than the threshold.
    Level,
    /// The last value is lower.
    Down,
}

/// Notable values of a line, each with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary<T> {
    /// The first value.
    pub first: (T, Points),
    /// The last value.
    pub last: (T, Points),
    /// The highest value, the first time it was reached.
    pub highest: (T, Points),
    /// The lowest value, the first time it was reached.
    pub lowest: (T, Points),
    /// Direction from the first to the last.
    pub trend: Trend,
}

/// Summarises readings; `None` without a value. A difference smaller than `level` counts as
/// level.
#[must_use]
pub fn summarize<T: Copy + Ord>(
    readings: &[Reading<T>],
    level: Points,
) -> Option<Summary<T>> {
    let readings = normalized(readings);
    let mut values = readings.iter().filter_map(|r| Some((r.at, r.value?)));
    let first = values.next()?;
    let (mut last, mut highest, mut lowest) = (first, first, first);
    for value in values {
        last = value;
        highest = if value.1 > highest.1 { value } else { highest };
        lowest = if value.1 < lowest.1 { value } else { lowest };
    }
    let change = last.1 - first.1;
    let trend = match change {
        _ if change.max(-change) < level || change == Points::ZERO => Trend::Level,
        _ if change > Points::ZERO => Trend::Up,
        _ => Trend::Down,
    };
    Some(Summary { first, last, highest, lowest, trend })
}

/// The readings that differ from the previous one: the rows of a table that is equivalent
/// to a step line.
#[must_use]
pub fn changes<T: Copy + Ord>(readings: &[Reading<T>]) -> Vec<Reading<T>> {
    let mut kept = normalized(readings);
    kept.dedup_by_key(|reading| reading.value);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::by_month;
    use hallboard_score::Month;

    fn line(values: &[Option<i32>]) -> Vec<Reading<Month>> {
        by_month(Month::new(2025, 1), values.iter().map(|v| v.map(Points::whole)))
    }

    #[track_caller]
    fn check(values: &[Option<i32>], expected: Option<(i32, i8, i32, i8, i32, Trend)>) {
        let found = summarize(&line(values), Points::whole(2)).map(|f| {
            let whole = |p: Points| i32::try_from(p.hundredths() / 100).unwrap();
            let (highest, lowest) = (f.highest, f.lowest);
            (
                whole(highest.1),
                highest.0.number(),
                whole(lowest.1),
                lowest.0.number(),
                whole(f.last.1),
                f.trend,
            )
        });
        assert_eq!(found, expected, "{values:?}");
    }

    #[test]
    fn extremes_come_with_their_first_month() {
        check(&[], None);
        check(&[None, None], None);
        check(&[Some(60)], Some((60, 1, 60, 1, 60, Trend::Level)));
        check(
            &[None, Some(60), Some(70), Some(70), Some(60), Some(62), None],
            Some((70, 3, 60, 2, 62, Trend::Up)),
        );
        check(&[Some(70), Some(60), Some(69)], Some((70, 1, 60, 2, 69, Trend::Level)));
        check(&[Some(70), None, Some(68)], Some((70, 1, 68, 3, 68, Trend::Down)));
    }

    #[test]
    fn summary_table_has_only_changes_and_gaps() {
        let readings =
            line(&[None, Some(60), Some(60), None, None, Some(60), Some(61), None]);
        let kept: Vec<_> =
            changes(&readings).iter().map(|r| (r.at.number(), r.value)).collect();
        let whole = |points| Some(Points::whole(points));
        assert_eq!(kept, [(2, whole(60)), (4, None), (6, whole(60)), (7, whole(61))]);
    }
}
