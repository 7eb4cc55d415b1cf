//! Dates as people write them.

use hallboard_score::Day;
use hallboard_sheets::cells::{Content, brief};
use hallboard_sheets::dates::{DayCount, at_midnight, of_serial};

use crate::fault::CellError;
use crate::schema::words::half_width;

/// The date in a cell.
///
/// # Errors
/// If it is not a valid and unambiguous date without a time of day.
pub(crate) fn day(content: &Content<'_>) -> Result<Day, CellError> {
    let found = || content.brief();
    match content {
        Content::Date(day) => Ok(*day),
        Content::Moment(_) => Err(CellError::DateWithTime { found: found() }),
        Content::NoDay(_) => Err(CellError::DateOutside { found: found() }),
        Content::Text(text) | Content::Literal(text) => written(text),
        Content::Number(_) | Content::Whole(_) => {
            let number = content.shown();
            eight_digits(&number).unwrap_or_else(|| {
                Err(CellError::NumberForDate {
                    found: found(),
                    meant: intended_day(&number, DayCount::default()),
                })
            })
        }
        _ => Err(CellError::NotADate { found: found() }),
    }
}

/// The date that a spreadsheet would show for a number; empty if there is none.
fn intended_day(number: &str, count: DayCount) -> String {
    let day = number.parse::<f64>().ok().and_then(|serial| of_serial(serial, count).ok());
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// For a number in place of a date, corrects the date it would mean in this workbook.
pub(crate) fn counted(
    wrong: CellError,
    content: &Content<'_>,
    count: DayCount,
) -> CellError {
    match wrong {
        CellError::NumberForDate { found, .. } => CellError::NumberForDate {
            found,
            meant: intended_day(&content.shown(), count),
        },
        wrong => wrong,
    }
}

/// Reads `2025-03-04`, `2025/3/4`, `2025.3.4`, `2025年3月4日`, `20250304`; full-width too.
fn written(text: &str) -> Result<Day, CellError> {
    if let Ok(day) = text.parse::<Day>() {
        return Ok(day);
    }
    let folded: String = text.chars().map(half_width).collect();
    let (date, time) = split_time(folded.trim());
    if !time.contains(|c| matches!(c, '1'..='9')) {
        return without_time(date, text);
    }
    let day = without_time(date, text).ok().and_then(|day| at_midnight(day, time));
    day.ok_or_else(|| CellError::DateWithTime { found: brief(text) })
}

/// Reads a date without a time of day; `text` is the whole text, for errors.
fn without_time(date: &str, text: &str) -> Result<Day, CellError> {
    if let Some(day) = eight_digits(date) {
        return day;
    }
    let parts = parts(date).ok_or_else(|| CellError::NotADate { found: brief(text) })?;
    match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            of_digits(year, month, day, text)
        }
        _ => Err(CellError::UnclearDate { found: brief(text) }),
    }
}

/// Splits a text into the date and the time of day, which may be empty.
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

fn eight_digits(text: &str) -> Option<Result<Day, CellError>> {
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

fn of_digits(year: &str, month: &str, day: &str, text: &str) -> Result<Day, CellError> {
    let outside = || CellError::DateOutside { found: brief(text) };
    let year: i16 = year.parse().map_err(|_too_long| outside())?;
    if !(1900..=2200).contains(&year) {
        return Err(outside());
    }
    let date = month.parse().ok().zip(day.parse().ok());
    date.and_then(|(month, day)| Day::new(year, month, day))
        .ok_or_else(|| CellError::NoSuchDay { found: brief(text) })
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
    fn dates_are_read_in_usual_spellings() {
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
    fn invalid_dates_are_reported_with_the_reason() {
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
    fn rounding_errors_are_no_time_of_day() {
        for text in [
            "2026-03-05T00:00:00.000000001",
            "2026-03-05 00:00:00.49",
            "2026-03-04T23:59:59.9999999",
            "2026/3/4 23:59:59.501",
        ] {
            check(Content::Text(text.into()), Ok("2026-03-05"));
        }
        for text in [
            "2026-03-05T00:00:00.5",
            "2026-03-05 00:00:01",
            "2026-03-04T23:59:59.5",
            "2026-03-04 23:59",
        ] {
            check(Content::Text(text.into()), Err("date_with_time"));
        }
    }

    #[test]
    fn suggested_date_depends_on_the_epoch() {
        let content = Content::Number(44_624.0);
        let intended = |count| {
            let wrong = counted(day(&content).unwrap_err(), &content, count);
            wrong.facts().last().unwrap().1.clone()
        };
        assert_eq!(intended(DayCount::Since1900), "2022-03-04");
        assert_eq!(intended(DayCount::Since1904), "2026-03-05");
        assert_eq!(intended(DayCount::From(Day::new(1904, 1, 1).unwrap())), "2026-03-05");
    }
}
