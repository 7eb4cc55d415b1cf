//! The days that a letter can be about.

use hallboard_score::{Day, Month, Rulebook, in_force};

use super::letter_kind::DeedSign;

/// The maximum age of a deed, in days.
const LOOK_BACK: i32 = 365;

/// The earliest day for a letter about a deed: at most a year ago, and on each day since
/// then the rules in force contain the deed with that sign.
#[must_use]
pub fn earliest_day(books: &[Rulebook], deed: &str, sign: DeedSign, today: Day) -> Day {
    let knows = |day: Day| {
        let rule = in_force(books, day).and_then(|book| book.deed(deed));
        rule.is_some_and(|rule| sign.matches(rule.points))
    };
    let mut first = today;
    while first.days_until(today) < LOOK_BACK && knows(first.yesterday()) {
        first = first.yesterday();
    }
    first
}

/// A month of a date picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthGrid {
    /// The month.
    pub month: Month,
    /// Its days.
    pub days: Vec<Day>,
    /// Blank cells before the first day; weeks start on Monday.
    pub leading_blanks: usize,
    /// Whether the previous month has a selectable day.
    pub has_previous: bool,
    /// Whether the next month has a selectable day.
    pub has_next: bool,
}

impl MonthGrid {
    /// The grid of a month in which days from `first` to `last` are selectable.
    #[must_use]
    pub fn new(month: Month, first: Day, last: Day) -> MonthGrid {
        let mut days = vec![month.first_day()];
        while let Some(day) = days.last().copied().filter(|day| *day < month.last_day()) {
            days.push(day.tomorrow());
        }
        // The first day of 2018 was a Monday.
        let monday = Day::new(2018, 1, 1).unwrap_or(first);
        let blanks = monday.days_until(month.first_day()).rem_euclid(7);
        MonthGrid {
            month,
            days,
            leading_blanks: usize::try_from(blanks).unwrap_or_default(),
            has_previous: first < month.first_day(),
            has_next: last > month.last_day(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::deeds::tests::books;
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(deed: &str, sign: DeedSign, today: &str, expected: &str) {
        let first = earliest_day(&books(), deed, sign, day(today));
        assert_eq!(first, day(expected), "{deed} on {today}");
    }

    #[test]
    fn a_day_can_be_chosen_while_the_rules_have_the_deed() {
        check("patrol", DeedSign::Positive, "2026-11-23", "2025-11-23");
        // This deed is new in the rulebook of 2026.
        check("sorting-guide", DeedSign::Positive, "2026-11-23", "2026-01-01");
        check("quarrel", DeedSign::Negative, "2026-01-02", "2026-01-01");
        check("quarrel", DeedSign::Negative, "2026-01-01", "2026-01-01");
        check("patrol", DeedSign::Positive, "2018-01-03", "2018-01-01");
    }

    #[test]
    fn a_grid_has_the_days_of_its_month_under_their_weekdays() {
        let (first, last) = (day("2026-01-15"), day("2026-11-23"));
        let check = |month: &str, blank, count, before, after| {
            let grid = MonthGrid::new(month.parse().unwrap(), first, last);
            assert_eq!((grid.leading_blanks, grid.days.len()), (blank, count), "{month}");
            assert_eq!((grid.has_previous, grid.has_next), (before, after), "{month}");
            assert!(grid.days.iter().all(|day| day.month() == grid.month));
        };
        check("2026-11", 6, 30, true, false);
        check("2026-06", 0, 30, true, true);
        check("2026-02", 6, 28, true, true);
        check("2026-01", 3, 31, false, true);
        check("2024-02", 3, 29, false, true);
    }
}
