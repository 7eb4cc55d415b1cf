//! The texts of headings, warnings and the guide, in both languages.

use rust_i18n::t;
use rust_xlsxwriter::Note;

use crate::schema::sheets::{Column, RULEBOOK, Sheet};

/// The languages of the texts in a register.
const LANGUAGES: [&str; 2] = ["zh-Hans", "en"];

/// A text in both languages, Chinese first.
pub(super) fn both(key: &str) -> [String; 2] {
    LANGUAGES.map(|language| t!(key, locale = language).into_owned())
}

/// The explanation of a column.
pub(super) fn of(sheet: Sheet, column: &Column) -> [String; 2] {
    both(&key(sheet, column))
}

fn key(sheet: Sheet, column: &Column) -> String {
    let field = column.field.as_str();
    let field = match field.split_once('.') {
        Some((list @ ("names" | "star_points"), _)) => list.to_owned(),
        _ => field.replace('.', "_"),
    };
    let table = match field.as_str() {
        "date" | "note" | "by" | "order" | "names" | RULEBOOK => "any".to_owned(),
        "id" if sheet.has_entries() => "any".to_owned(),
        _ => sheet.names().0.to_lowercase().replace(' ', "_"),
    };
    format!("sheet.{table}.{field}")
}

/// Length of a line in a note, in widths of a Latin letter.
const LINE: usize = 46;

/// The note on a heading.
pub(super) fn note(sheet: Sheet, column: &Column) -> Note {
    let [chinese, english] = of(sheet, column);
    let text = format!("{chinese}\n\n{english}");
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    let lines: usize = text
        .lines()
        .map(|line| line.chars().map(wide).sum::<usize>().div_ceil(LINE).max(1))
        .sum();
    let height = u32::try_from(lines).unwrap_or(10) * 18 + 14;
    Note::new(text)
        .add_author_prefix(false)
        .set_author("Hallboard")
        .set_font_name("Microsoft YaHei")
        .set_font_size(9)
        .set_width(330)
        .set_height(height)
        .set_background_color(super::look::PAPER)
}

/// The sections of the guide on the first sheet.
pub(super) const GUIDE: &[&str] = &[
    "write", "join", "leave", "away", "moved", "deed", "reply", "decide", "back",
    "rules", "ids", "pick", "own", "check",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_and_guide_part_has_a_text() {
        let check = |key: &str| {
            for (text, language) in both(key).iter().zip(["zh-Hans", "en"]) {
                assert!(!text.contains(key), "{key} has no text in {language}");
            }
        };
        for sheet in Sheet::ALL {
            for column in sheet.columns([]) {
                check(&key(sheet, &column));
            }
        }
        for part in GUIDE {
            check(&format!("booklet.{part}.head"));
            check(&format!("booklet.{part}.text"));
        }
    }
}
