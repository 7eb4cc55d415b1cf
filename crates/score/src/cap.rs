//! How long and how often a deed counts.

use serde::ser::{Serialize, Serializer};

use crate::day::Day;
use crate::json::{Failed, Json, Read};
use crate::json_fault::KnownWords;
use crate::validate::{self, Validate, strict_object, words};

/// How long a deed counts, from the day it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lasts {
    /// To the end of the calendar month that is this many months later (1 to 1200).
    Months(u16),
    /// Like months, with twelve in a year (1 to 1200).
    Years(u16),
    /// To the end of the calendar year.
    Year,
    /// Without an end.
    #[default]
    Forever,
}

impl Lasts {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub(crate) fn is_forever(&self) -> bool {
        *self == Lasts::Forever
    }

    /// Reads `P6M`, `P2Y`, `year` or `forever`.
    #[must_use]
    pub fn from_name(word: &str) -> Option<Lasts> {
        match word {
            "year" => return Some(Lasts::Year),
            "forever" => return Some(Lasts::Forever),
            _ => {}
        }
        let length = word.strip_prefix('P')?;
        let (digits, unit) = length.split_at_checked(length.len().checked_sub(1)?)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = digits.parse().ok().filter(|n| (1..=1200).contains(n))?;
        match unit {
            "M" => Some(Lasts::Months(number)),
            "Y" => Some(Lasts::Years(number)),
            _ => None,
        }
    }

    /// The first day on which a deed that started on `start` has lapsed; `None` if never.
    #[must_use]
    pub fn until(self, start: Day) -> Option<Day> {
        let after = |months: i32| Some(start.month().plus(months + 1).first_day());
        match self {
            Lasts::Months(months) => after(i32::from(months)),
            Lasts::Years(years) => after(i32::from(years) * 12),
            Lasts::Year => Some(start.next_year()),
            Lasts::Forever => None,
        }
    }
}

impl std::fmt::Display for Lasts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Lasts::Months(months) => write!(f, "P{months}M"),
            Lasts::Years(years) => write!(f, "P{years}Y"),
            Lasts::Year => f.write_str("year"),
            Lasts::Forever => f.write_str("forever"),
        }
    }
}

impl Serialize for Lasts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Lasts {
    fn read(json: &mut Json<'_>) -> Result<Lasts, Failed> {
        validate::word(json, Lasts::from_name, KnownWords::Lasts)
    }
}

/// How often a deed counts within a calendar period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cap {
    /// How many deeds count in a period, at least one.
    pub count: u32,
    /// The calendar period.
    pub per: Period,
}

fn counted(json: &mut Json<'_>) -> Result<u32, Failed> {
    let count = validate::whole(json, 1, 1_000_000)?;
    Ok(u32::try_from(count).unwrap_or(1))
}

words! {
    /// A calendar period.
    Period {
        /// A calendar month.
        Month = "month",
        /// Three calendar months, from January.
        Quarter = "quarter",
        /// A calendar year.
        Year = "year",
    }
}

impl Period {
    /// A number that is equal for two days if and only if they are in the same period.
    #[must_use]
    pub fn number(self, day: Day) -> i32 {
        let month = i32::from(day.year()) * 12 + i32::from(day.month().number()) - 1;
        match self {
            Period::Month => month,
            Period::Quarter => month.div_euclid(3),
            Period::Year => month.div_euclid(12),
        }
    }
}

strict_object!(Cap { count: counted, per });

impl Validate for Cap {}
