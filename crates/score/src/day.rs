//! Civil days of the hall, and calendar periods.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::json::{Failed, Json, Read};
use crate::points::shorten;

/// A civil day in the hall's time zone. There is no time of day.
///
/// Stored as the number of days since 0000-03-01 of the Gregorian calendar. The
/// arithmetic is implemented here with integers, because a calendar library would be
/// larger in the app than all of its charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// The number of days in 400 years, after which the Gregorian calendar repeats.
const ERA: i32 = 146_097;

/// The number of a date, whose month may be outside 1 to 12. Years start in March here,
/// so that a leap day is the last day of its year.
const fn number_of(year: i32, month: i32, day: i32) -> i32 {
    let months = year * 12 + month - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * month + 2) / 5 + day - 1
}

/// The year, month and day of a number.
const fn date_of(number: i32) -> (i32, i32, i32) {
    let (era, day) = (number.div_euclid(ERA), number.rem_euclid(ERA));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let months = (era * 400 + year) * 12 + month + 2;
    (months.div_euclid(12), months.rem_euclid(12) + 1, day - (153 * month + 2) / 5 + 1)
}

/// A calendar month, counted from year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// The text is not a day of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date between 1900-01-01 and 2200-12-31: {0}")]
pub struct DayError(String);

impl DayError {
    /// The text, shortened.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.0
    }
}

impl Day {
    /// A day before every day of a ledger.
    pub(crate) const EARLIEST: Day = Day(0);

    /// A number that identifies and orders days.
    pub(crate) fn number(self) -> u32 {
        // No day of a ledger, and no day counted from one, is before day 0.
        u32::try_from(self.0).unwrap_or_default()
    }

    /// The day with this number.
    pub(crate) fn from_number(number: u32) -> Day {
        Day(i32::try_from(number).unwrap_or(i32::MAX))
    }

    /// The day with this year, month and day of month; `None` if it does not exist or is
    /// outside 1900 to 2200.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        let date = (i32::from(year), i32::from(month), i32::from(day));
        let number = number_of(date.0, date.1, date.2);
        ((1900..=2200).contains(&year) && date_of(number) == date).then_some(Day(number))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.month().year()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        i8::try_from(date_of(self.0).2).unwrap_or(1)
    }

    /// The month of the day.
    #[must_use]
    pub fn month(self) -> Month {
        let (year, month, _) = date_of(self.0);
        Month(year * 12 + month - 1)
    }

    /// The day that is `days` days later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Day {
        Day(self.0.saturating_add_unsigned(days))
    }

    /// The same day of the month, `months` months later (or earlier if negative), or the
    /// last day of that month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Day {
        let month = self.month().plus(months);
        let last = month.last_day();
        let short = self.day_of_month().min(last.day_of_month()) - 1;
        month.first_day().plus_days(u32::try_from(short).unwrap_or_default())
    }

    /// The day before.
    #[must_use]
    pub fn yesterday(self) -> Day {
        Day(self.0.saturating_sub(1))
    }

    /// The day after.
    #[must_use]
    pub fn tomorrow(self) -> Day {
        self.plus_days(1)
    }

    /// The number of days until `later`; negative if it is earlier.
    #[must_use]
    pub fn days_until(self, later: Day) -> i32 {
        later.0.saturating_sub(self.0)
    }

    /// The first day of the next year.
    #[must_use]
    pub fn next_year(self) -> Day {
        Month((i32::from(self.year()) + 1) * 12).first_day()
    }
}

impl Month {
    /// The month of a year; months count from 1.
    #[must_use]
    pub fn new(year: i16, month: i8) -> Month {
        Month(i32::from(year) * 12 + i32::from(month) - 1)
    }

    /// The year of the month.
    #[must_use]
    pub fn year(self) -> i16 {
        i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX)
    }

    /// Its number within the year, from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        i8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// The month that is `months` months later (or earlier if negative).
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        Month(self.0.saturating_add(months))
    }

    /// The number of months until `later`; negative if it is earlier.
    #[must_use]
    pub fn months_until(self, later: Month) -> i32 {
        later.0 - self.0
    }

    /// The first day of the month.
    #[must_use]
    pub fn first_day(self) -> Day {
        Day(number_of(self.0.div_euclid(12), self.0.rem_euclid(12) + 1, 1))
    }

    /// The last day of the month.
    #[must_use]
    pub fn last_day(self) -> Day {
        self.plus(1).first_day().yesterday()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date_of(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// The number in `text[range]`; `None` unless it consists of ASCII digits.
fn digits(text: &str, range: std::ops::Range<usize>) -> Option<i16> {
    let part = text.get(range)?;
    part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads only the form `2026-11-23`.
    fn from_str(text: &str) -> Result<Day, DayError> {
        let read = || {
            let parts = (digits(text, 0..4)?, digits(text, 5..7)?, digits(text, 8..10)?);
            let hyphens = text.get(4..5)? == "-" && text.get(7..8)? == "-";
            if !hyphens || text.len() != 10 {
                return None;
            }
            Day::new(parts.0, i8::try_from(parts.1).ok()?, i8::try_from(parts.2).ok()?)
        };
        read().ok_or_else(|| DayError(shorten(text)))
    }
}

impl FromStr for Month {
    type Err = DayError;

    /// Reads `2026-11`.
    fn from_str(text: &str) -> Result<Month, DayError> {
        format!("{text}-01")
            .parse::<Day>()
            .map(Day::month)
            .map_err(|_day| DayError(shorten(text)))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Day {
    fn read(json: &mut Json<'_>) -> Result<Day, Failed> {
        let text = json.text()?;
        text.parse().map_err(|error: DayError| json.fault(error))
    }
}

impl Read for Month {
    fn read(json: &mut Json<'_>) -> Result<Month, Failed> {
        let text = json.text()?;
        text.parse().map_err(|error: DayError| json.fault(error))
    }
}

/// For the hall's own files beside its ledger, which also contain days and months.
macro_rules! texts {
    ($($type:ident)+) => {$(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    )+};
}

texts!(Day Month);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, real: bool) {
        let read = text.parse::<Day>();
        assert_eq!(read.is_ok(), real, "{text}");
        if let Ok(day) = read {
            assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn invalid_days_are_refused() {
        check("1900-01-01", true);
        check("2200-12-31", true);
        check("2024-02-29", true);
        check("2000-02-29", true);
        check("1900-02-29", false);
        check("2025-02-29", false);
        check("2025-04-31", false);
        check("2025-00-10", false);
        check("2025-13-10", false);
        check("2025-10-00", false);
        check("1899-12-31", false);
        check("2201-01-01", false);
        check("2025-1-01", false);
        check("2025/01/01", false);
        check("2025/01-01", false);
        check("2025-01/01", false);
        check("2025-01-011", false);
        check("20250101", false);
        check("2025-01-01T00:00", false);
        check(" 2025-01-01", false);
        check("+025-01-01", false);
        check("２０２５-01-01", false);
        check("", false);
    }

    #[test]
    fn consecutive_days_differ_by_one() {
        let lengths = |year: i16| {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        };
        let mut expected = Day::new(1900, 1, 1).unwrap();
        for year in 1900..=2200 {
            for (month, length) in (1..).zip(lengths(year)) {
                for number in 1..=length {
                    let day = Day::new(year, month, number).unwrap();
                    assert_eq!(day, expected);
                    assert_eq!(day.to_string(), format!("{year}-{month:02}-{number:02}"));
                    assert_eq!(day.month().last_day().day_of_month(), length);
                    expected = expected.tomorrow();
                }
                assert_eq!(Day::new(year, month, length + 1), None);
            }
        }
        let monday = Day::new(2026, 11, 23).unwrap();
        assert_eq!(Day::new(1970, 1, 1).unwrap().days_until(monday), 20_780);
    }

    #[test]
    fn month_and_year_ends_are_correct() {
        let day: Day = "2023-12-31".parse().unwrap();
        assert_eq!(day.month().plus(2).last_day().to_string(), "2024-02-29");
        assert_eq!(day.month().plus(1).first_day().to_string(), "2024-01-01");
        assert_eq!(day.next_year().to_string(), "2024-01-01");
        assert_eq!(day.tomorrow().to_string(), "2024-01-01");
        assert_eq!(day.plus_months(3).to_string(), "2024-03-31");
        assert_eq!(day.plus_months(2).to_string(), "2024-02-29");
        assert_eq!(day.plus_months(-1).to_string(), "2023-11-30");
        assert_eq!(day.plus_months(-12).to_string(), "2022-12-31");
        assert_eq!(day.plus_days(3650).to_string(), "2033-12-28");
        let late: Day = "2200-12-31".parse().unwrap();
        assert_eq!(late.month().plus(14401).first_day().to_string(), "3401-01-01");
        assert_eq!(late.yesterday().days_until(late), 1);
    }

    #[test]
    fn month_arithmetic_crosses_years() {
        for (from, to, months) in [
            ("2023-12", "2023-12", 0),
            ("2023-12", "2024-01", 1),
            ("2023-12", "2026-11", 35),
            ("2024-01", "2023-12", -1),
            ("1900-01", "2200-12", 3_611),
        ] {
            let [from, to] = [from, to].map(|text| {
                let month: Month = text.parse().unwrap();
                assert_eq!(month.to_string(), text);
                month
            });
            assert_eq!(from.months_until(to), months, "{from} to {to}");
            assert_eq!(from.plus(months), to);
        }
    }
}
