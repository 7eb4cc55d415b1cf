//! How spreadsheets store days: as numbers, counted from one of several days.

use hallboard_score::Day;

use crate::cells::Content;

/// The day that the number 0 stands for in a spreadsheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DayCount {
    /// The last day of 1899; 1900 has 29 February, which does not exist in the calendar.
    #[default]
    Since1900,
    /// The first day of 1904.
    Since1904,
    /// The given day.
    From(Day),
}

/// Half a second as a fraction of a day; shorter times are rounding errors.
const HALF_SECOND: f64 = 0.5 / 86_400.0;

/// Converts a day number of a spreadsheet; a fraction is a time of day.
///
/// # Errors
/// If there is a time of day, or the date is outside the range of [`Day`].
pub fn of_serial(serial: f64, count: DayCount) -> Result<Day, Content<'static>> {
    let nearest = serial.round();
    let whole = (serial - nearest).abs() < HALF_SECOND;
    let serial = if whole { nearest } else { serial };
    let (serial, since_1904) = match count {
        DayCount::Since1900 => (serial, false),
        DayCount::Since1904 => (serial, true),
        // Later by the number of days from 30 December 1899 to that day.
        DayCount::From(day) => {
            let first = Day::new(1900, 3, 1).map_or(0, |first| first.days_until(day));
            (serial + f64::from(first) + 61.0, false)
        }
    };
    let cell = calamine::ExcelDateTime::new(
        serial,
        calamine::ExcelDateTimeType::DateTime,
        since_1904,
    );
    let (year, month, day, hour, minute, second, _) = cell.to_ymd_hms_milli();
    let shown = format!("{year:04}-{month:02}-{day:02}");
    if !whole {
        let time = format!("{hour:02}:{minute:02}:{second:02}");
        return Err(Content::Moment(format!("{shown} {time}")));
    }
    shown.parse().map_err(|_no_day| Content::NoDay(shown))
}

/// The date that a date with a time of day is rounded to, if the time is less than half a
/// second from midnight.
pub fn at_midnight(day: Day, time: &str) -> Option<Day> {
    let time = time.trim().trim_start_matches('T').trim_end_matches('Z').trim();
    let mut seconds = 0.0;
    for (part, unit) in time.split(':').zip([3_600.0, 60.0, 1.0]) {
        seconds += part.parse::<f64>().ok()? * unit;
    }
    if time.split(':').count() > 3 || !(0.0..=86_400.0).contains(&seconds) {
        return None;
    }
    if seconds < 0.5 {
        return Some(day);
    }
    (seconds > 86_399.5).then(|| day.plus_days(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_of_all_epochs() {
        let of_1904 = DayCount::Since1904;
        let first = |text: &str| DayCount::From(text.parse().unwrap());
        let check = |serial, count, shown: &str| {
            let day = of_serial(serial, count);
            let day =
                day.map_or_else(|wrong| format!("{wrong:?}"), |day| day.to_string());
            assert_eq!(day, shown, "{serial}");
        };
        let of_1900 = DayCount::Since1900;
        check(45_720.0, of_1900, "2025-03-04");
        check(44_258.0, of_1904, "2025-03-04");
        check(45_718.0, first("1900-01-01"), "2025-03-04");
        check(44_258.0, first("1904-01-01"), "2025-03-04");
        check(61.0, of_1900, "1900-03-01");
        check(0.0, of_1904, "1904-01-01");
        check(45_720.5, of_1900, "Moment(\"2025-03-04 12:00:00\")");
        check(60.0, of_1900, "NoDay(\"1900-02-29\")");
        check(2_000_000.0, of_1900, "NoDay(\"7375-10-23\")");
        // Rounding errors are not a time of day, on either side of midnight.
        for dust in [1e-10, 1e-7, 0.49 / 86_400.0] {
            check(46_086.0 + dust, of_1900, "2026-03-05");
            check(46_086.0 - dust, of_1900, "2026-03-05");
            check(44_624.0 - dust, of_1904, "2026-03-05");
        }
        check(46_086.0 + 1.0 / 86_400.0, of_1900, "Moment(\"2026-03-05 00:00:01\")");
        check(46_086.0 - 1.0 / 86_400.0, of_1900, "Moment(\"2026-03-04 23:59:59\")");
    }
}
