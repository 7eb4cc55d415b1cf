//! What a cell holds, and the JSON it becomes.

use super::sheets::Kind;

/// What a cell that is not blank holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// A text without blanks around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, as `2026-11-23`.
    Date(String),
    /// `TRUE` or `FALSE`.
    Flag(bool),
    /// What a formula failed with, as `#N/A`.
    Failed(String),
}

/// The word for a list without an item.
pub(super) const NONE: &str = "none";

impl Content {
    /// The content as a text: what people see in the cell.
    pub(super) fn text(&self) -> String {
        match self {
            Content::Text(text) => unquote(text),
            Content::Number(number) => number.to_string(),
            Content::Date(day) => day.clone(),
            Content::Flag(flag) => flag.to_string().to_uppercase(),
            Content::Failed(error) => error.clone(),
        }
    }

    /// The JSON of a cell in a column of that kind.
    ///
    /// # Errors
    /// What is wrong with the cell, whatever the column.
    pub(super) fn json(&self, kind: Kind) -> Result<String, String> {
        if let Content::Failed(error) = self {
            return Err(format!("the formula fails with {error}"));
        }
        match kind {
            Kind::Text | Kind::Date => text_json(&self.text()),
            Kind::Number => number_json(&self.text()),
            Kind::Words => words_json(&self.text()),
        }
    }
}

fn text_json(text: &str) -> Result<String, String> {
    serde_json::to_string(text).map_err(|e| e.to_string())
}

/// A number as a person may have typed it: full-width digits and a true minus too.
fn number_json(text: &str) -> Result<String, String> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    match serde_json::from_str::<serde_json::Number>(plain) {
        Ok(_) => Ok(plain.to_owned()),
        Err(_) => text_json(text),
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c)
        }
        _ => c,
    }
}

fn words_json(text: &str) -> Result<String, String> {
    let between = |c: char| c.is_whitespace() || ",;，；、".contains(c);
    let words: Vec<&str> = text.split(between).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [NONE | "无"] => Ok("[]".to_owned()),
        words => serde_json::to_string(words).map_err(|e| e.to_string()),
    }
}

/// A text that a cell keeps as it is; others are written as JSON texts, in quotes:
/// empty ones, those with blanks around them or characters a sheet cannot hold.
pub(super) fn quote(text: &str) -> String {
    let kept = !text.is_empty()
        && text.trim() == text
        && !text.contains("_x")
        && !text.chars().any(|c| (c.is_control() && c != '\n') || unholdable(c))
        && unquote(text) == text;
    if kept {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if c == '_' || c.is_control() || unholdable(c) => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn unholdable(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The text that [`quote`] wrote.
fn unquote(cell: &str) -> String {
    let quoted = cell.len() >= 2 && cell.starts_with('"') && cell.ends_with('"');
    let text = quoted.then(|| serde_json::from_str::<String>(cell).ok()).flatten();
    text.unwrap_or_else(|| cell.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(content: Content, kind: Kind, json: Result<&str, &str>) {
        let made = content.json(kind);
        assert_eq!(made.as_deref().map_err(String::as_str), json, "{content:?}");
    }

    fn text(text: &str) -> Content {
        Content::Text(text.to_owned())
    }

    #[test]
    fn cells_become_json_by_the_kind_of_their_column() {
        check(Content::Number(0.1), Kind::Number, Ok("0.1"));
        check(Content::Number(3.0), Kind::Number, Ok("3"));
        check(Content::Number(-0.25), Kind::Number, Ok("-0.25"));
        check(text("2.5"), Kind::Number, Ok("2.5"));
        check(text("\u{2212}5"), Kind::Number, Ok("-5"));
        check(text("+3"), Kind::Number, Ok("3"));
        check(text("１２．５"), Kind::Number, Ok("12.5"));
        check(text("many"), Kind::Number, Ok("\"many\""));
        check(Content::Number(101.0), Kind::Text, Ok("\"101\""));
        check(text("张三"), Kind::Text, Ok("\"张三\""));
        check(text("\"\""), Kind::Text, Ok("\"\""));
        check(text("\"quoted\" word"), Kind::Text, Ok(r#""\"quoted\" word""#));
        check(Content::Flag(true), Kind::Text, Ok("\"TRUE\""));
        check(Content::Date("2025-03-01".to_owned()), Kind::Date, Ok("\"2025-03-01\""));
        check(Content::Number(45717.0), Kind::Date, Ok("\"45717\""));
        check(text("score, board"), Kind::Words, Ok(r#"["score","board"]"#));
        check(
            text("score、board；thanks"),
            Kind::Words,
            Ok(r#"["score","board","thanks"]"#),
        );
        check(text("none"), Kind::Words, Ok("[]"));
        check(text("无"), Kind::Words, Ok("[]"));
        let failed = Err("the formula fails with #N/A");
        check(Content::Failed("#N/A".to_owned()), Kind::Text, failed);
    }

    proptest! {
        #[test]
        fn any_text_survives_a_cell(text in any::<String>()) {
            let cell = quote(&text);
            prop_assert!(!cell.is_empty());
            prop_assert_eq!(cell.trim(), &cell);
            prop_assert_eq!(unquote(&cell), text);
        }
    }
}
