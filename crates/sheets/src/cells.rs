//! The content of a cell, and how texts are quoted in one.

use std::borrow::Cow;

use hallboard_score::Day;

/// The content of a cell that is not blank.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'a> {
    /// A text, trimmed.
    Text(Cow<'a, str>),
    /// A text that is used unchanged.
    Literal(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A whole number with all its digits.
    Whole(i64),
    /// A day.
    Date(Day),
    /// A date with a time of day, as shown.
    Moment(String),
    /// A date outside the range of [`Day`], as shown.
    NoDay(String),
    /// `TRUE` or `FALSE`.
    Flag(bool),
    /// The error of a formula, such as `#N/A`.
    Failed(String),
    /// A formula without a saved result.
    Uncalculated,
}

impl std::hash::Hash for Content<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Content::Number(number) => number.to_bits().hash(state),
            Content::Whole(number) => number.hash(state),
            Content::Date(day) => day.hash(state),
            content => content.shown().hash(state),
        }
    }
}

impl<'a> Content<'a> {
    /// A text, trimmed; `None` if nothing visible is left.
    pub fn of_text(text: Cow<'a, str>) -> Option<Content<'a>> {
        let kept = text.trim();
        if kept.chars().all(|c| c.is_whitespace() || invisible(c)) {
            return None;
        }
        Some(Content::Text(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if kept.len() == text.len() => Cow::Owned(text),
            Cow::Owned(_) => Cow::Owned(kept.to_owned()),
        }))
    }

    /// The content as people see it in the cell.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Content::Text(text) | Content::Literal(text) => Cow::Borrowed(text),
            Content::Number(number) => Cow::Owned(plain_number(*number)),
            Content::Whole(number) => Cow::Owned(number.to_string()),
            Content::Date(day) => Cow::Owned(day.to_string()),
            Content::Moment(shown) | Content::NoDay(shown) => Cow::Borrowed(shown),
            Content::Flag(true) => Cow::Borrowed("TRUE"),
            Content::Flag(false) => Cow::Borrowed("FALSE"),
            Content::Failed(error) => Cow::Borrowed(error),
            Content::Uncalculated => Cow::Borrowed("="),
        }
    }

    /// The content as people see it in the cell, shortened to fit on a line.
    pub fn brief(&self) -> String {
        brief(&self.shown())
    }
}

/// The first 40 characters of a text, without control characters and invisible ones.
pub fn brief(text: &str) -> String {
    let is_valid = |c: &char| !c.is_control() && !invisible(*c);
    let mut start: String = text.chars().take(40).filter(is_valid).collect();
    if text.chars().nth(40).is_some() {
        start.push('…');
    }
    start
}

/// Formats a number with fifteen significant digits, the precision of spreadsheets: what
/// was typed is reproduced exactly, and the sum of 0.1 and 0.2 is 0.3, as in the cell.
pub(crate) fn plain_number(number: f64) -> String {
    let shown = format!("{number:.14e}");
    shown.parse::<f64>().unwrap_or(number).to_string()
}

/// As [`quote`], for ids and references to them: those with blanks are quoted too, because
/// what follows a blank would be read as a name.
pub fn quote_id(id: &str) -> String {
    match id.contains(|c: char| c.is_whitespace() || invisible(c)) {
        true => quoted(id),
        false => quote(id),
    }
}

/// Characters that are invisible or change the direction of text; ids must not contain
/// them.
pub fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text as written into a cell: as a JSON string if it would not survive unchanged.
pub fn quote(text: &str) -> String {
    if is_preserved(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a cell preserves a text unchanged. It does not if the text is blank, has blanks
/// around it, looks quoted or escaped, or has characters that a sheet cannot store.
pub fn is_preserved(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !invisible(c))
        && text.trim() == text
        && !text.contains("_x")
        && !text.chars().any(|c| (c.is_control() && c != '\n') || unrepresentable(c))
        && unquoted(text).is_none()
}

/// The text as a JSON string, with escapes for everything that a sheet cannot store or
/// would alter.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if c == '_'
                || c.is_control()
                || invisible(c)
                || unrepresentable(c)
                || (c, before) == (' ', ' ') =>
            {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    quoted.push_str(&format!("\\u{unit:04x}"));
                }
            }
            _ => quoted.push(c),
        }
        before = c;
    }
    quoted.push('"');
    quoted
}

fn unrepresentable(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{fffe}' | '\u{ffff}')
}

/// The text that was quoted by [`quote`]; `None` if the cell is not quoted.
pub fn unquoted(cell: &str) -> Option<String> {
    let quoted = cell.len() >= 2 && cell.starts_with('"') && cell.ends_with('"');
    quoted.then(|| serde_json::from_str::<String>(cell).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_shown_as_in_spreadsheets() {
        let check = |number: f64, shown: &str| assert_eq!(plain_number(number), shown);
        check(0.1 + 0.2, "0.3");
        check(1.1 * 3.0, "3.3");
        check(0.125, "0.125");
        check(-72.5, "-72.5");
        check(1e6, "1000000");
        check(123_456_789.25, "123456789.25");
        check(0.1 + 0.2 - 0.3, "0.0000000000000000555111512312578");
    }

    proptest! {
        #[test]
        fn texts_round_trip_through_cells(text in any::<String>()) {
            for cell in [quote(&text), quote_id(&text)] {
                prop_assert!(!cell.is_empty());
                prop_assert_eq!(cell.trim(), &cell);
                let back = unquoted(&cell).unwrap_or_else(|| cell.clone());
                prop_assert_eq!(&back, &text);
            }
        }

        #[test]
        fn hundredths_round_trip_through_number_cells(hundredths in -100_000_000_i64..=100_000_000) {
            let points = hallboard_score::Points::from_hundredths(hundredths);
            let cell: f64 = points.to_string().parse().unwrap();
            prop_assert_eq!(plain_number(cell), points.to_string());
        }
    }
}
