//! Days as people write them.

use hallboard_score::Day;

use super::cells::{Content, brief};
use super::fault::Wrong;
use super::words::half_width;

/// The day a cell says.
///
/// # Errors
/// What is wrong with it.
pub(super) fn day(content: &Content<'_>) -> Result<Day, Wrong> {
    let found = || content.brief();
    match content {
        Content::Date(day) => Ok(*day),
        Content::Moment(_) => Err(Wrong::DateWithTime { found: found() }),
        Content::NoDay(_) => Err(Wrong::DateOutside { found: found() }),
        Content::Text(text) | Content::Literal(text) => written(text),
        Content::Number(_) | Content::Whole(_) => {
            let number = content.shown();
            eight_digits(&number).unwrap_or_else(|| {
                Err(Wrong::NumberForDate { found: found(), meant: meant(&number) })
            })
        }
        _ => Err(Wrong::NotADate { found: found() }),
    }
}

/// The day a spreadsheet would show for a number, if any.
fn meant(number: &str) -> String {
    let day = number.parse::<f64>().ok().and_then(|serial| of_serial(serial, false).ok());
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A day by its number in a spreadsheet, of either system; a fraction is a time of day.
///
/// # Errors
/// When there is a time of day, or no such day in a ledger.
pub(super) fn of_serial(serial: f64, since_1904: bool) -> Result<Day, Content<'static>> {
    let cell = calamine::ExcelDateTime::new(
        serial,
        calamine::ExcelDateTimeType::DateTime,
        since_1904,
    );
    let (year, month, day, hour, minute, second, _) = cell.to_ymd_hms_milli();
    let shown = format!("{year:04}-{month:02}-{day:02}");
    if serial.fract() != 0.0 {
        let time = format!("{hour:02}:{minute:02}:{second:02}");
        return Err(Content::Moment(format!("{shown} {time}")));
    }
    shown.parse().map_err(|_no_day| Content::NoDay(shown))
}

/// `2025-03-04`, `2025/3/4`, `2025.3.4`, `2025年3月4日`, `20250304`; full-width too.
fn written(text: &str) -> Result<Day, Wrong> {
    if let Ok(day) = text.parse::<Day>() {
        return Ok(day);
    }
    let found = || brief(text);
    let folded: String = text.chars().map(half_width).collect();
    let (date, time) = split_time(folded.trim());
    if time.contains(|c| matches!(c, '1'..='9')) {
        return Err(Wrong::DateWithTime { found: found() });
    }
    if let Some(day) = eight_digits(date) {
        return day;
    }
    let parts = parts(date).ok_or_else(|| Wrong::NotADate { found: found() })?;
    match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            of_digits(year, month, day, text)
        }
        _ => Err(Wrong::UnclearDate { found: found() }),
    }
}

/// A date and the time of day behind it, if there is one.
fn split_time(text: &str) -> (&str, &str) {
    let time = |rest: &str| {
        rest.contains(':')
            && rest.chars().all(|c| c.is_ascii_digit() || ":.Z ".contains(c))
    };
    let split = text.rfind(['T', ' ']).and_then(|at| text.split_at_checked(at));
    match split {
        Some((date, rest)) if time(rest.get(1..).unwrap_or_default()) => {
            (date.trim_end(), rest)
        }
        _ => (text, ""),
    }
}

fn eight_digits(text: &str) -> Option<Result<Day, Wrong>> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = text.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    Some(of_digits(year, month, day, text))
}

fn parts(date: &str) -> Option<[&str; 3]> {
    let date = date.trim();
    let chinese = || {
        let (year, rest) = date.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix(['日', '号']).unwrap_or(rest);
        Some([year.trim(), month.trim(), day.trim()])
    };
    let by = |separator: char| {
        let mut parts = date.split(separator);
        let three = [parts.next()?, parts.next()?, parts.next()?];
        parts.next().is_none().then_some(three.map(str::trim))
    };
    let three = chinese().or_else(|| ['-', '/', '.'].into_iter().find_map(by))?;
    let digits = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    three.iter().all(digits).then_some(three)
}

fn of_digits(year: &str, month: &str, day: &str, text: &str) -> Result<Day, Wrong> {
    let outside = || Wrong::DateOutside { found: brief(text) };
    let year: i16 = year.parse().map_err(|_too_long| outside())?;
    if !(1900..=2200).contains(&year) {
        return Err(outside());
    }
    let date = month.parse().ok().zip(day.parse().ok());
    date.and_then(|(month, day)| Day::new(year, month, day))
        .ok_or_else(|| Wrong::NoSuchDay { found: brief(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: Content<'_>, expected: Result<&str, &str>) {
        let read = day(&content).map(|day| day.to_string()).map_err(|wrong| wrong.code());
        assert_eq!(read.as_deref().map_err(String::as_str), expected, "{content:?}");
    }

    #[test]
    fn days_as_people_write_them() {
        for text in [
            "2025-03-04",
            "2025/3/4",
            "2025-3-4",
            "2025.3.4",
            "2025.03.04",
            "2025年3月4日",
            "2025年03月04号",
            "2025 年 3 月 4 日",
            "２０２５－０３－０４",
            "２０２５年３月４日",
            "20250304",
            "2025-03-04T00:00:00",
            "2025/3/4 0:00",
            "2025-03-04 00:00:00.000",
        ] {
            check(Content::Text(text.into()), Ok("2025-03-04"));
        }
        check(Content::Number(20_250_304.0), Ok("2025-03-04"));
        check(Content::Whole(20_250_304), Ok("2025-03-04"));
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (text, code) in [
            ("2025-02-30", "no_such_day"),
            ("2025/13/1", "no_such_day"),
            ("2025年0月4日", "no_such_day"),
            ("20250230", "no_such_day"),
            ("2025-03-04 14:30", "date_with_time"),
            ("2025-03-04T08:00:00", "date_with_time"),
            ("1899-12-31", "date_outside"),
            ("2201/1/1", "date_outside"),
            ("3/4/2025", "unclear_date"),
            ("25-3-4", "unclear_date"),
            ("4.3.25", "unclear_date"),
            ("soon", "not_a_date"),
            ("2025-03", "not_a_date"),
            ("2025年三月四日", "not_a_date"),
            ("2025--3", "not_a_date"),
        ] {
            check(Content::Text(text.into()), Err(code));
        }
        check(Content::Number(45_720.0), Err("number_for_date"));
        check(Content::Flag(true), Err("not_a_date"));
        let wrong = day(&Content::Number(45_720.0)).unwrap_err();
        assert_eq!(wrong.facts().last().unwrap().1, "2025-03-04");
    }

    #[test]
    fn both_systems_of_numbered_days() {
        let check = |serial, since_1904, shown: &str| {
            let day = of_serial(serial, since_1904);
            let day =
                day.map_or_else(|wrong| format!("{wrong:?}"), |day| day.to_string());
            assert_eq!(day, shown);
        };
        check(45_720.0, false, "2025-03-04");
        check(44_258.0, true, "2025-03-04");
        check(61.0, false, "1900-03-01");
        check(0.0, true, "1904-01-01");
        check(45_720.5, false, "Moment(\"2025-03-04 12:00:00\")");
        check(60.0, false, "NoDay(\"1900-02-29\")");
        check(2_000_000.0, false, "NoDay(\"7375-10-23\")");
    }
}
