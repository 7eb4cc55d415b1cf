//! The days that can be told of.

use hallboard_score::{Day, Month, Rulebook, in_force};

use super::what::Tone;

/// Nobody need tell of what is longer ago than that, in days.
const LOOK_BACK: i32 = 365;

/// The first day of which a deed can be told today: within a year, and from then on the
/// rules knew it as giving, or as taking, without a break.
#[must_use]
pub fn earliest(books: &[Rulebook], deed: &str, tone: Tone, today: Day) -> Day {
    let knows = |day: Day| {
        let rule = in_force(books, day).and_then(|book| book.deed(deed));
        rule.is_some_and(|rule| tone.fits(rule.points))
    };
    let mut first = today;
    while first.days_until(today) < LOOK_BACK && knows(first.yesterday()) {
        first = first.yesterday();
    }
    first
}

/// A month to choose a day of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The month.
    pub month: Month,
    /// Its days, and how many days of the week before it are blank; weeks begin on Monday.
    pub days: Vec<Day>,
    /// How many places before its first day are blank.
    pub blank: usize,
    /// Whether the month before has a day to choose.
    pub before: bool,
    /// Whether the month after has one.
    pub after: bool,
}

/// The sheet of a month, of which days from `first` to `last` can be chosen.
#[must_use]
pub fn sheet(month: Month, first: Day, last: Day) -> Sheet {
    let mut days = vec![month.first_day()];
    while let Some(day) = days.last().copied().filter(|day| *day < month.last_day()) {
        days.push(day.tomorrow());
    }
    // The first day of 2018 was a Monday.
    let monday = Day::new(2018, 1, 1).unwrap_or(first);
    let blank = monday.days_until(month.first_day()).rem_euclid(7);
    Sheet {
        month,
        days,
        blank: usize::try_from(blank).unwrap_or_default(),
        before: first < month.first_day(),
        after: last > month.last_day(),
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
    fn check(deed: &str, tone: Tone, today: &str, expected: &str) {
        let first = earliest(&books(), deed, tone, day(today));
        assert_eq!(first, day(expected), "{deed} on {today}");
    }

    #[test]
    fn a_day_can_be_told_of_as_long_as_the_rules_know_the_deed() {
        check("patrol", Tone::Gives, "2026-11-23", "2025-11-23");
        // New in the rules of 2026.
        check("sorting-guide", Tone::Gives, "2026-11-23", "2026-01-01");
        check("quarrel", Tone::Takes, "2026-01-02", "2026-01-01");
        check("quarrel", Tone::Takes, "2026-01-01", "2026-01-01");
        check("patrol", Tone::Gives, "2018-01-03", "2018-01-01");
    }

    #[test]
    fn a_sheet_has_the_days_of_its_month_under_their_weekdays() {
        let (first, last) = (day("2026-01-15"), day("2026-11-23"));
        let check = |month: &str, blank, count, before, after| {
            let sheet = sheet(month.parse().unwrap(), first, last);
            assert_eq!((sheet.blank, sheet.days.len()), (blank, count), "{month}");
            assert_eq!((sheet.before, sheet.after), (before, after), "{month}");
            assert!(sheet.days.iter().all(|day| day.month() == sheet.month));
        };
        check("2026-11", 6, 30, true, false);
        check("2026-06", 0, 30, true, true);
        check("2026-02", 6, 28, true, true);
        check("2026-01", 3, 31, false, true);
        check("2024-02", 3, 29, false, true);
    }
}
