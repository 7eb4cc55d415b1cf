//! What a cell holds, and the JSON it becomes.

use super::sheets::Kind;
use super::words::{self, half_width};

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
            Kind::Points | Kind::Whole(..) => number_json(&self.text()),
            Kind::Words(_) => words_json(&self.text()),
            Kind::Word(list) => word_json(list, &self.text()),
            Kind::Lasts => {
                let text = self.text();
                let word = words::of(words::LASTS, &text);
                text_json(word.map_or(text.as_str(), |it| it.word))
            }
            _ => text_json(&self.text()),
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

fn word_json(list: words::List, text: &str) -> Result<String, String> {
    match words::of(list, text) {
        Some(word) => text_json(word.word),
        None => {
            let all: Vec<String> = list.iter().map(|it| it.both()).collect();
            let all = all.join(", ");
            Err(format!("unknown word `{text}`, expected one of: {all}"))
        }
    }
}

fn words_json(text: &str) -> Result<String, String> {
    let between = |c: char| c.is_whitespace() || ",;，；、".contains(c);
    let words: Vec<&str> = text.split(between).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [word] if words::NONE.says(word) => Ok("[]".to_owned()),
        words => {
            let known = |word| words::of(words::SCOPES, word).map_or(word, |it| it.word);
            let words: Vec<&str> = words.iter().copied().map(known).collect();
            serde_json::to_string(&words).map_err(|e| e.to_string())
        }
    }
}

/// As [`quote`], for ids and references to them: those with blanks are quoted too, since
/// what stands after a blank would be taken for a name.
pub(super) fn quote_id(id: &str) -> String {
    match id.contains(|c: char| c.is_whitespace() || invisible(c)) {
        true => quoted(id),
        false => quote(id),
    }
}

/// Characters that nobody sees, or that turn around what is seen: not for ids.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text as a cell holds it: those that would not survive in quotes, as JSON texts.
pub(super) fn quote(text: &str) -> String {
    if survives(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a cell keeps the text as it is: empty ones it does not, nor those with
/// blanks around them or characters a sheet cannot hold.
pub(super) fn survives(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && !text.contains("_x")
        && !text.chars().any(|c| (c.is_control() && c != '\n') || unholdable(c))
        && unquote(text) == text
}

/// The text as a JSON text, with escapes for all that a sheet cannot hold or alters.
pub(super) fn quoted(text: &str) -> String {
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
        check(Content::Number(0.1), Kind::Points, Ok("0.1"));
        check(Content::Number(3.0), Kind::Points, Ok("3"));
        check(Content::Number(-0.25), Kind::Points, Ok("-0.25"));
        check(text("2.5"), Kind::Points, Ok("2.5"));
        check(text("\u{2212}5"), Kind::Points, Ok("-5"));
        check(text("+3"), Kind::Points, Ok("3"));
        check(text("１２．５"), Kind::Points, Ok("12.5"));
        check(text("many"), Kind::Points, Ok("\"many\""));
        check(Content::Number(101.0), Kind::Text, Ok("\"101\""));
        check(text("张三"), Kind::Text, Ok("\"张三\""));
        check(text("\"\""), Kind::Text, Ok("\"\""));
        check(text("\"quoted\" word"), Kind::Text, Ok(r#""\"quoted\" word""#));
        check(Content::Flag(true), Kind::Text, Ok("\"TRUE\""));
        check(Content::Date("2025-03-01".to_owned()), Kind::Date, Ok("\"2025-03-01\""));
        check(Content::Number(45717.0), Kind::Date, Ok("\"45717\""));
        check(
            text("score, board"),
            Kind::Words(words::SCOPES),
            Ok(r#"["score","board"]"#),
        );
        check(
            text("score、board；thanks"),
            Kind::Words(words::SCOPES),
            Ok(r#"["score","board","thanks"]"#),
        );
        check(text("none"), Kind::Words(words::SCOPES), Ok("[]"));
        check(text("无"), Kind::Words(words::SCOPES), Ok("[]"));
        let failed = Err("the formula fails with #N/A");
        check(Content::Failed("#N/A".to_owned()), Kind::Text, failed);
    }

    proptest! {
        #[test]
        fn any_text_survives_a_cell(text in any::<String>()) {
            let cell = quote(&text);
            prop_assert!(!cell.is_empty());
            prop_assert_eq!(cell.trim(), &cell);
            prop_assert_eq!(unquote(&cell), text.clone());
            prop_assert_eq!(unquote(&quote_id(&text)), text);
        }
    }
}
