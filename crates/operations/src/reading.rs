//! Texts for errors in workbooks, in the current language.

use std::borrow::Cow;

use hallboard_workbook::read::{Note, Remark};
use hallboard_workbook::{CellError, CellRef, RowFault, may_be_empty, says_nothing};

/// The texts for one error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FaultText {
    /// What is wrong.
    pub(crate) what: String,
    /// What was expected in its place.
    pub(crate) expected: String,
    /// How to correct it.
    pub(crate) hint: String,
}

/// The texts for a wrong row.
pub(crate) fn fault(fault: &RowFault) -> FaultText {
    let (names, mut values): (Vec<&str>, Vec<String>) =
        fault.what.facts().into_iter().unzip();
    // If nothing resembles the value found, the text points to the permitted ones.
    for (name, value) in names.iter().zip(&mut values) {
        if *name == "near" && value.is_empty() {
            *value = t!("reading.nothing_like_it").into_owned();
        }
    }
    for (name, value) in names.iter().zip(&mut values) {
        if *name == "first" {
            *value = cell(value).unwrap_or_else(|| value.clone());
        }
    }
    let code = fault.what.code();
    let text_of = |part: &str| text(&format!("reading.{code}.{part}"), &names, &values);
    let found = fault.what.facts().into_iter().find(|(name, _)| *name == "found");
    let hint = match found {
        Some((_, found)) => or_empty(&fault.at, &found, text_of("hint")),
        None => text_of("hint"),
    };
    FaultText { what: text_of("what"), expected: text_of("expected"), hint }
}

/// The hint for a cell. If the cell may be empty and contains a mere dash, adds that it may
/// be left empty.
pub(crate) fn or_empty(at: &CellRef, found: &str, hint: String) -> String {
    match says_nothing(found) && may_be_empty(&at.sheet, &at.heading) {
        true => t!("reading.may_be_empty", hint = hint).into_owned(),
        false => hint,
    }
}

/// The texts for a remark, which is not an error: what it is and what can be done.
pub(crate) fn note(note: &Note) -> (String, String) {
    let (what, hint) = match &note.what {
        Remark::HiddenSheet => {
            (t!("reading.hidden_sheet.what"), t!("reading.hidden_sheet.hint"))
        }
        Remark::Filtered { rows } => {
            (t!("reading.filtered.what", rows = rows), t!("reading.filtered.hint"))
        }
        Remark::GuessedEncoding { encoding } => (
            t!("reading.guessed_encoding.what", encoding = encoding),
            t!("reading.guessed_encoding.hint"),
        ),
        Remark::HiddenColumn { .. } => {
            (t!("reading.hidden_column.what"), t!("reading.hidden_column.hint"))
        }
    };
    (what.into_owned(), hint.into_owned())
}

/// Stable name of a kind of remark, for programs.
pub(crate) fn note_code(note: &Note) -> &'static str {
    match &note.what {
        Remark::HiddenSheet => "hidden-sheet",
        Remark::Filtered { .. } => "filtered",
        Remark::HiddenColumn { .. } => "hidden-column",
        Remark::GuessedEncoding { .. } => "guessed-encoding",
    }
}

/// The position of a cell as text.
pub(crate) fn place(at: &CellRef) -> String {
    let (sheet, row, letter) = (&at.sheet, at.row, at.letter());
    match at.heading.as_ref() {
        "" => t!("reading.place", sheet = sheet, row = row, letter = letter),
        heading => t!(
            "reading.place_headed",
            sheet = sheet,
            row = row,
            letter = letter,
            heading = heading
        ),
    }
    .into_owned()
}

/// The text for a cell in a spreadsheet's notation, such as `Deeds!A15`.
pub(crate) fn cell(name: &str) -> Option<String> {
    let (sheet, cell) = name.rsplit_once('!')?;
    let row = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letter = cell.strip_suffix(row)?;
    Some(t!("reading.place", sheet = sheet, row = row, letter = letter).into_owned())
}

/// What is wrong and what was expected, in one line.
pub(crate) fn in_a_line(text: &FaultText) -> String {
    t!("reading.expected", what = text.what, expected = text.expected).into_owned()
}

fn text(key: &str, names: &[&str], values: &[String]) -> String {
    let text: Cow<'_, str> = t!(key);
    rust_i18n::replace_patterns(&text, names, values)
}

/// Stable code of a fault, for programs.
pub(crate) fn code(error: &CellError) -> String {
    error.code().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    /// Every kind of fault has its texts; another test checks that both languages have the
    /// same keys.
    #[test]
    fn every_cell_error_has_its_texts() {
        let english = include_str!("../locales/reading.en.toml");
        let texts: toml::Table = english.parse().unwrap();
        for code in CellError::codes() {
            let of = texts["reading"].get(&code).unwrap_or_else(|| panic!("{code}"));
            for part in ["what", "expected", "hint"] {
                assert!(of[part].is_str(), "{code}");
            }
        }
    }

    #[test]
    fn texts_contain_the_facts() {
        Language::English.set_current();
        let at = CellRef {
            sheet: "Ratings".into(),
            row: 7,
            column: 27,
            heading: "stars".into(),
        };
        let what = CellError::OutOfRange { found: "6".to_owned(), low: 1, high: 5 };
        let text = fault(&RowFault { at: at.clone(), what });
        assert_eq!(text.what, "6 is not allowed here.");
        assert_eq!(text.expected, "a whole number from 1 to 5");
        assert_eq!(place(&at), "sheet `Ratings`, row 7, column AB `stars`");
        let what =
            CellError::UnknownColumn { found: "colour".to_owned(), near: String::new() };
        let text = fault(&RowFault { at, what });
        assert_eq!(
            text.expected,
            "a heading of this sheet: one of those in the workbook that `hallboard new` makes"
        );
    }
}
