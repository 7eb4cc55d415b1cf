//! The default day of commands.

use hallboard_score::{Day, Hall};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::failure::{CliError, Message};

/// The day given, or today in the hall's time zone.
pub fn on_day(given: Option<Day>, hall: &Hall) -> Result<Day, CliError> {
    given.or_else(|| of(Timestamp::now(), &hall.time_zone)).ok_or_else(|| unknown("--on"))
}

/// The error for a day that cannot be determined; `flag` is the option that gives it.
pub fn unknown(flag: &str) -> CliError {
    CliError::usage(Message::at(flag, t!("today.none"), t!("today.none_hint")))
}

/// The day of an instant in a time zone; in this computer's if the zone is unknown.
fn of(moment: Timestamp, zone: &str) -> Option<Day> {
    let zone = TimeZone::get(zone).unwrap_or_else(|_unknown| TimeZone::system());
    let date = moment.to_zoned(zone).date();
    Day::new(date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_is_the_halls_and_not_the_computers() {
        let check = |zone: &str, day: &str| {
            let moment: Timestamp = "2026-11-23T17:30:00Z".parse().unwrap();
            assert_eq!(of(moment, zone).unwrap().to_string(), day, "{zone}");
        };
        check("Asia/Shanghai", "2026-11-24");
        check("Europe/London", "2026-11-23");
    }
}
