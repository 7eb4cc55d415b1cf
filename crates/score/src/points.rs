//! Exact points in whole hundredths, without floating point.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::{Failed, Json, Read};
use crate::json_fault::JsonFault;

/// Points of a score, stored as whole hundredths.
///
/// Numbers in a ledger are at most [`Points::LIMIT`] in absolute value; sums may be
/// larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

/// Why a text is not a number of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// Not a decimal number in JSON syntax.
    #[error("not a number")]
    NotANumber,
    /// Not a multiple of a hundredth.
    #[error("finer than a hundredth")]
    TooFine,
    /// Above 1,000,000 in absolute value.
    #[error("not between -1000000 and 1000000")]
    TooLarge,
}

impl Points {
    /// Zero points.
    pub const ZERO: Points = Points(0);
    /// The largest absolute value of points in a ledger.
    pub const LIMIT: Points = Points(100_000_000);

    /// Points from whole hundredths: `725` is 7.25.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Points {
        Points(hundredths)
    }

    /// Points from a whole number.
    #[must_use]
    pub const fn whole(points: i32) -> Points {
        Points(points as i64 * 100)
    }

    /// The number of hundredths.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// The whole number of points, if there is no fraction.
    #[must_use]
    pub const fn as_whole(self) -> Option<i64> {
        if self.0 % 100 == 0 { Some(self.0 / 100) } else { None }
    }

    /// Clamps between `low` and `high`; `high` takes precedence if `low` is greater.
    #[must_use]
    pub fn held(self, low: Points, high: Points) -> Points {
        self.max(low).min(high)
    }

    /// Parses a number in JSON syntax (`3`, `-0.25`, `1e1`).
    ///
    /// # Errors
    /// When the text is not a number, not an exact multiple of 0.01, or beyond the limit.
    pub fn parse(text: &str) -> Result<Points, PointsError> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        if whole.is_empty() || fraction.is_empty() {
            return Err(PointsError::NotANumber);
        }
        if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(PointsError::NotANumber);
        }
        let digits: Vec<i64> =
            whole.bytes().chain(fraction.bytes()).map(|b| i64::from(b - b'0')).collect();
        // The number of digits up to and including the hundredths.
        let kept = i64::try_from(whole.len())
            .unwrap_or(i64::MAX)
            .saturating_add(exponent)
            .saturating_add(2);
        let mut hundredths: i64 = 0;
        for (place, &digit) in digits.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or(i64::MAX);
            if place >= kept {
                if digit != 0 {
                    return Err(PointsError::TooFine);
                }
                continue;
            }
            hundredths = hundredths * 10 + digit;
            if hundredths > Points::LIMIT.0 {
                return Err(PointsError::TooLarge);
            }
        }
        let missing =
            kept.saturating_sub(i64::try_from(digits.len()).unwrap_or(i64::MAX));
        if hundredths != 0 {
            for _ in 0..missing.max(0) {
                hundredths *= 10;
                if hundredths > Points::LIMIT.0 {
                    return Err(PointsError::TooLarge);
                }
            }
        }
        Ok(Points(if negative { -hundredths } else { hundredths }))
    }
}

fn read_exponent(text: &str) -> Result<i64, PointsError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PointsError::NotANumber);
    }
    let size = digits.parse::<i64>().unwrap_or(1 << 40).min(1 << 40);
    Ok(if text.starts_with('-') { -size } else { size })
}

impl fmt::Display for Points {
    /// Prints the number in JSON syntax: no exponent, no trailing zero, no minus zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let (whole, rest) = (size / 100, size % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{sign}{whole}"),
            (_, 0) => write!(f, "{sign}{whole}.{}", rest / 10),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}

impl Neg for Points {
    type Output = Points;
    fn neg(self) -> Points {
        Points(self.0.saturating_neg())
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(points: I) -> Points {
        points.fold(Points::ZERO, Add::add)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = RawValue::from_string(self.to_string()).map_err(S::Error::custom)?;
        text.serialize(serializer)
    }
}

impl Read for Points {
    fn read(json: &mut Json<'_>) -> Result<Points, Failed> {
        let text = json.number()?;
        Points::parse(text)
            .map_err(|why| json.fault(JsonFault::Points { why, found: shorten(text) }))
    }
}

/// The start of a text, short enough for one line of a message, without control
/// characters.
pub(crate) fn shorten(text: &str) -> String {
    let mut start: String = text.chars().take(40).filter(|c| !c.is_control()).collect();
    if text.chars().nth(40).is_some() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, PointsError>) {
        let read = Points::parse(text).map(|points| points.to_string());
        assert_eq!(read.as_deref().map_err(|e| *e), expected, "{text}");
    }

    #[test]
    fn exact_decimals_round_trip() {
        check("3", Ok("3"));
        check("-5", Ok("-5"));
        check("0.25", Ok("0.25"));
        check("0.05", Ok("0.05"));
        check("-0", Ok("0"));
        check("-0.0", Ok("0"));
        check("4.0", Ok("4"));
        check("72.50", Ok("72.5"));
        check("1e1", Ok("10"));
        check("1E+2", Ok("100"));
        check("125e-2", Ok("1.25"));
        check("0.00001e3", Ok("0.01"));
        check("0e999999999999999999999", Ok("0"));
        check("1000000", Ok("1000000"));
        check("-1000000.00", Ok("-1000000"));
    }

    #[test]
    fn inexact_numbers_are_refused() {
        check("0.125", Err(PointsError::TooFine));
        check("0.10000000000000000000001", Err(PointsError::TooFine));
        check("1e-3", Err(PointsError::TooFine));
        check("1e-99999999999999999999", Err(PointsError::TooFine));
        check("1000000.01", Err(PointsError::TooLarge));
        check("1e7", Err(PointsError::TooLarge));
        check("1e99999999999999999999", Err(PointsError::TooLarge));
        check("", Err(PointsError::NotANumber));
        check("-", Err(PointsError::NotANumber));
        check("1.", Err(PointsError::NotANumber));
        check(".5", Err(PointsError::NotANumber));
        check("+1", Err(PointsError::NotANumber));
        check("\"3\"", Err(PointsError::NotANumber));
        check("1e", Err(PointsError::NotANumber));
        check("0e", Err(PointsError::NotANumber));
        check("0e+", Err(PointsError::NotANumber));
        check("0ex", Err(PointsError::NotANumber));
        check("NaN", Err(PointsError::NotANumber));
    }

    #[test]
    fn sums_differences_and_negatives() {
        let [a, b] = [725, -75].map(Points::from_hundredths);
        assert_eq!((a + b).to_string(), "6.5");
        assert_eq!((a - b).to_string(), "8");
        assert_eq!((-a).to_string(), "-7.25");
        assert_eq!([a, b, a].into_iter().sum::<Points>().to_string(), "13.75");
        assert_eq!(a.hundredths(), 725);
        for (points, whole) in [(7, Some(7)), (-7, Some(-7)), (0, Some(0))] {
            assert_eq!(Points::whole(points).as_whole(), whole);
        }
        assert_eq!([a.as_whole(), b.as_whole()], [None, None]);
        let (low, high) = (Points::whole(1), Points::whole(3));
        let held = [0, 1, 2, 3, 4].map(|it| Points::whole(it).held(low, high));
        assert_eq!(held.map(|it| it.to_string()), ["1", "1", "2", "3", "3"]);
        assert_eq!(Points::whole(2).held(high, low), low);
    }

    #[test]
    fn long_texts_are_shortened_for_messages() {
        let (forty, more) = ("é".repeat(40), "é".repeat(41));
        assert_eq!(shorten(&forty), forty);
        assert_eq!(shorten(&more), format!("{forty}…"));
        assert_eq!(shorten("a\nb\u{7}c"), "abc");
        assert_eq!(shorten(""), "");
    }
}
