//! Instants in the format of the head.

use std::fmt;
use std::str::FromStr;

use hallboard_score::{Day, Failed, Json, Read};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

const DAY_SECONDS: i64 = 86_400;

/// A second of UTC from 1970 to 2200. Its only notation is `2026-11-23T04:44:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// The text is not an instant in this notation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an instant such as `2026-11-23T04:44:00Z`, from 1970 to 2200")]
pub struct InstantError;

fn epoch() -> Option<Day> {
    Day::new(1970, 1, 1)
}

impl Instant {
    /// The instant at a number of seconds since 1970-01-01T00:00:00Z; `None` outside 1970
    /// to 2200.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Instant> {
        let days = u32::try_from(seconds.div_euclid(DAY_SECONDS)).ok()?;
        let end = u32::try_from(epoch()?.days_until(Day::new(2200, 12, 31)?)).ok()?;
        (days <= end).then_some(Instant(seconds))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The day of the instant in UTC.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        let days = u32::try_from(self.0.div_euclid(DAY_SECONDS)).ok()?;
        Some(epoch()?.plus_days(days))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days =
            u32::try_from(self.0.div_euclid(DAY_SECONDS)).map_err(|_early| fmt::Error)?;
        let day = epoch().ok_or(fmt::Error)?.plus_days(days);
        let second = self.0.rem_euclid(DAY_SECONDS);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        write!(f, "{day}T{hour:02}:{minute:02}:{:02}Z", second % 60)
    }
}

/// A two-digit number below `limit`.
fn two_digits(text: &str, limit: i64) -> Option<i64> {
    let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number < limit)
}

fn instant(text: &str) -> Option<Instant> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let days = epoch()?.days_until(day.parse::<Day>().ok()?);
    let (hour, rest) = time.split_once(':')?;
    let (minute, second) = rest.split_once(':')?;
    let minutes = two_digits(hour, 24)? * 60 + two_digits(minute, 60)?;
    let seconds = minutes * 60 + two_digits(second, 60)?;
    Instant::from_unix(i64::from(days) * DAY_SECONDS + seconds)
}

impl FromStr for Instant {
    type Err = InstantError;

    fn from_str(text: &str) -> Result<Instant, InstantError> {
        instant(text).ok_or(InstantError)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Instant {
    fn read(json: &mut Json<'_>) -> Result<Instant, Failed> {
        let text = json.text()?;
        text.parse().map_err(|error: InstantError| json.fault(error.to_string()))
    }
}

/// For the list of copies next to the key, which also contains instants.
impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, seconds: Option<i64>) {
        let read: Option<Instant> = text.parse().ok();
        assert_eq!(read.map(Instant::unix), seconds, "{text}");
        if let Some(instant) = read {
            assert_eq!(instant.to_string(), text);
        }
    }

    #[test]
    fn each_second_has_one_spelling() {
        check("1970-01-01T00:00:00Z", Some(0));
        check("2026-11-23T04:44:00Z", Some(1_795_409_040));
        check("2024-02-29T23:59:59Z", Some(1_709_251_199));
        check("2200-12-31T23:59:59Z", Some(7_289_654_399));
        check("2023-02-29T00:00:00Z", None);
        check("1969-12-31T23:59:59Z", None);
        check("2201-01-01T00:00:00Z", None);
        check("2026-11-23T24:00:00Z", None);
        check("2026-11-23T04:60:00Z", None);
        check("2026-11-23T04:44:60Z", None);
        check("2026-11-23t04:44:00z", None);
        check("2026-11-23 04:44:00Z", None);
        check("2026-11-23T04:44Z", None);
        check("2026-11-23T04:44:00.0Z", None);
        check("2026-11-23T04:44:00+00:00", None);
        check("2026-11-23T+4:44:00Z", None);
        check("", None);
    }

    #[test]
    fn seconds_out_of_range_are_refused() {
        assert_eq!(Instant::from_unix(-1), None);
        assert_eq!(Instant::from_unix(i64::MIN), None);
        assert_eq!(Instant::from_unix(i64::MAX), None);
        assert_eq!(Instant::from_unix(7_289_654_400), None);
    }
}
