//! What a cell holds, and how texts are kept in one.

use std::borrow::Cow;

use hallboard_score::Day;

/// What a cell that is not blank holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content<'a> {
    /// A text without blanks around it.
    Text(Cow<'a, str>),
    /// A text to be taken exactly as it is.
    Literal(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A whole number, exactly.
    Whole(i64),
    /// A day.
    Date(Day),
    /// A day and a time of day, as shown.
    Moment(String),
    /// A date that is no day of a ledger, as shown.
    NoDay(String),
    /// `TRUE` or `FALSE`.
    Flag(bool),
    /// What a formula failed with, as `#N/A`.
    Failed(String),
    /// A formula without a result.
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
    /// A text without the blanks around it; nothing if nothing is left.
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

    /// What people see in the cell.
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

    /// What people see in the cell, short enough for a line.
    pub fn brief(&self) -> String {
        brief(&self.shown())
    }
}

/// The start of a text, short enough for a line and without what would spoil it.
pub fn brief(text: &str) -> String {
    let sound = |c: &char| !c.is_control() && !invisible(*c);
    let mut start: String = text.chars().take(40).filter(sound).collect();
    if text.chars().nth(40).is_some() {
        start.push('…');
    }
    start
}

/// A number to the fifteen digits that a spreadsheet itself keeps to: what was typed is
/// there exactly, and a sum of 0.1 and 0.2 is 0.3 as the cell shows it.
pub(crate) fn plain_number(number: f64) -> String {
    let shown = format!("{number:.14e}");
    shown.parse::<f64>().unwrap_or(number).to_string()
}

/// As [`quote`], for ids and references to them: those with blanks are quoted too, since
/// what stands after a blank would be taken for a name.
pub fn quote_id(id: &str) -> String {
    match id.contains(|c: char| c.is_whitespace() || invisible(c)) {
        true => quoted(id),
        false => quote(id),
    }
}

/// Characters that nobody sees, or that turn around what is seen: not for ids.
pub fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text as a cell holds it: those that would not survive in quotes, as JSON texts.
pub fn quote(text: &str) -> String {
    if survives(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a cell keeps the text as it is: empty ones it does not, nor those with
/// blanks around them or characters a sheet cannot hold.
pub fn survives(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !invisible(c))
        && text.trim() == text
        && !text.contains("_x")
        && !text.chars().any(|c| (c.is_control() && c != '\n') || unholdable(c))
        && unquoted(text).is_none()
}

/// The text as a JSON text, with escapes for all that a sheet cannot hold or alters.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if c == '_'
                || c.is_control()
                || invisible(c)
                || unholdable(c)
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

fn unholdable(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{fffe}' | '\u{ffff}')
}

/// The text that [`quote`] put in quotes; `None` for a text that is as it is.
pub fn unquoted(cell: &str) -> Option<String> {
    let quoted = cell.len() >= 2 && cell.starts_with('"') && cell.ends_with('"');
    quoted.then(|| serde_json::from_str::<String>(cell).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_what_a_spreadsheet_shows() {
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
        fn any_text_survives_a_cell(text in any::<String>()) {
            for cell in [quote(&text), quote_id(&text)] {
                prop_assert!(!cell.is_empty());
                prop_assert_eq!(cell.trim(), &cell);
                let back = unquoted(&cell).unwrap_or_else(|| cell.clone());
                prop_assert_eq!(&back, &text);
            }
        }

        #[test]
        fn hundredths_survive_a_number_cell(hundredths in -100_000_000_i64..=100_000_000) {
            let points = hallboard_score::Points::from_hundredths(hundredths);
            let cell: f64 = points.to_string().parse().unwrap();
            prop_assert_eq!(plain_number(cell), points.to_string());
        }
    }
}
