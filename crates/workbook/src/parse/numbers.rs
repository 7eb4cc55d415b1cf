//! Numbers as people write them.

use hallboard_score::{Points, PointsError};
use hallboard_sheets::cells::{Content, brief};

use crate::fault::CellError;
use crate::schema::words::half_width;

/// The points in a cell.
///
/// # Errors
/// If it is not a number, is ambiguous, has more than two decimals, or is too large.
pub(crate) fn points(content: &Content<'_>) -> Result<Points, CellError> {
    let found = || content.brief();
    let text = digits(content)?;
    Points::parse(&text).map_err(|error| match error {
        PointsError::NotANumber => CellError::NotANumber { found: found() },
        PointsError::TooFine => CellError::TooFine { found: found() },
        PointsError::TooLarge => CellError::TooLarge { found: found() },
    })
}

/// The whole number in a cell, from `low` to `high`.
///
/// # Errors
/// If it is not a number, is ambiguous, not whole, or out of range.
pub(crate) fn whole(
    content: &Content<'_>,
    low: i64,
    high: i64,
) -> Result<i64, CellError> {
    let found = || content.brief();
    let number = match digits(content)?.parse::<i64>() {
        Ok(number) => number,
        Err(_not_plain) => match points(content).map(Points::as_whole) {
            Ok(Some(number)) => number,
            Ok(None) | Err(CellError::TooFine { .. }) => {
                return Err(CellError::NotWhole { found: found(), low, high });
            }
            Err(CellError::TooLarge { .. }) => {
                return Err(CellError::OutOfRange { found: found(), low, high });
            }
            Err(wrong) => return Err(wrong),
        },
    };
    match (low..=high).contains(&number) {
        true => Ok(number),
        false => Err(CellError::OutOfRange { found: found(), low, high }),
    }
}

/// The number nearly as in JSON: half-width, without a plus sign, and without commas that
/// can only separate thousands.
fn digits(content: &Content<'_>) -> Result<String, CellError> {
    let (Content::Text(text) | Content::Literal(text)) = content else {
        return Ok(content.shown().into_owned());
    };
    let plain: String = text.chars().map(half_width).collect();
    let plain = plain.trim();
    let plain = plain.strip_prefix('+').unwrap_or(plain);
    if !plain.contains(',') {
        return Ok(plain.to_owned());
    }
    match thousands(plain) {
        Some(true) => Ok(plain.replace(',', "")),
        Some(false) => Err(CellError::UnclearNumber { found: brief(text) }),
        None => Err(CellError::NotANumber { found: brief(text) }),
    }
}

/// Whether the commas of a number can only separate thousands; `None` if it is not a number
/// with commas.
fn thousands(text: &str) -> Option<bool> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let digits =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !whole.split(',').all(digits) || !fraction.is_none_or(digits) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().is_some_and(|first| first.len() <= 3);
    let grouped = first && groups.all(|group| group.len() == 3);
    Some(grouped && (fraction.is_some() || whole.matches(',').count() > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Content<'_> {
        Content::Text(text.into())
    }

    #[test]
    fn points_are_read_in_usual_spellings() {
        let check = |content: Content<'_>, expected: Result<&str, &str>| {
            let read = points(&content).map(|it| it.to_string()).map_err(|it| it.code());
            let read = read.as_deref().map_err(String::as_str);
            assert_eq!(read, expected, "{content:?}");
        };
        check(Content::Number(0.1), Ok("0.1"));
        check(Content::Number(0.1 + 0.2), Ok("0.3"));
        check(Content::Number(3.0), Ok("3"));
        check(Content::Whole(-5), Ok("-5"));
        check(text("2.50"), Ok("2.5"));
        check(text("\u{2212}5"), Ok("-5"));
        check(text("+3"), Ok("3"));
        check(text("１２．５"), Ok("12.5"));
        check(text("007"), Ok("7"));
        check(text("1,000,000"), Ok("1000000"));
        check(text("-1,000.50"), Ok("-1000.5"));
        check(text("1,000"), Err("unclear_number"));
        check(text("1，5"), Err("unclear_number"));
        check(text("10,00.5"), Err("unclear_number"));
        check(text("1,,0"), Err("not_a_number"));
        check(text("many"), Err("not_a_number"));
        check(text("3分"), Err("not_a_number"));
        check(text("0.30000000000000004"), Err("too_fine"));
        check(Content::Number(0.125), Err("too_fine"));
        check(Content::Number(1_000_000.01), Err("too_large"));
        check(Content::Number(1e300), Err("too_large"));
        check(Content::Number(f64::INFINITY), Err("not_a_number"));
        check(Content::Moment("2025-03-04 08:00".to_owned()), Err("not_a_number"));
    }

    #[test]
    fn whole_numbers_are_whole_and_in_range() {
        let check = |content: Content<'_>, expected: Result<i64, &str>| {
            let read = whole(&content, 1, 5).map_err(|wrong| wrong.code());
            assert_eq!(
                read.as_ref().map_err(String::as_str),
                expected.as_ref().map_err(|it| *it)
            );
        };
        check(Content::Number(4.0), Ok(4));
        check(text("4.0"), Ok(4));
        check(text("４"), Ok(4));
        check(Content::Number(6.0), Err("out_of_range"));
        check(Content::Number(0.0), Err("out_of_range"));
        check(Content::Number(3.5), Err("not_whole"));
        check(Content::Number(3.125), Err("not_whole"));
        check(Content::Number(1e9), Err("out_of_range"));
        check(text("four"), Err("not_a_number"));
        assert_eq!(whole(&text("4000000000"), 0, 4_294_967_294), Ok(4_000_000_000));
    }
}
