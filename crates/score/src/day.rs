//! Civil days of the hall, and the calendar periods rules speak of.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::points::shorten;

/// A civil day in the hall's time zone. There is no time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A calendar month, counted from year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// Why a text is not a day of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date between 1900-01-01 and 2200-12-31: {0}")]
pub struct DayError(String);

impl Day {
    /// Before every day of a ledger.
    pub(crate) const EARLIEST: Day = Day(Date::MIN);

    /// The day of that year, month and day of month, if there is one from 1900 to 2200.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        (1900..=2200)
            .contains(&year)
            .then(|| Date::new(year, month, day).ok().map(Day))?
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// The month it lies in.
    #[must_use]
    pub fn month(self) -> Month {
        Month(i32::from(self.0.year()) * 12 + i32::from(self.0.month()) - 1)
    }

    /// The day that many days later.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Day {
        Day(self.0.saturating_add(i64::from(days).days()))
    }

    /// The day before.
    #[must_use]
    pub fn yesterday(self) -> Day {
        Day(self.0.yesterday().unwrap_or(Date::MIN))
    }

    /// The day after.
    #[must_use]
    pub fn tomorrow(self) -> Day {
        self.plus_days(1)
    }

    /// How many days later `later` is; negative if it is earlier.
    #[must_use]
    pub fn days_until(self, later: Day) -> i32 {
        self.0.until(later.0).map_or(0, |span| span.get_days())
    }

    /// The first day of the year after.
    #[must_use]
    pub fn next_year(self) -> Day {
        Month((i32::from(self.0.year()) + 1) * 12).first_day()
    }
}

impl Month {
    /// The month of that year; months count from 1.
    #[must_use]
    pub fn new(year: i16, month: i8) -> Month {
        Month(i32::from(year) * 12 + i32::from(month) - 1)
    }

    /// The year it lies in.
    #[must_use]
    pub fn year(self) -> i16 {
        i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX)
    }

    /// Its number within the year, from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        i8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// The month that many months later (or earlier).
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        Month(self.0.saturating_add(months))
    }

    /// How many months later `later` is.
    #[must_use]
    pub fn months_until(self, later: Month) -> i32 {
        later.0 - self.0
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        Day(Date::new(self.year(), self.number(), 1).unwrap_or(Date::MAX))
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        Day(self.first_day().0.last_of_month())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

/// The number in `text[range]`, if that is all ASCII digits.
fn digits(text: &str, range: std::ops::Range<usize>) -> Option<i16> {
    let part = text.get(range)?;
    part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
}

impl FromStr for Day {
    type Err = DayError;

    /// Reads `2026-11-23`, and nothing looser.
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

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

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
    fn only_days_that_exist_between_1900_and_2200() {
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
        check("20250101", false);
        check("2025-01-01T00:00", false);
        check(" 2025-01-01", false);
        check("+025-01-01", false);
        check("２０２５-01-01", false);
        check("", false);
    }

    #[test]
    fn months_and_years_turn_over() {
        let day: Day = "2023-12-31".parse().unwrap();
        assert_eq!(day.month().plus(2).last_day().to_string(), "2024-02-29");
        assert_eq!(day.month().plus(1).first_day().to_string(), "2024-01-01");
        assert_eq!(day.next_year().to_string(), "2024-01-01");
        assert_eq!(day.tomorrow().to_string(), "2024-01-01");
        assert_eq!(day.plus_days(3650).to_string(), "2033-12-28");
        let late: Day = "2200-12-31".parse().unwrap();
        assert_eq!(late.month().plus(14401).first_day().to_string(), "3401-01-01");
        assert_eq!(late.yesterday().days_until(late), 1);
    }
}
